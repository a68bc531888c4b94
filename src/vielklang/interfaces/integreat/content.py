"""What an offer and a centre say, as HTML for the app: written by us, every word of others escaped.

Nothing here asks the database: offers come from `tree.whole`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from html import escape

from django.utils import timezone
from django.utils.translation import gettext as _

from vielklang.centres.models import Centre, CentreText
from vielklang.guide.offer_page import DATES_SHOWN, age_words
from vielklang.interfaces.integreat import wording
from vielklang.interfaces.integreat.edition import Edition, guide_centre, guide_offer
from vielklang.interfaces.integreat.wording import Words, bullets, paragraphs
from vielklang.offers.models import Offer, OfferPlace, OpeningHours
from vielklang.offers.schedule import upcoming_dates, upcoming_exceptions
from vielklang.offers.texts import ShownText

ELSEWHERE_ON_A_PLACE = frozenset({"when", "where", "who"})
"""The app shows these beside the text of a place."""
_FACTS = ("step_free_entrance", "accessible_toilet", "lift", "sign_language", "hearing_loop")


def offer_html(
    offer: Offer, text: ShownText, edition: Edition, words: Words, without: Collection[str] = ()
) -> str:
    """All that the guide's page of the offer says, in its order; `without` names sections to leave out."""
    sections = {
        "what": lambda: _what(text, words),
        "when": lambda: _when(offer, edition, words),
        "where": lambda: _where(offer, words),
        "join": lambda: _join(offer, text, words),
        "bring": lambda: _bring(offer, text, words),
        "costs": lambda: _costs(offer, text, words),
        "languages": lambda: _languages(offer, words),
        "whom": lambda: _whom(offer, words),
        "access": lambda: _access(offer, words),
        "who": lambda: _who(offer, words),
    }
    parts = [make() for name, make in sections.items() if name not in without]
    guide = guide_offer(offer.public_id).replace("{tag}", edition.tag)
    return (
        f"{_notes(offer, text, edition, words)}{''.join(parts)}{_trust(offer, text, words)}{_to_guide(guide)}"
    )


def _notes(offer: Offer, text: ShownText, edition: Edition, words: Words) -> str:
    notes = []
    if offer.is_example:
        notes.append(words("This is an example. Organisation, address and phone number are invented."))
    if text.is_fallback:
        notes.append(stands_in(edition, words))
    elif text.is_machine:
        notes.append(words("A machine translated this text. No person has checked it yet."))
    if text.is_behind:
        notes.append(words("The German text is newer than this translation. Please ask before you go."))
    return "".join(f"<p><em>{escape(note)}</em></p>" for note in notes)


def stands_in(edition: Edition, words: Words) -> str:
    """What is said above a German text that stands in for another language."""
    note = words("There is no text in %(language)s yet. You see the German text.")
    return note % {"language": edition.language.endonym}


def _section(title: str, *parts: str) -> str:
    body = "".join(parts)
    return f"<h2>{escape(title)}</h2>{body}" if body else ""


def _said(text: ShownText, value: str, words: Words) -> str:
    """A text of the offer, with its language where that is another one than the page's."""
    return f"<div{words.foreign(text.language)}>{paragraphs(value)}</div>" if value else ""


def _line(*parts: str) -> str:
    line = " · ".join(part for part in parts if part)
    return f"<p>{line}</p>" if line else ""


def _what(text: ShownText, words: Words) -> str:
    summary = f"<p><strong>{escape(text.summary)}</strong></p>" if text.summary else ""
    return f"<div{words.foreign(text.language)}>{summary}{paragraphs(text.description)}</div>"


def _when(offer: Offer, edition: Edition, words: Words) -> str:
    week = _week(offer, words)
    dates = upcoming_dates(offer, DATES_SHOWN, edition.now) if offer.dates.all() else []
    parts = [week, _exceptions(offer, edition.now, words)]
    if dates:
        edition.changes.append(min(span.ends_at for span in dates))
        rows = (
            f"{escape(words.day(span.starts_at.date()))}, "
            f'<bdi dir="ltr">{words.clock(span.starts_at.time())}–{words.clock(span.ends_at.time())}</bdi>'
            for span in dates
        )
        parts.append(f"<h3>{escape(words('Next dates'))}</h3>{bullets(rows)}")
    if not week and not dates:
        parts.append(f"<p>{escape(words('No times have been entered. Please ask before you go.'))}</p>")
    if offer.valid_until:
        ends = words("This offer ends on %(date)s.") % {"date": words.date(offer.valid_until)}
        parts.append(f"<p>{escape(ends)}</p>")
    return _section(words("When"), *parts)


