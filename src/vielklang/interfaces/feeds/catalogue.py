"""Entry for data portals (GovData, Open.NRW): the open data of this installation after DCAT-AP.de 3.0.

What nobody has entered (operator, contact, number of the data provider) is left out, not invented.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch

from vielklang.interfaces.feeds.archive.reading import newest_archive
from vielklang.interfaces.feeds.asking import absolute
from vielklang.interfaces.feeds.licences import attribution, licence
from vielklang.interfaces.feeds.rdf import Iri, Literal, Node, Value
from vielklang.web.context import SITE_NAME

_EU = "http://publications.europa.eu/resource/authority"
_STATE = (
    ("dcatde:politicalGeocodingLevelURI", Iri("http://dcat-ap.de/def/politicalGeocoding/Level/state")),
    ("dcatde:politicalGeocodingURI", Iri("http://dcat-ap.de/def/politicalGeocoding/stateKey/05")),
)
"""North Rhine-Westphalia, by the official key of the state."""
_KEYWORDS = ("Integration", "Migration", "Beratung", "Sprachkurse", "Kommunale Integrationszentren")

Facts = list[tuple[str, Value]]


@dataclass(frozen=True, slots=True)
class Form:
    """A way to get a data set. `file_type` is a word of the EU's list of file types."""

    key: str
    title: str
    url: str
    file_type: str
    media_type: str
    changed: dt.datetime | None = None
    is_file: bool = True


@dataclass(frozen=True, slots=True)
class DataSet:
    key: str
    title: str
    description: str
    frequency: str
    forms: tuple[Form, ...]


def catalogue() -> list[Node]:
    """The catalogue with its data sets and their forms; one query."""
    sets = list(_data_sets())
    nodes = [_catalogue(sets)]
    if publisher := _publisher():
        nodes.append(publisher)
    if contact := _contact():
        nodes.append(contact)
    for one in sets:
        nodes.append(_data_set(one))
        nodes += [_form(form) for form in one.forms]
    return nodes


def _data_sets() -> Iterator[DataSet]:
    archive = newest_archive()
    if archive is not None:
        url = absolute("interfaces:open_archive")
        form = Form(
            "archive-zip", "ZIP mit CSV und JSON Lines", url, "ZIP", "application/zip", archive.made_at
        )
        words = (
            "Alle veröffentlichten Angebote mit Texten, Orten, Zeiten, Terminen, Trägern, Themen und Zentren."
        )
        yield DataSet("archive", f"{SITE_NAME}: Angebote als Gesamtabzug", words, "DAILY", (form,))
    geojson = absolute("interfaces:open_offers")
    form = Form("places-geojson", "GeoJSON", geojson, "GEOJSON", "application/geo+json")
    words = "Orte der veröffentlichten Angebote mit Titel, Themen und Träger, für Karten."
    yield DataSet("places", f"{SITE_NAME}: Orte der Angebote", words, "CONT", (form,))
    if hsds := _hsds():
        form = Form("hsds-json", "HSDS 3 (JSON)", hsds, "JSON", "application/json", is_file=False)
        words = "Schnittstelle nach Human Services Data Specification 3 von Open Referral."
        yield DataSet("hsds", f"{SITE_NAME}: Schnittstelle nach HSDS", words, "CONT", (form,))


def _hsds() -> str:
    """The address of the HSDS interface, where this installation has one."""
    try:
        return absolute("interfaces:hsds")
    except NoReverseMatch:
        return ""


def _id(part: str) -> str:
    return f"{absolute('interfaces:open_catalogue', 'ttl')}#{part}"


def _catalogue(sets: list[DataSet]) -> Node:
    facts: Facts = [
        ("dct:title", Literal(f"{SITE_NAME}: offene Daten", "de")),
        (
            "dct:description",
            Literal("Angebote der Kommunalen Integrationszentren in Nordrhein-Westfalen", "de"),
        ),
        ("dct:language", Iri(f"{_EU}/language/DEU")),
        ("foaf:homepage", Iri(absolute("guide:languages"))),
        ("dct:license", Iri(licence().dcat)),
        *_published_by(),
        *((("dcat:dataset", Iri(_id(one.key)))) for one in sets),
    ]
    return Node(_id("catalogue"), "dcat:Catalog", facts)


def _data_set(one: DataSet) -> Node:
    changed = max((form.changed for form in one.forms if form.changed), default=None)
    facts: Facts = [
        ("dct:identifier", Literal(_id(one.key))),
        ("dct:title", Literal(one.title, "de")),
        ("dct:description", Literal(one.description, "de")),
        *(("dcat:keyword", Literal(word, "de")) for word in _KEYWORDS),
        ("dcat:theme", Iri(f"{_EU}/data-theme/SOCI")),
        ("dct:language", Iri(f"{_EU}/language/DEU")),
        ("dct:accrualPeriodicity", Iri(f"{_EU}/frequency/{one.frequency}")),
        ("dct:accessRights", Iri(f"{_EU}/access-right/PUBLIC")),
        *_STATE,
        *_published_by(),
        *((("dcat:contactPoint", Iri(_id("contact"))),) if settings.OPERATOR["email"] else ()),
        *(("dcat:distribution", Iri(_id(form.key))) for form in one.forms),
    ]
    if settings.OPEN_DATA_CONTRIBUTOR:
        facts.append(("dcatde:contributorID", Iri(settings.OPEN_DATA_CONTRIBUTOR)))
    if changed:
        facts.append(("dct:modified", _moment(changed)))
    return Node(_id(one.key), "dcat:Dataset", facts)


def _form(form: Form) -> Node:
    media = f"https://www.iana.org/assignments/media-types/{form.media_type}"
    facts: Facts = [
        ("dct:title", Literal(form.title, "de")),
        ("dcat:accessURL", Iri(form.url)),
        *((("dcat:downloadURL", Iri(form.url)),) if form.is_file else ()),
        ("dct:format", Iri(f"{_EU}/file-type/{form.file_type}")),
        ("dcat:mediaType", Iri(media)),
        ("dct:license", Iri(licence().dcat)),
    ]
    if licence().needs_name:
        facts.append(("dcatde:licenseAttributionByText", Literal(attribution())))
    if form.changed:
        facts.append(("dct:modified", _moment(form.changed)))
    return Node(_id(form.key), "dcat:Distribution", facts)


def _published_by() -> Facts:
    return [("dct:publisher", Iri(_id("publisher")))] if settings.OPERATOR["name"] else []


def _publisher() -> Node | None:
    name = settings.OPERATOR["name"]
    return Node(_id("publisher"), "foaf:Agent", [("foaf:name", Literal(name))]) if name else None


def _contact() -> Node | None:
    email = settings.OPERATOR["email"]
    if not email:
        return None
    name = settings.OPERATOR["name"] or SITE_NAME
    facts: Facts = [("vcard:fn", Literal(name)), ("vcard:hasEmail", Iri(f"mailto:{email}"))]
    return Node(_id("contact"), "vcard:Organization", facts)


def _moment(at: dt.datetime) -> Literal:
    return Literal(at.astimezone(dt.UTC).isoformat(timespec="seconds"), kind="xsd:dateTime")
