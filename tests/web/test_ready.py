"""Kept answers: served without Django as long as they hold, and never a moment longer."""

from __future__ import annotations

import datetime as dt
import gzip
import time
from collections.abc import Callable, Iterator
from typing import Any

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from psycopg.pq.abc import PGresult

from tests.offers.factories import ALICE, centre, draft, organisation, text
from vielklang.core.publication import READ, READ_ALL, READ_TOTAL, fold_publications
from vielklang.offers import actions
from vielklang.offers.models import Offer
from vielklang.organisations.models import Organisation
from vielklang.web.ready import keeper, views
from vielklang.web.ready.counts import Counter, NoCounts, counter
from vielklang.web.ready.front import Front
from vielklang.web.ready.shelf import Answer, Shelf

pytestmark = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)
"""A transaction counts once: whoever wants to see two changes must commit them."""


class CounterInTest(Counter):
    """Asks the same over the test's own connection, where nothing is ever committed."""

    def __init__(self, alias: str = "default") -> None:
        super().__init__("")

    def _ask(self, name: bytes, values: list[bytes]) -> PGresult:
        connection.ensure_connection()
        return connection.connection.pgconn.exec_params(_QUESTIONS[name].encode(), values)


_QUESTIONS = {b"one": READ, b"all": READ_ALL, b"total": READ_TOTAL}


