"""Methods of the platform itself: who am I, events, widgets."""
