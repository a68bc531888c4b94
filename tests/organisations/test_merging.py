"""Two entries become one and two again; whatever refers to the lost one moves, in every room."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, models

from tests.offers.factories import draft as offer_draft
from tests.organisations.factories import foreign, home, make_contact, make_organisation
from tests.world import make_membership, make_user
from vielklang.accounts.models import Membership
from vielklang.core.actor import SYSTEM
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope
from vielklang.offers.actions import create_offer
from vielklang.organisations import actions
from vielklang.organisations.actions.merging import CHOICES, CannotMergeError, CannotUndoError, references
from vielklang.organisations.models import (
    ContactPerson,
    DuplicateDecision,
    Organisation,
    OrganisationMerge,
    OrganisationNote,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_the_desk():
    with centre_scope(home()):
        yield


@pytest.fixture
def kept() -> Organisation:
    return make_organisation("Türkischer Elternverein e.V.", phone="02821 100101", languages=["tr"])


@pytest.fixture
def lost() -> Organisation:
    return make_organisation(
        "Elternverein, türkischer", email="verein@example.org", languages=["de"], street="Südring 4"
    )


def merge(kept: Organisation, lost: Organisation, **take: str) -> OrganisationMerge:
    return actions.merge_organisations(by=SYSTEM, centre=home(), kept=kept, lost=lost, take=take)


def snapshot() -> dict[str, list[dict[str, object]]]:
    """Every row of every table that refers to an organisation, and all organisations, without times of change."""
    found = {
        field.model._meta.label: list(field.model._base_manager.order_by("pk").values())
        for field in references()
        if field.model is not OrganisationMerge
    }
    for rows in found.values():
        for row in rows:
            row.pop("updated_at", None)
    return found


# What the database knows


def test_every_column_of_the_database_that_refers_to_an_organisation_is_moved():
    """A room that adds one is included by itself; one that hides it from Django fails here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.attname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
            " JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]"
            " WHERE k.contype = 'f' AND k.confrelid = 'organisations_organisation'::regclass"
        )
        known = set(cursor.fetchall())

    assert {(field.model._meta.db_table, field.column) for field in references()} == known
    assert len(known) >= 10


WITHOUT_KEY = {"core.AuditEntry", "core.OutgoingMail", "offers.OrganisationNumber"}
"""Keep the number of an organisation as it was at that time; a merge leaves them alone on purpose."""


def test_no_model_refers_to_an_organisation_without_a_foreign_key():
    found = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if not hasattr(model, "pgh_tracked_model")
        for field in model._meta.local_concrete_fields
        if "organisation" in field.name and not isinstance(field, models.ForeignKey | models.BooleanField)
        if isinstance(field, models.IntegerField | models.BigIntegerField | models.UUIDField)
    }

    assert found == WITHOUT_KEY, "decide in actions/merging.py what a merge does with the new column"


def test_every_field_of_an_organisation_is_chosen_or_left_on_purpose():
    columns = {column for columns in CHOICES.values() for column in columns}
    left = {"id", "public_id", "centre_id", "profile_requested_at", "is_example", "created_at", "updated_at"}

    assert {field.attname for field in Organisation._meta.concrete_fields} == columns | left


# Merging


def test_values_that_were_chosen_stay(kept, lost):
    merge(kept, lost, email="lost", address="lost", languages="kept")

    row = Organisation.objects.get()
    assert (row.pk, row.name, row.email, row.street, row.phone, row.languages) == (
        kept.pk,
        "Türkischer Elternverein e.V.",
        "verein@example.org",
        "Südring 4",
        "+492821100101",
        ["tr"],
    )


def test_what_referred_to_the_lost_one_moves(kept, lost):
    offer = create_offer(by=SYSTEM, draft=offer_draft(centre=home(), organisation=lost))
    contact = make_contact(lost)
    note = actions.add_note(by=SYSTEM, organisation=lost, centre=home(), text="Beispiel")
    member = make_organisation("Ortsgruppe", umbrella=lost)
    membership = make_membership(make_user(), "organisation_admin", organisation=lost)

    done = merge(kept, lost)

    for row in (offer, contact, note, membership):
        row.refresh_from_db()
        assert row.organisation_id == kept.pk
    member.refresh_from_db()
    assert member.umbrella_id == kept.pk
    assert set(done.moved) == {
        "offers.Offer.organisation",
        "organisations.ContactPerson.organisation",
        "organisations.OrganisationNote.organisation",
        "organisations.Organisation.umbrella",
        "accounts.Membership.organisation",
    }
    assert AuditEntry.objects.filter(event="organisations merged", organisation_id=kept.pk).count() == 1


