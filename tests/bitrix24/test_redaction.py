"""What the API log may know."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from landing_app.bitrix24.redaction import redact

SECRET = "9f86d081884c7d659a2feaa0c55ad015"


def test_ids_flags_and_codes_stay_texts_become_lengths() -> None:
    kept = redact(
        {
            "lid": "985",
            "params": {
                "filter": {"SITE_ID": "3", "=DELETED": ["Y", "N"], "%TITLE": "Secret plan"},
                "edit_mode": True,
            },
            "meta": {"name": "My hero", "preview": 5541},
            "picture": ["hero.png", "iVBORw0KGgo="],
            "auth": SECRET,
            "scope": "KNOWLEDGE",
        }
    )
    assert kept == {
        "lid": "985",
        "params": {
            "filter": {"SITE_ID": "3", "=DELETED": ["Y", "N"], "%TITLE": "<11 characters>"},
            "edit_mode": True,
        },
        "meta": {"name": "<7 characters>", "preview": 5541},
        "picture": ["<8 characters>", "<12 characters>"],
        "auth": "<32 characters>",
        "scope": "KNOWLEDGE",
    }


def test_long_lists_become_their_length() -> None:
    assert redact([{"ID": "1"}] * 2000) == "<2000 entries>"


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, part in value.items() for text in (key, *_texts(part))]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [value] if isinstance(value, str) else []


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10) | st.just(SECRET),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["auth", "TITLE", "x", "content"]), inner)
    ),
    max_leaves=15,
)


@given(_anything)
def test_no_text_outside_the_allow_list_survives(value: Any) -> None:
    assert all(SECRET not in text for text in _texts(redact(value)))
