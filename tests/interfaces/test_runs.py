"""An import at the desk, from the upload to the undo: matching, choices, all or nothing, audit."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.interfaces.making import EDITOR, ROW, checked, imported, make_run, table
from tests.offers.factories import ALICE, draft, text
from tests.world import World
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope
from vielklang.interfaces import actions
from vielklang.interfaces.actions import WrongStateError
from vielklang.interfaces.enums import Choice, Outcome, RunState
from vielklang.interfaces.models import ImportRow, ImportRun
from vielklang.offers.actions import archive_offer, confirm_offer, create_offer, publish_offer
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import Offer
from vielklang.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def offer_of(
    world: World, title: str = "Schuldnerberatung", *, publish: bool = True, **values: object
) -> Offer:
    """An offer of home's organisation."""
    new = draft(centre=world.home, organisation=world.organisation, texts=(text(title=title),), **values)
    offer = create_offer(by=EDITOR, draft=new)
    return publish_offer(by=EDITOR, offer=offer) if publish else offer


def row_of(world: World, **values: str) -> dict[str, str]:
    return ROW | {"organisation": world.organisation.name} | values


def rows_of(run: ImportRun, world: World) -> list[ImportRow]:
    with centre_scope(world.home):
        return list(run.rows.order_by("number"))


def test_the_dry_run_changes_no_offer_and_makes_no_organisation(world):
    before = Offer.objects.count(), Organisation.objects.count()

    run = checked(world.home, table(ROW, row_of(world)))

    assert run.state == RunState.CHECKED
    assert run.report["counts"] == {"new": 2}
    assert run.report["organisations"] == 1
    assert (Offer.objects.count(), Organisation.objects.count()) == before


def test_import_makes_offers_and_erases_the_file(world):
    run = imported(world.home, table(ROW, ROW | {"title_de": "Zweites", "status": "draft"}))

    assert run.state == RunState.DONE
    assert run.content is None
    made = {row.title: row.made for row in rows_of(run, world)}
    assert made["Schuldnerberatung"].status == OfferStatus.PUBLISHED
    assert made["Zweites"].status == OfferStatus.DRAFT
    assert {offer.organisation.name for offer in made.values()} == {"Beispielverein Kleve"}
    with centre_scope(world.home):
        events = set(AuditEntry.objects.filter(subject_id=str(run.public_id)).values_list("event", "user_id"))
    assert {("import uploaded", 7), ("import checked", 7), ("offers imported", 7)} <= events


def test_another_centre_in_a_row_is_an_error(world):
    run = checked(world.home, table(ROW | {"centre": world.foreign.slug}))

    assert run.report["errors"] == [
        [2, "centre", f"ist ein anderes Zentrum: Sie spielen für {world.home} ein"]
    ]


def test_a_foreign_offer_is_not_found_by_its_number(world):
    run = checked(world.home, table(row_of(world, id=str(world.foreign_offer.public_id))))

    assert run.report["errors"][0][1] == "id"


def test_wrong_rows_stop_the_import(world):
    run = checked(world.home, table(row_of(world), row_of(world, title_de="Zwei", topics="astrology")))

    assert [row.outcome for row in rows_of(run, world)] == [Outcome.NEW, Outcome.WRONG]
    with centre_scope(world.home), pytest.raises(WrongStateError):
        actions.confirm_import(by=EDITOR, run=run)


def test_an_entry_is_found_by_organisation_and_title_and_only_what_the_file_says_is_changed(world):
    offer = offer_of(world, phone="+492821123", hours=())

    run = imported(world.home, table(row_of(world, email="neu@example.org")))

    row = rows_of(run, world)[0]
    assert (row.outcome, row.match_id, row.made_id) == (Outcome.CHANGED, offer.pk, offer.pk)
    assert "email" in row.changed
    offer.refresh_from_db()
    assert (offer.email, offer.phone) == ("neu@example.org", "+492821123")


def test_an_empty_cell_clears_and_a_missing_column_keeps(world):
    offer = offer_of(world, phone="+492821123", email="alt@example.org")

    imported(world.home, table({"id": str(offer.public_id), "phone": ""}))

    offer.refresh_from_db()
    assert (offer.phone, offer.email) == ("", "alt@example.org")


def test_an_entry_is_found_by_its_external_number_after_its_title_changed(world):
    imported(world.home, table(row_of(world, external_source="A", external_id="17")))

    run = imported(
        world.home, table(row_of(world, external_source="A", external_id="17", title_de="Ganz anders"))
    )

    assert [row.outcome for row in rows_of(run, world)] == [Outcome.CHANGED]
    assert Offer.objects.get(external_id="17").texts.get(language="de").title == "Ganz anders"


