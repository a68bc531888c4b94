"""People's own views of the list of offers."""

from __future__ import annotations

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action
from vielklang.offers.models import SavedView
from vielklang.organisations.models import Organisation


@action
def save_view(
    *, by: Actor, centre: Centre, organisation: Organisation | None, name: str, query: str
) -> SavedView:
    """Keep filters and sorting under a name; the same name again replaces them."""
    assert by.user_id is not None
    row, _ = SavedView.objects.update_or_create(
        user_id=by.user_id,
        centre=centre,
        organisation=organisation,
        name=name.strip()[:80],
        defaults={"query": query[:500]},
    )
    return row


@action
def forget_view(*, by: Actor, view: SavedView) -> None:
    """Only its owner's own view."""
    assert by.user_id is not None
    SavedView.objects.filter(pk=view.pk, user_id=by.user_id).delete()
