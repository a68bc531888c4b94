"""The words of the completeness hints: what is missing and why people need it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

HINTS: dict[str, Words] = {
    "description": _("Say in a few sentences what happens there: the search finds words, not headings."),
    "times": _("Opening hours or dates are missing. “When?” is what people look for first."),
    "place": _("The place is missing: nobody can find the way, and the search cannot say how far it is."),
    "contact": _("No telephone number or other contact: nobody can ask."),
    "cost": _("Say what it costs; an unclear price keeps people away."),
    "access": _("Is the entrance step-free, is there an accessible toilet? “No” is an answer too."),
    "join": _("Say how to join: whom to call, what to fill in, until when."),
    "whom": _("Choose whom it is for; many people filter by it."),
    "texts": _(
        "There is no text in a language that many readers here ask for (English, Arabic, Ukrainian, …)."
    ),
    "languages": _("Is there really nobody who speaks another language than German? People search for it."),
    "childcare": _("Is there childcare during the course? Parents ask for it."),
}