def _week(offer: Offer, words: Words) -> str:
    rows = list(offer.hours.all())
    if not rows:
        return ""
    names = {place.pk: place.name for place in offer.places.all()}
    parts = []
    for place_id in dict.fromkeys(row.place_id for row in rows):
        if name := names.get(place_id or 0, ""):
            parts.append(f'<h3 lang="de">{escape(name)}</h3>')
        own = [row for row in rows if row.place_id == place_id]
        parts.append(bullets(_day(day, own, words) for day in range(7)))
    return f"{''.join(parts)}<p>{escape(words('Closed on public holidays.'))}</p>"


def _day(day: int, rows: Sequence[OpeningHours], words: Words) -> str:
    hours = sorted((row.opens, row.closes) for row in rows if row.weekday == day)
    return f"{escape(words.weekday(day))}: {words.times(hours)}" if hours else ""


def _exceptions(offer: Offer, now: dt.datetime, words: Words) -> str:
    rows = []
    for row in upcoming_exceptions(offer, now):
        hours = words("closed") if row.is_closed else words.times([(row.opens, row.closes)])  # type: ignore[list-item]
        reason = f' (<bdi lang="de">{escape(row.reason)}</bdi>)' if row.reason else ""
        rows.append(f"{escape(words.day(row.date))}: {hours}{reason}")
    return f"<h3>{escape(words('These days are different'))}</h3>{bullets(rows)}" if rows else ""


def _where(offer: Offer, words: Words) -> str:
    area = words.label("AreaServed", offer.area)
    served = _line(escape(words.labels("Delivery", offer.delivery)), escape(area))
    places = [_address(place, words) for place in offer.places.all()]
    website = f"<p>{link}</p>" if (link := wording.link(offer.website)) else ""
    return _section(words("Where, and how to get there"), served, *places, website)


def _address(place: OfferPlace, words: Words) -> str:
    name = f"<strong>{escape(place.name)}</strong>" if place.name else ""
    town = f"{place.postcode} {place.town}".strip()
    lines = [name, *(escape(part) for part in (place.street, town, place.note))]
    shown = "<br>".join(line for line in lines if line)
    way = ""
    if place.lat is not None and place.lon is not None:
        target = f"https://www.openstreetmap.org/directions?to={place.lat:.5f}%2C{place.lon:.5f}"
        way = f'<p><a href="{target}">{escape(words("Show the way (OpenStreetMap)"))}</a></p>'
    return f'<p lang="de" dir="ltr">{shown}</p>{way}' if shown else way


def _join(offer: Offer, text: ShownText, words: Words) -> str:
    capacity = words.label("Capacity", offer.capacity) if offer.capacity != "unknown" else ""
    return _section(
        words("How to join"),
        f"<p><strong>{escape(words.label('Joining', offer.joining))}</strong></p>",
        _said(text, text.how_to_join, words),
        _line(escape(capacity)),
        bullets(escape(words.label("Condition", key)) for key in offer.conditions),
        _said(text, text.conditions, words),
    )


def _bring(offer: Offer, text: ShownText, words: Words) -> str:
    documents = bullets(escape(words.label("Document", key)) for key in offer.documents)
    return _section(words("What to bring"), documents, _said(text, text.bring, words))


def _costs(offer: Offer, text: ShownText, words: Words) -> str:
    amount = f' <bdi dir="ltr">{escape(words.euros(offer.cost_amount))}</bdi>' if offer.cost_amount else ""
    kind = f"<p><strong>{escape(words.label('CostKind', offer.cost_kind))}</strong>{amount}</p>"
    return _section(words("Costs"), kind, _said(text, text.costs, words))


def _languages(offer: Offer, words: Words) -> str:
    names = wording.spoken(offer.languages)
    shown = names or escape(words("No languages have been entered. Please ask."))
    help_ = words("An interpreter can come for other languages. Please ask for one beforehand.")
    return _section(
        words("Languages spoken there"), _line(shown), _line(escape(help_)) if offer.interpreting else ""
    )


def _whom(offer: Offer, words: Words) -> str:
    groups = escape(words.labels("TargetGroup", offer.target_groups))
    ages = escape(age_words(offer)) if offer.age_from is not None or offer.age_to is not None else ""
    care = escape(words.label("Childcare", offer.childcare)) if offer.childcare != "none" else ""
    return _section(words("For whom"), _line(groups, ages), _line(care))


def _access(offer: Offer, words: Words) -> str:
    """Only what somebody has looked at: five times "not known" would hide it."""
    names = dict(
        zip(
            _FACTS,
            ("Step-free entrance", "Accessible toilet", "Lift", "Sign language", "Hearing loop"),
            strict=True,
        )
    )
    known = {key: getattr(offer, key) for key in _FACTS}
    rows = (
        f"{escape(words(names[key]))}: {escape(words.label('Known', value))}"
        for key, value in known.items()
        if value != "unknown"
    )
    return _section(words("Access"), bullets(rows))


