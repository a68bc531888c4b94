"""Reads of organisations that are used twice or carry annotations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.models import AuditEntry
from vielklang.core.scope import organisation_scope
from vielklang.organisations.enums import OrganisationKind
from vielklang.organisations.enums_desk import Answer, FundingState
from vielklang.organisations.matching.entry import Entry
from vielklang.organisations.matching.finding import Likely, find_likely
from vielklang.organisations.models import ConditionAnswer, ContactPerson, FundingCondition, Organisation

_COMPARED = ("pk", "name", "street", "postcode", "town", "phone", "email", "website")


def organisations_of(centre: Centre) -> QuerySet[Organisation]:
    """What a desk sees: its own entries and those of the whole state."""
    return Organisation.objects.filter(Q(centre=centre) | Q(centre=None))


def entries_of(centre: Centre) -> list[Entry]:
    """A centre's own entries as they are compared; one query."""
    return [
        Entry(*row)
        for row in Organisation.objects.filter(centre=centre).order_by("pk").values_list(*_COMPARED)
    ]


@dataclass(frozen=True)
class LikelyDuplicate:
    organisation: Organisation
    score: float
    reasons: Sequence[str]


def likely_duplicates(centre: Centre, entry: Entry) -> list[LikelyDuplicate]:
    """Entries of the centre that this one may be, likeliest first; two queries."""
    found: list[Likely] = find_likely(entry, entries_of(centre))
    rows = Organisation.objects.in_bulk([likely.key for likely in found])
    return [
        LikelyDuplicate(rows[likely.key], likely.score, [str(reason.label) for reason in likely.reasons])
        for likely in found
    ]


def current_conditions(day: dt.date | None = None) -> QuerySet[FundingCondition]:
    """Conditions that hold on this day (today)."""
    on = day or timezone.localdate()
    return FundingCondition.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_until=None) | Q(valid_until__gte=on)
    )


@dataclass(frozen=True)
class ConditionState:
    """A condition with what is known of it for one organisation."""

    condition: FundingCondition
    answer: Answer
    answered_on: dt.date | None = None
    answered_by: str = ""


def condition_states(organisation: Organisation) -> list[ConditionState]:
    """All conditions that hold today, answered or not; two queries, inside a scope."""
    answers = {row.condition_id: row for row in ConditionAnswer.objects.filter(organisation=organisation)}
    states = []
    for condition in current_conditions():
        row = answers.get(condition.pk)
        known = (Answer(row.answer), row.answered_on, row.answered_by) if row else (Answer.UNKNOWN,)
        states.append(ConditionState(condition, *known))
    return states


def funding_state(states: Iterable[ConditionState]) -> FundingState:
    """One "no" is enough for no; only "yes" to everything is yes."""
    answers = [state.answer for state in states]
    if Answer.NO in answers:
        return FundingState.FAILS
    if answers and all(answer == Answer.YES for answer in answers):
        return FundingState.FULFILS
    return FundingState.UNKNOWN


def with_funding_state(rows: QuerySet[Organisation], state: str) -> QuerySet[Organisation]:
    """Of migrant organisations, those whose answers come to this state; inside a scope."""
    conditions = list(current_conditions().values_list("pk", flat=True))
    answers = ConditionAnswer.objects.filter(organisation=OuterRef("pk"), condition__in=conditions)
    yes = (
        answers.filter(answer=Answer.YES)
        .order_by()
        .values("organisation")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows = rows.filter(kind=OrganisationKind.MIGRANT_ORGANISATION).annotate(
        said_no=Exists(answers.filter(answer=Answer.NO)),
        said_yes=Coalesce(Subquery(yes, output_field=IntegerField()), 0),
    )
    if state == FundingState.FAILS:
        return rows.filter(said_no=True)
    if state == FundingState.FULFILS:
        return rows.filter(said_no=False, said_yes=len(conditions), said_yes__gt=0)
    return rows.filter(said_no=False, said_yes__lt=len(conditions))


def public_contacts(organisation: Organisation) -> list[ContactPerson]:
    """Contact persons who agreed that everybody may see them; opens the organisation's scope for it."""
    with organisation_scope(organisation):
        return list(ContactPerson.objects.filter(is_public=True).order_by(F("function").asc(), "name", "pk"))


def offer_count(organisation: Organisation) -> int:
    """How many offers it runs, those in the archive left out."""
    rows = Organisation.objects.filter(pk=organisation.pk)
    return int(rows.aggregate(n=Count("offers", filter=~Q(offers__status="archived")))["n"])


@dataclass(frozen=True)
class HistoryLine:
    at: dt.datetime
    event: str
    who: str


def history_of(organisation: Organisation, limit: int = 12) -> list[HistoryLine]:
    """What was done to an entry lately, newest first; one query, inside a scope."""
    from vielklang.organisations.wording_desk import EVENTS

    rows = AuditEntry.objects.filter(organisation_id=organisation.pk, event__in=EVENTS)
    return [HistoryLine(row.at, str(EVENTS[row.event]), row.actor_name) for row in rows[:limit]]
