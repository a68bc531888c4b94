"""What others may listen to; sent after the transaction has committed, so that listeners see the new rows."""

from django.dispatch import Signal

offer_changed = Signal()
"""One offer was created, changed, published, suspended, archived or confirmed. Arguments: `offer_id: int`."""

offers_changed = Signal()
"""Many offers changed in one action (bulk creation, removal of examples): `offer_ids: tuple[int, ...]`.
`offer_changed` is not sent for them."""
