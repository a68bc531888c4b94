"""The language of pages and mails: chosen once, kept with the person and on the device."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.people import enter, make_person
from vielklang.accounts.models import User
from vielklang.core.scope import accounts_door

pytestmark = pytest.mark.django_db


def language_of(user: User) -> str:
    with accounts_door():
        return User.objects.get(pk=user.pk).language


def test_choosing_is_kept_with_the_person_and_on_the_device():
    user, client = make_person(), Client()
    enter(client, user.email)

    answer = client.post(reverse("accounts:language"), {"language": "en", "next": "/account/sessions/"})

    assert answer.headers["Location"] == "/account/sessions/"
    assert language_of(user) == "en"
    assert client.get("/account/sessions/").headers["Content-Language"] == "en"


def test_a_new_device_speaks_the_person_s_language_after_signing_in():
    user, client = make_person(language="en"), Client(headers={"accept-language": "de"})
    assert client.get(reverse("account_login")).headers["Content-Language"] == "de"

    enter(client, user.email)

    assert client.get("/account/sessions/").headers["Content-Language"] == "en"


def test_what_was_chosen_on_this_device_stays():
    user, client = make_person(language="en"), Client()
    client.cookies["vk_language"] = "de"

    enter(client, user.email)

    assert client.get("/account/sessions/").headers["Content-Language"] == "de"


@pytest.mark.parametrize("language", ["fr", "", "../../x"])
def test_other_languages_are_not_taken(language):
    user, client = make_person(), Client()
    enter(client, user.email)

    client.post(reverse("accounts:language"), {"language": language})

    assert language_of(user) == "de"
