"""Invitations: by mail, once, for seven days, and only for roles that are somebody's to give."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.people import PASSWORD, enter, mails, make_person
from tests.world import World
from vielklang.accounts.actions import (
    AccountExists,
    AddressDiffers,
    InvitationClosed,
    InvitationDraft,
    Refused,
    TooManyInvitations,
    accept_invitation,
    invite,
    resend_invitation,
    revoke_invitation,
)
from vielklang.accounts.models import Invitation, Membership, User
from vielklang.core.actor import SYSTEM, Actor, ActorKind
from vielklang.core.permissions import Role
from vielklang.core.scope import accounts_door, centre_scope

pytestmark = pytest.mark.django_db

NEW = "neu@example.org"
GUEST = Actor(ActorKind.LINK, "Neu Beispiel")


def draft(world: World, role: str = "staff", **fields: object) -> InvitationDraft:
    place = (
        {"organisation": world.organisation} if role.startswith("organisation") else {"centre": world.home}
    )
    return InvitationDraft(**{"email": NEW, "role": role, **place, **fields})  # type: ignore[arg-type]


def invited(world: World, role: str = "staff", **fields: object) -> tuple[Invitation, str]:
    """An invitation by the home lead, and its secret."""
    with centre_scope(world.home):
        invitation = invite(by=world.actor("lead"), draft=draft(world, role, **fields))
    return invitation, invitation.url.rstrip("/").rpartition("/")[2]


def state_of(world: World, invitation: Invitation) -> Invitation:
    with centre_scope(world.home):
        return Invitation.objects.get(pk=invitation.pk)


def memberships(email: str) -> list[tuple[str, int | None]]:
    with accounts_door():
        user = User.objects.get(email=email)
        from vielklang.core.scope import user_scope

        with user_scope(user.pk):
            return [(row.role, row.centre_id) for row in Membership.objects.current()]


def test_the_mail_carries_the_only_copy_of_the_secret(world):
    invitation, token = invited(world, name="Neu Beispiel")

    with centre_scope(world.home):
        mail = mails_of_centre()[0]
    assert (mail[0], invitation.url in mail[1], invitation.url in mail[2]) == (NEW, True, True)
    row = state_of(world, invitation)
    assert token not in str(row.__dict__)
    assert row.token_hash != token


def mails_of_centre() -> list[tuple[str, str, str]]:
    from vielklang.core.models import OutgoingMail

    rows = OutgoingMail.objects.filter(key__startswith="invitation:").order_by("-pk")
    return [(row.to, row.text, row.html) for row in rows]


@pytest.mark.parametrize(("language", "greeting"), [("en", "Hello Neu"), ("de", "Neu")])
def test_the_mail_is_in_the_language_of_the_invited(world, language, greeting):
    invited(world, name="Neu", language=language)

    with centre_scope(world.home):
        assert greeting in mails_of_centre()[0][1]


def test_opening_the_address_changes_nothing(world):
    invitation, token = invited(world)
    address = reverse("accounts:invitation", args=[token])

    for _ in range(3):
        assert Client().get(address).status_code == 200
        assert Client().head(address).status_code == 200

    assert state_of(world, invitation).is_open


def test_accepting_makes_the_account_and_signs_in(world):
    invitation, token = invited(world, "editor")
    client = Client()

    answer = client.post(
        reverse("accounts:invitation", args=[token]), {"name": "Neu Beispiel", "password": PASSWORD}
    )

    assert answer.headers["Location"] == "/desk/"
    assert memberships(NEW) == [("editor", world.home.pk)]
    assert client.get("/desk/", follow=True).request["PATH_INFO"] == f"/desk/{world.home.slug}/"
    assert state_of(world, invitation).accepted_at
    with accounts_door():
        from allauth.account.models import EmailAddress

        assert EmailAddress.objects.filter(email=NEW, verified=True, primary=True).exists()


def test_what_was_typed_stays_when_the_password_is_refused(world):
    _, token = invited(world)

    answer = Client().post(
        reverse("accounts:invitation", args=[token]), {"name": "Neu Beispiel", "password": "kurz"}
    )

    assert answer.status_code == 200
    assert "Neu Beispiel" in answer.content.decode()
    with accounts_door():
        assert not User.objects.filter(email=NEW).exists()


def test_an_invitation_works_once(world):
    _, token = invited(world)
    accept_invitation(by=GUEST, token=token, name="Neu", password=PASSWORD)

    with pytest.raises(InvitationClosed):
        accept_invitation(by=GUEST, token=token, name="Neu", password=PASSWORD)
    assert Client().get(reverse("accounts:invitation", args=[token])).status_code == 410


def test_an_existing_account_signs_in_first_and_then_gets_the_role(world):
    make_person(NEW, "Neu Beispiel")
    _, token = invited(world, "translator", languages=("ar", "uk"))
    address = reverse("accounts:invitation", args=[token])
    client = Client()

    page = client.get(address).content.decode()
    assert f"{reverse('account_login')}?next={address}" in page
    with pytest.raises(AccountExists):
        accept_invitation(by=GUEST, token=token, name="Neu", password=PASSWORD)
    assert enter(client, NEW, next=address).headers["Location"] == address
    client.post(address)

    assert memberships(NEW) == [("translator", world.home.pk)]


def test_a_signed_in_person_with_another_address_cannot_take_it(world):
    user = make_person("privat@example.org", "Privat Beispiel")
    _, token = invited(world)
    client = Client()
    enter(client, "privat@example.org")

    page = client.get(reverse("accounts:invitation", args=[token])).content.decode()
    client.post(reverse("accounts:invitation", args=[token]))

    assert "privat@example.org" in page
    assert reverse("account_logout") in page
    assert memberships("privat@example.org") == []
    with pytest.raises(AddressDiffers):
        accept_invitation(by=Actor(ActorKind.PERSON, "Beispiel", user_id=user.pk), token=token)


def test_a_second_invitation_ends_the_first(world):
    _, first = invited(world)
    _, second = invited(world)

    assert Client().get(reverse("accounts:invitation", args=[first])).status_code == 410
    assert Client().get(reverse("accounts:invitation", args=[second])).status_code == 200


def test_nobody_sends_invitations_without_end(world, monkeypatch):
    monkeypatch.setattr("vielklang.accounts.actions.INVITATIONS_A_DAY", 2)
    for number in range(2):
        invited(world, email=f"neu{number}@example.org")
    client = world.client("lead")

    answer = client.post(
        reverse("accounts:desk_invite", args=[world.home.slug]),
        {"email": "neu3@example.org", "role": "staff", "language": "de"},
    )

    assert answer.status_code == 200
    assert "neu3@example.org" in answer.content.decode()
    with pytest.raises(TooManyInvitations):
        invited(world, email="neu4@example.org")


def test_it_ends_after_seven_days(world, time_machine):
    _, token = invited(world)

    time_machine.move_to(timezone.now() + dt.timedelta(days=7, seconds=1))

    assert Client().get(reverse("accounts:invitation", args=[token])).status_code == 410
    with pytest.raises(InvitationClosed):
        accept_invitation(by=GUEST, token=token, name="Neu", password=PASSWORD)


def test_expired_used_revoked_and_invented_get_the_same_page(world, time_machine):
    pages = set()
    used = invited(world)[1]
    accept_invitation(by=GUEST, token=used, name="Neu", password=PASSWORD)
    invitation, revoked = invited(world, email="zwei@example.org")
    with centre_scope(world.home):
        revoke_invitation(by=world.actor("lead"), invitation=invitation)
    expired = invited(world, email="drei@example.org")[1]
    time_machine.move_to(timezone.now() + dt.timedelta(days=8))

    for token in (used, revoked, expired, "erfunden"):
        answer = Client().get(reverse("accounts:invitation", args=[token]))
        assert answer.status_code == 410
        pages.add(answer.content.decode().replace(token, ""))

    assert len({_without_csrf(page) for page in pages}) == 1


def _without_csrf(page: str) -> str:
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_sending_again_makes_the_first_address_worthless(world):
    invitation, first = invited(world)

    with centre_scope(world.home):
        again = resend_invitation(by=world.actor("lead"), invitation=invitation)

    assert again.url
    assert first not in again.url
    assert Client().get(reverse("accounts:invitation", args=[first])).status_code == 410
    assert Client().get(again.url.partition("8000")[2]).status_code == 200


def test_what_was_answered_is_neither_sent_again_nor_revoked(world):
    invitation, token = invited(world)
    accept_invitation(by=GUEST, token=token, name="Neu", password=PASSWORD)

    for action in (resend_invitation, revoke_invitation):
        with pytest.raises(Refused), centre_scope(world.home):
            action(by=world.actor("lead"), invitation=invitation)


def test_the_end_date_and_languages_arrive(world):
    end = timezone.now() + dt.timedelta(days=30)
    _, token = invited(world, "translator", languages=("ar",), membership_ends_at=end)

    membership = accept_invitation(by=GUEST, token=token, name="Neu", password=PASSWORD)

    assert (membership.languages, membership.ends_at) == (["ar"], end)


def test_languages_are_for_translators_alone(world):
    invitation, _ = invited(world, "editor", languages=("ar",))
    assert invitation.languages == []


def test_somebody_who_left_comes_back_with_the_same_membership(world):
    _, token = invited(world)
    first = accept_invitation(by=GUEST, token=token, name="Neu", password=PASSWORD)
    with centre_scope(world.home):
        Membership.objects.filter(pk=first.pk).update(ends_at=timezone.now())
    _, token = invited(world)

    second = accept_invitation(by=Actor(ActorKind.PERSON, "Neu", user_id=first.user_id), token=token)

    assert (second.pk, second.ends_at) == (first.pk, None)


GRANTS = {
    "lead": {"lead", "staff", "editor", "translator", "funding", "organisation_admin", "organisation_editor"},
    "staff": set(), "editor": set(), "translator": set(), "funding": set(),
    "organisation_admin": {"organisation_admin", "organisation_editor"},
    "organisation_editor": set(), "coordination": set(), "operator": set(),
}  # fmt: skip


@pytest.mark.parametrize("who", list(GRANTS))
def test_who_may_invite_whom(world, who):
    allowed = set()
    for role in Role:
        place = {}
        if role.startswith("organisation"):
            place = {"organisation": world.organisation}
        elif role not in {Role.COORDINATION, Role.OPERATOR}:
            place = {"centre": world.home}
        try:
            invite(
                by=world.actor(who),
                draft=InvitationDraft(email=f"{role}@neu.example.org", role=role, **place),
            )
            allowed.add(role.value)
        except PermissionDenied:
            pass

    assert allowed == GRANTS[who]


@pytest.mark.parametrize("who", ["lead", "organisation_admin"])
def test_nobody_invites_to_a_foreign_place(world, who):
    for place in ({"centre": world.foreign}, {"organisation": world.foreign_organisation}):
        role = "staff" if "centre" in place else "organisation_editor"
        with pytest.raises(PermissionDenied):
            invite(by=world.actor(who), draft=InvitationDraft(email=NEW, role=role, **place))


def test_the_state_s_roles_come_by_command(world):
    invitation = invite(by=SYSTEM, draft=InvitationDraft(email=NEW, role="coordination"))

    membership = accept_invitation(
        by=GUEST, token=invitation.url.rstrip("/").rpartition("/")[2], name="Neu", password=PASSWORD
    )

    assert (membership.role, membership.centre_id, membership.organisation_id) == ("coordination", None, None)


def test_inviting_says_nothing_about_an_existing_account(world):
    make_person("gibt-es@example.org")
    client = world.client("lead")
    address = reverse("accounts:desk_invite", args=[world.home.slug])

    answers = []
    for email in ("gibt-es@example.org", "gibt-es-nicht@example.org"):
        answer = client.post(address, {"email": email, "role": "staff", "language": "de"}, follow=True)
        answers.append(_without_csrf(answer.content.decode()).count(email))
    assert answers[0] == answers[1]
    assert mails() == []  # they lie with the centre


def test_the_form_keeps_what_was_typed_and_asks_for_the_organisation(world):
    client = world.client("lead")

    answer = client.post(
        reverse("accounts:desk_invite", args=[world.home.slug]),
        {"email": NEW, "role": "organisation_admin", "language": "de", "until": "2001-01-01"},
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'value="{NEW}"' in page
    assert page.count("vk-field__error") == 2


def test_a_lead_invites_for_an_organisation_of_the_centre_alone(world):
    client, address = world.client("lead"), reverse("accounts:desk_invite", args=[world.home.slug])
    values = {"email": NEW, "role": "organisation_admin", "language": "de"}

    foreign = client.post(address, {**values, "organisation": world.foreign_organisation.public_id})
    own = client.post(address, {**values, "organisation": world.organisation.public_id})

    assert (foreign.status_code, own.status_code) == (200, 302)
    with centre_scope(world.home):
        (invitation,) = Invitation.objects.all()
    assert invitation.organisation_id == world.organisation.pk
