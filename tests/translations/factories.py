"""Rows for tests of translations; needs an open scope where they are a centre's own."""

from __future__ import annotations

from typing import Any

from tests.offers.factories import draft, text
from vielklang.centres.actions import set_centre_text
from vielklang.centres.models import Centre
from vielklang.core.actor import SYSTEM
from vielklang.core.texts import TextStatus
from vielklang.offers.actions import create_offer, publish_offer, set_offer_text
from vielklang.offers.drafts import TextDraft
from vielklang.offers.models import Offer
from vielklang.translations import actions
from vielklang.translations.models import GlossaryTerm, TextAdoption, TranslationRequest
from vielklang.translations.works import Work, centre_work, offer_work

GERMAN = TextDraft(
    language="de",
    title="Beratung für Familien",
    summary="Hilfe bei Briefen vom Jobcenter.",
    description="Wir lesen Ihre Briefe. Wir füllen Anträge aus.\nBringen Sie Zeit mit.",
    bring="Ihren Ausweis",
)
ARABIC = TextDraft(
    language="ar",
    title="استشارة للعائلات",
    summary="مساعدة في رسائل Jobcenter.",
    description="نقرأ رسائلكم. نملأ الطلبات.\nأحضروا معكم الوقت.",
    bring="هويتكم",
)


def make_offer(centre: Centre, *texts: TextDraft, publish: bool = True, **values: Any) -> Offer:
    """An offer of this centre, published if nothing else is said, with the German text above."""
    offer = create_offer(by=SYSTEM, draft=draft(centre=centre, texts=texts or (GERMAN,), **values))
    if publish:
        offer = publish_offer(by=SYSTEM, offer=offer)
    return Offer.objects.select_related("centre").get(pk=offer.pk)


def more_of(offer: Offer) -> Offer:
    """Another offer of the same centre."""
    return make_offer(offer.centre, organisation=offer.organisation)


def set_text(offer: Offer, text_draft: TextDraft | None = None, **values: Any) -> Offer:
    set_offer_text(by=SYSTEM, offer=offer, text=text_draft or text(**values))
    return Offer.objects.select_related("centre").get(pk=offer.pk)


def work_of(offer: Offer, language: str = "ar") -> Work:
    """As the editor reads it now."""
    fresh = Offer.objects.select_related("centre").prefetch_related("texts").get(pk=offer.pk)
    work = offer_work(fresh, language)
    assert work is not None
    return work


def words(work: Work, **values: str) -> dict[str, str]:
    return {name: values.get(name, "") for name in work.fields}


def finish(
    offer: Offer, language: str = "ar", *, by: Any = SYSTEM, status: str = TextStatus.HUMAN, **values: str
) -> Any:
    """Translate an offer as a person does in the editor."""
    work = work_of(offer, language)
    said = values or {name: getattr(ARABIC, name) for name in work.fields}
    return actions.finish_text(
        by=by, work=work, words=words(work, **said), version=work.version, edit_key=None, status=status
    )


def ask(offer: Offer, language: str = "ar") -> TranslationRequest:
    return actions.ask_for_translation(by=SYSTEM, offer=offer, language=language)


def make_term(
    centre: Centre, term: str = "Elterncafé", kind: str = "keep", **translations: str
) -> GlossaryTerm:
    return actions.set_term(by=SYSTEM, centre=centre, term=term, kind=kind, translations=translations)


def adopt(offer: Offer, source: Offer, *, languages: tuple[str, ...] = ()) -> TextAdoption:
    return actions.take_over(by=SYSTEM, offer=offer, source=source, languages=languages)


def translate_centre(centre: Centre, introduction: str = "أهلا وسهلا.") -> None:
    """The centre's own German text and its Arabic translation."""
    set_centre_text(by=SYSTEM, centre=centre, language="de", introduction="Willkommen.")
    work = centre_work(Centre.objects.get(pk=centre.pk), "ar")
    assert work is not None
    actions.finish_text(
        by=SYSTEM,
        work=work,
        words=words(work, introduction=introduction),
        version=work.version,
        edit_key=None,
    )
