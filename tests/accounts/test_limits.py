"""Guessing is slow: failed attempts are counted per account and per address, for all processes together, and no
answer says whether an account exists.
"""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.accounts.people import PASSWORD, code_of, enter, make_person, with_app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_counts():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_cache")


def attempt(email: str, password: str = "falsch", address: str = "192.0.2.1") -> str:
    """What the page says, without what differs from page to page by chance."""
    client = Client(REMOTE_ADDR=address)
    answer = enter(client, email, password)
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return f"{answer.status_code} {text.replace(email, 'EMAIL')}"


def test_an_account_is_closed_to_guessing_from_many_addresses():
    make_person()
    for number in range(5):
        attempt("anna@example.org", address=f"192.0.2.{number}")

    answer = enter(Client(REMOTE_ADDR="192.0.2.99"), "anna@example.org", PASSWORD)

    assert answer.status_code == 200  # even the right password waits
    assert enter(Client(REMOTE_ADDR="192.0.2.99"), "berta@example.org").status_code == 200


def test_the_wait_ends(time_machine):
    import datetime as dt

    from django.utils import timezone

    make_person()
    for number in range(5):
        attempt("anna@example.org", address=f"192.0.2.{number}")

    time_machine.move_to(timezone.now() + dt.timedelta(minutes=6))

    assert enter(Client(), "anna@example.org", PASSWORD).status_code == 302


def test_an_address_is_closed_after_guessing_many_accounts():
    make_person()
    for number in range(20):
        attempt(f"person{number}@example.org", address="192.0.2.7")

    assert enter(Client(REMOTE_ADDR="192.0.2.7"), "anna@example.org", PASSWORD).status_code == 200
    assert enter(Client(REMOTE_ADDR="192.0.2.8"), "anna@example.org", PASSWORD).status_code == 302


def test_signing_in_does_not_count_as_guessing():
    make_person()
    for _ in range(4):
        attempt("anna@example.org")

    for _ in range(8):
        assert enter(Client(REMOTE_ADDR="192.0.2.1"), "anna@example.org", PASSWORD).status_code == 302


def test_counts_lie_in_the_database_that_all_processes_share():
    make_person()
    attempt("anna@example.org")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_cache WHERE cache_key LIKE '%%login_failed%%'")
        assert cursor.fetchone()[0] >= 2


def test_codes_of_the_app_are_limited_as_well():
    secret = with_app(make_person())
    client = Client()
    assert enter(client, "anna@example.org").headers["Location"].startswith(reverse("mfa_authenticate"))
    for _ in range(5):
        assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200

    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert answer.status_code == 200
    assert client.get("/desk/").status_code == 302


def test_resetting_is_limited_per_address_of_mail_and_of_sender():
    statuses = [
        Client(REMOTE_ADDR=f"192.0.2.{n}")
        .post(reverse("account_reset_password"), {"email": "x@example.org"})
        .status_code
        for n in range(6)
    ]
    assert statuses[:5] == [302] * 5
    assert statuses[5] == 429
    sender = Client(REMOTE_ADDR="198.51.100.1")
    many = [
        sender.post(reverse("account_reset_password"), {"email": f"y{n}@example.org"}).status_code
        for n in range(11)
    ]
    assert many == [302] * 10 + [429]


def test_the_page_of_too_many_attempts_has_our_look():
    client = Client(REMOTE_ADDR="198.51.100.2")
    for number in range(11):
        answer = client.post(reverse("account_reset_password"), {"email": f"z{number}@example.org"})

    assert answer.status_code == 429
    assert "vk-desk" in answer.content.decode()


def test_signing_in_says_the_same_whether_the_account_exists():
    make_person()
    make_person("zu@example.org", is_active=False)

    answers = {attempt(email) for email in ("anna@example.org", "niemand@example.org", "zu@example.org")}

    assert len(answers) == 1


def test_a_limit_says_the_same_whether_the_account_exists():
    make_person()
    answers = set()
    for email in ("anna@example.org", "niemand@example.org"):
        for number in range(6):
            last = attempt(email, address=f"203.0.113.{number}")
        answers.add(last)

    assert len(answers) == 1


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each entry is one password hashed; the hash is what costs time."""
    done: list[str] = []
    original = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        done.append(password)
        return original(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return done


def test_signing_in_costs_the_same_work_whether_the_account_exists(work):
    make_person()
    make_person("zu@example.org", is_active=False)
    counts = {}
    for email in ("anna@example.org", "niemand@example.org", "zu@example.org"):
        work.clear()
        attempt(email)
        counts[email] = len(work)

    assert set(counts.values()) == {1}, counts
