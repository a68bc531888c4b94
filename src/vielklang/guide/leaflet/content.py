"""From an offer to what its leaflet says, in the order in which a person needs it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from vielklang.guide.leaflet import wording
from vielklang.guide.leaflet.model import Column, LeafletOffer, Line, Section, Words
from vielklang.guide.leaflet.sketch import sketch_of
from vielklang.guide.leaflet.times import when_lines
from vielklang.guide.offer_page import age_words
from vielklang.offers.enums import (
    Capacity,
    Childcare,
    Condition,
    CostKind,
    Delivery,
    Document,
    Joining,
    Known,
    TargetGroup,
)
from vielklang.offers.models import Offer, OfferPlace
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.offers.texts import ShownText, text_in
from vielklang.organisations.enums import OrganisationKind
from vielklang.places.place import Place
from vielklang.translations.credits import credit_of
from vielklang.web import formats


@dataclass(frozen=True, slots=True)
class Page:
    """One offer for one reader; the reader's language is active while its sections are written."""

    offer: Offer
    text: ShownText
    language: str
    place: Place | None
    now: dt.datetime

    def own(self, text: str) -> Line:
        """A line in the reader's language."""
        return (Words(text, self.language),)

    def facts(self, *facts: str) -> tuple[Line, ...]:
        """One line of those that are known, in the reader's language; none where nothing is."""
        text = " · ".join(fact for fact in facts if fact)
        return (self.own(text),) if text else ()

    def said(self, text: str) -> tuple[Line, ...]:
        """What the offer's text says, a line per paragraph, in the language it is written in."""
        return tuple((Words(part.strip(), self.text.language),) for part in text.splitlines() if part.strip())


def leaflet_offer(
    offer: Offer,
    *,
    languages: Sequence[str],
    url: str,
    place: Place | None = None,
    towns: Collection[Place] = (),
    now: dt.datetime | None = None,
) -> LeafletOffer:
    """One offer with a column per language. Words that are not translated stay German and are marked as such.

    No query for an offer read `with_texts(…).for_page()` with its `text_credits`; `place` adds how far it is,
    `towns` are the names that its sketch may show.
    """
    moment = now or timezone.now()
    columns = tuple(_column(offer, tag, place, moment) for tag in languages)
    sketch = sketch_of(offer, reader=place, towns=towns, languages=len(languages))
    return LeafletOffer(url, columns, sketch)


def _column(offer: Offer, language: str, place: Place | None, now: dt.datetime) -> Column:
    taxonomy = get_taxonomy()
    page = Page(offer, text_in(offer, language), language, place, now)
    life_area = taxonomy.life_area_of(offer.topics[0])
    with override(language):
        return Column(
            language=language,
            life_area=life_area,
            life_area_name=taxonomy.life_area_name(life_area, language),
            title=Words(page.text.title, page.text.language),
            summary=Words(page.text.summary, page.text.language),
            sections=tuple(_sections(page)),
            contact=_centre_lines(page),
            note=_note(page),
            sketch_words=_sketch_words(page),
        )


def _note(page: Page) -> str:
    if page.text.is_fallback:
        if page.text.language == "de":
            return _("Text in German")
        name = wording.language_name(page.text.language)
        return _("Language of this text: %(language)s") % {"language": name}
    notes = []
    if page.text.is_machine:
        notes.append(_("A machine translated this text. No person has checked it yet."))
    if page.text.is_behind:
        notes.append(_("The German text is newer than this translation. Please ask before you go."))
    return " ".join(notes)


def _sections(page: Page) -> Iterable[Section]:
    parts: tuple[tuple[str, str, Callable[[Page], tuple[Line, ...]]], ...] = (
        ("what", _("What it is"), _what),
        ("whom", _("For whom"), _whom),
        ("when", _("When"), _when),
        ("where", _("Where"), _where),
        ("join", _("How to join"), _join),
        ("bring", _("What to bring"), _bring),
        ("conditions", _("Conditions"), _conditions),
        ("costs", _("Costs"), _costs),
        ("languages", _("Languages"), _languages),
        ("access", _("Access"), _access),
        ("provider", _("Who offers it"), _provider),
        ("confirmed", _("Last confirmed"), _confirmed),
    )
    for key, label, lines_of in parts:
        if lines := lines_of(page):
            yield Section(key, label, lines)


def _what(page: Page) -> tuple[Line, ...]:
    return page.said(page.text.description)


def _whom(page: Page) -> tuple[Line, ...]:
    offer = page.offer
    groups = _labels(TargetGroup, [key for key in offer.target_groups if key != TargetGroup.EVERYONE])
    childcare = [] if offer.childcare == Childcare.NONE else [str(Childcare(offer.childcare).label)]
    return page.facts(wording.listed(groups), age_words(offer), *childcare)


def _when(page: Page) -> tuple[Line, ...]:
    lines = when_lines(page.offer, page.now)
    return tuple(page.own(line) for line in lines) or (
        page.own(_("No times have been entered. Please ask before you go.")),
    )


def _where(page: Page) -> tuple[Line, ...]:
    lines = [line for place in page.offer.places.all() for line in _place_lines(page, place)]
    others = _labels(Delivery, [key for key in page.offer.delivery if key != Delivery.ON_SITE])
    return (*lines, *page.facts(*others))


def _labels(choices: type[TextChoices], keys: Sequence[str]) -> list[str]:
    return [str(choices(key).label) for key in keys if key in choices.values]


