"""The page of one enquiry at the desk. What other files of this room add to it stands in `PANELS`."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vielklang.accounts.access import AreaRequest
from vielklang.core.languages import get_language
from vielklang.enquiries.absences import away_on
from vielklang.enquiries.desk_finding import find_offers
from vielklang.enquiries.desk_keeping import keeping_panel
from vielklang.enquiries.desk_machine import machine_panel
from vielklang.enquiries.desk_modules import modules_panel
from vielklang.enquiries.desk_referrals import referrals_panel
from vielklang.enquiries.desk_regrouping import regrouping_panel
from vielklang.enquiries.desk_rows import changes_since, conversation, is_overdue, number_of, topic_words
from vielklang.enquiries.desk_work import work_panel
from vielklang.enquiries.forms_desk import AnswerForm, AssignForm, CloseForm, NoteForm
from vielklang.enquiries.models import Enquiry, EnquiryContact
from vielklang.enquiries.queries import colleagues, edition_of, offers_to_name, read_edition, with_files
from vielklang.enquiries.regrouping import surviving

PANELS: tuple[Callable[[AreaRequest, Enquiry], dict[str, Any]], ...] = (
    keeping_panel,
    modules_panel,
    regrouping_panel,
    referrals_panel,
    work_panel,
    machine_panel,
)
"""What else the page shows: each gives its part of the context, with a fixed number of queries."""


def changed_page(request: AreaRequest, enquiry: Enquiry, **forms: Any) -> HttpResponse:
    """Nothing was written; the page as it is now, with what was typed and with what happened."""
    enquiry = surviving(enquiry)
    enquiry.refresh_from_db()
    return enquiry_page(request, enquiry, status=409, is_late=True, **forms)


def enquiry_page(
    request: AreaRequest,
    enquiry: Enquiry,
    *,
    answer: AnswerForm | None = None,
    note: NoteForm | None = None,
    assign: AssignForm | None = None,
    close: CloseForm | None = None,
    chosen: list[uuid.UUID] | None = None,
    looked: str | None = None,
    is_late: bool = False,
    status: int = 200,
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """`extra` stands in the context instead of what the panels give: a form of theirs with its errors."""
    shown = read_edition(request.POST.get("edition", "")) if is_late else None
    people, away = colleagues(), away_on()
    assigned = {"person": enquiry.assigned_to.public_id if enquiry.assigned_to else ""}
    context: dict[str, Any] = {
        "enquiry": enquiry,
        "number": number_of(enquiry),
        "tongue": get_language(enquiry.language),
        "topics": topic_words(enquiry.topics),
        "is_overdue": is_overdue(enquiry, timezone.now()),
        "entries": conversation(with_files(enquiry.messages.all()), shown),
        "contact": EnquiryContact.objects.filter(enquiry=enquiry).first(),
        "consents": enquiry.consents.all(),
        "named": offers_to_name(
            [row.offer.public_id for row in enquiry.named_offers.select_related("offer")]
        ),
        "edition": edition_of(enquiry),
        "changes": changes_since(shown, enquiry) if is_late else [],
        "answer_form": answer or AnswerForm(language=enquiry.language),
        "note_form": note or NoteForm(people=people),
        "transcript_of": None,
        "transcript_form": None,
        "assign_form": assign or AssignForm(people=people, away=away, initial=assigned),
        "close_form": close or CloseForm(initial={"outcome": enquiry.outcome}),
        "found": find_offers(looked, chosen or [], request.area.centre),
        "absence": away.get(enquiry.assigned_to_id or 0),
        "is_mine": enquiry.assigned_to_id == request.area.actor.user_id,
    }
    for panel in PANELS:
        context |= panel(request, enquiry)
    context |= extra or {}
    return render(request, "enquiries/desk/enquiry.html", context, status=status)
