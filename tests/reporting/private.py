"""Private rows of coordination, for the scope suite."""

from tests.offers.factories import draft
from tests.private import Rows
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.offers.actions import create_offer
from vielklang.reporting.actions import accept_overlap
from vielklang.reporting.models import OverlapDecision


def _decision(world, centre, organisation):
    offers = tuple(
        create_offer(by=SYSTEM, draft=draft(centre=centre, organisation=organisation)) for _number in range(2)
    )
    with centre_scope(centre):
        accept_overlap(by=SYSTEM, centre=centre, offers=offers)


ROWS: Rows = {OverlapDecision: _decision}
