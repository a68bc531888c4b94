"""Private rows of offers, for the scope suite."""

from tests.private import Rows
from tests.world import make_user
from vielklang.core.actor import Actor, ActorKind
from vielklang.core.scope import centre_scope
from vielklang.offers.actions import keep_working, save_view
from vielklang.offers.models import Offer, OfferRevision, SavedView


def _revision(world, centre, organisation):
    offer = Offer.objects.get(organisation=organisation)
    by = Actor(ActorKind.PERSON, str(organisation), user_id=organisation.pk, person="Beispiel Person")
    with centre_scope(centre):
        keep_working(
            by=by, centre=centre, organisation=organisation, offer=offer, form_data={"title": ["Geheim"]}
        )


def _view(world, centre, organisation):
    user = make_user(f"view{organisation.pk}@example.org")
    by = Actor(ActorKind.PERSON, str(centre), user_id=user.pk, person=user.name)
    with centre_scope(centre):
        save_view(by=by, centre=centre, organisation=organisation, name="Meine", query="status=draft")


ROWS: Rows = {OfferRevision: _revision, SavedView: _view}
