"""The demonstration's people: one for every role; their password stands on its sign-in page and nowhere else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.people import enter
from tests.world import make_world
from vielklang.accounts.examples import EXAMPLE_ACCOUNTS, EXAMPLE_PASSWORD, load_example_accounts
from vielklang.core.actor import SYSTEM
from vielklang.core.permissions import Role

pytestmark = pytest.mark.django_db


def test_there_is_one_for_every_role():
    assert {account.role for account in EXAMPLE_ACCOUNTS} == set(Role)
    assert all("Beispiel" in account.name for account in EXAMPLE_ACCOUNTS)


def test_they_are_made_once():
    make_world()

    assert load_example_accounts(by=SYSTEM) == len(EXAMPLE_ACCOUNTS)
    assert load_example_accounts(by=SYSTEM) == 0


@pytest.mark.parametrize("account", EXAMPLE_ACCOUNTS, ids=lambda account: account.email)
def test_each_signs_in_and_has_an_area(account, settings):
    settings.IS_DEMONSTRATION = True
    make_world()
    load_example_accounts(by=SYSTEM)
    client = Client()

    assert enter(client, account.email, EXAMPLE_PASSWORD).headers["Location"] == "/desk/"
    answer = client.get("/desk/")
    assert answer.status_code == 302, "one area, so straight into it"
    assert client.get(answer.headers["Location"]).status_code == 200


def test_the_sign_in_page_lists_them_in_the_demonstration_alone(settings):
    page = Client().get(reverse("account_login")).content.decode()
    assert EXAMPLE_PASSWORD not in page
    assert EXAMPLE_ACCOUNTS[0].email not in page

    settings.IS_DEMONSTRATION = True
    page = Client().get(reverse("account_login")).content.decode()
    assert all(account.email in page for account in EXAMPLE_ACCOUNTS)
    assert EXAMPLE_PASSWORD in page


def test_an_example_account_is_nobody_outside_of_the_demonstration(settings):
    """Its password stands in the source: a database that was a demonstration once must not be open."""
    from django.test import Client

    from tests.accounts.people import enter, is_signed_in, make_person

    make_person("leitung@example.org", is_example=True)
    client = Client()

    settings.IS_DEMONSTRATION = False
    enter(client, "leitung@example.org")
    assert not is_signed_in(client)

    settings.IS_DEMONSTRATION = True
    enter(client, "leitung@example.org")
    assert is_signed_in(client)

    settings.IS_DEMONSTRATION = False
    assert not is_signed_in(client)
