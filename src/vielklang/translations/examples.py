"""Invented work on translations for the demonstration: a text behind, one by a machine, one asked for."""

from __future__ import annotations

from dataclasses import replace

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action
from vielklang.core.scope import centre_scope
from vielklang.core.texts import TextStatus
from vielklang.offers.actions import save_revision, set_offer_text
from vielklang.offers.drafts import TextDraft
from vielklang.offers.models import Offer
from vielklang.offers.rows import draft_of
from vielklang.translations.actions import ask_for_translation
from vielklang.translations.models import TranslationRequest

CENTRE = "kreis-kleve"
BEHIND, BY_MACHINE, ASKED = "formularhilfe", "sprachcafe", "seniorentreff"
_ADDED = " Auch Briefe vom Jobcenter lesen wir mit Ihnen."
_TURKISH = TextDraft(
    language="tr",
    status=TextStatus.MACHINE,
    title="Dil kafesi: Kahve ve çay eşliğinde Almanca konuşma",
    summary="Rahat sohbetlerde Almanca pratiği yapın. Kayıt yok, sınav yok, her seviye için.",
    description=(
        "Küçük masalarda oturup günlük hayat hakkında konuşuyoruz. Bir kelime eksik kaldığında gönüllüler"
        " yardım eder. Her masada bir konu vardır, örneğin yemek pişirme, iş veya bayramlar."
    ),
    how_to_join="Geç kalsanız veya erken çıkmanız gerekse bile uğrayın.",
    conditions="Çocuklar gelebilir ama ailelerinin yanında kalır.",
    costs="Giriş ücretsizdir, kahve ve çay da.",
)


@action
def load_translation_examples(*, by: Actor) -> None:
    """Does nothing where a request is there already, or no example offers are."""
    centre = Centre.objects.filter(slug=CENTRE).first()
    if centre is None:
        return
    with centre_scope(centre):
        offers = {key: _offer(centre, key) for key in (BEHIND, BY_MACHINE, ASKED)}
        if TranslationRequest.objects.exists():
            return
        if behind := offers[BEHIND]:
            _change_source(by, behind)
        if by_machine := offers[BY_MACHINE]:
            set_offer_text(by=by, offer=by_machine, text=_TURKISH)
        if asked := offers[ASKED]:
            ask_for_translation(by=by, offer=asked, language="fa")


def _offer(centre: Centre, key: str) -> Offer | None:
    rows = Offer.objects.visible().filter(centre=centre, example_type=key)
    return rows.select_related("centre", "organisation").order_by("pk").first()


def _change_source(by: Actor, offer: Offer) -> None:
    """The German text says one thing more; its translations are behind from now on."""
    draft = draft_of(offer)
    source = draft.source_text
    assert source is not None
    text = replace(source, description=source.description + _ADDED)
    save_revision(
        by=by,
        offer=offer,
        draft=replace(draft, texts=(text,)),
        base_number=offer.edition,
        note="Beispiel: Jobcenter ergänzt",
    )
