"""One click asks for a translation; a real helper on this machine answers, refuses, dawdles and lies."""

from __future__ import annotations

import datetime as dt
import socket

import pytest
from django.utils import timezone

from tests.offers.factories import text
from tests.translations.factories import (
    ARABIC,
    GERMAN,
    ask,
    finish,
    make_offer,
    make_term,
    set_text,
    words,
    work_of,
)
from tests.translations.helper_server import KEY, running_helper
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.core.texts import TextStatus
from vielklang.translations import actions, tasks
from vielklang.translations.adapters import HelperError, get_helper, protect, restore
from vielklang.translations.enums import Failure, RequestState, TextState
from vielklang.translations.glossary import Term
from vielklang.translations.models import TranslationRequest

JOBCENTER = Term("Jobcenter", "Jobcenter", True)


@pytest.fixture
def helper():
    with running_helper() as server:
        yield server


@pytest.fixture(params=["deepl", "libretranslate"])
def kind(request, helper, settings):
    settings.TRANSLATOR = {"kind": request.param, "url": helper.url, "key": KEY, "timeout": 0.4}
    return request.param


@pytest.fixture
def deepl(helper, settings):
    settings.TRANSLATOR = {"kind": "deepl", "url": helper.url, "key": KEY, "timeout": 0.4}
    return helper


def _request(world):
    with centre_scope(world.home):
        return TranslationRequest.objects.get()


def _run(world):
    tasks.translate_request(centre=world.home.pk, request=str(_request(world).public_id))


@pytest.fixture
def offer(world):
    with centre_scope(world.home):
        return make_offer(world.home)


@pytest.fixture
def asked(world, offer):
    with centre_scope(world.home):
        ask(offer)
    return offer


def test_without_a_helper_a_request_waits_for_a_person(world, asked):
    assert get_helper() is None

    _run(world)

    assert _request(world).state == RequestState.OPEN


def test_asking_twice_is_one_request(home):
    offer = make_offer(home.home)

    assert ask(offer) == ask(offer)


def test_the_answer_becomes_machine_text(world, kind, asked, helper):
    _run(world)

    written = asked.texts.get(language="ar")
    assert _request(world).state == RequestState.DONE
    assert written.status == TextStatus.MACHINE
    assert written.title == f"[ar] {GERMAN.title}"
    assert written.summary == "[ar] Hilfe bei Briefen vom Jobcenter."
    assert (
        written.description
        == "[ar] Wir lesen Ihre Briefe. [ar] Wir füllen Anträge aus.\n[ar] Bringen Sie Zeit mit."
    )
    assert written.costs == ""
    assert any('<x id="0"/>' in text for text in helper.texts)


def test_fixed_terms_are_put_in(world, deepl):
    with centre_scope(world.home):
        make_term(world.home, "Elterncafé", "fixed", ar="مقهى الأهل")
        offer = make_offer(world.home, text("de", title="Unser Elterncafé"))
        ask(offer)

    _run(world)

    assert offer.texts.get(language="ar").title == "[ar] Unser مقهى الأهل"


def test_a_task_that_runs_twice_changes_nothing(world, deepl, asked):
    _run(world)
    count = len(deepl.asked)

    _run(world)

    assert len(deepl.asked) == count


@pytest.mark.parametrize(
    ("behaviour", "failure"),
    [
        ("403", Failure.REFUSED),
        ("456", Failure.LIMIT),
        ("400", Failure.LANGUAGE),
        ("short", Failure.WRONG_ANSWER),
        ("404", Failure.UNREACHABLE),
    ],
)
def test_a_refusal_is_said_at_once(world, deepl, asked, behaviour, failure):
    deepl.behaviour = [behaviour]

    _run(world)

    assert (_request(world).state, _request(world).failure) == (RequestState.FAILED, failure)
    assert not asked.texts.filter(language="ar").exists()


@pytest.mark.parametrize(
    ("behaviour", "failure"),
    [
        ("slow", Failure.TIMEOUT),
        ("503", Failure.UNREACHABLE),
        ("429", Failure.LIMIT),
        ("garbage", Failure.WRONG_ANSWER),
    ],
)
def test_what_may_pass_is_tried_again_and_then_said(world, deepl, asked, behaviour, failure):
    deepl.behaviour = [behaviour] * 4

    for attempt in range(1, 4):
        with pytest.raises(HelperError):
            _run(world)
        assert (_request(world).state, _request(world).attempts) == (RequestState.OPEN, attempt)
    _run(world)

    assert (_request(world).state, _request(world).failure) == (RequestState.FAILED, failure)


def test_a_second_try_succeeds(world, deepl, asked):
    deepl.behaviour = ["503"]
    with pytest.raises(HelperError):
        _run(world)

    _run(world)

    assert _request(world).state == RequestState.DONE


def test_nobody_at_the_address(world, deepl, asked, settings):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.TRANSLATOR = {**settings.TRANSLATOR, "url": f"http://127.0.0.1:{port}"}

    with pytest.raises(HelperError) as error:
        _run(world)

    assert error.value.failure == Failure.UNREACHABLE


