"""Signing in with the identity provider of a municipality: a real provider in a process of its own, the whole flow."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest
import requests
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.accounts.people import PASSWORD, is_signed_in, make_person, with_app
from tests.world import make_membership
from vielklang.accounts.models import User
from vielklang.core.scope import accounts_door

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CALLBACK = "/account/identity/kleve/callback/"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Address of the provider's server."""
    port = _free_port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "oidc_provider_mock",
            "--port",
            str(port),
            "--require-nonce",
            "true",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{address}/.well-known/openid-configuration", timeout=2).close()
            break
        except OSError:
            assert process.poll() is None
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(10)


def configure(settings: Any, address: str, *, second_factor: bool = False) -> None:
    row = {"id": "kleve", "name": "Kreis Kleve (Beispiel)", "url": address, "client_id": "vielklang",
           "secret": "beispiel", "domains": ["example.org"], "second_factor": second_factor}  # fmt: skip
    settings.IDENTITY_PROVIDERS = [row]
    app = {"provider_id": "kleve", "name": row["name"], "client_id": "vielklang", "secret": "beispiel",
           "settings": {"server_url": address}}  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {**django_settings.SOCIALACCOUNT_PROVIDERS["openid_connect"], "APPS": [app]}
    }


@pytest.fixture
def identity(settings: Any, provider: str) -> str:
    configure(settings, provider)
    return provider


@dataclass
class Visit:
    """A browser between the two sites."""

    client: Client
    provider: str

    def start(self, next_address: str = "") -> str:
        """Presses the button; returns the provider's address to which one is sent."""
        data = {"next": next_address} if next_address else {}
        answer = self.client.post(reverse("openid_connect_login", args=["kleve"]), data)
        assert answer.status_code == 302, answer.content[:300]
        return answer.headers["Location"]

    def approve(self, address: str, email: str, **claims: Any) -> str:
        """Signs in at the provider as this person; returns the address back to us."""
        subject = claims.pop("sub", email)
        body = {"email": email, "email_verified": True, "name": "Anna Beispiel", **claims}
        requests.put(f"{self.provider}/users/{subject}", json=body, timeout=10).raise_for_status()
        answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=10)
        assert answer.status_code in {302, 303}, answer.text[:300]
        return answer.headers["Location"]

    def back(self, address: str) -> HttpResponse:
        parts = urlsplit(address)
        assert parts.path == CALLBACK
        return self.client.get(f"{parts.path}?{parts.query}")

    def whole(self, email: str, next_address: str = "", **claims: Any) -> HttpResponse:
        return self.back(self.approve(self.start(next_address), email, **claims))


@pytest.fixture
def visit(identity: str) -> Visit:
    return Visit(Client(), identity)


def people() -> int:
    with accounts_door():
        return User.objects.count()


def test_an_account_with_the_same_confirmed_address_gets_in(visit):
    make_person()

    answer = visit.whole("anna@example.org")

    assert answer.headers["Location"] == "/desk/"
    assert is_signed_in(visit.client)


def test_the_code_is_bound_to_this_browser_and_asked_for_once(visit):
    query = parse_qs(urlsplit(visit.start()).query)

    assert query["response_type"] == ["code"]
    assert query["code_challenge_method"] == ["S256"]
    assert len(query["code_challenge"][0]) >= 43
    assert query["state"][0]
    assert query["nonce"][0]
    assert set(query["scope"][0].split()) >= {"openid", "email"}


def test_it_goes_on_to_where_one_wanted(visit):
    make_person()

    assert visit.whole("anna@example.org", next_address="/account/sessions/").headers["Location"] == (
        "/account/sessions/"
    )


def test_the_second_time_the_connection_counts_not_the_address(visit):
    make_person()
    visit.whole("anna@example.org", sub="4711")
    again = Visit(Client(), visit.provider)

    assert again.whole("neuer-name@example.org", sub="4711").headers["Location"] == "/desk/"


def test_an_unknown_address_is_refused_and_no_account_is_made(visit):
    make_person()
    before = people()

    answer = visit.whole("unbekannt@example.org")

    assert answer.status_code == 200
    assert reverse("account_login") in answer.content.decode()
    assert not is_signed_in(visit.client)
    assert people() == before


def test_an_address_that_the_provider_has_not_confirmed_is_refused(visit):
    make_person()
    before = people()

    answer = visit.whole("anna@example.org", email_verified=False)

    assert answer.status_code in {200, 302}
    assert not is_signed_in(visit.client)
    assert people() == before


def test_a_closed_account_stays_closed(visit):
    make_person(is_active=False)

    answer = visit.whole("anna@example.org")

    assert not is_signed_in(visit.client)
    assert answer.headers.get("Location", "") in {"", reverse("account_inactive")}


@pytest.mark.parametrize(("trusted", "status"), [(True, 200), (False, 302)])
def test_a_provider_that_asks_for_a_second_factor_is_enough(world, settings, provider, trusted, status):
    configure(settings, provider, second_factor=trusted)
    make_membership(make_person(), "lead", centre=world.home)
    visit = Visit(Client(), provider)
    visit.whole("anna@example.org")

    assert visit.client.get(reverse("accounts:desk", args=[world.home.slug])).status_code == status


