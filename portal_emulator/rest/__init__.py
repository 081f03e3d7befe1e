"""The REST gateway common to every method: arguments, authorization, limits, batch and envelope."""
