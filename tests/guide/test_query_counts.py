"""Reading costs the same number of queries for one row and for three, and never writes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.db.utils import InternalError
from django.test.utils import CaptureQueriesContext

from tests.guide.kleve import ARABIC, GERMAN, NOW, make_centre, make_offer
from vielklang.core.actor import SYSTEM
from vielklang.offers.drafts import DateDraft
from vielklang.offers.models import Offer
from vielklang.search.actions import index_offers

pytestmark = pytest.mark.django_db

PLACE = "place=47533-05154036"
# name → (address, most queries a reader's page may cost)
PAGES: dict[str, tuple[str, int]] = {
    "start": (f"/ar/?{PLACE}", 4),
    "topics": (f"/ar/topics/school/?{PLACE}", 3),
    "results": (f"/ar/search/?{PLACE}", 14),
    "results for a question": (f"/ar/search/?q=Spielgruppe&{PLACE}", 16),
    "results on the map": (f"/ar/search/?{PLACE}&view=map", 14),
    "nothing found": (f"/ar/search/?q=Xylophonbau&{PLACE}&topic=addiction&km=2", 20),
    "points": (f"/ar/search/points.geojson?{PLACE}", 14),
    "offer": ("/ar/offer/FIRST/", 10),
    "centre": ("/ar/kreis-kleve/", 14),
    "kept page": ("/ar/kreis-kleve/saved/", 14),
    "centres": ("/ar/centres/", 4),
    "areas": ("/ar/centres/areas.geojson", 4),
    "leaflet": ("/ar/offer/FIRST/leaflet.pdf?second=de", 8),
    "leaflets": ("/ar/leaflets.pdf?ALL", 8),
    "calendar": ("/ar/offer/FIRST/dates.ics", 8),
}


@pytest.fixture
def make(settings) -> Callable[[int], None]:
    """Make this many offers of the centre in Kleve, alike in everything, and bring the index in step."""
    settings.ENCODERS = ()
    centre = make_centre()

    def make_offers(count: int) -> None:
        for _ in range(count):
            dates = (DateDraft(starts_at=NOW.replace(year=2030), duration=NOW - NOW.replace(hour=9)),)
            make_offer(centre, GERMAN, ARABIC, dates=dates)
        index_offers(by=SYSTEM)

    return make_offers


@pytest.fixture
def read(client) -> Callable[[str], tuple[bytes, list[str]]]:
    def read_page(name: str) -> tuple[bytes, list[str]]:
        """The body and the queries it took; what is remembered between requests is remembered already."""
        ids = [str(one) for one in Offer.objects.order_by("pk").values_list("public_id", flat=True)]
        address = (
            PAGES[name][0].replace("FIRST", ids[0]).replace("ALL", "&".join(f"offer={one}" for one in ids))
        )
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        assert response.status_code == 200, address
        queries = [query["sql"] for query in captured.captured_queries]
        return b"".join(response), [sql for sql in queries if not sql.startswith(("SAVEPOINT", "RELEASE"))]

    return read_page


def test_three_offers_cost_as_many_queries_as_one(make, read):
    make(1)
    one = {name: read(name) for name in PAGES}
    make(2)
    three = {name: read(name) for name in PAGES}

    different = {
        name: (len(one[name][1]), len(three[name][1]), three[name][1])
        for name in PAGES
        if len(one[name][1]) != len(three[name][1])
    }
    assert different == {}
    for name in ("results", "results on the map", "points", "centre", "kept page"):
        assert (_offers_on(one[name][0]), _offers_on(three[name][0])) == (1, 3), name
    assert len(three["leaflets"][0]) > len(one["leaflets"][0])


def _offers_on(body: bytes) -> int:
    return len(set(re.findall(rb"offer[/-]([0-9a-f-]{36})", body)))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_few_queries(make, read, name):
    make(1)

    queries = read(name)[1]

    assert len(queries) <= PAGES[name][1], "\n".join(queries)


@pytest.fixture
def _read_only(make) -> None:
    """From here on the database itself refuses every write of this test's transaction."""
    make(3)
    connection.check_constraints()  # what is left to the end of the transaction would have to write then
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")


@pytest.mark.usefixtures("_read_only")
def test_reading_never_writes(read):
    """A question without an answer is handed to the background; where that is impossible, the page is shown."""
    for name in PAGES:
        read(name)


@pytest.mark.usefixtures("_read_only")
def test_the_database_would_have_refused():
    with pytest.raises(InternalError, match="read-only transaction"):
        Offer.objects.update(kind="course")
