"""The examples of the page for developers. Addresses come from their URL names: a renamed one fails a test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vielklang.centres.models import Centre
from vielklang.interfaces.feeds.archive.reading import newest_archive
from vielklang.interfaces.hsds.terms import term_id
from vielklang.interfaces.integreat.codes import CODES, region_of
from vielklang.offers.models import Offer

TOPIC = "german-course"


@dataclass(frozen=True, slots=True)
class Example:
    """`label`: what the answer is; `path`: its address here, with its query; `options`: for curl."""

    label: str
    path: str
    options: str = ""

    @property
    def command(self) -> str:
        options = f"{self.options} " if self.options else ""
        return f"curl {options}'{settings.BASE_URL}{self.path}'"


@dataclass(frozen=True, slots=True)
class Section:
    """One interface. `code`: lines to copy that are no command."""

    key: str
    title: str
    text: str
    examples: list[Example]
    code: str = ""


def examples_of(centre: Centre, language: str) -> list[Section]:
    """All interfaces, shown with a centre and in a language; two queries."""
    offer = (
        Offer.objects.visible().filter(centre=centre).select_related("organisation").order_by("pk").first()
    )
    return [
        Section(
            "hsds",
            "HSDS 3 (Open Referral)",
            _("Offers, organisations and topics in the standard of other directories."),
            list(_hsds(offer, language)),
        ),
        Section(
            "integreat",
            "Integreat API v3",
            _("A centre in the form that the Integreat app reads."),
            list(_integreat(centre, language)),
        ),
        Section(
            "feeds",
            "Atom, iCalendar",
            _("News and dates to subscribe to."),
            list(_feeds(centre, offer, language)),
        ),
        Section(
            "map",
            "GeoJSON, schema.org",
            _("Places of offers for maps. Each page also says as JSON-LD what it shows."),
            list(_map(centre, language)),
        ),
        Section(
            "archive",
            "CSV, JSON Lines, DCAT-AP.de",
            _("All offers in one file, made every night, and its entry for data portals."),
            list(_archive()),
        ),
        Section(
            "embed",
            _("In your website"),
            _("A search box or a list of offers: one line, no cookies."),
            list(_embed(centre, language)),
            code=_line(centre, language),
        ),
    ]


def _at(name: str, *args: object, **query: object) -> str:
    path = reverse(f"interfaces:{name}", args=args)
    return f"{path}?{urlencode(query)}" if query else path


def _hsds(offer: Offer | None, language: str) -> Iterator[Example]:
    tongue = f"-H 'Accept-Language: {language}'"
    month = (timezone.localdate() - timedelta(days=30)).isoformat()
    yield Example(_("What this is"), _at("hsds"))
    yield Example(_("Offers"), _at("hsds_services", per_page=10), tongue)
    topic = term_id("topics", TOPIC)
    yield Example(_("Offers of one topic"), _at("hsds_services", taxonomy_term_id=topic), tongue)
    yield Example(_("Offers near a postcode"), _at("hsds_services", postcode="47533", proximity=5000), tongue)
    yield Example(_("What has changed since a day"), _at("hsds_services", modified_after=month))
    if offer is not None:
        yield Example(_("One offer"), _at("hsds_services_one", offer.public_id), tongue)
    yield Example(_("Offers and their places"), _at("hsds_service_at_locations"))
    yield Example(_("Organisations"), _at("hsds_organizations"))
    yield Example(_("Topics"), _at("hsds_taxonomy_terms"), tongue)
    yield Example("OpenAPI", _at("hsds_document"))


def _integreat(centre: Centre, language: str) -> Iterator[Example]:
    edition = (region_of(centre.slug), CODES[language])
    yield Example(_("All centres"), _at("integreat_regions"))
    yield Example(_("Pages"), _at("integreat_pages", *edition))
    yield Example(_("Places on the map"), _at("integreat_locations", *edition))
    yield Example(_("Dates"), _at("integreat_events", *edition, combine_recurring="True"))
    yield Example(_("News of a centre"), _at("integreat_news", *edition))
    yield Example("OpenAPI", _at("integreat_openapi"))


def _feeds(centre: Centre, offer: Offer | None, language: str) -> Iterator[Example]:
    in_language = {"language": language}
    yield Example(_("News and new offers"), _at("open_news", **in_language))
    yield Example(_("The same of one centre"), _at("open_centre_news", centre.slug, **in_language))
    yield Example(_("Dates of a centre"), _at("open_centre_dates", centre.slug, **in_language))
    yield Example(_("Dates of one topic"), _at("open_centre_dates", centre.slug, topic=TOPIC, **in_language))
    if offer is not None:
        key = offer.organisation.public_id
        yield Example(_("Dates of an organisation"), _at("open_organisation_dates", key, **in_language))


def _map(centre: Centre, language: str) -> Iterator[Example]:
    yield Example(_("Places of a centre"), _at("open_centre_offers", centre.slug, language=language))
    yield Example(_("Places of one topic"), _at("open_offers", topic=TOPIC, language=language))


def _archive() -> Iterator[Example]:
    if newest_archive() is not None:
        yield Example(_("All offers"), _at("open_archive"), "-O -C -")
    for form in ("rdf", "ttl", "jsonld"):
        yield Example(f"DCAT-AP.de ({form})", _at("open_catalogue", form))
    yield Example(_("Sitemap with every language"), _at("sitemap"))


def _embed(centre: Centre, language: str) -> Iterator[Example]:
    place = (centre.slug, language)
    yield Example(_("Search box"), _at("embed_search", *place))
    yield Example(_("List of offers"), _at("embed_offers", *place))
    yield Example(_("Offers of one topic"), _at("embed_offers", *place, topic=TOPIC))
    yield Example(_("Script"), _at("embed_script"))


def _line(centre: Centre, language: str) -> SafeString:
    source = settings.BASE_URL + reverse("interfaces:embed_script")
    return format_html(
        '<script src="{}" data-centre="{}" data-language="{}" data-show="offers" data-topic="{}" async></script>',
        source,
        centre.slug,
        language,
        TOPIC,
    )
