"""Why a result is shown, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vielklang.search.queries import Reason
from vielklang.web.formats import distance


def reason_text(reason: Reason) -> str:
    """One reason as a short phrase in the active language."""
    match reason.kind:
        case "topic":
            return _("Topic: %(topic)s") % {"topic": reason.detail}
        case "words":
            return _("Contains: %(words)s") % {"words": reason.detail}
        case "distance":
            return _("%(distance)s away") % {"distance": distance(int(reason.detail))}
        case "area":
            return _("For the whole area")
        case _:
            return _("Similar in meaning")