def test_a_failed_request_can_be_asked_again(world, deepl, asked):
    deepl.behaviour = ["403"]
    _run(world)
    with centre_scope(world.home):
        ask(asked)

    _run(world)

    assert _request(world).state == RequestState.DONE


def test_lost_tags_are_tried_without(world, deepl, asked):
    deepl.behaviour = ["lose tags"]

    _run(world)

    assert "Jobcenter" in asked.texts.get(language="ar").summary


def test_lost_words_are_no_translation(world, deepl, asked):
    deepl.behaviour = ["lose words", "lose words"]

    _run(world)

    row = _request(world)
    assert (row.state, row.failure, row.failure_words) == (
        RequestState.FAILED,
        Failure.LOST_WORDS,
        "Jobcenter",
    )


def test_known_passages_are_not_sent(world, deepl):
    with centre_scope(world.foreign):
        make_offer(world.foreign, GERMAN, ARABIC)
    actions.remember_offers(by=SYSTEM)
    with centre_scope(world.home):
        offer = make_offer(
            world.home, text("de", title="Neu", description="Wir lesen Ihre Briefe. Ohne Termin.")
        )
        ask(offer)

    _run(world)

    assert deepl.texts == ["Neu", "Kurz gesagt.", "Ohne Termin."]
    assert offer.texts.get(language="ar").description == "نقرأ رسائلكم. [ar] Ohne Termin."


def test_a_persons_text_is_never_replaced_and_only_what_changed_is_sent(world, deepl, offer):
    with centre_scope(world.home):
        finish(offer)
        set_text(offer, text("de", title=GERMAN.title, summary="Ganz neu.", description=GERMAN.description))
        ask(offer)

    _run(world)

    assert deepl.texts == ["Ganz neu."]
    assert offer.texts.get(language="ar").summary == ARABIC.summary
    with centre_scope(world.home):
        work = work_of(offer)
        assert work.record is not None
        assert work.record.is_machine_draft
        assert (work.words["summary"], work.words["title"]) == ("[ar] Ganz neu.", ARABIC.title)
        assert work.state == TextState.DRAFT


def test_a_draft_that_a_person_writes_is_left_alone(world, deepl, asked):
    with centre_scope(world.home):
        work = work_of(asked)
        actions.save_draft(
            by=SYSTEM, work=work, words=words(work, title="بيد إنسان"), version=work.version, edit_key=None
        )

    _run(world)

    with centre_scope(world.home):
        assert work_of(asked).words["title"] == "بيد إنسان"
    assert not asked.texts.filter(language="ar").exists()


def test_a_source_that_changes_meanwhile_is_translated_again(world, deepl, asked):
    with centre_scope(world.home):
        task = actions.claim_request(by=SYSTEM, centre=world.home, public_id=_request(world).public_id)
        set_text(asked, language="de", title="Anders")
        assert task is not None
        assert not actions.store_machine_text(by=SYSTEM, task=task, answers=["x"] * len(task.unknown))

    assert _request(world).state == RequestState.OPEN
    _run(world)
    assert asked.texts.get(language="ar").title == "[ar] Anders"


def test_plain_german_waits_for_a_person(world, deepl, offer):
    with centre_scope(world.home):
        ask(offer, "de-simple")
        late = timezone.now() + dt.timedelta(hours=1)

        assert actions.put_back_stuck_requests(by=SYSTEM, now=late) == []


def test_plain_german_is_no_language_of_a_machine(world, deepl, offer):
    with centre_scope(world.home):
        ask(offer, "de-simple")

    _run(world)

    assert _request(world).failure == Failure.LANGUAGE


def test_a_request_whose_job_was_cut_off_waits_again(world, deepl, asked):
    with centre_scope(world.home):
        actions.claim_request(by=SYSTEM, centre=world.home, public_id=_request(world).public_id)
        assert actions.put_back_stuck_requests(by=SYSTEM) == []

        late = timezone.now() + dt.timedelta(hours=1)
        assert actions.put_back_stuck_requests(by=SYSTEM, now=late) == [_request(world).public_id]
    _run(world)
    assert _request(world).state == RequestState.DONE


def test_long_titles_of_a_machine_are_cut(world, deepl):
    with centre_scope(world.home):
        offer = make_offer(world.home, text("de", title="W" * 158))
        ask(offer)

    _run(world)

    assert len(offer.texts.get(language="ar").title) == 160


@pytest.mark.parametrize(
    "markup", ["ohne", '<x id="0"/> <x id="0"/>', '<x id="1"/>', '<x id="0"/><x id="1"/>']
)
def test_tags_come_back_exactly_once(markup):
    assert restore(markup, ["Jobcenter"]) is None


def test_protection_goes_there_and_back():
    markup, kept = protect("Briefe <vom> Jobcenter & mehr", [JOBCENTER])

    assert markup == 'Briefe &lt;vom&gt; <x id="0"/> &amp; mehr'
    assert restore(markup.replace('"/>', '"></x>'), kept) == "Briefe <vom> Jobcenter & mehr"
