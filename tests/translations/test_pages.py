"""The desk's pages of translations as people use them."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.offers.factories import text
from tests.translations.factories import (
    ARABIC,
    GERMAN,
    adopt,
    ask,
    finish,
    make_offer,
    make_term,
    set_text,
    work_of,
)
from tests.world import make_membership, make_user, sign_in
from vielklang.core.actor import SYSTEM
from vielklang.core.permissions import Role
from vielklang.core.scope import centre_scope
from vielklang.core.texts import TextStatus
from vielklang.offers.actions import archive_offer
from vielklang.translations import actions, queries
from vielklang.translations.desk import figures, today
from vielklang.translations.enums import TextState
from vielklang.translations.models import GlossaryTerm, TextAdoption, TextCredit, TranslationRequest


@pytest.fixture
def client(world):
    return world.client(Role.EDITOR)


def _url(world, name, *args):
    return reverse(f"translations:{name}", args=[world.home.slug, *args])


def _edit_url(world, offer, language="ar"):
    return _url(world, "desk_edit", language, offer.public_id)


def _hidden(page) -> dict[str, str]:
    """What the form of the editor says of itself."""
    content = page.content.decode()
    return {
        name: re.search(rf'name="{name}" value="([^"]*)"', content)[1] for name in ("version", "edit_key")
    }


@pytest.fixture
def every_state(world):
    """One offer in each state in Arabic, and one that nobody publishes any more; the world's own is missing."""
    with centre_scope(world.home):
        offers = {state: make_offer(world.home) for state in TextState if state != TextState.MISSING}
        for state in (TextState.BEHIND, TextState.DONE):
            finish(offers[state])
        set_text(offers[TextState.BEHIND], language="de", title="Neuer Titel")
        set_text(offers[TextState.MACHINE], text("ar", status=TextStatus.MACHINE))
        work = work_of(offers[TextState.DRAFT])
        actions.save_draft(by=SYSTEM, work=work, words={"title": "x"}, version=work.version, edit_key=None)
        archive_offer(by=SYSTEM, offer=make_offer(world.home), reason="Ende")
    return offers


@pytest.mark.parametrize("state", TextState)
def test_each_text_is_on_the_board_of_its_state(world, every_state, state):
    with centre_scope(world.home):
        rows = list(queries.filtered(queries.board(world.home, "ar"), state=state))

        assert [row.state for row in rows] == [state]
        if state in every_state:
            assert rows[0] == every_state[state]
            assert work_of(every_state[state]).state == state


def test_figures_of_the_overview_are_the_rows_they_open(world, client, every_state):
    content = client.get(_url(world, "desk_overview")).content.decode()
    links = re.findall(r'href="(/desk/[^"]*translations/ar/\?state=\w+)"[^>]*>(\d+)<', content)

    assert len(links) == len(TextState)
    for address, count in links:
        assert len(client.get(address).context["page"].object_list) == int(count) == 1, address


def test_boards_cost_the_same_for_one_row_and_for_three(world, client):
    def count(address):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    pages = [
        _url(world, "desk_overview"),
        _url(world, "desk_board", "ar"),
        _url(world, "desk_glossary"),
        _url(world, "desk_take_over"),
        _url(world, "desk_take_over") + f"?offer={world.offer.public_id}",
    ]
    one = [count(page) for page in pages]
    with centre_scope(world.home):
        for _ in range(2):
            offer = make_offer(world.home, GERMAN, ARABIC)
            ask(offer, "uk")
            adopt(make_offer(world.home), world.foreign_offer)
        make_term(world.home)
    make_offer(world.foreign, GERMAN, ARABIC)
    make_offer(world.foreign, GERMAN, ARABIC)

    assert [count(page) for page in pages] == one


def test_published_offers_come_first_then_what_was_asked_for(world, client):
    with centre_scope(world.home):
        draft = make_offer(world.home, publish=False)
        asked = make_offer(world.home)
        ask(asked)

    rows = client.get(_url(world, "desk_board", "ar")).context["page"].object_list

    assert [row.pk for row in rows] == [asked.pk, world.offer.pk, draft.pk]


def test_filters_of_the_board(world, client):
    with centre_scope(world.home):
        make_offer(world.home, publish=False)

    def shown(query):
        return len(client.get(f"{_url(world, 'desk_board', 'ar')}?{query}").context["page"].object_list)

    assert shown("") == 2
    assert shown("public=on") == 1
    assert shown("q=familien") == 1
    assert shown("q=gibtesnicht") == 0
    assert shown("state=quatsch&sort=quatsch&page=99") == 2