def test_undo_puts_everything_back(kept, lost):
    create_offer(by=SYSTEM, draft=offer_draft(centre=home(), organisation=lost))
    make_contact(lost)
    user = make_user()
    for row in (kept, lost):
        make_membership(user, "organisation_admin", organisation=row)
        actions.describe_organisation(by=SYSTEM, organisation=row, texts={"de": f"Wir sind {row.name}."})
        make_organisation(f"Teil von {row.name}", umbrella=row)
    actions.describe_organisation(by=SYSTEM, organisation=lost, texts={"tr": "Merhaba."})
    actions.decide_different(by=SYSTEM, centre=home(), first=kept, second=lost)
    before = snapshot()

    done = merge(kept, lost, name="lost", email="lost", address="lost")
    assert Membership.objects.filter(user=user).count() == 1
    assert [text.language for text in kept.texts.all()] == ["de", "tr"]
    assert not DuplicateDecision.objects.exists()
    back = actions.undo_merge(by=SYSTEM, merge=done)

    assert (back.pk, back.public_id) == (lost.pk, lost.public_id)
    assert snapshot() == before


def test_undo_leaves_what_was_done_since(kept, lost):
    done = merge(kept, lost, email="lost", address="lost")
    Organisation.objects.filter(pk=kept.pk).update(email="neu@example.org")
    contact = make_contact(Organisation.objects.get(pk=kept.pk))

    actions.undo_merge(by=SYSTEM, merge=done)

    kept.refresh_from_db()
    contact.refresh_from_db()
    assert (kept.email, kept.street, contact.organisation_id) == ("neu@example.org", "", kept.pk)


def test_an_umbrella_merged_into_its_member_ends_and_comes_back(lost):
    member = make_organisation("Ortsgruppe", umbrella=lost)
    before = snapshot()

    done = merge(member, lost)
    member.refresh_from_db()
    assert member.umbrella_id is None
    actions.undo_merge(by=SYSTEM, merge=done)

    assert snapshot() == before


def test_merges_are_undone_in_their_order(kept, lost):
    third = make_organisation("Elternverein, dritter Eintrag")
    first, second = merge(kept, lost), merge(third, kept)

    with pytest.raises(CannotUndoError, match="later"):
        actions.undo_merge(by=SYSTEM, merge=first)
    actions.undo_merge(by=SYSTEM, merge=second)
    actions.undo_merge(by=SYSTEM, merge=first)

    assert set(Organisation.objects.values_list("pk", flat=True)) == {kept.pk, lost.pk, third.pk}
    with pytest.raises(CannotUndoError, match="already"):
        actions.undo_merge(by=SYSTEM, merge=first)


def test_only_two_entries_of_the_centre_are_merged(kept):
    elsewhere, statewide = make_organisation(centre=foreign()), make_organisation(centre=None)

    for lost in (elsewhere, statewide, kept):
        with pytest.raises(CannotMergeError):
            merge(kept, lost)
    assert Organisation.objects.count() == 3


def test_a_row_that_nobody_here_may_see_stops_the_merge_whole(kept, lost):
    # Cannot happen by any action: a contact person of a foreign centre at an entry of this one.
    with centre_scope(foreign()):
        ContactPerson.objects.create(centre=foreign(), organisation=lost, name="Beispiel")
    actions.add_note(by=SYSTEM, organisation=lost, centre=home(), text="Beispiel")

    with pytest.raises(CannotMergeError, match="cannot be moved"):
        merge(kept, lost)

    assert OrganisationNote.objects.get().organisation_id == lost.pk
    assert Organisation.objects.filter(pk=lost.pk).exists()
