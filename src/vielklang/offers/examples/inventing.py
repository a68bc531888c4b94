"""Invented details that everybody recognises as examples, drawn from a seeded `Random`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from vielklang.offers.enums import Known

_STREETS = ("Beispielstraße", "Musterstraße", "Beispielweg", "Musterallee", "Beispielplatz", "Am Musterhof")
_VENUES = ("Beispielhaus", "Beispiel-Familienzentrum", "Beispielschule", "Beispieltreff", "Muster-Bürgerhaus")
# Numbers that the Bundesnetzagentur keeps free for films and media: they reach nobody.
_PHONES = ("+493023125", "+496990009", "+494066969", "+492214710", "+498999998")
_NAMES = {
    "centre": "Kommunales Integrationszentrum {area} (Beispiel)",
    "welfare": "Beispiel-Beratungsstelle {town}",
    "association": "Beispielverein {town}",
    "education": "Beispiel-Bildungswerk {town}",
    "municipality": "Beispielamt {town}",
    "migrant_organisation": "Beispiel-Migrantenverein {town}",
    "parish": "Beispielgemeinde {town}",
    "health": "Beispiel-Gesundheitszentrum {town}",
    "employment": "Beispiel-Arbeitszentrum {town}",
    "library": "Beispielbücherei {town}",
    "sports_club": "Beispiel-Sportverein {town}",
}
# Roughly how often staff in the state speak a language besides those a type of offer brings along.
_SPOKEN = {
    "en": 6, "tr": 9, "ar": 8, "ru": 7, "uk": 6, "pl": 6, "ku": 5, "fa": 4, "ro": 4, "bg": 4, "fr": 3,
    "es": 3, "sq": 3, "sr": 3, "it": 3, "prs": 2, "ti": 2, "so": 2, "pt": 2, "el": 2, "ps": 1, "ckb": 1,
    "rom": 1, "vi": 1,
}  # fmt: skip


def organisation_name(provider: str, *, area: str, town: str) -> str:
    return _NAMES[provider].format(area=area, town=town)


def street(random: Random) -> str:
    return f"{random.choice(_STREETS)} {random.randint(1, 98)}"


def venue(random: Random) -> str:
    return random.choice(_VENUES)


def phone(random: Random) -> str:
    return f"{random.choice(_PHONES)}{random.randint(0, 999):03d}"


def email(name: str) -> str:
    return f"{slug(name)[:50].strip('-')}@example.org"


def slug(text: str) -> str:
    plain = text.lower()
    for letter, letters in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}.items():
        plain = plain.replace(letter, letters)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def near(random: Random, lat: float, lon: float) -> tuple[float, float]:
    """A point within about 400 metres."""
    return round(lat + random.uniform(-0.0035, 0.0035), 5), round(lon + random.uniform(-0.005, 0.005), 5)


def spoken(random: Random, usual: Sequence[str]) -> tuple[str, ...]:
    """German, most of the usual languages, and up to three others."""
    kept = [tag for tag in usual if tag in {"de", "en"} or random.random() > 0.2]
    count = random.choice((0, 0, 1, 1, 2, 3))
    more = random.choices(list(_SPOKEN), list(_SPOKEN.values()), k=count)
    return tuple(dict.fromkeys([*kept, *more]))


def accessibility(random: Random) -> dict[str, str]:
    """Single facts of a place: some known, some not, as in a real directory."""
    chances = {
        "step_free_entrance": (65, 15, 20),
        "accessible_toilet": (45, 25, 30),
        "lift": (35, 30, 35),
        "sign_language": (6, 44, 50),
        "hearing_loop": (8, 42, 50),
    }
    values = (Known.YES.value, Known.NO.value, Known.UNKNOWN.value)
    return {fact: random.choices(values, weights)[0] for fact, weights in chances.items()}
