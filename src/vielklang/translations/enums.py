"""Closed lists of translations. Values are stored; labels are shown at the desk."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TextState(TextChoices):
    """What is to be done about one text in one language; each text is in exactly one state."""

    MISSING = "missing", _("Missing")
    DRAFT = "draft", _("Drafts")
    BEHIND = "behind", _("Behind the source")
    MACHINE = "machine", _("Machine text to review")
    DONE = "done", _("Done")


class TermKind(TextChoices):
    FIXED = "fixed", _("Fixed translation")
    KEEP = "keep", _("Do not translate")


class RequestState(TextChoices):
    OPEN = "open", _("asked for")
    RUNNING = "running", _("is being translated")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Failure(TextChoices):
    """Why the translation helper did not answer, for the person who asked."""

    UNREACHABLE = "unreachable", _("The translation helper cannot be reached.")
    TIMEOUT = "timeout", _("The translation helper did not answer in time.")
    REFUSED = "refused", _("The translation helper does not accept our key.")
    LIMIT = "limit", _("The translation helper's limit is used up.")
    LANGUAGE = "language", _("The translation helper does not know this language.")
    WRONG_ANSWER = "wrong_answer", _("The translation helper answered with something that cannot be used.")
    LOST_WORDS = "lost_words", _("The translation helper changed words that must stay as they are.")


class Quality(TextChoices):
    """Of a passage in the text memory; a reviewed one is never replaced by one that is not."""

    HUMAN = "human", _("by a person")
    REVIEWED = "reviewed", _("reviewed")
