"""What is said about one code."""

#: Title, body, next step, link key; marked for translation, put together by `explanations`.
Words = tuple[str, str, str, str]
