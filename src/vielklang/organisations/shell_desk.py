"""What the start page and the search of a desk show of organisations."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vielklang.core.areas import Area, AreaKind, SearchHit, TodayItem
from vielklang.core.permissions import Permission

HITS = 10


def waiting(area: Area) -> Iterator[TodayItem]:
    """Changes to look at or made at once, organisations that asked for a page, pairs that may be one: small counts."""
    from vielklang.organisations.enums_desk import ChangeState
    from vielklang.organisations.models import DuplicateProposal, Organisation, OrganisationChange

    if area.kind != AreaKind.DESK or not area.can(Permission.ORGANISATION_EDIT):
        return
    rows = OrganisationChange.objects.order_by().values_list("state")
    counts = dict(rows.filter(state__in=("open", "direct")).annotate(n=Count("pk")))
    changes, made = counts.get(ChangeState.OPEN, 0), counts.get(ChangeState.DIRECT, 0)
    url = area.url("organisations:desk_list")
    label = ngettext("change of an organisation to look at", "changes of organisations to look at", changes)
    yield TodayItem(label=label, count=changes, url=f"{url}?changes=waiting", sort=35)
    label = ngettext(
        "organisation with new data to take note of", "organisations with new data to take note of", made
    )
    yield TodayItem(label=label, count=made, url=f"{url}?changes=direct", sort=38)
    asked = Organisation.objects.filter(centre=area.centre, profile_requested_at__isnull=False).count()
    label = ngettext("organisation asks for a public page", "organisations ask for a public page", asked)
    url = area.url("organisations:desk_list") + "?profile=requested"
    yield TodayItem(label=label, count=asked, url=url, sort=40)
    pairs = DuplicateProposal.objects.open().count()
    label = ngettext("pair of entries may be one", "pairs of entries may be one", pairs)
    yield TodayItem(label=label, count=pairs, url=area.url("organisations:desk_duplicates"), sort=60)


def found(area: Area, text: str) -> Iterator[SearchHit]:
    """Organisations by name, town, mail or telephone number."""
    from vielklang.organisations.listing import matching
    from vielklang.organisations.queries import organisations_of

    if area.kind != AreaKind.DESK or not area.can(Permission.ORGANISATION_VIEW):
        return
    for row in matching(organisations_of(area.centre), text).order_by("name", "pk")[:HITS]:
        url = area.url("organisations:desk_detail", row.public_id)
        yield SearchHit(kind=_("Organisations"), title=row.name, url=url, hint=row.town)
