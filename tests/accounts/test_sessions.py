"""Sessions: seen and ended by their owner, ended by time, by a new password and by closing the account."""

from __future__ import annotations

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.people import PASSWORD, enter, make_person
from vielklang.accounts.actions import disable_account, enable_account
from vielklang.accounts.models import User
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import accounts_door

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"


def browser(user_agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": user_agent})
    assert enter(client, "anna@example.org").headers["Location"] == "/desk/"
    return client


def works(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


@pytest.fixture
def anna() -> User:
    return make_person()


def test_the_list_says_device_time_and_which_is_this_one(anna):
    here, _there = browser(), browser(PHONE)

    page = here.get(reverse("usersessions_list")).content.decode()

    assert "Firefox · Windows" in page
    assert "Chrome · Android" in page
    assert timezone.localtime().strftime("%d.%m.%Y") in page
    assert page.count("vk-chip--good") == 1


def test_ending_one_session_ends_that_one_at_once(anna):
    here, there, third = browser(), browser(PHONE), browser()
    with accounts_door():
        chosen = UserSession.objects.get(user_agent=PHONE)

    here.post(reverse("usersessions_list"), {"session": chosen.pk})

    assert (works(here), works(there), works(third)) == (True, False, True)


def test_nobody_ends_another_person_s_session(anna):
    here = browser()
    make_person("berta@example.org")
    other = Client()
    enter(other, "berta@example.org")
    with accounts_door():
        chosen = UserSession.objects.get(user__email="anna@example.org")

    other.post(reverse("usersessions_list"), {"session": chosen.pk})

    assert works(here)


def test_signing_out_everywhere_else(anna):
    here, there = browser(), browser(PHONE)

    here.post(reverse("usersessions_list"))

    assert (works(here), works(there)) == (True, False)


def test_a_new_password_ends_all_other_sessions(anna):
    here, there = browser(), browser(PHONE)
    new = {"password1": "neu-und-lang-genug-7", "password2": "neu-und-lang-genug-7"}

    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})

    assert (works(here), works(there)) == (True, False)


def test_closing_the_account_ends_a_live_session_at_once(anna):
    client = browser()
    assert works(client)

    disable_account(by=SYSTEM, user=anna)

    assert not works(client)
    with accounts_door():
        assert not UserSession.objects.exists()
    enable_account(by=SYSTEM, user=anna)
    assert not works(client)  # it does not come back to life


def test_a_closed_account_cannot_sign_in(anna):
    disable_account(by=SYSTEM, user=anna)
    client = Client()

    answer = enter(client, "anna@example.org")

    assert not works(client)
    assert answer.status_code in {200, 302}


def test_it_ends_after_a_time_without_activity(anna, time_machine):
    client = browser()
    start = timezone.now()
    for minutes in (30, 80, 130):
        time_machine.move_to(start + dt.timedelta(minutes=minutes))
        assert works(client)

    idle = dt.timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    time_machine.move_to(start + dt.timedelta(minutes=130) + idle + dt.timedelta(minutes=6))

    assert not works(client)


def test_it_ends_after_a_working_day_whatever_the_activity(anna, time_machine):
    client = browser()
    start = timezone.now()
    step = dt.timedelta(seconds=settings.SESSION_IDLE_SECONDS // 2)
    moment = start
    while moment < start + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE) - step:
        moment += step
        time_machine.move_to(moment)
        assert works(client), moment - start

    time_machine.move_to(start + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE + 1))

    assert not works(client)


def test_the_cookie_is_not_for_scripts_and_ends_with_the_browser(anna):
    client = browser()
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["expires"] == ""


def test_pages_of_the_account_are_kept_by_no_cache(anna):
    client = browser()
    assert "no-store" in client.get(reverse("usersessions_list")).headers["Cache-Control"]
