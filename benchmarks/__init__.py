"""Comparisons that print a ratio. One command each: ``python -m benchmarks.rest_client``."""
