"""From what somebody typed, or where their device says they are, to a place of the state."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from vielklang.places.enums import AnswerKind
from vielklang.places.folding import (
    LONGEST,
    consonants,
    from_cyrillic,
    has_arabic,
    has_cyrillic,
    loose,
    plain,
    western_digits,
)
from vielklang.places.index import PlaceIndex, get_index
from vielklang.places.place import Place, PlaceAnswer, distance_m

LOCATE_LIMIT_M = 30_000
SUGGESTIONS = 3
MANY = 6  # more places than this are not a choice but noise

_POSTCODE = re.compile(r"(?<!\d)(\d{5})(?!\d)")
_SPACED = re.compile(r"^\s*(?:de?)?[\s–-]*((?:\d[\s.]*){1,5})$", re.IGNORECASE)
_COUNTRY = re.compile(r"^\s*de?\s*[–-]?\s*$", re.IGNORECASE)
_TOKEN = re.compile(r"(?:(\d{5})-)?(\d{8}|\d{5})", re.ASCII)


def find_place(text: str) -> PlaceAnswer:
    """The place that `text` means: a postcode, a name, or both; see `PlaceAnswer` for the outcomes.

    Understands digits of any script, spelling without umlauts, names in Cyrillic and Arabic letters,
    districts, abbreviations and small typing errors. Never raises; texts longer than a name are not found.
    """
    text = text.strip()
    visible = "".join(char for char in western_digits(text[:LONGEST]) if char.isprintable() or char.isspace())
    if not text:
        return PlaceAnswer(AnswerKind.EMPTY, "")
    if len(text) > LONGEST:
        return PlaceAnswer(AnswerKind.NOT_FOUND, visible)
    index = get_index()
    if match := _POSTCODE.search(visible):
        rest = (visible[: match.start()] + " " + visible[match.end() :]).strip()
        return _by_postcode(index, visible, match[1], "" if _COUNTRY.match(rest) else rest)
    if match := _SPACED.match(visible):
        return _by_digits(index, visible, re.sub(r"\D", "", match[1]))
    return _by_name(index, visible)


def place_from_token(token: str) -> Place | None:
    """The place of a `Place.token` from an address; `None` for anything else.

    A bare postcode that lies in one municipality is understood too: addresses are typed and printed by people.
    """
    match = _TOKEN.fullmatch(token[:20])
    if not match:
        return None
    code, key = match.groups()
    index = get_index()
    if code is None:
        pairs = index.postcodes.get(key, [])
        return index.by_key(key) or (pairs[0] if len(pairs) == 1 else None)
    return next((place for place in index.postcodes.get(code, []) if place.key == key), None)


def nearest_place(lat: float, lon: float) -> Place | None:
    """The postcode whose middle is nearest; `None` when even that is farther than 30 km."""
    if not (math.isfinite(lat) and math.isfinite(lon)) or abs(lat) > 90 or abs(lon) > 180:
        return None
    places = (place for pair in get_index().postcodes.values() for place in pair)
    nearest = min(places, key=lambda place: place.distance_m(lat, lon), default=None)
    if nearest is None or distance_m(nearest.lat, nearest.lon, lat, lon) > LOCATE_LIMIT_M:
        return None
    return nearest


def _by_digits(index: PlaceIndex, text: str, digits: str) -> PlaceAnswer:
    if len(digits) == 5:
        return _by_postcode(index, text, digits, "")
    return PlaceAnswer(AnswerKind.NOT_FOUND, text, _beginning_with(index, digits) if len(digits) > 2 else ())


def _by_postcode(index: PlaceIndex, text: str, code: str, name: str) -> PlaceAnswer:
    """A name beside the postcode decides between two municipalities; a contradicting one is offered too."""
    places = index.postcodes.get(code, [])
    named = _exact(index, name) if name else []
    if not places:
        return _no_such_postcode(index, text, code, named)
    keys = {place.key for place in named} | {
        place.district_key for place in named if not place.municipality_key
    }
    fitting = [place for place in places if place.key in keys or place.district_key in keys]
    if named and not fitting:
        return PlaceAnswer(AnswerKind.CHOOSE, text, (*places, *named), "", code)
    return _answer(text, fitting or places, code)


def _no_such_postcode(index: PlaceIndex, text: str, code: str, named: list[Place]) -> PlaceAnswer:
    """Another state's postcode, or one where nobody lives: then the numbers beside it tell the town."""
    if code in index.elsewhere_codes:
        return PlaceAnswer(AnswerKind.ELSEWHERE, text, (), index.elsewhere_codes[code], code)
    near, away = _nearest_codes(index.postcodes, code), _nearest_codes(index.elsewhere_codes, code)
    if named:
        return PlaceAnswer(AnswerKind.UNKNOWN_POSTCODE, text, tuple(named), "", code)
    if away and (not near or _gap(away[0], code) < _gap(near[0], code)):
        return PlaceAnswer(AnswerKind.UNKNOWN_POSTCODE, text, (), index.elsewhere_codes[away[0]], code)
    towns = _towns(index, (place.key for other in near for place in index.postcodes[other]))
    return PlaceAnswer(AnswerKind.UNKNOWN_POSTCODE, text, towns, "", code)


