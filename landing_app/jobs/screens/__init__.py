"""What the screens show of jobs: words, tones and numbers made from rows; nothing here changes a row."""
