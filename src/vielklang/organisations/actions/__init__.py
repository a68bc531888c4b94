"""Every write to organisations: the register (register.py), persons and notes (contacts.py), the state's conditions
(funding.py), decisions on duplicates (duplicates.py), merging with undo (merging.py), another
centre (moving.py), changes that wait for the centre (changes.py) or were made at once (direct.py)."""

from vielklang.organisations.actions.changes import accept_change, reject_change, save_profile
from vielklang.organisations.actions.contacts import (
    ContactDraft,
    add_contact,
    add_note,
    change_contact,
    remove_contact,
    remove_note,
    restore_contact,
    restore_note,
)
from vielklang.organisations.actions.direct import ChangeDecidedError, see_change
from vielklang.organisations.actions.duplicates import (
    decide_different,
    refresh_duplicates,
    take_back_decision,
)
from vielklang.organisations.actions.funding import answer_conditions, load_funding_conditions
from vielklang.organisations.actions.merging import (
    CannotMergeError,
    CannotUndoError,
    merge_organisations,
    undo_merge,
)
from vielklang.organisations.actions.moving import CannotMoveError, move_organisation
from vielklang.organisations.actions.register import (
    InvalidOrganisationError,
    OrganisationDraft,
    create_organisation,
    create_organisations,
    describe_organisation,
    remove_example_organisations,
    request_profile,
    set_public_profile,
    set_trusted,
    update_organisation,
)

__all__ = [
    "CannotMergeError",
    "CannotMoveError",
    "CannotUndoError",
    "ChangeDecidedError",
    "ContactDraft",
    "InvalidOrganisationError",
    "OrganisationDraft",
    "accept_change",
    "add_contact",
    "add_note",
    "answer_conditions",
    "change_contact",
    "create_organisation",
    "create_organisations",
    "decide_different",
    "describe_organisation",
    "load_funding_conditions",
    "merge_organisations",
    "move_organisation",
    "refresh_duplicates",
    "reject_change",
    "remove_contact",
    "remove_example_organisations",
    "remove_note",
    "request_profile",
    "restore_contact",
    "restore_note",
    "save_profile",
    "see_change",
    "set_public_profile",
    "set_trusted",
    "take_back_decision",
    "undo_merge",
    "update_organisation",
]
