"""Accounts in a real browser: a passkey of a virtual device, pages on a phone, the accessibility check."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.watch import Axe, WatchedPage
from vielklang.accounts.examples import EXAMPLE_PASSWORD

EMAIL = "foerderung@example.org"  # sees private data; no other test needs this person
DESK = "/desk/kreis-kleve/"
ENTRANCE = ("/account/login/", "/account/password/reset/", "/account/password/reset/sent/", "/account/signup/",
            "/account/inactive/", "/account/invitation/unknown/", "/account/identity/error/")  # fmt: skip
OWN = ("/account/email/", "/account/password/change/", "/account/security/", "/account/security/passkeys/",
       "/account/security/passkeys/add/", "/account/security/app/activate/", "/account/sessions/",
       "/account/second-factor/", "/account/logout/")  # fmt: skip


@pytest.fixture
def page(chromium: Browser, guide: str) -> Iterator[Page]:
    """A phone on `localhost`: passkeys belong to a name, never to a number."""
    address = guide.replace("127.0.0.1", "localhost")
    context = chromium.new_context(base_url=address, viewport=PHONE, locale="de-DE")
    context.set_default_timeout(15_000)
    watched = WatchedPage(context.new_page(), address)
    yield watched.page
    context.close()
    assert not watched.problems, "\n".join(watched.problems)


def sign_in(page: Page, email: str, next_address: str = "") -> None:
    page.goto(f"/account/login/?next={next_address}" if next_address else "/account/login/")
    page.fill("#id_login", email)
    page.fill("#id_password", EXAMPLE_PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(lambda url: "/account/login/" not in url)


def prove(page: Page) -> None:
    """Where the page asks for the password once more, give it."""
    if "/account/reauthenticate/" in page.url:
        page.fill("#id_password", EXAMPLE_PASSWORD)
        page.press("#id_password", "Enter")
        page.wait_for_url(lambda url: "/account/reauthenticate/" not in url)


def plug_in(page: Page) -> None:
    """A device with fingerprint that keeps passkeys, as Chromium simulates it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_a_passkey_is_added_on_the_way_to_the_desk_and_opens_it_the_next_time(page):
    plug_in(page)
    sign_in(page, EMAIL)
    page.goto(f"/account/second-factor/?next={DESK}")
    page.click("a[href*='/passkeys/add/']")
    prove(page)
    page.fill("#id_name", "Mein Telefon")
    page.click("form[data-vk-passkey=create] button")
    page.wait_for_url("**/account/security/codes/**")
    assert page.locator(".vk-codes li").count() == 10
    page.click(f"a[href='{DESK}']")
    expect(page).to_have_url(f"{page.url.split('/desk/')[0]}{DESK}")

    page.goto("/account/logout/")
    page.click("main form button")
    page.goto(f"/account/login/?next={DESK}")
    page.click("form[data-vk-passkey=login] button")
    page.wait_for_url(lambda url: "/account/" not in url)
    assert page.url.endswith(DESK)
    assert page.locator("h1").count() == 1

    page.goto("/account/security/passkeys/")
    expect(page.locator("tbody th")).to_contain_text("Mein Telefon")
    page.click("a[href$='/remove/']")
    if "/reauthenticate/" in page.url:
        page.goto(page.url.replace("/reauthenticate/?", "/reauthenticate/passkey/?"))
        page.click("form[data-vk-passkey=get] button")
        page.wait_for_url("**/remove/")
    page.click("main form button")
    page.wait_for_url("**/account/security/passkeys/")
    assert page.locator("tbody tr").count() == 0


def test_a_device_that_says_no_leaves_one_on_the_page_with_a_way_out(page):
    page.goto("/account/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error()); }")
    page.click("form[data-vk-passkey=login] button")

    expect(page.locator("[data-vk-passkey-error]")).not_to_be_empty()
    assert page.url.endswith("/account/login/")


@pytest.mark.parametrize("path", ENTRANCE)
def test_pages_before_signing_in_are_accessible_and_fit_a_phone(page, axe: Axe, path):
    page.goto(path)

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_pages_of_the_own_account_are_accessible_and_fit_a_phone(page, axe: Axe):
    sign_in(page, "redaktion@example.org")
    problems = {}
    for path in OWN:
        page.goto(path)
        prove(page)
        found = axe(page)
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            found.append("wider than the phone")
        if found:
            problems[path] = found

    assert problems == {}


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_people_of_an_organisation_are_invited_on_a_phone(page, axe: Axe, viewport):
    page.set_viewport_size(viewport)
    sign_in(page, "traeger@example.org")
    page.goto(page.locator("a[href*='/people/']").first.get_attribute("href") or "")
    assert axe(page) == []
    page.click("a[href$='/people/invite/']")
    assert axe(page) == []
    page.fill("#id_email", f"neu-{viewport['width']}@example.org")
    page.click("main form button.vk-button")
    page.wait_for_url("**/people/")
    expect(page.locator("main")).to_contain_text(f"neu-{viewport['width']}@example.org")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