def _gap(first: str, second: str) -> int:
    return abs(int(first) - int(second))


def _nearest_codes(codes: Iterable[str], code: str) -> list[str]:
    """Postcodes of the same two-digit region, nearest number first."""
    region = [other for other in codes if other[:2] == code[:2]]
    return sorted(region, key=lambda other: (_gap(other, code), other))


def _beginning_with(index: PlaceIndex, digits: str) -> tuple[Place, ...]:
    codes = sorted(code for code in index.postcodes if code.startswith(digits))
    return _towns(index, (place.key for code in codes for place in index.postcodes[code]))


def _towns(index: PlaceIndex, keys: Iterable[str]) -> tuple[Place, ...]:
    return tuple(islice((index.municipalities[key] for key in dict.fromkeys(keys)), SUGGESTIONS))


def _by_name(index: PlaceIndex, text: str) -> PlaceAnswer:
    places = _exact(index, text) or _beginning(index, text)
    if places:
        return _answer(text, places)
    if elsewhere := index.elsewhere_names.get(plain(text)):
        return PlaceAnswer(AnswerKind.ELSEWHERE, text, (), elsewhere)
    places, is_sure = _similar(index, text)
    if places and is_sure:
        return _answer(text, places)
    return PlaceAnswer(AnswerKind.NOT_FOUND, text, tuple(places[:SUGGESTIONS]))


def _answer(text: str, places: list[Place], code: str | None = None) -> PlaceAnswer:
    kind = AnswerKind.FOUND if len(places) == 1 else AnswerKind.CHOOSE
    return PlaceAnswer(kind, text, tuple(places), "", code)


def _exact(index: PlaceIndex, text: str) -> list[Place]:
    """Places with this very name, first as written, then forgiving, then as another script would write it."""
    name = plain(text)
    places = index.plain.get(name) or index.loose.get(loose(text))
    if not places and name.startswith("kreis "):  # of an independent city
        places = index.plain.get(name.removeprefix("kreis "))
    if not places and has_cyrillic(text):
        latin = loose(from_cyrillic(text))
        places = index.loose.get(latin) or index.loose.get(latin.replace("w", "v"))
    if not places and has_arabic(text) and len(sounds := consonants(text)) > 2:
        places = index.consonants.get(sounds)
    return places if places and len(places) <= MANY else []


def _beginning(index: PlaceIndex, text: str) -> list[Place]:
    """Places whose name begins with these whole words: "Rheda" is Rheda-Wiedenbrück."""
    words = loose(text)
    if len(words) < 4:
        return []
    found = dict.fromkeys(
        place for name, places in index.loose.items() if name.startswith(words + " ") for place in places
    )
    return list(found) if len(found) <= MANY else []


def _similar(index: PlaceIndex, text: str) -> tuple[list[Place], bool]:
    """Places with a name a few slips away, nearest first, and whether the nearest can be taken for meant."""
    name = loose(from_cyrillic(text) if has_cyrillic(text) else text)
    if len(name) < 3:
        return [], False
    allowed = 0 if len(plain(text)) < 4 else 1 if len(name) < 8 else 2
    cutoff = max(allowed, len(name) // 3)
    near = process.extract(name, list(index.loose), scorer=OSA.distance, score_cutoff=cutoff, limit=12)
    if not near:
        return [], False
    best = near[0][1]
    if best <= allowed:
        near = [hit for hit in near if hit[1] == best]
    places = list(dict.fromkeys(place for found, _, _ in near for place in index.loose[found]))
    return places, best <= allowed
