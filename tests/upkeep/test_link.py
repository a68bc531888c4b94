"""A personal link, told as a story: Alice got it by mail, Bob has found an old one, Charlie tries addresses out."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.upkeep.factories import mails_of, make_link, make_offer, token_of
from vielklang.core.scope import ScopeError, centre_scope, organisation_scope
from vielklang.offers.models import Offer
from vielklang.organisations.models import ContactPerson
from vielklang.upkeep.actions.links import (
    UnknownAddressError,
    revoke_link,
    send_link,
)
from vielklang.upkeep.models import LinkSession, PersonalLink
from vielklang.upkeep.rules import link_of

pytestmark = pytest.mark.django_db


def landing(token: str) -> str:
    return reverse("upkeep:link", args=[token])


def _without_csrf(answer) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


@pytest.fixture
def token(world) -> str:
    make_offer(world.organisation)
    make_link(world.organisation)
    return token_of(world.organisation)


def opened(client: Client, token: str) -> str:
    """The address of the offers after the button was pressed."""
    answer = client.post(landing(token))
    assert answer.status_code == 302, answer.content
    return str(answer.headers["Location"])


def test_looking_at_the_link_opens_nothing(client, world, token):
    for _ in range(3):  # mail scanners look several times
        page = client.get(landing(token))
        assert page.status_code == 200
        assert "vk_link" not in str(page.cookies)

    assert link_of(token).opened_at is None


def test_the_button_opens_it_once(client, world, token):
    address = opened(client, token)

    assert client.get(address).status_code == 200
    second = Client()
    assert second.get(landing(token)).status_code == 404
    assert second.post(landing(token)).status_code == 404
    assert second.get(address).status_code == 404, "the address alone is worth nothing without the cookie"


def test_the_same_browser_goes_on_by_the_link(client, world, token):
    address = opened(client, token)

    again = client.get(landing(token))

    assert (again.status_code, again.headers["Location"]) == (302, address)


def test_the_cookie_is_for_these_pages_alone(client, world, token):
    client.post(landing(token))

    cookie = next(value for name, value in client.cookies.items() if name.startswith("vk_link_"))
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/link/", True, "Lax")
    assert int(cookie["max-age"]) == 7200


def test_neither_secret_is_stored(client, world, token):
    client.post(landing(token))
    cookie = next(value for name, value in client.cookies.items() if name.startswith("vk_link_"))

    with organisation_scope(world.organisation), connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(l)::text || to_jsonb(s)::text FROM upkeep_personallink l"
                       " JOIN upkeep_linksession s ON s.link_id = l.id")  # fmt: skip
        stored = cursor.fetchone()[0]
    assert token not in stored
    assert cookie.value not in stored


def test_a_session_ends_after_two_hours(client, world, token):
    address = opened(client, token)

    with time_machine.travel(timezone.now() + dt.timedelta(hours=2, minutes=1)):
        assert client.get(address).status_code == 404


def test_an_old_link_does_not_open(client, world, token):
    with time_machine.travel(timezone.now() + dt.timedelta(days=31)):
        assert client.get(landing(token)).status_code == 404
        assert client.post(landing(token)).status_code == 404


def test_a_withdrawn_link_ends_its_session_too(client, world, token):
    address = opened(client, token)
    with centre_scope(world.home):
        revoke_link(by=world.actor("lead"), link=PersonalLink.objects.get())

    assert client.get(address).status_code == 404
    assert client.get(landing(token)).status_code == 404


def test_every_closed_link_shows_the_same_page(client, world, token):
    """Unknown, used, old, withdrawn: nobody learns which; each page has the centre's number and asks for a new link."""
    used, old, withdrawn = token, "", ""
    Client().post(landing(used))
    make_link(world.organisation, "link:old", days=-1)
    old = token_of(world.organisation, "link:old")
    link = make_link(world.organisation, "link:withdrawn")
    withdrawn = token_of(world.organisation, "link:withdrawn")
    with centre_scope(world.home):
        revoke_link(by=world.actor("lead"), link=link)
    unknown = f"{world.home.key}-{'x' * 43}"

    pages = set()
    for one in (used, old, withdrawn, unknown):
        answer = client.get(landing(one))
        assert answer.status_code == 404
        pages.add(_without_csrf(answer).replace(one, "TOKEN"))
    assert len(pages) == 1
    assert world.home.phone.split("-")[-1][-4:] in pages.pop()


