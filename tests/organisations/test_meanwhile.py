"""Two people edit one entry at the same time."""

from __future__ import annotations

import html
import re

import pytest

from tests.organisations.factories import home, make_organisation
from tests.world import World
from vielklang.core.actor import SYSTEM
from vielklang.organisations import actions
from vielklang.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


def setup(world: World, role: str) -> tuple[str, dict[str, object]]:
    """The address of the form, and what a browser would send untouched."""
    organisation = world.organisation
    actions.set_trusted(by=SYSTEM, organisation=organisation, is_trusted=True)
    address = f"/desk/kreis-kleve/organisations/{organisation.public_id}/edit/"
    if role == "organisation_admin":
        address = f"/partner/{organisation.public_id}/profile/edit/"
    page = world.client(role).get(address)
    form = page.context["form"]
    data = {name: form[name].initial for name in form.fields if form[name].initial is not None}
    return address, data | {"seen": seen(page.content.decode())}


@pytest.mark.parametrize("role", ["staff", "organisation_admin"])
def test_what_each_of_two_changed_is_kept(world, role):
    address, untouched = setup(world, role)
    first = {"town": "Goch", "languages": ["tr", "ar"], "text_de": "Wir sind da.", "founded_year": "1998"}

    assert world.client(role).post(address, untouched | first).status_code == 302
    assert world.client(role).post(address, untouched | {"phone": "02821 100100"}).status_code == 302

    row = Organisation.objects.get(pk=world.organisation.pk)
    assert (row.town, row.languages, row.founded_year, row.phone) == (
        "Goch", ["tr", "ar"], 1998, "+492821100100",
    )  # fmt: skip
    assert [text.description for text in row.texts.all()] == ["Wir sind da."]


@pytest.mark.parametrize("role", ["staff", "organisation_admin"])
def test_what_both_changed_is_said_and_nothing_is_lost(world, role):
    address, untouched = setup(world, role)
    client = world.client(role)
    client.post(address, untouched | {"town": "Goch", "legal_form": "ev"})

    answer = client.post(address, untouched | {"town": "Rees", "street": "Beispielweg 1"})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Goch" in page
    assert 'value="Rees"' in page
    assert 'value="Beispielweg 1"' in page
    assert Organisation.objects.get(pk=world.organisation.pk).town == "Goch"

    again = untouched | {"town": "Rees", "street": "Beispielweg 1", "legal_form": "ev", "seen": seen(page)}
    assert client.post(address, again).status_code == 302
    row = Organisation.objects.get(pk=world.organisation.pk)
    assert (row.town, row.street, row.legal_form) == ("Rees", "Beispielweg 1", "ev")


@pytest.mark.parametrize(
    "text", ["", "nonsense", "[]", '{"languages": 3, "town": {}, "founded_year": "x", "else": 1}']
)
def test_a_page_that_knew_nonsense_breaks_nothing(world, text):
    address, untouched = setup(world, "staff")

    answer = world.client("staff").post(address, untouched | {"town": "Rees", "seen": text})

    assert answer.status_code in {302, 400}


def test_a_new_entry_has_nothing_to_compare(world):
    make_organisation("Anders", centre=home())

    page = world.client("staff").get("/desk/kreis-kleve/organisations/new/").content.decode()

    assert 'name="seen"' not in page
