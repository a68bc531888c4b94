"""What the rules of offers and organisations say of a value, in the words of the person who imports a table.

The rules themselves answer in English, for programs; a sentence that is not known here stays as it is.
"""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_QUOTED = r"""['"](?P<value>.*)['"]"""
_KNOWN: tuple[tuple[re.Pattern[str], Promise], ...] = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (
            _QUOTED + r" is (not a|not a possible|too short for a) phone number",
            _("“%(value)s” is not a telephone number"),
        ),
        (_QUOTED + r" is not a mail address", _("“%(value)s” is not an e-mail address")),
        (
            _QUOTED + r" is not a web address.*",
            _("“%(value)s” is not a web address, such as www.example.org"),
        ),
        (_QUOTED + r" is not a postcode.*", _("“%(value)s” is not a postcode of five digits")),
        (_QUOTED + r" is unknown, known are (?P<known>.*)", _("“%(value)s” is unknown, known are %(known)s")),
        (_QUOTED + r" is unknown", _("“%(value)s” is unknown; the template lists what is possible")),
        (r"needs at least one entry", _("needs at least one entry")),
        (r"is needed for publishing", _("is needed for publishing")),
        (r"is missing in .*|the source text .*is missing", _("is missing")),
        (r"the source text is still a draft", _("the text is still a draft")),
        (
            r"has (?P<count>\d+) characters, at most (?P<most>\d+) are possible",
            _("has %(count)s characters, at most %(most)s are possible"),
        ),
        (r"(?P<end>[\d:]+) is not after (?P<start>[\d:]+)", _("%(end)s is not after %(start)s")),
        (
            r"(?P<start>[\d:]+) lies within another interval.*",
            _("%(start)s lies within another interval of the same day"),
        ),
        (r"is missing: the offer is for one town", _("is missing: the offer is for one town")),
        (r"ages lie between .*", _("ages lie between 0 and 120 years")),
        (r"is below age_from", _("is below the youngest age")),
        (r"does not go with cost_kind .*", _("does not go with what the offer costs")),
        (r"must be more than 0 euros", _("must be more than 0 euros")),
        (r"is before valid_from", _("is before the first day")),
        (r"opens and closes belong together", _("beginning and end belong together")),
        (r"lat and lon belong together", _("latitude and longitude belong together")),
        (r"is no place on earth", _("is no place on earth")),
    )
)


def in_words(reason: str) -> str:
    """The reason in the active language."""
    for pattern, words in _KNOWN:
        if found := pattern.fullmatch(reason):
            return str(words) % found.groupdict() if found.groupdict() else str(words)
    return reason