def test_a_new_link_goes_to_the_same_address_alone(client, world, token):
    Client().post(landing(token))

    answer = client.post(reverse("upkeep:link_renew", args=[token]), {"email": "eve@example.org"})

    assert answer.status_code == 200
    mails = [mail for mail in mails_of(world.home) if ":renewed:" in mail.key]
    assert [mail.to for mail in mails] == [world.organisation.email]
    fresh = mails[0].text.partition("/link/")[2].partition("/")[0]
    assert client.get(landing(fresh)).status_code == 200


def test_asking_for_an_unknown_link_says_the_same_and_sends_nothing(client, world, token):
    known = _without_csrf(client.post(reverse("upkeep:link_renew", args=[token])))
    before = len(mails_of(world.home))

    unknown = f"{world.home.key}-unknown"
    answer = client.post(reverse("upkeep:link_renew", args=[unknown]))

    assert _without_csrf(answer).replace(unknown, "") == known.replace(token, "")
    assert len(mails_of(world.home)) == before


def test_no_new_link_for_who_is_no_longer_there(client, world):
    with centre_scope(world.home):
        person = ContactPerson.objects.create(
            centre=world.home, organisation=world.organisation, name="Beispiel Person",
            email="person@example.org", receives_reminders=True,
        )  # fmt: skip
        send_link(
            by=world.actor("lead"), centre=world.home, organisation=world.organisation, email=person.email
        )
        person.delete()
    mail = next(mail for mail in mails_of(world.home) if mail.to == "person@example.org")
    token = mail.text.partition("/link/")[2].partition("/")[0]

    client.post(reverse("upkeep:link_renew", args=[token]))

    assert len([m for m in mails_of(world.home) if m.to == "person@example.org"]) == 1


def test_at_most_three_new_links_a_day(world, token):
    for number in range(5):
        Client(REMOTE_ADDR=f"10.0.0.{number}").post(reverse("upkeep:link_renew", args=[token]))

    assert len([mail for mail in mails_of(world.home) if ":renewed:" in mail.key]) == 3


def test_trying_out_is_stopped(world):
    charlie = Client(REMOTE_ADDR="10.1.1.1")
    answers = [charlie.get(landing(f"05154-{number}")).status_code for number in range(65)]

    assert answers[:60] == [404] * 60
    assert answers[60:] == [429] * 5


def test_one_token_tried_from_many_places_is_stopped(world, token):
    answers = [Client(REMOTE_ADDR=f"10.2.2.{number}").get(landing(token)).status_code for number in range(25)]

    assert answers == [200] * 20 + [429] * 5


def test_only_the_organisation_s_own_addresses_get_links(world):
    with centre_scope(world.home), pytest.raises(UnknownAddressError):
        send_link(
            by=world.actor("lead"),
            centre=world.home,
            organisation=world.organisation,
            email="eve@example.org",
        )


def test_sending_anew_withdraws_what_still_waits(world, token):
    with centre_scope(world.home):
        send_link(
            by=world.actor("lead"),
            centre=world.home,
            organisation=world.organisation,
            email=world.organisation.email,
        )

    assert link_of(token).revoked_at is not None


def test_a_session_reaches_no_foreign_offer(client, world, token):
    address = opened(client, token)
    session = address.split("/")[2]

    for name in ("link_confirm", "link_correct", "link_gone", "link_undo"):
        foreign = reverse(f"upkeep:{name}", args=[session, world.foreign_offer.public_id])
        assert client.post(foreign).status_code == 404, name
    assert Offer.objects.get(pk=world.foreign_offer.pk).last_confirmed_at is None


def test_the_cookie_of_one_session_opens_no_other(client, world, token):
    opened(client, token)
    make_offer(world.foreign_organisation)
    make_link(world.foreign_organisation, "link:foreign")
    other = Client()
    foreign = opened(other, token_of(world.foreign_organisation, "link:foreign"))

    name = next(name for name in other.cookies if name.startswith("vk_link_"))
    mine = next(value.value for key, value in client.cookies.items() if key.startswith("vk_link_"))
    client.cookies[name] = mine

    assert client.get(foreign).status_code == 404


def test_links_are_closed_without_a_scope(world, token):
    with pytest.raises(ScopeError):
        PersonalLink.objects.count()
    with pytest.raises(ScopeError):
        LinkSession.objects.count()