def test_a_similar_title_is_proposed_and_the_person_decides(world):
    offer = offer_of(world, "Schuldnerberatung für Familien")
    run = checked(world.home, table(row_of(world, title_de="Schuldnerberatung für die Familie")))
    row = rows_of(run, world)[0]
    assert (row.outcome, row.match_id, row.choice) == (Outcome.SIMILAR, offer.pk, Choice.NEW)

    with centre_scope(world.home):
        actions.choose_rows(by=EDITOR, run=run, choices={row.number: "update"})
        actions.run_import(by=EDITOR, run=actions.confirm_import(by=EDITOR, run=run))

    assert offer.texts.get().title == "Schuldnerberatung für die Familie"


def test_an_almost_equal_title_is_an_update_unless_another_row_means_the_entry(world):
    offer = offer_of(world, "Schuldnerberatung Kleve")
    alone = checked(world.home, table(row_of(world, title_de="Schuldnerberatung Kleve.")))
    both = checked(
        world.home,
        table(
            row_of(world, title_de="Schuldnerberatung Kleve."),
            row_of(world, title_de="Schuldnerberatung Kleve"),
        ),
    )

    assert [row.choice for row in rows_of(alone, world)] == [Choice.UPDATE]
    assert [(row.outcome, row.choice) for row in rows_of(both, world)] == [
        (Outcome.SIMILAR, Choice.NEW),
        (Outcome.CHANGED, Choice.UPDATE),
    ]
    assert both.report["errors"] == []
    assert rows_of(both, world)[1].match_id == offer.pk


def test_a_row_that_is_left_out_is_not_imported(world):
    run = checked(world.home, table(row_of(world), row_of(world, title_de="Zwei")))
    with centre_scope(world.home):
        actions.choose_rows(by=EDITOR, run=run, choices={2: "skip"})
        done = actions.run_import(by=EDITOR, run=actions.confirm_import(by=EDITOR, run=run))

    assert done.report["created"] == 1
    assert not Offer.objects.filter(texts__title="Schuldnerberatung").exists()


def gone(world: World) -> Offer:
    """An offer that a carrier said is no more."""
    imported(world.home, table(row_of(world, external_source="A", external_id="17")))
    offer = Offer.objects.get(external_id="17")
    return archive_offer(by=EDITOR, offer=offer, reason="gibt es nicht mehr", is_gone=True)


@pytest.mark.parametrize("row", [{"external_source": "A", "external_id": "17"}, {}])
def test_what_is_gone_is_not_brought_back(world, row):
    offer = gone(world)

    run = imported(world.home, table(row_of(world, **row)))

    assert [(x.outcome, x.choice, x.match_id) for x in rows_of(run, world)] == [
        (Outcome.GONE, Choice.SKIP, offer.pk)
    ]
    assert run.report["created"] == 0
    offer.refresh_from_db()
    assert offer.status == OfferStatus.ARCHIVED


def test_a_person_may_add_anew_what_was_gone(world):
    offer = gone(world)
    run = checked(world.home, table(row_of(world, external_source="A", external_id="17")))
    with centre_scope(world.home):
        actions.choose_rows(by=EDITOR, run=run, choices={2: "new"})
        done = actions.run_import(by=EDITOR, run=actions.confirm_import(by=EDITOR, run=run))

    assert done.report["created"] == 1
    offer.refresh_from_db()
    assert (offer.is_gone, offer.external_id) == (True, "")
    assert Offer.objects.get(external_id="17").status == OfferStatus.PUBLISHED


def test_an_import_never_confirms(world):
    offer = offer_of(world)
    imported(
        world.home,
        table(row_of(world, confirmed_on="2026-11-01", confirmed_by="Beispiel", email="a@example.org")),
    )
    offer.refresh_from_db()
    assert offer.last_confirmed_at is None

    confirmed = confirm_offer(by=ALICE, offer=offer).last_confirmed_at
    imported(world.home, table(row_of(world, confirmed_on="2020-01-01", email="b@example.org")))
    offer.refresh_from_db()
    assert (offer.last_confirmed_at, offer.email) == (confirmed, "b@example.org")


def test_the_state_of_an_entry_is_not_changed_by_an_import(world):
    offer = offer_of(world, publish=False)

    imported(world.home, table(row_of(world, status="published", email="a@example.org")))

    offer.refresh_from_db()
    assert (offer.status, offer.email) == (OfferStatus.DRAFT, "a@example.org")


