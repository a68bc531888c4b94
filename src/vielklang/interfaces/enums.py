"""Closed lists of imports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RunState(TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    CHECKING = "checking", _("Is being checked")
    CHECKED = "checked", _("Checked")
    IMPORTING = "importing", _("Is being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Failed")
    UNDOING = "undoing", _("Is being undone")
    UNDONE = "undone", _("Undone")
    DISCARDED = "discarded", _("Discarded")


WORKING = (RunState.UPLOADED, RunState.CHECKING, RunState.IMPORTING, RunState.UNDOING)
"""States in which a job is at work, or about to be."""


class Outcome(TextChoices):
    """What a row of a file is to what is there already."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    SIMILAR = "similar", _("Perhaps the same")
    GONE = "gone", _("No longer exists")
    SKIPPED = "skipped", _("Left out")
    WRONG = "wrong", _("With errors")


class Choice(TextChoices):
    """What is to be done with a row."""

    NEW = "new", _("Add as new")
    UPDATE = "update", _("Update the existing entry")
    SKIP = "skip", _("Leave out")
