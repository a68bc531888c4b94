"""What the answer form does beside sending: each button keeps what is typed and shows the page again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from vielklang.accounts.access import AreaRequest
from vielklang.core.languages import get_language, same_language
from vielklang.core.texts import TextStatus
from vielklang.enquiries.actions import LONGEST_TEXT
from vielklang.enquiries.desk_page import enquiry_page
from vielklang.enquiries.enums import Direction
from vielklang.enquiries.forms_desk import AnswerForm, chosen_ids
from vielklang.enquiries.machine import translated
from vielklang.enquiries.models import Enquiry, EnquiryMessage
from vielklang.enquiries.modules import passages_for
from vielklang.translations.adapters import HelperError


@dataclass
class Helped:
    """What stands in the form now, and what the page says or shows beside it."""

    data: dict[str, str]
    context: dict[str, Any] = field(default_factory=dict)
    looked: str | None = None


def help_with(request: AreaRequest, enquiry: Enquiry) -> HttpResponse | None:
    """The page for the button that was pressed; None for the one that sends."""
    for name, helper in HELPS.items():
        if name in request.POST:
            helped = helper(request, enquiry, request.POST.dict())
            form = AnswerForm(initial=helped.data, language=enquiry.language)
            chosen = chosen_ids(request.POST)
            return enquiry_page(
                request, enquiry, answer=form, chosen=chosen, looked=helped.looked, extra=helped.context
            )
    return None


def _search(request: AreaRequest, enquiry: Enquiry, data: dict[str, str]) -> Helped:
    return Helped(data, looked=data.get("find", ""))


def _insert(request: AreaRequest, enquiry: Enquiry, data: dict[str, str]) -> Helped:
    """The chosen module at the end of both texts; a machine's words make the translation a machine's."""
    key = data.get("module", "")
    rows = passages_for(enquiry, request.area.centre)
    found = next((row for row in rows if str(row.module.public_id) == key), None)
    if found is None:
        return Helped(data, {"help_problem": _("Please choose a text module first.")})
    data["german"] = _joined(data.get("german", ""), found.german)
    if not found.own:
        missing = not same_language(enquiry.language, "de")
        return Helped(
            data, {"help_note": _("There is no translation of this text module yet.")} if missing else {}
        )
    data["text"] = _joined(data.get("text", ""), found.own)
    if found.is_machine:
        data["status"] = TextStatus.MACHINE
    if not found.is_behind:
        return Helped(data)
    said = _("The German of this text module has changed since it was translated. Please look at both.")
    return Helped(data, {"help_note": said})


def _joined(before: str, text: str) -> str:
    return "\n\n".join(part for part in (before.rstrip(), text) if part)


def _preview(request: AreaRequest, enquiry: Enquiry, data: dict[str, str]) -> Helped:
    german, text = data.get("german", "").strip(), data.get("text", "").strip()
    if not german:
        return Helped(data, {"help_problem": _("Please write the answer in German.")})
    return Helped(data, {"preview": preview_of(enquiry, german, text, data.get("status", ""))})


def preview_of(enquiry: Enquiry, german: str, text: str, status: str) -> dict[str, Any]:
    """The message as the status page will show it, not stored."""
    message = EnquiryMessage(
        direction=Direction.ANSWERED,
        language=enquiry.language if text else "de",
        text=(text or german)[:LONGEST_TEXT],
        german=german[:LONGEST_TEXT],
        status=status if status in TextStatus.shown() else TextStatus.HUMAN,
        created_at=timezone.now(),
    )
    return {"message": message, "language": get_language(enquiry.language), "centre": enquiry.centre}


def _translate(request: AreaRequest, enquiry: Enquiry, data: dict[str, str]) -> Helped:
    """The German of now in the person's language; what stood there is replaced, and marked as a machine's."""
    german = data.get("german", "").strip()[:LONGEST_TEXT]
    if not german:
        return Helped(data, {"help_problem": _("Please write the answer in German.")})
    try:
        [text] = translated(request.area.centre, [german], "de", enquiry.language)
    except HelperError as error:
        return Helped(data, {"help_problem": error.failure.label})
    except PermissionError as error:
        raise PermissionDenied from error
    data |= {"text": text, "status": TextStatus.MACHINE}
    return Helped(
        data, {"help_note": _("A machine has translated it. Please check it, or send it marked so.")}
    )


HELPS: dict[str, Callable[[AreaRequest, Enquiry, dict[str, str]], Helped]] = {
    "search": _search,
    "insert": _insert,
    "preview": _preview,
    "translate": _translate,
}