def test_undo_archives_what_is_new_and_restores_what_was_changed(world):
    old = offer_of(world, email="alt@example.org")
    run = imported(world.home, table(row_of(world, email="neu@example.org"), row_of(world, title_de="Neues")))
    new = Offer.objects.get(texts__title="Neues")

    with centre_scope(world.home):
        undone = actions.undo_import(by=EDITOR, run=actions.start_undo(by=EDITOR, run=run))

    old.refresh_from_db()
    new.refresh_from_db()
    assert (undone.state, undone.report["undone"], undone.report["kept"]) == (RunState.UNDONE, 2, [])
    assert (old.email, old.texts.get().summary) == ("alt@example.org", "Kurz gesagt.")
    assert new.status == OfferStatus.ARCHIVED


def test_undo_leaves_what_somebody_changed_since(world):
    run = imported(world.home, table(row_of(world), row_of(world, title_de="Neues")))
    touched = Offer.objects.get(texts__title="Neues")
    Offer.objects.filter(pk=touched.pk).update(updated_at=timezone.now())

    with centre_scope(world.home):
        undone = actions.undo_import(by=EDITOR, run=actions.start_undo(by=EDITOR, run=run))

    touched.refresh_from_db()
    assert touched.status == OfferStatus.PUBLISHED
    assert undone.report["kept"] == [[str(touched.public_id), "Neues"]]


def test_rows_that_became_wrong_since_the_check_bring_the_report_back(world):
    run = checked(world.home, table(row_of(world, external_source="A", external_id="17")))
    with centre_scope(world.home):
        confirmed = actions.confirm_import(by=EDITOR, run=run)
        confirmed.options = confirmed.options | {"organisation": ""}
        ImportRun.objects.filter(pk=run.pk).update(content=table(row_of(world, topics="astrology")))
        done = actions.run_import(by=EDITOR, run=confirmed)

    assert (done.state, done.report["error_count"]) == (RunState.CHECKED, 1)
    assert not Offer.objects.filter(external_id="17").exists()


def test_old_files_are_erased_and_lost_jobs_are_called_failed(world):
    run = checked(world.home)
    lost = make_run(world.home)
    later = timezone.now() + actions.KEEP_FILES + actions.LOST_AFTER
    with centre_scope(world.home):
        assert actions.tidy_imports(by=EDITOR, centre=world.home, now=later) == 2
        run.refresh_from_db()
        lost.refresh_from_db()

    assert (run.state, run.content) == (RunState.DISCARDED, None)
    assert (lost.state, lost.content) == (RunState.FAILED, None)
    assert "unterbrochen" in lost.problem


def test_transitions_out_of_order_are_refused(world):
    run = checked(world.home)
    with centre_scope(world.home):
        for act in (actions.run_import, actions.check_import, actions.start_undo, actions.undo_import):
            with pytest.raises(WrongStateError):
                act(by=EDITOR, run=run)
        actions.discard_import(by=EDITOR, run=run)
        for act in (actions.discard_import, actions.confirm_import):
            with pytest.raises(WrongStateError):
                act(by=EDITOR, run=run)


def test_a_changed_source_leaves_untouched_translations_behind(world):
    offer = offer_of(world)
    imported(world.home, table(row_of(world, title_ar="استشارة", title_uk="Борги")))
    again = row_of(world, title_ar="استشارة", title_uk="Борги та поради", description_de="Ganz neu.")

    run = imported(world.home, table(again))

    assert run.report["counts"] == {"changed": 1}
    offer.refresh_from_db()
    behind = {x.language: x.source_revision < offer.content_revision for x in offer.texts.all()}
    assert behind == {"de": False, "ar": True, "uk": False}


def test_many_changes_are_like_single_ones(world):
    from dataclasses import replace

    from vielklang.offers.actions import update_offer, update_offers
    from vielklang.offers.rows import draft_of

    one, two = offer_of(world, "Eins"), offer_of(world, "Zwei")
    drafts = [
        replace(draft_of(x), email="neu@example.org", texts=(text(title="Neu"), text("ar", title="جديد")))
        for x in (one, two)
    ]

    update_offer(by=EDITOR, offer=one, draft=drafts[0])
    update_offers(by=EDITOR, changes=[(two.pk, drafts[1])])

    one.refresh_from_db()
    two.refresh_from_db()
    same = ("email", "title", "content_revision", "edition", "status", "published_at", "confirm_due_on")
    assert [getattr(one, x) for x in same if x != "published_at"] == [
        getattr(two, x) for x in same if x != "published_at"
    ]
    assert [(x.language, x.title, x.source_revision) for x in one.texts.order_by("language")] == [
        (x.language, x.title, x.source_revision) for x in two.texts.order_by("language")
    ]
    assert two.created_at < two.updated_at
