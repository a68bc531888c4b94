"""What enquiries add to the desk: menu, the button "New", what waits today, figures, search by number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vielklang.core.areas import Area, AreaKind, Figure, MenuEntry, SearchHit, TodayItem, Words
from vielklang.core.languages import get_language
from vielklang.core.permissions import Permission
from vielklang.enquiries.absences import looked_after_by
from vielklang.enquiries.desk_rows import number_of, topic_words
from vielklang.enquiries.models import DataRequest, Enquiry
from vielklang.enquiries.queries import OURS, answer_owed, searched, tab_filter

LIST = "enquiries:desk_list"
_SHORTEST_TEXT = 3


def _entry(label: Words, name: str, **values: Any) -> MenuEntry:
    options: dict[str, Any] = {
        "permission": Permission.ENQUIRY_ANSWER,
        "icon": "question",
        "sort": 5,
    } | values
    return MenuEntry(area=AreaKind.DESK, label=label, url_name=f"enquiries:{name}", **options)


def menu() -> list[MenuEntry]:
    """Under "Enquiries" stands what is needed every day; what is set up or looked up now and then, under "Centre"."""
    edit = Permission.CENTRE_EDIT
    enquiries, planning, centre = (
        gettext_lazy("Enquiries"),
        gettext_lazy("Planning"),
        gettext_lazy("Centre"),
    )
    return [
        _entry(gettext_lazy("Inbox"), "desk_list", section=enquiries),
        _entry(gettext_lazy("Text modules"), "desk_modules", section=enquiries, icon="document", sort=7),
        _entry(gettext_lazy("Absences"), "desk_absences", section=enquiries, icon="calendar", sort=8),
        _entry(gettext_lazy("Figures"), "desk_statistics", section=enquiries, icon="info", sort=9),
        _entry(gettext_lazy("Obstacles"), "desk_themes", section=planning, icon="list", sort=56),
        _entry(gettext_lazy("Checklists"), "desk_checklists", section=centre, icon="check", sort=83),
        _entry(
            gettext_lazy("Rules for enquiries"), "desk_rules", section=centre, icon="clock", sort=83,
            permission=edit,
        ),
        _entry(
            gettext_lazy("Keeping and deletion"), "desk_keeping", section=centre, icon="safety", sort=84,
            permission=edit,
        ),
        _entry(gettext_lazy("Requests of persons"), "desk_requests", section=centre, icon="people", sort=86),
    ]  # fmt: skip


def new_entry() -> MenuEntry:
    return _entry(gettext_lazy("Enquiry by telephone or at the counter"), "desk_new")


def _may(area: Area) -> bool:
    return area.kind == AreaKind.DESK and area.can(Permission.ENQUIRY_ANSWER)


def today(area: Area) -> Iterator[TodayItem]:
    """Urgent ones first, then what waits for an answer, then what lies with oneself."""
    if not _may(area):
        return
    now, whose = timezone.now(), looked_after_by(area.actor.user_id)
    owed = answer_owed()
    found = Enquiry.objects.order_by().aggregate(
        urgent=Count("pk", filter=owed & Q(is_urgent=True)),
        owed=Count("pk", filter=owed),
        overdue=Count("pk", filter=tab_filter("overdue", whose, now)),
        escalated=Count("pk", filter=tab_filter("escalated", whose, now)),
        mine=Count("pk", filter=Q(state__in=OURS, assigned_to_id__in=whose)),
        mine_late=Count("pk", filter=tab_filter("overdue", whose, now) & Q(assigned_to_id__in=whose)),
    )
    url = area.url(LIST)
    label = ngettext("urgent question", "urgent questions", found["urgent"])
    yield TodayItem(label=label, count=found["urgent"], url=f"{url}?urgent=on", sort=1, is_urgent=True)
    label = ngettext("question waits for an answer", "questions wait for an answer", found["owed"])
    yield TodayItem(label=label, count=found["owed"], overdue=found["overdue"], url=url, sort=5)
    if area.can(Permission.CENTRE_EDIT):
        label = ngettext(
            "question so long overdue that the lead is asked",
            "questions so long overdue that the lead is asked",
            found["escalated"],
        )
        yield TodayItem(label=label, count=found["escalated"], url=f"{url}?tab=escalated", sort=2)
    label = ngettext("question that you look after", "questions that you look after", found["mine"])
    yield TodayItem(
        label=label, count=found["mine"], overdue=found["mine_late"], url=f"{url}?tab=mine", sort=8
    )


def figures(area: Area) -> Iterator[Figure]:
    if not _may(area):
        return
    now = timezone.now()
    found = Enquiry.objects.order_by().aggregate(
        new=Count("pk", filter=tab_filter("new", (), now)),
        overdue=Count("pk", filter=tab_filter("overdue", (), now)),
        answered=Count("pk", filter=tab_filter("answered", (), now)),
    )
    url = area.url(LIST)
    yield Figure(
        label=ngettext("new question", "new questions", found["new"]),
        value=str(found["new"]),
        hint=_("%(n)s overdue") % {"n": found["overdue"]},
        url=f"{url}?tab=new",
        sort=5,
    )
    yield Figure(
        label=ngettext("question answered this month", "questions answered this month", found["answered"]),
        value=str(found["answered"]),
        url=f"{url}?tab=answered",
        sort=6,
    )


def hits(area: Area, text: str) -> Iterator[SearchHit]:
    if not _may(area) or len(text.strip()) < _SHORTEST_TEXT:
        return
    for row in Enquiry.objects.filter(searched(text, area.centre.pk)).order_by("-changed_at", "-pk")[:10]:
        yield SearchHit(
            kind=_("Enquiry"),
            title=f"{number_of(row)} · {get_language(row.language).endonym}",
            url=area.url("enquiries:desk_enquiry", row.public_id),
            hint=topic_words(row.topics),
        )


def requests_today(area: Area) -> Iterator[TodayItem]:
    """What persons demand by law."""
    if not _may(area):
        return
    found = (
        DataRequest.objects.filter(answer="")
        .order_by()
        .aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_on__lt=timezone.localdate())))
    )
    label = ngettext("request of a person to answer", "requests of persons to answer", found["all"])
    url = area.url("enquiries:desk_requests")
    yield TodayItem(label=label, count=found["all"], overdue=found["late"], url=url, sort=6)
