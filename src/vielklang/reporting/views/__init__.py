"""Pages of coordination at the desk, of the state view, and the public feed of dates."""
