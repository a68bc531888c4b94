"""J4: a carrier's secretary answers a mail on her phone, without password: five times "still true", one new number.

The budget of sixty seconds is kept as structure: few taps, few pages, nothing to search for.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.server import DATABASE
from tests.browser.test_journeys import Finger
from vielklang.config.postgres import EmbeddedPostgres

MOST_TAPS = 10
MOST_PAGES = 5
UNSAID = ".vk-ask__card:not(.vk-ask__card--said)"
WRITE_MAIL = """
import sys, django; django.setup()
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from procrastinate.contrib.django import app
from vielklang.centres.models import Centre
from vielklang.core.actor import SYSTEM, Actor, ActorKind
from vielklang.offers.actions import confirm_offer, create_offer, publish_offer
from vielklang.offers.drafts import OfferDraft, TextDraft
from vielklang.organisations.actions import OrganisationDraft, create_organisation
from vielklang.upkeep.rounds import ask_carriers

centre, email = Centre.objects.get(slug="kreis-kleve"), sys.argv[1]
draft = OrganisationDraft(
    name="Beispielverein Erinnerung", kind="carrier", email=email, phone="02821 1000", centre=centre)
organisation = create_organisation(by=SYSTEM, draft=draft)
for number in range(6):
    text = TextDraft(language="de", title=f"Beispielangebot {number + 1}", summary="Kurz.", description="Beispiel.")
    offer = create_offer(by=SYSTEM, draft=OfferDraft(
        centre=centre, organisation=organisation, kind="counselling", topics=("debt-advice",),
        delivery=("on_site",), area="centre", joining="walk_in", cost_kind="free", texts=(text,)))
    publish_offer(by=SYSTEM, offer=offer)
    by = Actor(ActorKind.PERSON, "Beispielverein")
    confirm_offer(by=by, offer=offer, now=timezone.now() - relativedelta(months=7))
ask_carriers(by=SYSTEM, centre=centre)
with app.replace_connector(app.connector.get_worker_connector()):
    app.run_worker(queues=["mail"], wait=False, install_signal_handlers=False, listen_notify=False)
"""


def link_from_the_mail(email: str) -> str:
    """The path of the personal link in the mail that the daily job wrote to this address and the worker sent."""
    if "GUIDE_ADDRESS" in os.environ:
        pytest.skip("the mails of a guide that runs elsewhere are not ours to read")
    cluster = Path(os.environ["VIELKLANG_TEST_CLUSTER"])
    environment = {
        **os.environ,
        "DATABASE_URL": EmbeddedPostgres(cluster).url(DATABASE),
        "DJANGO_SETTINGS_MODULE": "vielklang.config.settings",
        "VIELKLANG_DATA_DIR": str(cluster / "browser"),
    }
    done = subprocess.run(
        [sys.executable, "-c", WRITE_MAIL, email],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    for path in (cluster / "browser" / "mail").glob("*.log"):
        for part in path.read_bytes().split(b"-" * 79):
            message = message_from_bytes(part.strip(), policy=default)
            if message["To"] == email:
                text = message.get_body(("plain",)).get_content()
                found = re.search(r"https?://\S+/link/(?!stop)\S+", text)
                assert found, text
                return urlsplit(found.group()).path
    raise AssertionError("no mail was written")


def _phone(open_page, **options: object) -> Page:
    page: Page = open_page(locale="de-DE", has_touch=True, is_mobile=True, **options).page
    return page


def test_j4_six_offers_are_answered_from_the_mail(open_page, axe):
    page, finger = _phone(open_page), Finger()
    pages: list[str] = []
    page.on("response", lambda answer: pages.append(answer.url) if _is_page(answer) else None)
    barriers: dict[str, list[str]] = {}
    address = link_from_the_mail("sekretariat@example.org")

    finger.taps += 1  # the link in the mail
    page.goto(address)
    barriers["landing"] = axe(page)
    finger.tap(page.locator(".vk-link form button"))
    expect(page.locator(UNSAID)).to_have_count(6)
    barriers["offers"] = axe(page)
    for left in (5, 4, 3, 2, 1):
        finger.tap(page.locator(f"{UNSAID} .vk-ask__answers form button").first)
        expect(page.locator(UNSAID)).to_have_count(left)
    finger.tap(page.locator(f"{UNSAID} a.vk-button--second"))
    expect(page).to_have_url(re.compile("/correct/$"))
    page.locator("#id_phone").wait_for()
    barriers["correct"] = axe(page)
    finger.type(page.locator("#id_phone"), "02821 2345")

    expect(page).to_have_url(re.compile("/thanks/$"))
    barriers["thanks"] = axe(page)
    expect(page.locator(".vk-ask__sum li")).to_have_count(2)
    expect(page.locator(".vk-lead")).to_contain_text(str(_next_year_or_this()))
    assert finger.taps <= MOST_TAPS, finger.taps
    assert len(pages) <= MOST_PAGES, pages
    assert {name: found for name, found in barriers.items() if found} == {}


def test_the_same_works_without_script_and_is_never_wider_than_the_phone(open_page):
    page = _phone(open_page, javascript=False)
    page.goto(link_from_the_mail("ohne-skript@example.org"))
    page.locator(".vk-link form button").tap()
    for left in (5, 4):
        page.locator(f"{UNSAID} .vk-ask__answers form button").first.tap()
        expect(page.locator(UNSAID)).to_have_count(left)
    page.locator(f"{UNSAID} .vk-ask__gone").first.tap()
    page.locator("form .vk-danger").tap()
    expect(page.locator(UNSAID)).to_have_count(3)
    page.locator(".vk-ask__card--said form button").tap()
    expect(page.locator(UNSAID)).to_have_count(4)
    expect(page.locator("input[type=password]")).to_have_count(0)


@pytest.mark.parametrize("tag", ["de", "ar"])
def test_a_reader_tells_what_is_wrong(open_page, axe, tag):
    page = open_page(f"/{tag}/search/?q=Schule&place=47533-05154036").page
    page.locator("#results h3 a").first.click()
    page.locator("a[href*='/report/']").click()
    assert axe(page) == []
    page.locator("main button[type=submit]").click()  # nothing chosen yet
    expect(page.locator(".vk-note--danger")).to_be_visible()
    assert axe(page) == []

    page.locator("#category-0").check()
    page.locator("main button[type=submit]").click()

    expect(page).to_have_url(re.compile("/report/thanks/"))
    assert axe(page) == []


def _is_page(answer: object) -> bool:
    request = answer.request  # type: ignore[attr-defined]
    return request.resource_type == "document" and answer.status == 200  # type: ignore[attr-defined]


def _next_year_or_this() -> int:
    return (timezone.localdate() + relativedelta(months=6)).year
