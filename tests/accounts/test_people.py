"""The people of a centre and of an organisation: roles, ends, undo; a centre never loses its last lead."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from tests.accounts.people import with_app
from tests.world import World, make_membership, make_user
from vielklang.accounts.actions import Refused, change_membership, end_membership, restore_membership
from vielklang.accounts.models import Membership, User
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import accounts_door, centre_scope, organisation_scope

pytestmark = pytest.mark.django_db


def membership_of(world: World, user: User) -> Membership:
    with centre_scope(world.home):
        return Membership.objects.select_related("user", "centre", "organisation").get(user=user)


def people_page(world: World, query: str = "", who: str = "lead") -> str:
    area = world.area(who)
    address = area.url(f"accounts:{area.kind}_people")
    return world.client(who).get(f"{address}?{query}").content.decode()


def test_the_page_shows_roles_second_factor_and_sign_in(world):
    with_app(world.people["staff"])

    page = people_page(world, "role=staff")

    assert "Beispiel Staff" in page or "Beispiel Mitarbeit" in page or world.people["staff"].name in page
    assert page.count("vk-chip--good") == 1
    assert world.stranger.name not in people_page(world)


def test_the_page_finds_by_name_mail_and_organisation(world):
    assert world.people["funding"].email in people_page(world, "q=funding@")
    assert world.people["lead"].email not in people_page(world, "q=funding@")
    assert world.people["organisation_admin"].email in people_page(world, "q=Beispielverein")


def test_an_organisation_s_administration_sees_its_own_people_alone(world):
    page = people_page(world, who="organisation_admin")

    assert world.people["organisation_editor"].email in page
    assert world.people["lead"].email not in page
    assert world.outsider.email not in page


@pytest.mark.parametrize("who", ["lead", "organisation_admin"])
def test_as_many_queries_for_three_people_as_for_one(world, who, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, area = world.client(who), world.area(who)
    address = area.url(f"accounts:{area.kind}_people")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(3):
        user = make_user(f"mehr{number}@example.org", f"Beispiel Mehr {number}")
        make_membership(user, "organisation_editor", organisation=world.organisation)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)


def test_long_lists_are_paged_in_a_stable_order(world):
    for number in range(60):
        user = make_user(f"gleich{number}@example.org", "Gleicher Name")
        make_membership(user, "staff", centre=world.home)

    pages = [people_page(world, f"q=Gleicher&page={number}") for number in (1, 2)]

    found = [
        {f"gleich{n}@example.org" for n in range(60) if f">gleich{n}@example.org<" in page} for page in pages
    ]
    assert (len(found[0]), len(found[1])) == (50, 10)
    assert found[0] & found[1] == set()


def test_a_role_is_changed_by_the_form(world):
    row = membership_of(world, world.people["staff"])
    client = world.client("lead")
    until = timezone.localdate() + dt.timedelta(days=10)

    answer = client.post(
        reverse("accounts:desk_person", args=[world.home.slug, row.public_id]),
        {"role": "translator", "languages": ["ar", "uk"], "until": until.isoformat()},
    )

    row = membership_of(world, world.people["staff"])
    assert answer.status_code == 302
    assert (row.role, row.languages, row.last_day) == ("translator", ["ar", "uk"], until)


def test_a_changed_role_counts_on_the_next_page(world):
    client = world.client("staff")
    address = reverse("accounts:desk_people", args=[world.home.slug])
    assert client.get(address).status_code == 403

    row = membership_of(world, world.people["staff"])
    with centre_scope(world.home):
        change_membership(by=world.actor("lead"), membership=row, role="lead")

    assert client.get(address).status_code == 200


def test_an_ended_membership_closes_the_desk_at_once_and_comes_back_by_undo(world):
    client = world.client("staff")
    desk = reverse("accounts:desk", args=[world.home.slug])
    row = membership_of(world, world.people["staff"])
    assert client.get(desk).status_code == 200
    lead = world.client("lead")

    lead.post(reverse("accounts:desk_person_end", args=[world.home.slug, row.public_id]))
    assert client.get(desk).status_code == 404
    assert client.get("/desk/").status_code == 200  # the account works, it has no area

    lead.post(reverse("accounts:desk_person_restore", args=[world.home.slug, row.public_id]))
    assert client.get(desk).status_code == 200


def test_undo_brings_back_the_old_end(world):
    row = membership_of(world, world.people["funding"])
    end = timezone.now() + dt.timedelta(days=5)
    with centre_scope(world.home):
        change_membership(by=world.actor("lead"), membership=row, role="funding", ends_at=end)
        end_membership(by=world.actor("lead"), membership=row)
        restore_membership(by=world.actor("lead"), membership=row)

    assert membership_of(world, world.people["funding"]).ends_at == end


def test_the_last_lead_can_neither_leave_nor_step_down_nor_get_an_end(world):
    row = membership_of(world, world.people["lead"])
    by = world.actor("lead")
    later = timezone.now() + dt.timedelta(days=1)

    with centre_scope(world.home):
        with pytest.raises(Refused):
            end_membership(by=by, membership=row)
        with pytest.raises(Refused):
            change_membership(by=by, membership=row, role="staff")
        with pytest.raises(Refused):
            change_membership(by=by, membership=row, role="lead", ends_at=later)
        with pytest.raises(Refused):
            end_membership(by=SYSTEM, membership=row)


def test_the_page_says_why_the_last_lead_stays(world):
    row = membership_of(world, world.people["lead"])
    client = world.client("lead")

    answer = client.post(
        reverse("accounts:desk_person", args=[world.home.slug, row.public_id]), {"role": "staff", "until": ""}
    )

    assert answer.status_code == 200
    assert "vk-field__error" in answer.content.decode()


def test_a_closed_or_ended_lead_does_not_count(world):
    second, third = (make_user(f"lead{n}@example.org", "Beispiel") for n in (2, 3))
    make_membership(second, "lead", centre=world.home, ends_at=timezone.now())
    make_membership(third, "lead", centre=world.home)
    with accounts_door():
        User.objects.filter(pk=third.pk).update(is_active=False)

    with pytest.raises(Refused), centre_scope(world.home):
        end_membership(by=world.actor("lead"), membership=membership_of(world, world.people["lead"]))


def test_with_a_second_lead_the_first_may_go(world):
    make_membership(make_user("zwei@example.org"), "lead", centre=world.home)

    with centre_scope(world.home):
        end_membership(by=world.actor("lead"), membership=membership_of(world, world.people["lead"]))


def test_a_role_that_the_person_has_already_is_refused(world):
    user = world.people["staff"]
    make_membership(user, "editor", centre=world.home)
    with centre_scope(world.home):
        row = Membership.objects.select_related("user", "centre").get(user=user, role="staff")
        with pytest.raises(Refused):
            change_membership(by=world.actor("lead"), membership=row, role="editor")


def test_a_lead_reaches_into_no_other_centre(world):
    with centre_scope(world.foreign):
        row = Membership.objects.select_related("user", "centre").get(user=world.stranger)
        for action in (end_membership, restore_membership):
            with pytest.raises(PermissionDenied):
                action(by=world.actor("lead"), membership=row)
        with pytest.raises(PermissionDenied):
            change_membership(by=world.actor("lead"), membership=row, role="staff")


def test_an_administration_ends_people_of_its_own_organisation_alone(world):
    with organisation_scope(world.organisation):
        row = Membership.objects.select_related("user", "centre", "organisation").get(
            user=world.people["organisation_editor"]
        )
        end_membership(by=world.actor("organisation_admin"), membership=row)
    with centre_scope(world.home), pytest.raises(PermissionDenied):
        end_membership(
            by=world.actor("organisation_admin"), membership=membership_of(world, world.people["staff"])
        )


def test_roles_of_a_centre_and_of_an_organisation_do_not_mix(world):
    row = membership_of(world, world.people["organisation_editor"])
    client = world.client("lead")

    answer = client.post(
        reverse("accounts:desk_person", args=[world.home.slug, row.public_id]), {"role": "lead", "until": ""}
    )

    assert answer.status_code == 200
    assert membership_of(world, world.people["organisation_editor"]).role == "organisation_editor"
