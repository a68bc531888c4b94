"""Taking an import back: only what nobody has changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from vielklang.core.actor import Actor
from vielklang.interfaces.imports.parsing import Lookups, Row, parse_row
from vielklang.interfaces.imports.planning import Progress
from vielklang.interfaces.imports.writing import link
from vielklang.interfaces.models import ImportRow, ImportRun
from vielklang.offers.actions import archive_offer, update_offer
from vielklang.offers.models import Offer, OfferText
from vielklang.organisations.models import Organisation


def undo_rows(*, by: Actor, run: ImportRun, progress: Progress | None) -> tuple[int, list[list[str]]]:
    """Returns how many offers were taken back, and (public id, title) of those that were changed since.

    The last rows first: what a later row built upon is taken back before.
    """
    rows = list(
        run.rows.exclude(made=None).select_related("made__centre", "made__organisation").order_by("-number")
    )
    assert run.finished_at is not None
    changed = _changed_since(run.finished_at, (row.made_id for row in rows))
    lookups, kept = Lookups.read(), []
    for number, row in enumerate(rows, start=1):
        if row.made is not None and row.made_id in changed:
            kept.append([str(row.made.public_id), row.title])
        else:
            _undo(by, row, lookups)
        if progress:
            progress(number, len(rows))
    return len(rows) - len(kept), kept


def _changed_since(moment: dt.datetime, ids: Iterable[int | None]) -> set[int]:
    texts = OfferText.objects.filter(offer=OuterRef("pk"), updated_at__gt=moment)
    offers = Offer.objects.filter(Q(updated_at__gt=moment) | Q(Exists(texts)), pk__in=list(ids))
    return set(offers.values_list("pk", flat=True))


def _undo(by: Actor, row: ImportRow, lookups: Lookups) -> None:
    offer = row.made
    assert offer is not None
    if not row.before:
        archive_offer(by=by, offer=offer, reason=_("The import was undone"))
        link([(offer.pk, "", "")])
        return
    draft = parse_row(Row(row.before), lookups, offer.centre, _organisation(row, offer))
    assert draft is not None
    update_offer(by=by, offer=offer, draft=draft)
    link([(offer.pk, row.before.get("external_source", ""), row.before.get("external_id", ""))])


def _organisation(row: ImportRow, offer: Offer) -> Organisation:
    """The organisation as it was: the import may have moved the offer to another one."""
    name = row.before.get("organisation", "")
    if offer.organisation.name == name:
        return offer.organisation
    own = Organisation.objects.filter(Q(centre=offer.centre) | Q(centre=None), name=name)
    return own.order_by("centre_id", "pk").first() or offer.organisation