def test_a_translator_has_only_their_languages(world):
    user = make_user("ar@example.org", "Beispiel Übersetzerin")
    make_membership(user, Role.TRANSLATOR, centre=world.home, languages=["ar"])
    client = sign_in(world.client(None), user)

    overview = client.get(_url(world, "desk_overview")).content.decode()
    assert "/translations/ar/" in overview
    assert "/translations/uk/" not in overview
    for address in (_url(world, "desk_board", "uk"), _edit_url(world, world.offer, "uk")):
        assert client.get(address).status_code == 403, address
    for name in ("desk_keep", "desk_fill", "desk_edit"):
        url = _url(world, name, "uk", world.offer.public_id)
        assert client.post(url, {"title": "x", "version": "0.0", "do": "finish"}).status_code == 403, name
    assert client.post(_url(world, "desk_ask", "uk"), {"offer": world.offer.public_id}).status_code == 403
    assert client.get(_url(world, "desk_board", "ar")).status_code == 200
    assert client.get(_edit_url(world, world.offer)).status_code == 200
    assert not world.offer.texts.filter(language="uk").exists()


def test_the_editor_shows_source_and_target_in_their_directions(world, client):
    content = client.get(_edit_url(world, world.offer)).content.decode()

    assert 'lang="de" dir="ltr"' in content
    assert re.search(r'<textarea[^>]*name="description"[^>]*lang="ar" dir="rtl"', content)
    assert re.search(r'<input[^>]*name="title"[^>]*lang="ar" dir="rtl"', content)


def test_finishing_in_the_editor(world, client):
    address = _edit_url(world, world.offer)
    sent = _hidden(client.get(address)) | {
        "do": "next", "title": "عنوان", "summary": "ملخص", "is_named": "on", "name": "Beispiel Name",
    }  # fmt: skip

    answer = client.post(address, sent)

    written = world.offer.texts.get(language="ar")
    assert answer.status_code == 302
    assert (written.title, written.status, written.author) == ("عنوان", "human", "Kreis Kleve")
    assert TextCredit.objects.get().translator == "Beispiel Name"


def test_next_leads_to_the_next_one_on_the_board(world, client):
    with centre_scope(world.home):
        other = make_offer(world.home)

    answer = client.post(
        _edit_url(world, world.offer),
        _hidden(client.get(_edit_url(world, world.offer))) | {"do": "next", "title": "عنوان"},
    )

    assert answer.headers["Location"] == _edit_url(world, other)


def test_wrong_words_are_said_and_what_was_typed_stays(world, client):
    address = _edit_url(world, world.offer)

    answer = client.post(
        address, _hidden(client.get(address)) | {"do": "finish", "summary": "ملخص طويل" * 60}
    )

    content = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in content
    assert "ملخص طويل" in content
    assert not world.offer.texts.filter(language="ar").exists()


def test_missing_glossary_words_hold_the_text_until_they_were_seen(world, client):
    offer = make_offer(world.home)
    address = _edit_url(world, offer)
    sent = _hidden(client.get(address)) | {"do": "finish", "title": "عنوان", "summary": "رسائل مركز العمل"}

    first = client.post(address, sent)

    assert first.status_code == 422
    assert "Jobcenter" in first.content.decode()
    assert not offer.texts.filter(language="ar").exists()
    with centre_scope(world.home):
        assert work_of(offer).words["title"] == "عنوان"

    second = client.post(address, sent | _hidden(first) | {"warned": "on"})
    assert second.status_code == 302
    assert offer.texts.get(language="ar").summary == "رسائل مركز العمل"


def test_two_people_neither_loses_words(world, client):
    address, other = _edit_url(world, world.offer), world.client(Role.LEAD)
    mine, theirs = _hidden(client.get(address)), _hidden(other.get(address))
    assert (
        other.post(
            _url(world, "desk_keep", "ar", world.offer.public_id), theirs | {"title": "لهم"}
        ).status_code
        == 204
    )
    keep = _url(world, "desk_keep", "ar", world.offer.public_id)
    assert client.post(keep, mine | {"title": "لي"}).status_code == 409

    told = client.get(address).content.decode()
    answer = client.post(address, mine | {"do": "finish", "title": "لي"})

    content = answer.content.decode()
    assert "Beispiel Lead" in told
    assert answer.status_code == 409
    assert "لي" in content
    assert "لهم" in content
    assert not world.offer.texts.filter(language="ar").exists()

    assert client.post(address, _hidden(answer) | {"do": "finish", "title": "لي"}).status_code == 302
    assert world.offer.texts.get(language="ar").title == "لي"


