"""The link checker against a server of our own, and what may never be asked."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.core.smtp import free_port
from tests.upkeep.factories import make_offer
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.upkeep import checking
from vielklang.upkeep.actions.websites import ignore_dead_link, store_check
from vielklang.upkeep.checking import Answered, look_at
from vielklang.upkeep.models import LinkCheck
from vielklang.upkeep.rounds import check_websites


class _Website(BaseHTTPRequestHandler):
    """/200 answers 200, /no-head refuses HEAD, /to/x leads to /x, /round to itself, /slow to nothing."""

    asked: list[tuple[str, str]] = []

    def _answer(self) -> None:
        self.asked.append((self.command, self.path))
        name = self.path.strip("/").partition("?")[0]
        status = 200
        if name == "no-head":
            status = 501 if self.command == "HEAD" else 200
        elif name == "slow":
            threading.Event().wait(1.5)
        elif name.startswith("to/") or name == "round":
            self.send_response(302)
            self.send_header("Location", f"/{name.removeprefix('to/')}")
            self.end_headers()
            return
        elif name.isdigit():
            status = int(name)
        self.send_response(status)
        self.end_headers()

    do_GET = do_HEAD = _answer  # noqa: N815

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def website(settings) -> Iterator[str]:
    settings.LINK_CHECK_ALLOWS_PRIVATE = True
    _Website.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Website)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "status", "problem"),
    [
        ("/200", 200, ""),
        ("/to/200", 200, ""),
        ("/to/to/200", 200, ""),
        ("/to/404", 404, "not_found"),
        ("/404", 404, "not_found"),
        ("/410", 410, "not_found"),
        ("/500", 500, "server_error"),
        ("/403", 403, ""),
        ("/429", 429, ""),
        ("/no-head", 200, ""),
        ("/round", 0, "too_many_redirects"),
        ("/Straße mit Lücke?q=ä b", 200, ""),
    ],
)
def test_what_a_website_answers(website, path, status, problem):
    assert look_at(website + path) == Answered(status, problem)


def test_head_is_enough_where_it_is_answered(website):
    look_at(f"{website}/200")

    assert _Website.asked == [("HEAD", "/200")]


def test_nobody_there(website):
    assert look_at(f"http://127.0.0.1:{free_port()}/") == Answered(0, "no_connection")


def test_no_answer_in_time(website, monkeypatch):
    monkeypatch.setattr(checking, "TIMEOUT_SECONDS", 0.2)

    assert look_at(f"{website}/slow") == Answered(0, "timeout")


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://127.0.0.1/", "private_address"),
        ("http://localhost/", "private_address"),
        ("http://[::1]/", "private_address"),
        ("http://10.0.0.1/", "private_address"),
        ("http://192.168.1.1/", "private_address"),
        ("http://169.254.169.254/latest/meta-data/", "private_address"),
        ("http://0.0.0.0/", "private_address"),
        ("http://[::ffff:127.0.0.1]/", "private_address"),
        ("http://2130706433/", "private_address"),
        ("http://127.1/", "private_address"),
        ("http://127.0.0.1:5432/", "unusual_port"),
        ("file:///etc/passwd", "not_a_website"),
        ("ftp://example.org/", "not_a_website"),
        ("javascript:alert(1)", "not_a_website"),
        ("http:///", "not_a_website"),
        ("http://exa mple/", "no_such_host"),
    ],
)
def test_private_addresses_are_never_asked(url, problem):
    found = look_at(url)

    assert found.status == 0
    assert (
        found.problem in {problem, "no_connection"} if problem == "no_such_host" else found.problem == problem
    )


def test_a_redirect_does_not_lead_inside(website, settings, monkeypatch):
    """The first address is a public one (as far as the check knows), the second is not."""
    asked = []

    def ask(url: str, method: str) -> tuple[int, str]:
        asked.append(url)
        if len(asked) == 1:
            return 302, "http://127.0.0.1/admin"
        checking._connection(checking.urlsplit(url))
        raise AssertionError("never reached")

    settings.LINK_CHECK_ALLOWS_PRIVATE = False
    monkeypatch.setattr(checking, "_ask", ask)

    assert look_at("https://example.org/") == Answered(0, "private_address")


def _check(world, *answers: str, url: str = "https://example.org/", every: int = 1) -> LinkCheck:
    """One look a day (or `every` so many days); returns the last row."""
    start = timezone.now() - dt.timedelta(days=30)
    with centre_scope(world.home):
        for number, problem in enumerate(answers):
            row = store_check(
                by=SYSTEM, centre=world.home, url=url, answer=Answered(404 if problem else 200, problem),
                now=start + dt.timedelta(days=number * every),
            )  # fmt: skip
    return row


def dead(world) -> int:
    with centre_scope(world.home):
        return LinkCheck.objects.all().dead().count()


@pytest.mark.django_db
def test_it_is_reported_after_three_bad_days(world):
    _check(world, "not_found", "not_found")
    assert dead(world) == 0
    _check(world, "not_found", "not_found", "not_found")
    assert dead(world) == 1


@pytest.mark.django_db
def test_the_same_day_counts_once(world):
    _check(world, "timeout", "timeout", "timeout", "timeout", every=0)

    assert dead(world) == 0


@pytest.mark.django_db
def test_a_good_day_forgets_all(world):
    row = _check(world, "timeout", "timeout", "", "timeout", "timeout")

    assert (row.failed_days, dead(world)) == (2, 0)


@pytest.mark.django_db
def test_called_fine_is_quiet_until_it_worked_and_failed_anew(world):
    row = _check(world, *["not_found"] * 3)
    with centre_scope(world.home):
        ignore_dead_link(by=SYSTEM, check=row)
    assert dead(world) == 0

    _check(world, "", *["not_found"] * 3)
    assert dead(world) == 1


@pytest.mark.django_db
def test_each_website_is_looked_at_once_and_fine_ones_rest_a_week(world):
    for _ in range(2):
        make_offer(world.organisation, website="https://example.org/a")
    make_offer(world.organisation, website="https://example.org/b")
    seen: list[str] = []

    def look(url: str) -> Answered:
        seen.append(url)
        return Answered(200) if url.endswith("a") else Answered(404, "not_found")

    now = timezone.now()
    for day in range(9):
        check_websites(by=SYSTEM, centre=world.home, now=now + dt.timedelta(days=day), look=look, pause=0)

    assert seen.count("https://example.org/b") == 9
    assert seen.count("https://example.org/a") == 2
    assert dead(world) == 1


@pytest.mark.django_db
def test_what_no_entry_names_any_more_is_forgotten(world):
    _check(world, *["not_found"] * 3)

    check_websites(by=SYSTEM, centre=world.home, look=lambda url: Answered(200), pause=0)

    assert dead(world) == 0


@pytest.mark.django_db
def test_the_same_host_is_asked_with_pauses(world):
    for name in "ab":
        make_offer(world.organisation, website=f"https://example.org/{name}")
    times: list[float] = []

    def look(url: str) -> Answered:
        import time

        times.append(time.monotonic())
        return Answered(200)

    check_websites(by=SYSTEM, centre=world.home, look=look, pause=0.05)

    assert times[1] - times[0] >= 0.05


@pytest.mark.django_db
def test_the_desk_says_who_names_it_and_can_call_it_fine(world):
    url = "https://example.org/tot"
    make_offer(world.organisation, title="Mit toter Seite", website=url)
    row = _check(world, *["not_found"] * 3, url=url)
    client = world.client("editor")
    address = reverse("upkeep:desk_dead_links", args=[world.home.slug])
    assert "Mit toter Seite" in client.get(address).content.decode()

    client.post(reverse("upkeep:desk_judge_website", args=[world.home.slug, row.public_id]))

    assert "Mit toter Seite" not in client.get(address).content.decode()
    assert "Mit toter Seite" in client.get(f"{address}?show=ignored").content.decode()
