"""The demonstration's inbox is not empty, and everything in it says that it is an example."""

from __future__ import annotations

import pytest

from tests.world import make_world
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.enquiries.enums import EnquiryState
from vielklang.enquiries.examples import EXAMPLES, load_enquiry_examples
from vielklang.enquiries.models import Enquiry, EnquiryMessage, Referral
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.organisations.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.mark.owner
def test_examples_are_loaded_once_and_say_what_they_are():
    world = make_world()

    assert load_enquiry_examples(by=SYSTEM) == 2 * len(EXAMPLES)
    assert load_enquiry_examples(by=SYSTEM) == 0

    with centre_scope(world.home):
        rows = Enquiry.objects.all()
        assert {row.state for row in rows} == set(EnquiryState.values) - {"merged"}
        assert sum(row.is_urgent for row in rows) == 1
        assert len({row.language for row in rows}) == len(EXAMPLES)
        assert all("Beispiel" in message.text for message in EnquiryMessage.objects.all())
        known = set(get_taxonomy().topic_keys)
        assert {key for row in rows for key in row.topics} <= known


@pytest.mark.owner
def test_two_referrals_of_the_example_centre():
    world = make_world()
    Organisation.objects.filter(pk=world.organisation.pk).update(is_example=True)

    load_enquiry_examples(by=SYSTEM)

    with centre_scope(world.home):
        found = Referral.objects.order_by("state")
        assert [row.state for row in found] == ["accepted", "sent"]
        assert all("Beispiel" in one.text for row in found for one in row.passed if one.key == "note")
    with centre_scope(world.foreign):
        assert not Referral.objects.exists()
