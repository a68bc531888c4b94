"""What readers send from the app."""

TYPES = ("page", "categories", "search", "event", "events", "imprint-page", "poi", "map")
