"""Personal and internal values never leave by any public representation, whatever address it has.

The addresses come from the URL resolver and their arguments from the access matrix, so that a new one is walked as
soon as it exists. Everything runs as the owner of the tables: row-level security does not help here.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pypdf import PdfReader

from tests.guide.test_access_matrix import MATRIX as GUIDE
from tests.interfaces.planting import INTERNAL, NAMED, PUBLIC, SECRET, Planted, make_private_rows, plant
from tests.test_access_matrix import ROOMS, ROWS
from tests.test_scope import OURS, kind_of
from tests.world import World, make_world
from vielklang.core.actor import SYSTEM
from vielklang.interfaces.feeds.actions import make_archive
from vielklang.offers.models import Offer, OfferText
from vielklang.search.actions import index_offers

pytestmark = [pytest.mark.django_db, pytest.mark.owner, pytest.mark.slow]
LANGUAGES = ("de", "ar")

NOTHING_TO_SAY = re.compile(
    "|".join(
        (
            r"(web|accounts|upkeep):.*|(account|mfa|socialaccount|openid_connect)_.*",  # sign-in, personal links
            r"guide:(languages|service_worker|robots|start|manifest|offline|place|locate|life_areas|life_area)",
            r"guide:(report_thanks|qr|centres|areas|about|imprint|privacy|accessibility|feedback_thanks)",
            r"guide:(centre_qr|negotiate|unknown_language|api.*)|interfaces:embed_(script|search|unknown)",
            r"enquiries:(ask|status|referral)",
            r"interfaces:(sitemap.*|open|open_unknown|open_catalogue)",
            r"interfaces:(embed_(script|search|unknown)|developers)",
            r"interfaces:hsds(_document|_unknown|_taxonom\w+|_service_at_locations_one)?",
            r"interfaces:integreat_(openapi|icon|regions?|imprint|feedback|offers|root|unknown|news_item|parents|page)",
        )
    )
)
"""Addresses that show no entry; every other one must show a planted public value."""


def _public_addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _public_addresses(
                pattern.url_patterns, prefix + (f"{pattern.namespace}:" if pattern.namespace else "")
            )
        elif getattr(pattern.callback, "login_required", True) is False:
            yield f"{prefix}{pattern.name}"


NAMES = sorted(set(_public_addresses(get_resolver().url_patterns)))


@pytest.fixture
def world(settings) -> World:
    settings.ENCODERS = ()
    made = make_world()
    make_private_rows(made)
    return made


@pytest.fixture
def objects(world: World) -> dict[str, str]:
    rooms = (room for room in ROOMS if hasattr(room, "objects"))
    return {key: str(value) for room in rooms for key, value in room.objects(world).items()}


@pytest.fixture
def planted(world: World, objects: dict[str, str]) -> Planted:
    found, ids = plant(world)
    objects |= ids
    index_offers(by=SYSTEM, offer_ids=None)
    make_archive(by=SYSTEM)
    return found


def _addresses(name: str, objects: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(language, address): the address in each language: in its path where that names one, else in the query."""
    if name in GUIDE:
        arguments, query = dict(GUIDE[name][0]), GUIDE[name][1]
    else:
        row = ROWS[name]  # a public address without a row fails here
        arguments, query = dict(row.arguments), row.query
    known = {key: objects.get(str(value), value) for key, value in arguments.items()}
    for key, value in sorted(objects.items(), key=lambda item: -len(item[0])):
        query = query.replace(f"={key}", f"={value}")
    for tag in LANGUAGES:
        if "language" in known:
            known["language"] = tag
        address = reverse(name, kwargs=known)
        yield tag, f"{address}?{query}" if query else address
        if "language" not in known:
            yield tag, f"{address}?{query}&language={tag}" if query else f"{address}?language={tag}"


def _words(response) -> str:
    """All that an answer says: headers, and the body with archives and PDF files opened."""
    body = b"".join(response) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    words = f"{response.headers}\n"
    if kind == "application/zip":
        archive = zipfile.ZipFile(io.BytesIO(body))
        return words + "\n".join(archive.read(name).decode() for name in archive.namelist())
    if kind == "application/pdf":
        return words + "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    if "json" in kind and body:
        return words + json.dumps(json.loads(body), ensure_ascii=False)
    return words + body.decode(errors="replace").replace("\r\n ", "")  # folded lines of calendars


def _leaks(name: str, words: str, planted: Planted) -> set[str]:
    """Fields whose planted value is in an answer."""
    found = {planted.fields.get(token, token) for token in re.findall(rf"{SECRET}\d*", words)}
    if NAMED in words and not name.startswith("guide:"):
        found.add("who confirmed it, who pays for it")
    return found


def _walk(name: str, objects: dict[str, str], planted: Planted) -> tuple[set[str], bool]:
    """What one address leaks, and whether it shows what is public, in every language."""
    client, leaks, shows = Client(), set(), []
    for tag, address in _addresses(name, objects):
        response = client.get(address, headers={"Accept-Language": tag})
        words = _words(response)
        leaks |= _leaks(name, words, planted)
        if response.status_code < 400:
            shows.append(PUBLIC in words)
        assert response.status_code < 500, address
    return leaks, bool(shows) and all(shows)


def test_no_public_address_says_what_is_private(planted, objects):
    walked = {name: _walk(name, objects, planted) for name in NAMES}

    assert {name: leaks for name, (leaks, _shows) in walked.items() if leaks} == {}
    silent = {name for name, (_leaks, shows) in walked.items() if not shows}
    assert {name for name in silent if not NOTHING_TO_SAY.fullmatch(name)} == set()


def test_every_private_model_was_planted(planted):
    """In at least one field each, so that the walk has something to find."""
    models = {field.rpartition(".")[0] for field in planted.fields.values()}
    private = {model._meta.label for model in OURS if kind_of(model) == "Centre-private"}
    textless = {
        model._meta.label
        for model in OURS
        if not any(field.get_internal_type() in TEXT and not field.choices for field in model._meta.fields)
    }

    assert private - models - textless == set()
    missing = {f"{model._meta.label}.{name}" for model, names in INTERNAL.items() for name in names} - set(
        planted.fields.values()
    )
    assert missing == set()
    assert len(planted.fields) > 100


TEXT = {"CharField", "TextField", "EmailField", "URLField", "JSONField"}


def test_the_walk_would_notice(planted, objects, world):
    """The same values in a public text are found at every address that shows it."""
    OfferText.objects.filter(offer__in=Offer.objects.visible()).update(
        title=f"{SECRET}0", summary=f"{SECRET}0"
    )
    make_archive(by=SYSTEM)

    for name in ("guide:offer", "guide:centre", "guide:leaflet", "guide:calendar", "interfaces:open_archive",
                 "interfaces:open_news", "interfaces:open_offers", "interfaces:open_centre_dates"):  # fmt: skip
        assert _walk(name, objects, planted)[0] == {f"{SECRET}0"}, name
