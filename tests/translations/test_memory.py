"""The text memory: filled by people's published translations, used in all centres."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.offers.factories import text
from tests.translations.factories import ARABIC, GERMAN, finish, make_offer, set_text, work_of
from vielklang.core.actor import SYSTEM
from vielklang.core.texts import TextStatus
from vielklang.translations import actions, tasks
from vielklang.translations.memory import known_of
from vielklang.translations.models import MemoryPassage


def _remembered() -> dict[str, tuple[str, str]]:
    return {row.source: (row.target, row.quality) for row in MemoryPassage.objects.filter(language="ar")}


def test_a_finished_text_is_remembered_by_its_job(home):
    offer = make_offer(home.home)
    finish(offer)

    tasks.remember_offers(offer_ids=[offer.pk])

    assert _remembered()["Wir lesen Ihre Briefe."] == ("نقرأ رسائلكم.", "human")
    assert MemoryPassage.objects.filter(origin="Kreis Kleve").count() == MemoryPassage.objects.count() == 8


@pytest.mark.parametrize(
    "change",
    [
        lambda offer: set_text(offer, text("ar", status=TextStatus.MACHINE)),
        lambda offer: set_text(offer, text("ar", status=TextStatus.DRAFT)),
        lambda offer: (finish(offer), set_text(offer, text("de", title="Neu"))),
    ],
    ids=["machine", "draft", "behind"],
)
def test_what_is_not_a_persons_present_text_is_not_remembered(home, change):
    offer = make_offer(home.home)
    change(offer)

    assert actions.remember_offers(by=SYSTEM, offer_ids=[offer.pk]) == 0


def test_unpublished_texts_stay_at_home(home):
    offer = make_offer(home.home, GERMAN, ARABIC, publish=False)

    assert actions.remember_offers(by=SYSTEM, offer_ids=[offer.pk]) == 0
    assert MemoryPassage.objects.count() == 0


def test_a_reviewed_passage_is_replaced_by_a_reviewed_one_alone(home):
    first, second = make_offer(home.home), make_offer(home.foreign)
    finish(first, status=TextStatus.REVIEWED, title="مراجع", bring="هويتكم")
    actions.remember_offers(by=SYSTEM)
    set_text(second, text("ar", title="غير مراجع", summary="", description=""))
    actions.remember_offers(by=SYSTEM, offer_ids=[second.pk])

    assert _remembered()[GERMAN.title] == ("مراجع", "reviewed")

    set_text(second, text("ar", title="مراجع أيضا", summary="", description="", status=TextStatus.REVIEWED))
    actions.remember_offers(by=SYSTEM, offer_ids=[second.pk])
    assert _remembered()[GERMAN.title] == ("مراجع أيضا", "reviewed")


def test_the_same_words_are_known_in_another_centre(home):
    make_offer(home.foreign, GERMAN, ARABIC)
    actions.remember_offers(by=SYSTEM)
    offer = make_offer(home.home)

    known = known_of(work_of(offer))

    assert (known.known, known.total) == (6, 6)
    assert known.filled == {
        name: getattr(ARABIC, name) for name in ("title", "summary", "description", "bring")
    }
    assert known.fields["title"].origin == "Kreis Wesel"


def test_filling_keeps_what_is_written(home):
    make_offer(home.foreign, GERMAN, ARABIC)
    actions.remember_offers(by=SYSTEM)
    offer = make_offer(home.home)
    work = work_of(offer)
    typed = work.words | {"title": "عنواني"}

    _row, known, total = actions.fill_from_memory(
        by=SYSTEM, work=work, words=typed, version=work.version, edit_key=None
    )

    filled = work_of(offer).words
    assert (known, total) == (6, 6)
    assert (filled["title"], filled["summary"]) == ("عنواني", ARABIC.summary)
    used = dict(MemoryPassage.objects.values_list("source", "used_count"))
    assert (used[GERMAN.title], used[GERMAN.summary]) == (0, 1)


def test_a_part_that_is_known_is_no_whole_text(home):
    make_offer(home.foreign, GERMAN, ARABIC)
    actions.remember_offers(by=SYSTEM)
    changed = text("de", title="Etwas ganz anderes", description="Wir lesen Ihre Briefe. Ohne Termin.")
    offer = make_offer(home.home, changed)

    known = known_of(work_of(offer))

    assert known.filled == {}
    assert known.fields["description"].target == "نقرأ رسائلكم."
    assert (known.fields["description"].known, known.fields["description"].total) == (1, 2)


def test_similar_passages_are_shown_with_the_difference(home):
    make_offer(home.foreign, GERMAN, ARABIC)
    actions.remember_offers(by=SYSTEM)
    offer = make_offer(home.home, text("de", summary="Hilfe bei Briefen vom Jobcenters."))

    (near,) = known_of(work_of(offer), with_near=True).fields["summary"].near

    assert near.target == ARABIC.summary
    assert near.per_cent >= 80
    assert ("ins", "Jobcenters") in near.pieces


def test_the_memory_costs_the_same_for_one_offer_and_for_three(home):
    def queries(count):
        ids = [make_offer(home.home, GERMAN, ARABIC).pk for _ in range(count)]
        with CaptureQueriesContext(connection) as captured:
            actions.remember_offers(by=SYSTEM, offer_ids=ids)
        return len(captured)

    assert queries(1) == queries(3)


def test_looking_up_a_long_text_costs_two_queries(home):
    long = " ".join(f"Dies ist der Satz Nummer {number} von vielen." for number in range(60))
    work = work_of(make_offer(home.home, text("de", description=long)))

    with CaptureQueriesContext(connection) as captured:
        known_of(work, with_near=True)

    assert len(captured) == 3  # exact, threshold, near
