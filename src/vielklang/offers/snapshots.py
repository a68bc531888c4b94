"""A draft as JSON, for revisions, and a draft again. Centre, confirmation and example marks are the offer's own."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from vielklang.offers.drafts import DateDraft, ExceptionDraft, HoursDraft, OfferDraft, PlaceDraft, TextDraft
from vielklang.offers.models import Offer
from vielklang.offers.rows import PARTS
from vielklang.organisations.contact import normal_phone
from vielklang.organisations.models import Organisation
from vielklang.places.models import Municipality

Json = dict[str, Any]

_OWN = frozenset({"centre", "last_confirmed_at", "last_confirmed_by", "example_type"})
_PARTS: dict[str, type] = {
    "texts": TextDraft, "places": PlaceDraft, "hours": HoursDraft, "exceptions": ExceptionDraft, "dates": DateDraft,
}  # fmt: skip
_READ: dict[str, Callable[[Any], Any]] = {
    "age_from": Decimal, "age_to": Decimal, "cost_amount": Decimal,
    "valid_from": dt.date.fromisoformat, "valid_until": dt.date.fromisoformat,
    "date": dt.date.fromisoformat, "until": dt.date.fromisoformat,
    "opens": dt.time.fromisoformat, "closes": dt.time.fromisoformat,
    "starts_at": dt.datetime.fromisoformat, "duration": lambda seconds: dt.timedelta(seconds=seconds),
    "exdates": lambda days: tuple(dt.date.fromisoformat(day) for day in days),
}  # fmt: skip
_WRITE: dict[type, Callable[[Any], Any]] = {
    Municipality: lambda town: town.key,
    Organisation: lambda organisation: str(organisation.public_id),
    Decimal: lambda number: f"{number.normalize():f}",
    dt.datetime: lambda moment: moment.astimezone(dt.UTC).isoformat(),  # before date, of which it is one
    dt.date: lambda day: day.isoformat(),
    dt.time: lambda clock: clock.isoformat(),
    dt.timedelta: lambda duration: int(duration.total_seconds()),
    str: lambda text: str(text).strip(),
}


def snapshot(draft: OfferDraft) -> Json:
    """JSON values; municipalities by key, the organisation by public id. Equal drafts give equal snapshots.

    Of the texts the source text alone: translations have a life of their own (`translations`).
    """
    draft = dataclasses.replace(
        draft, phone=_phone(draft.phone), texts=tuple(text for text in (draft.source_text,) if text)
    )
    facts = {name: _plain(value) for name, value in _values(draft).items() if name not in {*_OWN, *PARTS}}
    parts = {
        part: [{name: _plain(value) for name, value in _values(row).items()} for row in getattr(draft, part)]
        for part in PARTS
    }
    return facts | parts


def draft_from(kept: Mapping[str, Any], offer: Offer) -> OfferDraft:
    """The draft that was kept, as a content of `offer`; at most two queries, for towns and organisation.

    A town or organisation that no longer exists falls away (the organisation to the offer's own).
    """
    towns = {key: Municipality.objects.filter(key=key).first() for key in _towns_of(kept)}
    names = {field.name for field in dataclasses.fields(OfferDraft)} - _OWN
    values = {name: kept[name] for name in names if name in kept and name not in PARTS}
    facts: dict[str, Any] = {name: _typed(name, value) for name, value in values.items()}
    lists: dict[str, Any] = {name: tuple(value) for name, value in facts.items() if isinstance(value, list)}
    facts["municipality"] = towns.get(kept.get("municipality") or "")
    facts["organisation"] = _organisation(kept.get("organisation"), offer)
    parts: dict[str, Any] = {
        part: tuple(_part(kind, row, towns) for row in kept.get(part, ())) for part, kind in _PARTS.items()
    }
    return OfferDraft(
        centre=offer.centre,
        last_confirmed_at=offer.last_confirmed_at,
        last_confirmed_by=offer.last_confirmed_by,
        example_type=offer.example_type,
        **facts | lists,
        **parts,
    )


def _values(row: Any) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in dataclasses.fields(row)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return next((write(value) for kind, write in _WRITE.items() if isinstance(value, kind)), value)


def _phone(text: str) -> str:
    """As it will be stored; what is no number stays as it was typed."""
    try:
        return normal_phone(text)
    except ValueError:
        return text


def _typed(name: str, value: Any) -> Any:
    read = _READ.get(name)
    return value if read is None or value is None else read(value)


def _part(kind: type, row: Mapping[str, Any], towns: Mapping[str, Municipality | None]) -> Any:
    known = {field.name for field in dataclasses.fields(kind)}
    values = {name: _typed(name, value) for name, value in row.items() if name in known}
    if "municipality" in values:
        values["municipality"] = towns.get(values["municipality"] or "")
    return kind(**values)


def _towns_of(kept: Mapping[str, Any]) -> set[str]:
    keys = [kept.get("municipality"), *(place.get("municipality") for place in kept.get("places", ()))]
    return {key for key in keys if key}


def _organisation(public_id: str | None, offer: Offer) -> Organisation:
    if not public_id or public_id == str(offer.organisation.public_id):
        return offer.organisation
    return Organisation.objects.filter(public_id=public_id).first() or offer.organisation