def _who(offer: Offer, words: Words) -> str:
    """The organisation with its public lines; contact persons are none of it."""
    organisation = offer.organisation
    lines = (
        wording.phone(offer.phone or organisation.phone),
        wording.mail(offer.email or organisation.email),
        wording.link(organisation.website),
    )
    name = f'<p><strong><bdi lang="de">{escape(organisation.name)}</bdi></strong></p>'
    return _section(words("Who offers it"), name, bullets(lines))


def _trust(offer: Offer, text: ShownText, words: Words) -> str:
    """When somebody said that it is still true; who it was is the guide's to say, and stays out of here."""
    if offer.last_confirmed_at:
        day = timezone.localtime(offer.last_confirmed_at).date()
        trust = f"{escape(words('Last confirmed'))}: {escape(words.date(day))}"
    else:
        trust = escape(words("Nobody has confirmed this entry yet. Please call before you go."))
    credits_ = {row.language: row.source_name for row in offer.text_credits.all()}
    source = credits_.get(text.language) or credits_.get(offer.source_language) or ""
    credit = words('Text: <bdi lang="de">%(source)s</bdi>') % {"source": escape(source)} if source else ""
    return f"<p>{trust}</p>" + (f"<p>{credit}</p>" if credit else "")


def _to_guide(url: str) -> str:
    return f'<p><a href="{escape(url)}">{escape(_("Open this page in the guide"))}</a></p>'


def centre_html(edition: Edition, words: Words) -> str:
    """The centre's own page: what it is, how to reach it, where it is responsible."""
    centre = edition.centre
    text = centre.text_for(edition.tag)
    towns = ", ".join(area.municipality.name for area in centre.areas.all())
    return "".join(
        (
            _introduction(text, edition, words),
            _section(words("Contact"), contact_html(centre, words)),
            _section(words("Opening hours"), _office_hours(centre, words)),
            _section(
                words("For people who live here"),
                f'<p><bdi lang="de" dir="ltr">{escape(towns)}</bdi></p>' if towns else "",
            ),
            _to_guide(guide_centre(centre).replace("{tag}", edition.tag)),
        )
    )


def _introduction(text: CentreText | None, edition: Edition, words: Words) -> str:
    if text is None or not text.introduction:
        general = words(
            "The integration centre helps people who are new here: with school, language, work and living together. "
            "It brings you to the right place."
        )
        return f"<p>{escape(general)}</p>"
    return text_html(text.language, text.status, text.introduction, edition, words)


def text_html(language: str, status: str, value: str, edition: Edition, words: Words) -> str:
    """A text of the centre, marked where it stands in for another language or comes from a machine."""
    foreign, note = words.foreign(language), ""
    if foreign:
        note = stands_in(edition, words)
    elif status == "machine":
        note = words("A machine translated this text. No person has checked it yet.")
    marked = f"<p><em>{escape(note)}</em></p>" if note else ""
    return f"{marked}<div{foreign}>{paragraphs(value)}</div>"


def contact_html(centre: Centre, words: Words) -> str:
    """Office lines as the guide shows them."""
    if not centre.has_contact:
        missing = words("Phone and address of this centre have not been entered yet.")
        return f"<p>{escape(missing)}</p>" + bullets([wording.link(centre.website)])
    town = f"{centre.postcode} {centre.town}".strip()
    address = ", ".join(part for part in (centre.street, town) if part)
    lines = (
        f'<bdi lang="de">{escape(centre.office)}</bdi>' if centre.office else "",
        wording.phone(centre.phone),
        wording.mail(centre.email),
        f'<bdi lang="de" dir="ltr">{escape(address)}</bdi>' if address else "",
        wording.link(centre.website),
    )
    return bullets(lines)


def _office_hours(centre: Centre, words: Words) -> str:
    rows = list(centre.hours.all())
    week = {day: sorted((x.opens, x.closes) for x in rows if x.weekday == day) for day in range(7)}
    return bullets(
        f"{escape(words.weekday(day))}: {words.times(hours)}" for day, hours in week.items() if hours
    )


def imprint_html(edition: Edition, operator: dict[str, str], words: Words) -> str:
    """Who runs the installation, and the centre."""
    lines = [f"<strong>{escape(operator['name'])}</strong>"] if operator["name"] else []
    lines += [escape(line) for line in operator["address"].splitlines()]
    lines += [wording.phone(operator["phone"]), wording.mail(operator["email"])]
    who = "<br>".join(line for line in lines if line)
    centre = edition.centre
    checks = words(
        "Each offer names the organisation that runs it. The municipal integration centre of the area checks the entry."
    )
    return "".join(
        (
            _section(words("Who runs this website"), f'<p dir="auto">{who}</p>' if who else ""),
            _section(words("Who is responsible for the offers"), f"<p>{escape(checks)}</p>"),
            f'<h2 lang="de">{escape(centre.name)}</h2>{contact_html(centre, words)}'
            if centre.has_contact
            else "",
        )
    )
