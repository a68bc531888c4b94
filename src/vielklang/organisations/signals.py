"""What others may listen to; sent after the transaction has committed."""

from django.dispatch import Signal

organisations_changed = Signal()
"""Entries were renamed, changed, merged or put back. Arguments: `organisation_ids: tuple[int, ...]`."""
