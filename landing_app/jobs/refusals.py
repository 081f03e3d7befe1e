"""Why a request about a job is not granted."""


class NotAllowed(Exception):
    """`reason` is a code that `explanations.explain` puts into words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