class Site:
    """The front around Django, and how often Django was asked."""

    def __init__(self, most_bytes: int = 10_000_000) -> None:
        self.asked: list[str] = []
        self.django = WSGIHandler()
        self.front = Front(self._ask, views.counter, Shelf(most_bytes))

    def _ask(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        self.asked.append(environ["PATH_INFO"])
        return self.django(environ, start)

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        address, _, query = path.partition("?")
        environ = keeper._request(f"{address}?{query}") | {
            "REQUEST_METHOD": method,
            "HTTP_ACCEPT_ENCODING": "",
        }
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        del environ[keeper.KEEPER]
        started: list[Any] = []
        body = b"".join(self.front(environ, lambda status, rows, *_rest: started.append((status, rows))))
        status, rows = started[0]
        return int(status.split()[0]), {name.lower(): value for name, value in rows}, body


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(views, "counter", CounterInTest)
    for signal in (request_started, request_finished):  # the test's own connection, with its role, goes on
        signal.disconnect(close_old_connections)
    yield Site()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def published(title: str = "Beispiel: Sprachcafé") -> Offer:
    offer = actions.create_offer(by=ALICE, draft=draft(texts=(text(title=title),)))
    return actions.publish_offer(by=ALICE, offer=offer)


def test_second_request_is_answered_without_django(site: Site) -> None:
    published()
    first = site.get("/de/kreis-kleve/")
    second = site.get("/de/kreis-kleve/")
    assert site.asked == ["/de/kreis-kleve/"]
    assert (first[0], first[2]) == (200, second[2])
    assert "Sprachcafé" in second[2].decode()
    assert second[1]["cache-control"] == "public, no-cache"
    assert "default-src 'none'" in second[1]["content-security-policy"]


def test_encodings_carry_the_same_words(site: Site) -> None:
    _status, _headers, plain = site.get("/de/kreis-kleve/")
    packed = site.get("/de/kreis-kleve/", accept_encoding="gzip, br")
    zipped = site.get("/de/kreis-kleve/", accept_encoding="gzip, br;q=0")
    assert (packed[1]["content-encoding"], brotli.decompress(packed[2])) == ("br", plain)
    assert (zipped[1]["content-encoding"], gzip.decompress(zipped[2])) == ("gzip", plain)
    assert len({packed[1]["etag"], zipped[1]["etag"]}) == 2
    assert int(packed[1]["content-length"]) == len(packed[2]) < len(plain) / 2


def test_known_etag_is_answered_with_304(site: Site) -> None:
    etag = site.get("/de/kreis-kleve/", accept_encoding="br")[1]["etag"]
    status, headers, body = site.get("/de/kreis-kleve/", accept_encoding="br", if_none_match=etag)
    assert (status, headers["etag"], body) == (304, etag, b"")
    assert site.get("/de/kreis-kleve/", if_none_match='"another"')[0] == 200


def test_head_has_headers_and_no_body(site: Site) -> None:
    length = site.get("/de/kreis-kleve/")[1]["content-length"]
    status, headers, body = site.get("/de/kreis-kleve/", method="HEAD")
    assert (status, headers["content-length"], body) == (200, length, b"")


def rename(offer: Offer) -> None:
    renamed = draft(organisation=offer.organisation, texts=(text(title="Vorher und nachher"),))
    actions.update_offer(by=ALICE, offer=offer, draft=renamed)


def rename_organisation(offer: Offer) -> None:
    Organisation.objects.filter(pk=offer.organisation_id).update(name="Neuer Name e. V.")


def open_centre(offer: Offer) -> None:
    offer.centre.hours.create(weekday=0, opens=dt.time(6, 7), closes=dt.time(18))


@committed
def test_every_change_is_seen_by_the_next_request(site: Site) -> None:
    shown = {rename: "Vorher und nachher", rename_organisation: "Neuer Name e. V.", open_centre: "6:07"}
    withdrawn = {
        "suspend": lambda offer: actions.suspend_offer(by=ALICE, offer=offer, reason="Umbau"),
        "archive": lambda offer: actions.archive_offer(by=ALICE, offer=offer, reason="Beendet"),
        "delete": lambda offer: Offer.objects.filter(pk=offer.pk).delete(),
    }
    for change in (*shown, *withdrawn.values()):
        offer = published("Vorher")
        addresses = ["/de/kreis-kleve/", f"/de/offer/{offer.public_id}/"]
        assert all("Vorher" in site.get(address)[2].decode() for address in addresses)
        change(offer)
        list_page, own_page = (site.get(address) for address in addresses)
        if change in shown:
            assert shown[change] in list_page[2].decode() + own_page[2].decode()
            Offer.objects.filter(pk=offer.pk).delete()
        else:
            assert "Vorher" not in list_page[2].decode()
            assert own_page[0] == 404


@committed
def test_other_centres_and_drafts_disturb_nothing(site: Site) -> None:
    published()
    site.get("/de/kreis-kleve/")
    actions.create_offer(by=ALICE, draft=draft())  # a draft of the same centre
    wesel = draft(centre=centre("kreis-wesel"))
    actions.publish_offer(by=ALICE, offer=actions.create_offer(by=ALICE, draft=wesel))
    site.get("/de/kreis-kleve/")
    assert site.asked == ["/de/kreis-kleve/"]


@committed
def test_folding_the_counts_disturbs_nothing(site: Site) -> None:
    published()
    site.get("/de/kreis-kleve/")
    fold_publications()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_publication WHERE transaction <> 0")
        assert cursor.fetchone() == (0,)
    site.get("/de/kreis-kleve/")
    assert site.asked == ["/de/kreis-kleve/"]
    published("Danach")
    assert "Danach" in site.get("/de/kreis-kleve/")[2].decode()


@committed
def test_many_changes_of_a_transaction_count_once() -> None:
    fold_publications()
    shared = organisation()
    actions.create_offers(by=ALICE, drafts=[draft(organisation=shared) for _n in range(5)], publish=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(changes) FROM core_publication WHERE transaction <> 0 AND centre_id <> 0")
        assert cursor.fetchone() == (1,)


def test_answer_ends_when_it_changes_by_itself(site: Site) -> None:
    site.get("/de/kreis-kleve/")
    answer = site.front.shelf.get("/de/kreis-kleve/?")
    assert answer is not None
    assert time.time() < answer.until <= time.time() + 86_400
    answer.until = time.time() - 1
    site.get("/de/kreis-kleve/")
    assert len(site.asked) == 2


def test_unknown_parameters_and_parts_are_not_kept(site: Site) -> None:
    for path, headers in (("/de/kreis-kleve/?x=1", {}), ("/de/kreis-kleve/", {"hx_request": "true"})):
        site.get(path, **headers)
        site.get(path, **headers)
    assert len(site.asked) == 4
    assert len(site.front.shelf) == 0


def test_pages_that_are_not_marked_and_errors_are_not_kept(site: Site) -> None:
    for path in ("/de/search/?q=Schule", "/de/gibt-es-nicht/", "/account/login/"):
        site.get(path)
    assert len(site.front.shelf) == 0


def test_nothing_kept_is_served_while_the_database_is_silent(site: Site) -> None:
    site.get("/de/kreis-kleve/")
    silent = Counter("host=/nowhere dbname=nothing connect_timeout=1")
    site.front.counter = lambda: silent
    with pytest.raises(NoCounts):
        silent.total()
    site.get("/de/kreis-kleve/")
    assert len(site.asked) == 2


@committed
def test_counter_connects_again_after_its_connection_was_ended() -> None:
    counter.cache_clear()
    before = counter().total()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [counter()._connection().backend_pid])
    assert counter().total() == before
    counter().close()


@committed
def test_keeper_renews_what_was_asked_for(site: Site) -> None:
    published()
    site.get("/de/kreis-kleve/")
    answer = site.front.shelf.get("/de/kreis-kleve/?")
    assert answer is not None
    answer.seconds = 1.0
    assert keeper.renew(site.front) == 0
    published("Danach")
    assert keeper.renew(site.front) == 1
    asked = len(site.asked)
    assert "Danach" in site.get("/de/kreis-kleve/")[2].decode()
    assert len(site.asked) == asked == 2


def test_shelf_forgets_what_nobody_asks_for() -> None:
    shelf = Shelf(most_bytes=40_000)
    for number in range(10):
        shelf.put(str(number), Answer([], b"x" * 6000, None, 0, 0, 0.0, 0.0))
        shelf.get("0")
    assert shelf.get("0") is not None
    assert shelf.get("1") is None
    assert shelf.get("9") is not None
    assert len(shelf) == 3


def test_django_alone_answers_as_ever(client: Any) -> None:
    answer = client.get("/de/kreis-kleve/")
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_answers_for_everybody_look_at_no_cookie(client: Any) -> None:
    for address in (
        "/de/kreis-kleve/",
        "/hsds/services",
        "/api/v3/regions/",
        "/open/offers.geojson",
        "/robots.txt",
    ):
        assert "Cookie" not in client.get(address).headers.get("Vary", ""), address