def test_a_second_factor_of_ours_is_asked_for_all_the_same(visit):
    with_app(make_person())

    answer = visit.whole("anna@example.org")

    assert answer.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_signed_in(visit.client)


def change(address: str, **values: str) -> str:
    parts = urlsplit(address)
    query = {key: found[0] for key, found in parse_qs(parts.query).items()} | values
    return urlunsplit(parts._replace(query=urlencode(query)))


def refused(visit: Visit, answer: HttpResponse) -> bool:
    return (
        answer.status_code == 401 and "vk-desk" in answer.content.decode() and not is_signed_in(visit.client)
    )


def test_a_changed_state_is_refused(visit):
    make_person()
    address = visit.approve(visit.start(), "anna@example.org")

    assert refused(visit, visit.back(change(address, state="erfunden")))


def test_an_answer_for_another_browser_is_refused(visit):
    make_person()
    address = visit.approve(visit.start(), "anna@example.org")
    other = Visit(Client(), visit.provider)
    other.start()

    assert refused(other, other.back(address))


def test_a_code_of_another_browser_is_refused_by_its_challenge(visit):
    """The attacker's code in the victim's own flow: PKCE and nonce do not fit."""
    make_person()
    code = parse_qs(urlsplit(visit.approve(visit.start(), "anna@example.org")).query)["code"][0]
    other = Visit(Client(), visit.provider)
    own = other.approve(other.start(), "anna@example.org")

    assert refused(other, other.back(change(own, code=code)))


def test_a_changed_nonce_is_refused(visit):
    make_person()
    address = visit.approve(change(visit.start(), nonce="erfunden"), "anna@example.org")

    assert refused(visit, visit.back(address))


def test_a_code_works_once(visit):
    make_person()
    address = visit.approve(visit.start(), "anna@example.org")
    visit.back(address)
    visit.client.post(reverse("account_logout"))

    assert not visit.back(address).headers.get("Location", "").startswith("/desk")
    assert not is_signed_in(visit.client)


def test_somebody_who_says_no_at_the_provider_gets_a_page(visit):
    query = parse_qs(urlsplit(visit.start()).query)

    answer = visit.client.get(CALLBACK, {"error": "access_denied", "state": query["state"][0]}, follow=True)

    assert answer.status_code in {200, 401}
    assert reverse("account_login") in answer.content.decode()


def test_a_provider_vouches_for_its_own_mail_domains_alone(visit, world):
    """Another town's lead cannot be taken over by whoever runs this provider."""
    make_person("leitung@stadt-wesel.example", "Lead Beispiel")

    visit.whole("leitung@stadt-wesel.example")

    assert not is_signed_in(visit.client)
    assert people() == 1 + len(world.people) + 2


def test_a_provider_that_is_down_gives_a_clear_page(settings):
    configure(settings, f"http://127.0.0.1:{_free_port()}")
    client = Client()

    answer = client.post(reverse("openid_connect_login", args=["kleve"]))

    assert answer.status_code == 401
    assert reverse("account_login") in answer.content.decode()


def test_a_provider_that_goes_down_in_between_gives_a_clear_page(visit, settings):
    address = visit.approve(visit.start(), "anna@example.org")
    configure(settings, f"http://127.0.0.1:{_free_port()}")

    assert refused(visit, visit.back(address))


def test_the_button_stands_on_the_sign_in_page(visit):
    page = Client().get(reverse("account_login")).content.decode()

    assert "Kreis Kleve (Beispiel)" in page
    assert reverse("openid_connect_login", args=["kleve"]) in page


def test_the_page_before_leaving_asks_to_confirm(visit):
    answer = Client().get(reverse("openid_connect_login", args=["kleve"]))

    assert answer.status_code == 200
    assert "Kreis Kleve (Beispiel)" in answer.content.decode()


def test_connected_accounts_are_shown_and_removed(visit):
    make_person()
    visit.whole("anna@example.org")
    address = reverse("socialaccount_connections")

    assert 'name="account"' in visit.client.get(address).content.decode()
    with accounts_door():
        from allauth.socialaccount.models import SocialAccount

        key = SocialAccount.objects.get().pk
    asked = visit.client.post(address, {"account": key})
    visit.client.post(asked.headers["Location"], {"password": PASSWORD})

    assert 'name="account"' not in visit.client.get(address).content.decode()


def test_the_file_of_providers_is_read(tmp_path):
    from vielklang.config.environment import read_identity_providers

    path = tmp_path / "providers.json"
    path.write_text(
        json.dumps([{"id": "a", "name": "A", "url": "https://a.example", "client_id": "x", "secret": "y",
                     "domains": ["a.example"]}])
    )  # fmt: skip

    assert read_identity_providers(path)[0]["id"] == "a"
    path.write_text("[{}]")
    with pytest.raises(ValueError, match="lacks 'id'"):
        read_identity_providers(path)
