"""What the demonstration shows of upkeep."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.upkeep.factories import make_offer
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.organisations.actions import OrganisationDraft, create_organisations
from vielklang.upkeep.demonstration import EXAMPLE_TOKEN
from vielklang.upkeep.examples import load_upkeep_examples
from vielklang.upkeep.models import OfferReport
from vielklang.upkeep.queries import due_offers, unanswered

pytestmark = pytest.mark.django_db


def test_examples_are_there_once_and_the_link_opens(client, world, settings):
    drafts = [
        OrganisationDraft(
            name=f"Beispielverein {n}", kind="carrier", email=f"v{n}@example.org", centre=world.home
        )
        for n in range(2)
    ]
    for organisation in create_organisations(by=SYSTEM, drafts=drafts, is_example=True):
        for number in range(3):
            make_offer(organisation, title=f"Beispiel {number}", due_since=None, example_type="beispiel")

    for _ in range(2):
        load_upkeep_examples(by=SYSTEM)

    with centre_scope(world.home):
        assert due_offers(world.home, timezone.localdate()).count() == 6
        assert OfferReport.objects.count() == 2
        assert [row.organisation.name for row in unanswered(world.home, timezone.localdate())] == [
            "Beispielverein 1"
        ]
    settings.IS_DEMONSTRATION = True
    assert client.get(reverse("upkeep:link", args=[EXAMPLE_TOKEN])).status_code == 200
    settings.IS_DEMONSTRATION = False
    assert client.get(reverse("upkeep:link", args=[EXAMPLE_TOKEN])).status_code == 404


def test_nothing_happens_without_example_offers(world):
    load_upkeep_examples(by=SYSTEM)

    with centre_scope(world.home):
        assert not OfferReport.objects.exists()
