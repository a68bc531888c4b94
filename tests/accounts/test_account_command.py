"""`vielklang account`: the first lead comes in by it, and an account is closed at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from tests.accounts.people import PASSWORD, enter, make_person
from tests.world import HOME_KEY, make_membership
from vielklang.centres.models import Centre
from vielklang.config import account_cli
from vielklang.config.cli import main
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope

pytestmark = [pytest.mark.django_db, pytest.mark.owner]


@pytest.fixture(autouse=True)
def _the_database_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def ready() -> Iterator[None]:
        yield

    monkeypatch.setattr(account_cli, "_ready", ready)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["account", *arguments])


def test_the_first_lead_is_invited_and_gets_in():
    centre = Centre.objects.get(key=HOME_KEY)

    result = run(
        "invite", "lea@example.org", "--role", "lead", "--centre", centre.slug, "--name", "Lea Beispiel"
    )

    assert result.exit_code == 0, result.output
    address = "/account/" + result.output.strip().partition("/account/")[2]
    client = Client()
    client.post(address, {"name": "Lea Beispiel", "password": PASSWORD})
    assert client.get("/desk/").headers["Location"] == f"/desk/{centre.slug}/"
    with centre_scope(centre):
        assert AuditEntry.objects.filter(event="person invited", actor_name="Technischer Betrieb").exists()


def test_the_state_s_roles_are_invited_without_a_centre():
    assert run("invite", "land@example.org", "--role", "coordination").exit_code == 0
    assert run("invite", "technik@example.org", "--role", "operator").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--role", "king"], "king"),
        (["--role", "organisation_admin"], "organisation_admin"),
        (["--role", "lead"], "centre"),
        (["--role", "lead", "--centre", "nirgendwo"], "nirgendwo"),
    ],
)
def test_wrong_words_are_named(arguments, word):
    result = run("invite", "x@example.org", *arguments)

    assert result.exit_code == 2
    assert word in result.output


def test_closing_and_opening_an_account():
    make_person()
    client = Client()
    enter(client, "anna@example.org")

    assert run("disable", "anna@example.org").exit_code == 0
    assert client.get("/desk/").status_code == 302
    assert run("enable", "ANNA@example.org").exit_code == 0
    assert enter(Client(), "anna@example.org").headers["Location"] == "/desk/"


def test_an_account_that_is_not_there_is_named():
    result = run("disable", "niemand@example.org")

    assert result.exit_code == 2
    assert "niemand@example.org" in result.output


def test_the_list_says_who_is_what():
    make_membership(make_person(), "lead", centre=Centre.objects.get(key=HOME_KEY))

    assert "anna@example.org\topen\tlead" in run("list").output
    assert '"active": true' in run("list", "--json").output
