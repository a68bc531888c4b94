"""What every text row (`OfferText`, `CentreText`, …) has in common: where its words come from."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TextStatus(TextChoices):
    HUMAN = "human", _("written by a person")
    REVIEWED = "reviewed", _("reviewed by a person")
    MACHINE = "machine", _("machine translation")
    DRAFT = "draft", _("draft")

    @classmethod
    def shown(cls) -> tuple[TextStatus, ...]:
        """The states a reader may see; machine text is shown marked as such, a draft never."""
        return (cls.HUMAN, cls.REVIEWED, cls.MACHINE)
