"""Looking for entries that may be one, and what people decided about them."""

from __future__ import annotations

from django.db.models import Q

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.scope import centre_scope
from vielklang.organisations.matching.finding import find_pairs
from vielklang.organisations.models import DuplicateDecision, DuplicateProposal, Organisation
from vielklang.organisations.queries import entries_of


@action
def refresh_duplicates(*, by: Actor, centre: Centre) -> int:
    """Look anew for entries of a centre that may be one; decisions stay. Returns how many pairs there are."""
    found = {(pair.first, pair.second): pair for pair in find_pairs(entries_of(centre))}
    with centre_scope(centre):
        known = {(row.first_id, row.second_id): row for row in DuplicateProposal.objects.all()}
        gone = [row.pk for pair, row in known.items() if pair not in found]
        DuplicateProposal.objects.filter(pk__in=gone).delete()
        changed = []
        for pair, row in known.items():
            if pair in found and (row.score, row.reasons) != (found[pair].score, list(found[pair].reasons)):
                row.score, row.reasons = found[pair].score, list(found[pair].reasons)
                changed.append(row)
        DuplicateProposal.objects.bulk_update(changed, ["score", "reasons"])
        DuplicateProposal.objects.bulk_create(
            DuplicateProposal(
                centre=centre,
                first_id=pair.first,
                second_id=pair.second,
                score=pair.score,
                reasons=list(pair.reasons),
            )
            for key, pair in found.items()
            if key not in known
        )
    return len(found)


@action
def decide_different(
    *, by: Actor, centre: Centre, first: Organisation, second: Organisation
) -> DuplicateDecision:
    """Remember that these two are not one, so that nobody is asked again. Said twice: the first one stays."""
    known = DuplicateDecision.objects.filter(_pair(first, second)).first()
    if known is not None:
        return known
    row = DuplicateDecision(
        centre=centre, first=first, second=second, decided_by=(by.person or by.name)[:120]
    )
    row.save()
    record(by=by, event="entries kept apart", subject=row, label=f"{first} / {second}")
    return row


@action
def take_back_decision(*, by: Actor, decision: DuplicateDecision) -> None:
    """The two may be proposed again."""
    label = f"{decision.first} / {decision.second}"
    record(by=by, event="decision on duplicates taken back", subject=decision, label=label)
    decision.delete()


def _pair(first: Organisation, second: Organisation) -> Q:
    return Q(first=first, second=second) | Q(first=second, second=first)