def test_autosave_goes_on_with_the_same_form(world, client):
    keep = _url(world, "desk_keep", "ar", world.offer.public_id)
    form = _hidden(client.get(_edit_url(world, world.offer)))

    assert [client.post(keep, form | {"title": title}).status_code for title in ("ا", "اب", "ابت")] == [
        204
    ] * 3
    assert (
        client.post(_edit_url(world, world.offer), form | {"do": "finish", "title": "ابت"}).status_code == 302
    )


def test_what_changed_in_the_source_is_marked(world, client):
    with centre_scope(world.home):
        offer = make_offer(world.home)
        finish(offer)
        set_text(offer, text("de", title=GERMAN.title, summary="Hilfe bei Briefen vom Jugendamt."))

    content = client.get(_edit_url(world, offer)).content.decode()

    assert "<del>Jobcenter</del><ins>Jugendamt</ins>" in content


def test_filling_from_the_memory_keeps_what_is_typed(world, client):
    make_offer(world.foreign, GERMAN, ARABIC)
    actions.remember_offers(by=SYSTEM)
    offer = make_offer(world.home)
    page = client.get(_edit_url(world, offer))
    assert page.context["known"].known == page.context["known"].total == 6

    client.post(_url(world, "desk_fill", "ar", offer.public_id), _hidden(page) | {"title": "عنواني"})

    with centre_scope(world.home):
        filled = work_of(offer).words
    assert (filled["title"], filled["bring"]) == ("عنواني", ARABIC.bring)


def test_a_draft_can_be_thrown_away(world, client):
    address = _edit_url(world, world.offer)
    client.post(address, _hidden(client.get(address)) | {"do": "draft", "title": "مسودة"})
    discard = _url(world, "desk_discard", "ar", world.offer.public_id)
    client.post(discard, {"version": "0.0"})
    with centre_scope(world.home):
        assert work_of(world.offer).state == TextState.DRAFT, "somebody wrote since that page was read"

    client.post(discard, {"version": _hidden(client.get(address))["version"]})

    with centre_scope(world.home):
        assert work_of(world.offer).state == TextState.MISSING


def test_the_enter_key_saves_a_draft_and_fills_nothing(world, client):
    content = client.get(_edit_url(world, world.offer)).content.decode()
    form = content[content.index('class="vk-translate"') :]

    assert 'value="draft"' in re.search(r"<button[^>]*>", form)[0]


def test_a_long_board_has_pages(world, client, monkeypatch):
    with centre_scope(world.home):
        for _ in range(2):
            make_offer(world.home)
    monkeypatch.setattr("vielklang.translations.views.desk.board.page_of.__defaults__", (2,))

    first = client.get(f"{_url(world, 'desk_board', 'ar')}?sort=title")
    second = client.get(f"{_url(world, 'desk_board', 'ar')}?sort=title&page=2")

    assert "?sort=title&amp;page=2" in first.content.decode()
    shown = [row.pk for page in (first, second) for row in page.context["page"].object_list]
    assert len(shown) == len(set(shown)) == 3


def test_a_translator_cannot_review(world):
    client, address = world.client(Role.TRANSLATOR), _edit_url(world, world.offer)

    answer = client.post(address, _hidden(client.get(address)) | {"do": "reviewed", "title": "عنوان"})

    assert answer.status_code == 403
    assert not world.offer.texts.filter(language="ar").exists()


def test_review_and_sending_back(world, client):
    finish_as = _hidden(client.get(_edit_url(world, world.offer)))
    client.post(_edit_url(world, world.offer), finish_as | {"do": "reviewed", "title": "عنوان"})
    assert world.offer.texts.get(language="ar").status == "reviewed"

    back = _url(world, "desk_send_back", "ar", world.offer.public_id)
    assert client.post(back, {"note": ""}).status_code == 422
    assert client.post(back, {"note": "Bitte kürzer", "hide": "on"}).status_code == 302

    assert world.offer.texts.get(language="ar").status == "draft"
    assert "Bitte kürzer" in client.get(_edit_url(world, world.offer)).content.decode()


def test_asking_from_the_board_and_withdrawing(world, client):
    url = _url(world, "desk_ask", "ar")
    answer = client.post(
        url, {"offer": [world.offer.public_id, world.foreign_offer.public_id, "x"], "query": "sort=title"}
    )

    assert answer.headers["Location"].endswith("/translations/ar/?sort=title")
    with centre_scope(world.home):
        row = TranslationRequest.objects.get()
    assert (row.offer, row.requested_by) == (world.offer, "Beispiel Editor")

    client.post(_url(world, "desk_withdraw", row.public_id))
    with centre_scope(world.home):
        assert not TranslationRequest.objects.exists()


