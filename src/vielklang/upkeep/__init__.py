"""Keeping offers true: confirmation, reminders, personal links, readers' reports, dead links."""
