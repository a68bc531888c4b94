"""Examples of the demonstration: made once, marked, with pairs that are obviously one."""

from __future__ import annotations

import pytest

from vielklang.centres.models import Centre
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.organisations.actions import remove_example_organisations
from vielklang.organisations.examples import load_organisation_examples
from vielklang.organisations.models import ContactPerson, DuplicateProposal, Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.owner]


def test_examples_are_made_once_and_can_go():
    assert load_organisation_examples(by=SYSTEM) == 6
    assert load_organisation_examples(by=SYSTEM) == 0

    assert all(row.is_example and "Beispiel" in row.name for row in Organisation.objects.all())
    with centre_scope(Centre.objects.get(key="05154")):
        assert DuplicateProposal.objects.count() == 2
        assert all("Beispiel" in row.name for row in ContactPerson.objects.all())
        assert all(row.email.endswith("example.org") for row in ContactPerson.objects.all())
    assert remove_example_organisations(by=SYSTEM) == 6
    assert not Organisation.objects.exists()
