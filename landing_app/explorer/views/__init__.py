"""Views of the screens; each demands a frame session, except where the portal opens the frame."""
