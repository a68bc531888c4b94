"""Which field of an HSDS service becomes which of our columns, and what is noted because it has no place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from vielklang.core.languages import SPOKEN_LANGUAGES
from vielklang.interfaces.columns import ENTRY_COLUMNS
from vielklang.interfaces.imports.topics import topic_of
from vielklang.offers.enums import CostKind

Notes = list[tuple[str, str]]
FACET = "vielklang:"
"""Taxonomies of ours in an export: `vielklang:topics` holds topic keys, `vielklang:joining` words of that column."""
COLUMN_OF = {
    "application_process": "how_to_join_de",
    "fees_description": "costs_de",
    "eligibility_description": "conditions_de",
    "email": "email",
    "url": "website",
    "minimum_age": "age_from",
    "maximum_age": "age_to",
}
_HANDLED = {
    *COLUMN_OF, "id", "name", "alternate_name", "description", "status", "organization", "organization_id",
    "interpretation_services", "phones", "schedules", "service_at_locations", "languages", "cost_options", "attributes",
    "last_modified", "assured_date", "assurer_email", "contacts", "required_documents",
}  # fmt: skip
_SPOKEN = {x.tag: x.tag for x in SPOKEN_LANGUAGES} | {x.iso639_3: x.tag for x in SPOKEN_LANGUAGES}
_NAMES = {
    name.casefold(): x.tag for x in SPOKEN_LANGUAGES for name in (x.english_name, x.german_name, x.endonym)
}
_DAYS = {"MO": "Mo", "TU": "Tu", "WE": "We", "TH": "Th", "FR": "Fr", "SA": "Sa", "SU": "Su"}
_CLOCK = re.compile(r"(\d\d):(\d\d)")


def parts(service: dict[str, Any], notes: Notes) -> Iterator[dict[str, str]]:
    """Cells from the lists of a service."""
    for name in sorted(set(service) - _HANDLED):
        if service[name]:
            notes.append((name, _("has no place here")))
    for name in ("assured_date", "assurer_email"):
        if service.get(name):
            notes.append((name, _("is not taken over: only a person confirms an offer, never an import")))
    if service.get("contacts"):
        notes.append(("contacts", _("contact persons are not taken over")))
    yield _phones(service, notes)
    yield _languages(service, notes)
    yield _costs(service, notes)
    yield _places(service, notes)
    yield _schedules(service, notes)
    if documents := [str(x.get("document") or "") for x in service.get("required_documents") or []]:
        yield {"bring_de": "\n".join(x for x in documents if x)}
    if words := service.get("interpretation_services"):
        notes.append(
            ("interpretation_services", _("became “interpreting: yes”: %(words)s") % {"words": words})
        )
        yield {"interpreting": "yes"}


def facets(attributes: list[dict[str, Any]], notes: Notes) -> dict[str, str]:
    """Topics and other closed lists from the service's taxonomy terms."""
    found: dict[str, list[str]] = {}
    for attribute in attributes:
        term = attribute.get("taxonomy_term") or {}
        words = [str(term.get(x) or "") for x in ("code", "name")] + [str(attribute.get("value") or "")]
        taxonomy = str(term.get("taxonomy") or "")
        column = taxonomy.removeprefix(FACET)
        if taxonomy.startswith(FACET) and column in ENTRY_COLUMNS and words[0]:
            found.setdefault(column, []).append(words[0])
        elif taxonomy.startswith(FACET):
            continue  # tells of the texts, not of the offer
        elif topic := topic_of(*words):
            found.setdefault("topics", []).append(topic)
        else:
            name = next((word for word in words[1:] + words[:1] if word), "?")
            notes.append(("attributes", _("the term “%(name)s” is none of our topics") % {"name": name}))
    return {column: "|".join(dict.fromkeys(keys)) for column, keys in found.items()}


def _phones(service: dict[str, Any], notes: Notes) -> dict[str, str]:
    numbers = [str(x.get("number") or "").strip('" ') for x in service.get("phones") or []]
    numbers = [x for x in numbers if x]
    for number in numbers[1:]:
        notes.append(("phones", _("a further number is not taken over: %(number)s") % {"number": number}))
    return {"phone": numbers[0]} if numbers else {}


def _languages(service: dict[str, Any], notes: Notes) -> dict[str, str]:
    tags = []
    for row in service.get("languages") or []:
        code, name = str(row.get("code") or "").casefold(), str(row.get("name") or "")
        tag = _SPOKEN.get(code) or _SPOKEN.get(code.split("-", maxsplit=1)[0]) or _NAMES.get(name.casefold())
        if tag:
            tags.append(tag)
        else:
            notes.append(
                ("languages", _("the language “%(name)s” is not known here") % {"name": name or code})
            )
    return {"languages": "|".join(dict.fromkeys(tags))} if tags else {}