def test_the_centres_text_in_the_editor(world, client):
    from vielklang.centres.actions import set_centre_text

    set_centre_text(by=SYSTEM, centre=world.home, language="de", introduction="Willkommen.")
    address = _url(world, "desk_edit", "ar", "centre")
    assert address in client.get(_url(world, "desk_board", "ar")).content.decode()

    answer = client.post(address, _hidden(client.get(address)) | {"do": "finish", "introduction": "أهلا"})

    assert answer.status_code == 302
    assert world.home.texts.get(language="ar").introduction == "أهلا"


def test_the_glossary_can_be_kept(world, client):
    url = _url(world, "desk_term_add")
    assert client.post(url, {"term": "", "kind": "fixed"}).status_code == 422
    assert client.post(url, {"term": "=1+1", "kind": "fixed", "word_ar": "كلمة"}).status_code == 302
    assert client.post(url, {"term": "=1+1", "kind": "keep"}).status_code == 422
    row = GlossaryTerm.objects.get(centre=world.home)
    client.post(
        _url(world, "desk_term", row.public_id), {"term": "=1+1", "kind": "fixed", "word_uk": "слово"}
    )

    answer = client.get(_url(world, "desk_glossary_export"))

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    own = [line for line in rows if line["scope"] == "centre"]
    assert [(line["term"], line["ar"], line["uk"]) for line in own] == [("'=1+1", "", "слово")]
    assert len(rows) > 25

    client.post(_url(world, "desk_term_remove", row.public_id))
    assert not GlossaryTerm.objects.filter(centre=world.home).exists()


def test_a_statewide_term_is_changed_by_nobody_at_a_desk(world, client):
    row = GlossaryTerm.objects.filter(centre=None).first()

    assert (
        client.post(_url(world, "desk_term", row.public_id), {"term": "x", "kind": "keep"}).status_code == 404
    )
    assert client.post(_url(world, "desk_term_remove", row.public_id)).status_code == 404


def test_taking_over_from_search_to_difference(world, client):
    source = make_offer(world.foreign, GERMAN, ARABIC)
    make_offer(world.foreign, GERMAN, ARABIC)
    own = make_offer(world.home, text("de", title="Beratung Familien"))
    listed = client.get(f"{_url(world, 'desk_take_over')}?offer={own.public_id}")
    first = listed.context["page"].object_list[0]
    assert (first["text"].title, first["twins"]) == (GERMAN.title, 1)

    page = client.get(_url(world, "desk_take_over_text", own.public_id, source.public_id))
    assert [entry["ticked"] for entry in page.context["languages"]] == [True]
    taken = client.post(page.request["PATH_INFO"], {"language": ["ar"]})
    assert own.texts.get(language="ar").title == ARABIC.title

    set_text(source, language="de", title="Ganz neuer Titel")
    changed = client.get(taken.headers["Location"])
    assert "<ins>Ganz</ins>" in changed.content.decode()
    assert "#changed" in client.get(_url(world, "desk_overview")).content.decode()

    client.post(taken.headers["Location"], {"do": "ignore"})
    assert "#changed" not in client.get(_url(world, "desk_overview")).content.decode()
    client.post(taken.headers["Location"], {"do": "again"})
    assert own.texts.get(language="de").title == "Ganz neuer Titel"
    client.post(taken.headers["Location"], {"do": "end"})
    with centre_scope(world.home):
        assert not TextAdoption.objects.exists()


def test_unpublished_texts_of_others_cannot_be_taken(world, client):
    source = make_offer(world.foreign, publish=False)

    address = _url(world, "desk_take_over_text", world.offer.public_id, source.public_id)

    assert client.get(address).status_code == client.post(address).status_code == 404


def test_what_waits_today_leads_to_its_rows(world, client, every_state):
    with centre_scope(world.home):
        adopt(make_offer(world.home), world.foreign_offer)
    set_text(world.foreign_offer, language="de", title="Neu")
    with centre_scope(world.home):
        items = list(today(world.area(Role.EDITOR)))
        shares = list(figures(world.area(Role.EDITOR)))
        translator = list(today(world.area(Role.TRANSLATOR)))

    assert [item.count for item in items] == [1, 1, 1]
    assert len(translator) == 1
    for item in items[:2]:
        assert len(client.get(item.url).context["page"].object_list) == item.count
    assert {figure.value for figure in shares} == {"0 %", "50 %"}


def test_who_may_not_translate_is_told_nothing(world, every_state):
    with centre_scope(world.home):
        assert list(today(world.area(Role.FUNDING))) == list(figures(world.area(Role.FUNDING))) == []
