"""What other apps may want to know about portals. Receivers run in the sender's process."""

from django.dispatch import Signal

portal_disconnected = Signal()
"""Sent with `portal` and `erasing: bool`.

`erasing=False`: an uninstall was reported, the portal is paused and nothing may be sent to it for now; the
report may still prove forged. `erasing=True`: the removal is proved and the portal's rows are deleted right
after this signal: receivers delete what they keep about it.
"""

user_lost = Signal()
"""Sent with `portal_user` after its grant died: no call on its behalf works until that person opens the app
again."""
