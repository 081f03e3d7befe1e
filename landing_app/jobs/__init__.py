"""Run an action over many targets, keep every result, survive anything."""
