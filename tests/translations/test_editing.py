"""Drafts, finished texts, review, and two people at the same text."""

from __future__ import annotations

import uuid

import pytest

from tests.offers.factories import text
from tests.translations.factories import (
    ARABIC,
    ask,
    finish,
    make_offer,
    set_text,
    translate_centre,
    words,
    work_of,
)
from vielklang.centres.actions import set_centre_text
from vielklang.centres.models import Centre
from vielklang.core.actor import SYSTEM
from vielklang.core.models import AuditEntry
from vielklang.core.texts import TextStatus
from vielklang.offers.validation import InvalidOfferError
from vielklang.translations import actions
from vielklang.translations.enums import RequestState, TextState
from vielklang.translations.models import TextCredit, TranslationRequest
from vielklang.translations.works import centre_work


@pytest.fixture
def offer(home):
    return make_offer(home.home)


def _save(work, key=None, **values):
    return actions.save_draft(
        by=SYSTEM, work=work, words=words(work, **values), version=work.version, edit_key=key
    )


def test_a_draft_leaves_what_readers_see(offer):
    finish(offer)
    work = work_of(offer)

    _save(work, title="جديد")

    offer.refresh_from_db()
    assert offer.texts.get(language="ar").title == ARABIC.title
    assert work_of(offer).words["title"] == "جديد"
    assert work_of(offer).state == TextState.DRAFT


def test_finishing_writes_the_text_and_ends_draft_and_request(offer):
    ask(offer)
    _save(work_of(offer), title="غير مكتمل")

    finish(offer)

    written = offer.texts.get(language="ar")
    assert (written.title, written.status, written.source_revision) == (ARABIC.title, TextStatus.HUMAN, 1)
    assert work_of(offer).state == TextState.DONE
    assert TranslationRequest.objects.get().state == RequestState.DONE
    assert AuditEntry.objects.filter(event="translation finished").exists()


def test_what_changed_in_the_source_is_known_later(offer):
    finish(offer)
    set_text(offer, language="de", title="Beratung für Familien", summary="Hilfe bei allen Briefen.")

    work = work_of(offer)

    assert work.state == TextState.BEHIND
    assert work.former is not None
    assert work.former["summary"] == "Hilfe bei Briefen vom Jobcenter."


def test_finishing_without_a_change_says_that_it_still_fits(offer):
    finish(offer)
    set_text(offer, language="de", title="Beratung für alle")

    finish(offer)

    assert work_of(offer).state == TextState.DONE
    assert offer.texts.get(language="ar").source_revision == 2


def test_a_text_without_a_title_is_refused(offer):
    with pytest.raises(InvalidOfferError):
        finish(offer, summary="ملخص")


def test_a_second_person_does_not_overwrite(offer):
    first, second = work_of(offer), work_of(offer)
    _save(first, title="الأول")

    with pytest.raises(actions.EditConflictError) as conflict:
        _save(second, title="الثاني")

    assert conflict.value.work.words["title"] == "الأول"
    assert work_of(offer).words["title"] == "الأول"


def test_one_form_goes_on_without_reading_again(offer):
    work, key = work_of(offer), uuid.uuid4()
    _save(work, key, title="واحد")

    _save(work, key, title="اثنان")

    assert work_of(offer).words["title"] == "اثنان"
    with pytest.raises(actions.EditConflictError):
        _save(work, uuid.uuid4(), title="ثلاثة")


def test_a_text_written_elsewhere_is_no_surprise(offer):
    work, key = work_of(offer), uuid.uuid4()
    _save(work, key, title="واحد")
    set_text(offer, ARABIC)

    with pytest.raises(actions.EditConflictError):
        _save(work, key, title="اثنان")


def test_review_keeps_the_translator(home, offer):
    work = work_of(offer)
    actions.finish_text(
        by=home.actor("translator"),
        work=work,
        words=words(work, title="عنوان"),
        version=work.version,
        edit_key=None,
        credit="Beispiel Übersetzerin",
    )

    finish(offer, by=home.actor("editor"), status=TextStatus.REVIEWED, title="عنوان")

    credit, written = TextCredit.objects.get(), offer.texts.get(language="ar")
    assert (credit.translator, credit.text_at) == ("Beispiel Übersetzerin", written.updated_at)
    assert written.status == TextStatus.REVIEWED


def test_review_gives_a_name_to_nobody_elses_words(home, offer):
    work = work_of(offer)
    actions.finish_text(
        by=SYSTEM,
        work=work,
        words=words(work, title="عنوان"),
        version=work.version,
        edit_key=None,
        credit="Erste",
    )
    set_text(offer, ARABIC)

    finish(offer, status=TextStatus.REVIEWED)

    assert TextCredit.objects.get().text_at != offer.texts.get(language="ar").updated_at


def test_a_reviewed_machine_text_is_reviewed_by_a_person(offer):
    set_text(offer, text("ar", status=TextStatus.MACHINE))
    assert work_of(offer).state == TextState.MACHINE

    finish(offer, status=TextStatus.REVIEWED)

    assert work_of(offer).state == TextState.DONE


def test_sending_back_keeps_the_words_with_a_note(offer):
    finish(offer)

    actions.send_back(by=SYSTEM, work=work_of(offer), note="Bitte „Jobcenter“ stehen lassen", hide=False)

    work = work_of(offer)
    assert work.record is not None
    assert (work.record.note, work.words["title"]) == ("Bitte „Jobcenter“ stehen lassen", ARABIC.title)
    assert offer.texts.get(language="ar").status == TextStatus.HUMAN


def test_sending_back_may_hide_the_text_from_readers(offer):
    finish(offer)

    actions.send_back(by=SYSTEM, work=work_of(offer), note="falsch", hide=True)

    assert offer.texts.get(language="ar").status == TextStatus.DRAFT
    finish(offer)
    assert work_of(offer).record.note == ""


def test_the_centres_own_text_is_translated_in_the_same_way(home):
    translate_centre(home.home)
    assert _own_text(home).state == TextState.DONE

    set_centre_text(by=SYSTEM, centre=home.home, language="de", introduction="Herzlich willkommen.")

    assert _own_text(home).state == TextState.BEHIND
    assert _own_text(home).former == {"introduction": "Willkommen.", "news_title": "", "news": ""}


def _own_text(home):
    work = centre_work(Centre.objects.get(pk=home.home.pk), "ar")
    assert work is not None
    return work
