"""Which text a reader sees, and what is said about it."""

from __future__ import annotations

import pytest

from tests.offers.factories import ALICE, draft, text
from vielklang.core.texts import TextStatus
from vielklang.offers import actions
from vielklang.offers.models import Offer
from vielklang.offers.texts import NoTextError, text_in

pytestmark = pytest.mark.django_db


def offer(*languages: str, **values: object) -> Offer:
    texts = tuple(text(language) for language in languages)
    return actions.create_offer(by=ALICE, draft=draft(texts=texts, **values))


def read(made: Offer, tag: str) -> Offer:
    return Offer.objects.with_texts(tag).get(pk=made.pk)


@pytest.mark.parametrize(
    ("languages", "reader", "shown", "is_fallback"),
    [
        (("de", "ar"), "ar", "ar", False),
        (("de", "ar"), "uk", "de", True),
        (("de",), "de-simple", "de", False),
        (("de", "de-simple"), "de-simple", "de-simple", False),
        (("de", "de-simple"), "de", "de", False),
    ],
)
def test_reader_sees_their_language_or_german_that_is_marked(
    languages: tuple[str, ...], reader: str, shown: str, is_fallback: bool
):
    made = offer(*languages)

    for row in (made, read(made, reader)):
        answer = text_in(row, reader)
        assert (answer.language, answer.is_fallback, answer.title) == (shown, is_fallback, f"Titel {shown}")


def test_without_german_the_source_language_is_shown_and_marked():
    made = offer("tr", source_language="tr")

    answer = text_in(read(made, "uk"), "uk")

    assert (answer.language, answer.is_fallback, answer.is_behind) == ("tr", True, False)


def test_direction_and_status_go_with_the_text():
    made = offer("de")
    actions.set_offer_text(by=ALICE, offer=made, text=text("ar", status=TextStatus.MACHINE))

    answer = text_in(read(made, "ar"), "ar")

    assert (answer.direction, answer.status, answer.is_machine) == ("rtl", TextStatus.MACHINE, True)


def test_text_is_behind_when_its_source_has_changed():
    made = offer("de", "en")
    assert not text_in(read(made, "en"), "en").is_behind

    actions.set_offer_text(by=ALICE, offer=made, text=text(summary="Neu."))

    assert text_in(read(made, "en"), "en").is_behind
    assert not text_in(read(made, "de"), "de").is_behind


def test_draft_is_never_shown():
    made = offer("de")
    actions.set_offer_text(by=ALICE, offer=made, text=text("en", status=TextStatus.DRAFT))

    assert text_in(read(made, "en"), "en").language == "de"
    assert text_in(Offer.objects.get(pk=made.pk), "en").language == "de"


def test_offer_with_drafts_alone_has_no_text_to_show():
    made = actions.create_offer(by=ALICE, draft=draft(texts=(text(status=TextStatus.DRAFT),)))

    with pytest.raises(NoTextError):
        text_in(read(made, "de"), "de")
