"""What a portal remembers about opened frames, and the failures of frames and pictures one can switch on."""

from __future__ import annotations

from dataclasses import dataclass, field

FRAME_FAULTS = (
    "silent", "refresh_fails", "wrong_origin", "expired_token", "no_application_token", "mobile",
    "slow_pictures", "no_pictures",
)  # fmt: skip


@dataclass(slots=True)
class FrameState:
    """Memory of one portal's application frames.

    ``faults`` is a subset of FRAME_FAULTS: *silent* answers no message at all, *refresh_fails* refuses
    `refreshAuth`, *wrong_origin* frames the application from an address that is not the registered one (so its
    messages are ignored), *expired_token* puts a dead AUTH_ID into the form, *no_application_token* leaves
    that field out, *mobile* plays the mobile client, *slow_pictures* and *no_pictures* concern
    ``preview.jpg``.
    ``seen`` holds (user id, version) whose first run is over.
    """

    faults: set[str] = field(default_factory=set)
    seen: set[tuple[int, int]] = field(default_factory=set)
    user_options: dict[int, dict[str, str]] = field(default_factory=dict)
    picture_delay: float = 3.0