def _costs(service: dict[str, Any], notes: Notes) -> dict[str, str]:
    options = service.get("cost_options") or []
    cells: dict[str, str] = {}
    for position, option in enumerate(options):
        words = " ".join(
            str(option.get(x) or "") for x in ("option", "amount", "currency", "amount_description")
        )
        currency = str(option.get("currency") or "eur").lower()
        amount = _amount(option.get("amount"))
        if position or amount is None or currency not in {"eur", "€"}:
            notes.append(
                ("cost_options", _("is not taken over: %(words)s") % {"words": " ".join(words.split())})
            )
        elif amount:
            cells = {"cost_kind": CostKind.PAID.value, "cost_amount": str(amount)}
        else:
            cells = {"cost_kind": CostKind.FREE.value}
    return cells


def _amount(value: Any) -> Decimal | None:
    try:
        return None if value in {None, ""} else Decimal(str(value))
    except (InvalidOperation, TypeError):
        return None


def _places(service: dict[str, Any], notes: Notes) -> dict[str, str]:
    cells: dict[str, str] = {}
    held = service.get("service_at_locations") or []
    for number, row in enumerate(held[:9]):
        location = row.get("location") or {}
        addresses = location.get("addresses") or []
        address = next(
            (x for x in addresses if x.get("address_type") != "postal"), addresses[0] if addresses else {}
        )
        street = ", ".join(str(address[x]) for x in ("address_1", "address_2") if address.get(x))
        postcode = str(address.get("postal_code") or "")
        place = {
            "place_name": str(location.get("name") or row.get("description") or "")[:160],
            "street": street[:120],
            "postcode": postcode if re.fullmatch(r"[0-9]{5}", postcode) else "",
            "town": str(address.get("city") or "")[:80],
            "place_note": str(location.get("transportation") or "")[:200],
        }
        if postcode and not place["postcode"]:
            notes.append(("postal_code", _("“%(text)s” is not a German postcode") % {"text": postcode}))
        if _on_earth(location):
            place |= {"lat": str(location["latitude"]), "lon": str(location["longitude"])}
        suffix = f"_{number + 1}" if number else ""
        cells |= {f"{name}{suffix}": value for name, value in place.items() if value}
        for name in ("accessibility", "contacts", "phones", "languages", "url"):
            if location.get(name) or (name in {"contacts", "phones"} and row.get(name)):
                notes.append((f"location.{name}", _("has no place here")))
    if len(held) > 9:
        notes.append(("service_at_locations", _("only the first nine places are taken over")))
    return cells


def _on_earth(location: dict[str, Any]) -> bool:
    try:
        return abs(float(location["latitude"])) <= 90 and abs(float(location["longitude"])) <= 180
    except (KeyError, TypeError, ValueError):
        return False


def _schedules(service: dict[str, Any], notes: Notes) -> dict[str, str]:
    hours, dates = [], []
    rows = [(row, 0) for row in service.get("schedules") or []]
    for number, held in enumerate(service.get("service_at_locations") or [], start=1):
        own = held.get("schedules") or (held.get("location") or {}).get("schedules") or []
        rows += [(row, number) for row in own]
    seen = set()
    for row, place in rows:
        if row.get("id") in seen:
            continue
        seen.add(row.get("id") or id(row))
        times = [_CLOCK.match(str(row.get(name) or "")) for name in ("opens_at", "closes_at")]
        days = [_DAYS.get(day.strip()) for day in str(row.get("byday") or "").split(",") if day.strip()]
        clock = "-".join(f"{x.group(1)}:{x.group(2)}" for x in times if x)
        weekly = row.get("freq") == "WEEKLY" and str(row.get("interval") or 1) == "1" and days and all(days)
        if all(times) and weekly and not row.get("count"):
            hours += [f"{day} {clock}" + (f" @{place}" if place else "") for day in days]
        elif all(times) and (date := _date(row, times)):
            dates.append(date)
        else:
            words = str(row.get("description") or row.get("notes") or row.get("freq") or "?")
            notes.append(("schedules", _("is not taken over: %(words)s") % {"words": words[:200]}))
            continue
        notes += [("schedules.notes", str(row[name])[:200]) for name in ("notes",) if row.get(name)]
    return {name: " | ".join(dict.fromkeys(x)) for name, x in (("hours", hours), ("dates", dates)) if x}


def _date(row: dict[str, Any], times: list[Any]) -> str:
    """A schedule with a first day as a date or series of the table's form."""
    day = str(row.get("dtstart") or "")[:10]
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        return ""
    opens, closes = (int(x.group(1)) * 60 + int(x.group(2)) for x in times)
    if closes <= opens:
        return ""
    parts = [f"{day} {times[0].group(1)}:{times[0].group(2)} {closes - opens}"]
    if row.get("freq") in {"WEEKLY", "MONTHLY"}:
        names = {"interval": "INTERVAL", "byday": "BYDAY", "bymonthday": "BYMONTHDAY", "count": "COUNT"}
        rule = [
            f"FREQ={row['freq']}",
            *(f"{name}={row[field]}" for field, name in names.items() if row.get(field)),
        ]
        parts.append(";".join(rule).replace(" ", ""))
        if row.get("until"):
            parts.append(f"until {str(row['until'])[:10]}")
    return " ".join(parts)