def _place_lines(page: Page, place: OfferPlace) -> list[Line]:
    town = f"{place.postcode} {place.town}".strip()
    parts = (place.name, ", ".join(part for part in (place.street, town) if part), place.note)
    lines: list[Line] = [(Words(part, "de"),) for part in parts if part]
    if distance := _distance_words(page, place):
        lines.append(page.own(distance))
    return lines


def _distance_words(page: Page, place: OfferPlace) -> str:
    if page.place is None or place.lat is None or place.lon is None:
        return ""
    distance = formats.distance(page.place.distance_m(place.lat, place.lon))
    words = _("%(distance)s from %(place)s, as the crow flies")
    return words % {"distance": distance, "place": wording.from_the_left(page.place.label)}


def _sketch_words(page: Page) -> str:
    """For who cannot see the sketch: whose area it is, in which town the offer is, how far from the reader."""
    places = [place for place in page.offer.places.all() if place.lat is not None]
    if not places:
        return ""
    names = dict.fromkeys(place.municipality.name if place.municipality else place.town for place in places)
    words = _("Sketch of the area %(area)s: the offer is in %(town)s") % {
        "area": wording.from_the_left(page.offer.centre.area_label),
        "town": wording.listed(wording.from_the_left(name) for name in names if name),
    }
    distance = _distance_words(page, places[0]) if len(places) == 1 else ""
    return ". ".join(part for part in (words, distance) if part)


def _join(page: Page) -> tuple[Line, ...]:
    offer = page.offer
    capacity = "" if offer.capacity == Capacity.UNKNOWN else str(Capacity(offer.capacity).label)
    lines = (*page.facts(str(Joining(offer.joining).label), capacity), *page.said(page.text.how_to_join))
    phone = offer.phone or offer.organisation.phone
    return lines + _reach(page, phone, offer.email or offer.organisation.email, offer.website)


def _reach(page: Page, phone: str, email: str, website: str) -> tuple[Line, ...]:
    found = (
        (_("Phone:"), formats.phone_number(phone)[0] if phone else ""),
        (_("E-mail:"), email),
        (_("Website:"), website.split("://", 1)[-1].rstrip("/")),
    )
    return tuple(
        (Words(label, page.language), Words(value, "de", fixed=True)) for label, value in found if value
    )


def _bring(page: Page) -> tuple[Line, ...]:
    return (*page.said(page.text.bring), *page.facts(*_labels(Document, page.offer.documents)))


def _conditions(page: Page) -> tuple[Line, ...]:
    known = tuple(page.own(label) for label in _labels(Condition, page.offer.conditions))
    return page.said(page.text.conditions) + known


def _costs(page: Page) -> tuple[Line, ...]:
    """The kind of costs is said in the reader's words where the offer's own words do not say it to them."""
    offer = page.offer
    label = str(CostKind(offer.cost_kind).label)
    if offer.cost_amount is not None:
        amount = wording.euros(offer.cost_amount)
        label = _("%(kind)s: %(amount)s") % {"kind": label, "amount": amount}
    elif page.text.costs and not page.text.is_fallback:
        label = ""
    return (*page.facts(label), *page.said(page.text.costs))


def _languages(page: Page) -> tuple[Line, ...]:
    names = [wording.language_name(tag) for tag in page.offer.languages]
    return page.facts(wording.listed(names), _("With interpreter") if page.offer.interpreting else "")


def _access(page: Page) -> tuple[Line, ...]:
    offer = page.offer
    facts = (
        (offer.step_free_entrance, _("Step-free entrance"), _("No step-free entrance")),
        (offer.accessible_toilet, _("Accessible toilet"), _("No accessible toilet")),
        (offer.lift, _("Lift"), _("No lift")),
        (offer.sign_language, _("Sign language"), ""),
        (offer.hearing_loop, _("Hearing loop"), ""),
    )
    known = (yes if fact == Known.YES else no for fact, yes, no in facts if fact != Known.UNKNOWN)
    return page.facts(*known)


def _provider(page: Page) -> tuple[Line, ...]:
    organisation = page.offer.organisation
    kind = str(OrganisationKind(organisation.kind).label)
    return ((Words(organisation.name, "de"), Words(f"· {kind}", page.language)),)


def _confirmed(page: Page) -> tuple[Line, ...]:
    offer = page.offer
    if offer.last_confirmed_at is None:
        said: Line = page.own(_("Nobody has confirmed this entry yet. Please call before you go."))
    else:
        day = formats.date(offer.last_confirmed_at)
        said = (Words(f"{day} ·", page.language), Words(offer.last_confirmed_by, "de"))
    return (said, *_text_credit(page))


def _text_credit(page: Page) -> Iterable[Line]:
    """Who translated the words, and from whom they were taken."""
    credit = credit_of(page.offer, page.text)
    if credit.kind == "human":
        yield page.own(_("A person translated this text."))
    elif credit.kind == "reviewed":
        yield page.own(_("A person has checked this translation."))
    if credit.translator:
        yield (Words(_("Translation:"), page.language), Words(credit.translator, page.language))
    if credit.source:
        yield (Words(_("Text:"), page.language), Words(credit.source, "de"))


def _centre_lines(page: Page) -> tuple[Line, ...]:
    centre = page.offer.centre
    name = Words(f"Kommunales Integrationszentrum {centre.name}", "de")
    website = "" if centre.phone or centre.email else centre.website
    return ((name,), *_reach(page, centre.phone, centre.email, website))
