"""Every write to offers. Others hear of it through offers.signals, after the transaction has committed.

`content`: creating and changing; `states`: an offer's life and its confirmation; `revisions`: changes by people, in
review or in force; `bulk`, `upkeep`: many at once; `views`: people's own views of lists.
"""

from vielklang.offers.actions._common import WrongStateError
from vielklang.offers.actions.bulk import update_offers
from vielklang.offers.actions.content import (
    Progress,
    create_offer,
    create_offers,
    set_offer_text,
    update_offer,
)
from vielklang.offers.actions.revisions import (
    EditConflict,
    discard_revision,
    keep_working,
    publish_revision,
    publishes_directly,
    reject_revision,
    restore_revision,
    save_revision,
    submit_revision,
)
from vielklang.offers.actions.states import (
    OfferState,
    archive_offer,
    confirm_offer,
    publish_offer,
    put_back_offer,
    reopen_offer,
    return_offer,
    set_confirmation_rules,
    state_of,
    submit_offer,
    suspend_offer,
)
from vielklang.offers.actions.upkeep import close_numbers, refresh_occurrences, remove_example_offers
from vielklang.offers.actions.views import forget_view, save_view

__all__ = [
    "EditConflict",
    "OfferState",
    "Progress",
    "WrongStateError",
    "archive_offer",
    "close_numbers",
    "confirm_offer",
    "create_offer",
    "create_offers",
    "discard_revision",
    "forget_view",
    "keep_working",
    "publish_offer",
    "publish_revision",
    "publishes_directly",
    "put_back_offer",
    "refresh_occurrences",
    "reject_revision",
    "remove_example_offers",
    "reopen_offer",
    "restore_revision",
    "return_offer",
    "save_revision",
    "save_view",
    "set_confirmation_rules",
    "set_offer_text",
    "state_of",
    "submit_offer",
    "submit_revision",
    "suspend_offer",
    "update_offer",
    "update_offers",
]  # fmt: skip
