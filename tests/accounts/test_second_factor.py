"""Second factor: whoever sees private data sets one up on the way to the desk, and the way is not lost."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote, urlencode

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tests.accounts.people import PASSWORD, code_of, enter, mails, make_person, with_app
from tests.world import World, make_membership
from vielklang.accounts.models import User
from vielklang.core.scope import accounts_door

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(world: World) -> User:
    user = make_person()
    make_membership(user, "lead", centre=world.home)
    return user


def key_on(page: str) -> str:
    return re.search(r'class="vk-code">(\w+)<', page).group(1)


def test_the_whole_way_from_password_to_desk(world, lead):
    desk = reverse("accounts:desk_people", args=[world.home.slug]) + "?q=a&role=lead"
    client = Client()

    assert enter(client, lead.email, next=desk).headers["Location"] == desk
    stopped = client.get(desk)
    assert stopped.headers["Location"] == f"{reverse('accounts:second_factor')}?{urlencode({'next': desk})}"
    explained = client.get(stopped.headers["Location"]).content.decode()
    set_up = f"{reverse('mfa_activate_totp')}?next={quote(desk)}"
    assert set_up in explained
    asked = client.get(set_up)  # allauth asks for the password before it changes anything
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    form = client.post(asked.headers["Location"], {"password": PASSWORD, "next": set_up}, follow=True)
    page = form.content.decode()
    assert f'name="next" value="{escape(desk)}"' in page
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(key_on(page)), "next": desk})
    assert done.headers["Location"] == f"{reverse('mfa_view_recovery_codes')}?{urlencode({'next': desk})}"
    codes = client.get(done.headers["Location"]).content.decode()
    assert f'href="{escape(desk)}"' in codes
    assert client.get(desk).status_code == 200


def test_next_time_the_code_of_the_app_opens_the_desk(world, lead):
    secret = with_app(lead)
    desk = reverse("accounts:desk", args=[world.home.slug])
    client = Client()

    step = enter(client, lead.email, next=desk)
    assert step.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get(desk).status_code == 302  # not signed in yet
    wrong = client.post(reverse("mfa_authenticate"), {"code": "123456"})
    assert wrong.status_code == 200
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert answer.headers["Location"] == desk
    assert client.get(desk).status_code == 200


def test_a_code_works_once(world, lead):
    secret = with_app(lead)
    code = code_of(secret)
    first, second = Client(), Client()
    enter(first, lead.email)
    enter(second, lead.email)

    assert first.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert second.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200


def test_a_recovery_code_opens_the_desk_once(world, lead):
    with_app(lead)
    with accounts_door():
        codes = Authenticator.objects.get(user=lead, type="recovery_codes").wrap().get_unused_codes()
    desk = reverse("accounts:desk", args=[world.home.slug])
    client = Client()
    enter(client, lead.email, next=desk)

    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).headers["Location"] == desk
    assert client.get(desk).status_code == 200
    other = Client()
    enter(other, lead.email)
    assert other.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 200


def test_roles_without_private_data_work_with_a_password(world):
    user = make_person()
    make_membership(user, "translator", centre=world.home)
    client = Client()
    enter(client, user.email)

    assert client.get(reverse("accounts:desk", args=[world.home.slug])).status_code == 200


def test_one_private_role_is_enough_at_that_centre_alone(world):
    user = make_person()
    make_membership(user, "translator", centre=world.home)
    make_membership(user, "lead", centre=world.foreign)
    client = Client()
    enter(client, user.email)

    assert client.get(reverse("accounts:desk", args=[world.home.slug])).status_code == 200
    assert client.get(reverse("accounts:desk", args=[world.foreign.slug])).status_code == 302


@pytest.mark.parametrize("target", ["https://example.com/", "//example.com/", "javascript:alert(1)"])
def test_the_way_on_leads_nowhere_else(lead, target):
    client = Client()
    enter(client, lead.email)

    page = client.get(reverse("accounts:second_factor"), {"next": target}).content.decode()

    assert target not in page


def test_the_picture_of_the_key_is_allowed_by_the_policy(lead):
    client = Client()
    enter(client, lead.email)
    form = client.get(reverse("mfa_activate_totp"), follow=True)
    answer = client.post(form.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)

    assert 'src="data:image/svg+xml;base64,' in answer.content.decode()
    assert re.search(r"img-src [^;]*data:", answer.headers["Content-Security-Policy"])
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]


def test_setting_up_and_removing_is_told_by_mail(world, lead):
    secret = with_app(lead)
    client = Client()
    enter(client, lead.email)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    away = reverse("mfa_deactivate_totp")
    client.post(f"{reverse('account_reauthenticate')}?next={away}", {"password": PASSWORD, "next": away})

    page = client.get(away)
    client.post(away)

    assert page.status_code == 200
    assert [mail.to for mail in mails()] == [lead.email]
    with accounts_door():
        assert not Authenticator.objects.filter(user=lead).exists()  # recovery codes go with the last factor


def test_recovery_codes_are_shown_made_anew_and_downloaded(lead):
    secret = with_app(lead)
    client = Client()
    enter(client, lead.email)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    shown = reverse("mfa_view_recovery_codes")
    client.post(f"{reverse('account_reauthenticate')}?next={shown}", {"password": PASSWORD, "next": shown})

    before = client.get(shown).content.decode()
    file = client.get(reverse("mfa_download_recovery_codes"))
    client.post(reverse("mfa_generate_recovery_codes"))
    after = client.get(shown).content.decode()

    first = file.content.decode().split()[0]
    assert file.headers["Content-Type"].startswith("text/plain")
    assert first in before
    assert first not in after


def test_the_demonstration_does_without(world, lead, settings):
    settings.IS_DEMONSTRATION = True
    client = Client()
    enter(client, lead.email)

    assert client.get(reverse("accounts:desk", args=[world.home.slug])).status_code == 200


def test_keys_and_codes_lie_encrypted_in_the_database(lead, settings):
    from cryptography.fernet import InvalidToken

    secret = with_app(lead)
    with accounts_door():
        rows = list(Authenticator.objects.filter(user=lead))
        assert all(secret not in str(row.data) for row in rows)
        codes = next(row for row in rows if row.type == "recovery_codes").wrap().get_unused_codes()
        assert not any(code in str(row.data) for row in rows for code in codes)
        app = next(row for row in rows if row.type == "totp")
        old, settings.SECRET_KEY = settings.SECRET_KEY, "another key that is long enough for it"
        with pytest.raises(InvalidToken):
            app.wrap().validate_code("000000")
        settings.SECRET_KEY_FALLBACKS = [old]
        assert app.wrap().validate_code(code_of(secret))
