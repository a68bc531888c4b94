"""Mails about the account: ours, in the person's language, through the queue of all mails."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.people import PASSWORD, enter, mails, make_person
from vielklang.accounts.account_mails import MAILS
from vielklang.accounts.models import User
from vielklang.core.scope import accounts_door

pytestmark = pytest.mark.django_db


def ask_for_a_password(email: str, **headers: str) -> str:
    answer = Client(headers=headers).post(reverse("account_reset_password"), {"email": email})
    assert answer.status_code == 302
    return answer.headers["Location"]


def address_of(user: User) -> str:
    with accounts_door():
        return User.objects.get(pk=user.pk).email


def test_the_link_of_the_mail_sets_a_new_password():
    make_person()

    ask_for_a_password("anna@example.org")

    (mail,) = mails()
    assert mail.to == "anna@example.org"
    address = re.search(r"http\S+/account/password/reset/\S+", mail.text)
    assert address
    assert f'href="{address.group()}"' in mail.html
    client = Client()
    form = client.get(urlsplit(address.group()).path, follow=True)
    target = form.redirect_chain[-1][0]
    answer = client.post(target, {"password1": "neu-und-lang-genug-7", "password2": "neu-und-lang-genug-7"})
    assert answer.headers["Location"] == reverse("account_reset_password_from_key_done")
    assert enter(Client(), "anna@example.org", "neu-und-lang-genug-7").headers["Location"] == "/desk/"
    assert mails()[0].to == "anna@example.org"  # told that it was changed
    assert len(mails()) == 2


def test_the_link_works_once():
    make_person()
    ask_for_a_password("anna@example.org")
    address = urlsplit(re.search(r"http\S+/account/password/reset/\S+", mails()[0].text).group()).path
    client = Client()
    target = client.get(address, follow=True).redirect_chain[-1][0]
    client.post(target, {"password1": "neu-und-lang-genug-7", "password2": "neu-und-lang-genug-7"})

    again = Client().get(address)

    assert again.status_code == 200
    assert reverse("account_reset_password") in again.content.decode()


@pytest.mark.parametrize(("language", "word"), [("en", "Hello Anna"), ("de", "Anna Beispiel")])
def test_a_mail_speaks_the_person_s_language_and_not_that_of_the_device(language, word):
    make_person(language=language)

    ask_for_a_password("anna@example.org", accept_language="fr")

    (mail,) = mails()
    assert mail.language == language
    assert word in mail.text


def test_an_unknown_address_gets_a_mail_of_its_own_and_the_same_answer():
    make_person()

    known, unknown = (ask_for_a_password(email) for email in ("anna@example.org", "nobody@example.org"))

    assert known == unknown
    assert {mail.to for mail in mails()} == {"anna@example.org", "nobody@example.org"}
    assert "/password/reset/" not in mails()[0].text


def test_a_closed_account_gets_no_link():
    make_person(is_active=False)

    ask_for_a_password("anna@example.org")

    assert "/password/reset/" not in mails()[0].text


def test_a_changed_password_is_told():
    make_person()
    client = Client()
    enter(client, "anna@example.org")

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "neu-und-lang-genug-7", "password2": "neu-und-lang-genug-7"},
    )

    assert [mail.to for mail in mails()] == ["anna@example.org"]


def test_a_new_address_counts_after_its_link_was_opened():
    user = make_person()
    client = Client()
    enter(client, "anna@example.org")

    asked = client.post(reverse("account_email"), {"action_add": "", "email": "neu@example.org"})
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not [mail for mail in mails() if mail.to == "neu@example.org"]
    client.post(asked.headers["Location"], {"password": PASSWORD})

    mail = next(mail for mail in mails() if mail.to == "neu@example.org")
    address = urlsplit(re.search(r"http\S+/email/confirm/\S+", mail.text).group()).path
    assert address_of(user) == "anna@example.org"
    assert client.get(address).status_code == 200
    assert address_of(user) == "anna@example.org"  # opening it changes nothing
    client.post(address)
    assert address_of(user) == "neu@example.org"


def test_every_mail_that_allauth_may_send_has_words():
    from pathlib import Path

    import allauth

    source = Path(allauth.__file__).parent
    named = {
        name
        for room in ("account", "mfa", "socialaccount")
        for path in (source / room).rglob("*.py")
        for name in re.findall(r"\"(\w+/email/\w+)\"", path.read_text(encoding="utf-8"))
    }
    by_code = {"account/email/login_code", "account/email/password_reset_code"}

    assert named - by_code - set(MAILS) == set()


def test_links_of_mails_name_the_configured_host_alone(settings):
    settings.ALLOWED_HOSTS = ["*"]
    make_person()

    ask_for_a_password("anna@example.org", HOST="evil.example")

    text = mails()[0].text
    assert "evil.example" not in text
    assert f"{settings.BASE_URL}/account/password/reset/" in text
