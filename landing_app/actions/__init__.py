"""What a person can do, one file per action: plan it, run it, prove it, undo it. Plain Python, no tables."""
