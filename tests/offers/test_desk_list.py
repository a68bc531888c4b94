"""Lists: tabs, filters, sorting, pages, saved views, steps on many offers and taking them back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Max
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests.keeping import kept
from tests.offers.factories import ALICE, draft, municipality, text
from tests.world import World, make_world
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.offers import actions, queries
from vielklang.offers.models import Offer, SavedView
from vielklang.offers.queries import OfferFilter
from vielklang.offers.rows import draft_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[], World]]:
    with kept(_make, django_db_blocker) as copy:
        yield copy


def _make() -> World:
    """Without the neighbour's offer: the lists below are counted."""
    made = make_world()
    made.neighbour_offer.delete()
    return made


def make(world: World, title: str, publish: bool = True, **values: Any) -> Offer:
    made = draft(centre=world.home, organisation=world.organisation, texts=(text(title=title),), **values)
    return actions.create_offers(by=SYSTEM, drafts=[made], publish=publish)[0]


def url(world: World, name: str = "offers", *args: object) -> str:
    return reverse(f"offers:desk_{name}", args=[world.home.slug, *args])


def titles(world: World, query: str = "", role: str = "editor") -> list[str]:
    answer = world.client(role).get(url(world) + query)
    assert answer.status_code == 200
    return [row["offer"].title for row in answer.context["rows"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=nähen", ["Nähen für alle"]),
        ("?topic=school-entry", ["Schulberatung"]),
        ("?language=fa", ["Schulberatung"]),
        ("?municipality=05154036", ["Nähen für alle"]),
        ("?tab=draft", ["Entwurf"]),
        ("?tab=overdue", ["Schulberatung"]),
        ("?q=gibtesnicht", []),
        ("?sort=title", ["Entwurf", "Nähen für alle", "Schulberatung", "Titel de"]),
        ("?sort=-title", ["Titel de", "Schulberatung", "Nähen für alle", "Entwurf"]),
    ],
)
def test_filters_and_sorting_stand_in_the_address(world: World, query: str, found: list[str]):
    make(world, "Nähen für alle", municipality=municipality())
    late = make(world, "Schulberatung", topics=("school-entry",), languages=("de", "fa"))
    actions.confirm_offer(by=ALICE, offer=late, now=timezone.now() - dt.timedelta(days=300))
    make(world, "Entwurf", publish=False)
    assert titles(world, query) == found


@pytest.mark.parametrize(
    "query", ["?sort=organisation", "?sort=due", "?sort=-due", "?sort=confirmed", "?sort=status"]
)
def test_every_column_sorts(world: World, query: str):
    make(world, "Zweites")
    assert len(titles(world, query)) == 2


def test_tabs_count_under_the_filters(world: World):
    make(world, "Nähen")
    make(world, "Nähen im Entwurf", publish=False)
    answer = world.client("editor").get(url(world) + "?q=nähen")
    counts = {str(tab["label"]): tab["count"] for tab in answer.context["tabs"]}
    assert list(counts.values()) == [2, 1, 1]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("nachbar", ["Angebot der Nachbarn", "Nachbarschaft trifft sich"]),
        ("NACHBARSCHAFT", ["Nachbarschaft trifft sich"]),
        ("nachbarverein kreis kleve", ["Angebot der Nachbarn"]),
        ("kreis wesel", []),
        ("%", []),
    ],
)
def test_words_are_found_in_title_or_organisation_and_counted_once(world: World, word: str, found: list[str]):
    make(world, "Nachbarschaft trifft sich")
    actions.create_offers(
        by=SYSTEM,
        drafts=[
            draft(
                centre=world.home, organisation=world.neighbour, texts=(text(title="Angebot der Nachbarn"),)
            )
        ],
        publish=True,
    )
    with centre_scope(world.home):
        page = queries.page_of(Offer.objects.filter(centre=world.home), OfferFilter(text=word, sort="title"))
    assert [offer.title for offer in page.offers] == found
    assert page.counts["all"] == len(found)


@pytest.mark.owner
@pytest.mark.parametrize("word", ["e", "nähen", "beispiel"])
def test_what_a_search_finds_is_counted_from_an_index_alone(world: World, word: str):
    make(world, "Nähen")
    with centre_scope(world.home), connection.cursor() as cursor:
        found = queries.containing(Offer.objects.filter(centre=world.home), word)
        # Four rows are found by any index; with this one alone it shows whether it holds all that is asked for.
        cursor.execute(
            "DO $$ DECLARE other text; BEGIN FOR other IN SELECT indexrelid::regclass FROM pg_index"
            " WHERE indrelid = 'offers_offer'::regclass AND NOT indisunique AND NOT indisexclusion"
            " AND indexrelid <> 'offer_counts_of_centre'::regclass"
            " LOOP EXECUTE 'DROP INDEX ' || other; END LOOP; END $$"
        )
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        counted = found.order_by().values("status").annotate(late=Max("confirm_due_on"), count=Count("pk"))
        plan = counted.explain()
    assert "Index Only Scan using offer_counts_of_centre" in plan


def test_a_foreign_centres_offers_are_in_no_list(world: World):
    assert titles(world) == ["Titel de"]
    (row,) = (
        world.client("organisation_editor")
        .get(reverse("offers:partner_offers", args=[world.organisation.public_id]))
        .context["rows"]
    )
    assert row["offer"] == world.offer


def test_changes_in_review_are_marked_and_filtered(world: World):
    make(world, "Anderes")
    with centre_scope(world.home):
        actor = world.actor("organisation_editor")
        actions.save_revision(by=actor, offer=world.offer, draft=draft_of(world.offer), base_number=1)
    assert titles(world, "?revision=1") == ["Titel de"]


def test_pages_do_not_overlap_and_the_last_is_the_last(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    for number in range(4):
        make(world, f"Angebot {number}")
    pages = [titles(world, f"?sort=confirmed&page={page}") for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert len({title for page in pages for title in page}) == 5
    assert titles(world, "?sort=confirmed&page=99") == pages[2]


@pytest.mark.parametrize(
    "query", ["page=x&sort=nein&tab=nein", "organisation=1&municipality=abc", "q=%20&page=-1"]
)
def test_wrong_addresses_show_the_list(world: World, query: str):
    assert titles(world, f"?{query}") == ["Titel de"]


def test_the_number_of_queries_does_not_grow(world: World):
    client = world.client("editor")
    client.get(url(world))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(url(world))
    for number in range(2):
        offer = make(world, f"Angebot {number}", municipality=municipality())
        with centre_scope(world.home):
            actor = world.actor("organisation_editor")
            actions.save_revision(by=actor, offer=offer, draft=draft_of(offer), base_number=1)
    with CaptureQueriesContext(connection) as three:
        client.get(url(world))
    assert len(three) == len(one), [query["sql"][:150] for query in three]


def test_the_page_of_an_offer_has_as_many_queries_with_more_versions(world: World):
    client = world.client("editor")
    page = url(world, "offer", world.offer.public_id)

    def save(capacity: str) -> None:
        offer = Offer.objects.get(pk=world.offer.pk)
        with centre_scope(world.home):
            made = draft_of(offer)
            from dataclasses import replace

            actions.save_revision(
                by=world.actor("editor"),
                offer=offer,
                draft=replace(made, capacity=capacity),
                base_number=offer.edition,
            )

    save("few")
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    save("full")
    save("open")
    with CaptureQueriesContext(connection) as three:
        client.get(page)
    assert len(three) == len(one)


def test_a_view_is_saved_used_and_forgotten(world: World):
    client = world.client("editor")
    client.post(url(world, "save_view"), {"name": "Entwürfe", "query": "tab=draft"})
    assert 'href="?tab=draft"' in client.get(url(world)).content.decode()
    assert "Entwürfe" not in world.client("staff").get(url(world)).content.decode()

    with centre_scope(world.home):
        view = SavedView.objects.get()
    assert world.client("staff").post(url(world, "forget_view", view.public_id)).status_code == 404
    client.post(url(world, "forget_view", view.public_id))
    assert "Entwürfe" not in client.get(url(world)).content.decode()


def test_many_are_confirmed_and_put_back(world: World):
    offers = [world.offer, make(world, "Zweites")]
    client = world.client("editor")
    ids = [str(offer.public_id) for offer in offers]

    client.post(url(world, "act"), {"do": "confirm", "offer": ids})
    assert Offer.objects.filter(last_confirmed_at=None, centre=world.home).count() == 0
    assert "vk-undo" in client.get(url(world)).content.decode()

    client.post(url(world, "undo"))
    assert Offer.objects.filter(last_confirmed_at=None, centre=world.home).count() == 2
    assert "vk-undo" not in client.get(url(world)).content.decode()


@pytest.mark.parametrize("step", ["suspend", "archive"])
def test_steps_with_a_reason_ask_for_it_and_can_be_undone(world: World, step: str):
    client = world.client("editor")
    data = {"do": step, "offer": str(world.offer.public_id)}
    client.post(url(world, "act"), data)
    assert Offer.objects.get(pk=world.offer.pk).status == "published"

    client.post(url(world, "act"), data | {"reason": "Umbau"})
    offer = Offer.objects.get(pk=world.offer.pk)
    assert (offer.status, offer.status_reason) == (
        {"suspend": "suspended", "archive": "archived"}[step],
        "Umbau",
    )

    client.post(url(world, "undo"))
    back = Offer.objects.get(pk=world.offer.pk)
    assert (back.status, back.status_reason, back.published_at) == ("published", "", world.offer.published_at)


def test_undo_does_not_touch_what_somebody_changed_since(world: World):
    client = world.client("editor")
    client.post(url(world, "act"), {"do": "suspend", "reason": "Umbau", "offer": str(world.offer.public_id)})
    actions.archive_offer(by=SYSTEM, offer=world.offer, reason="Beendet")
    client.post(url(world, "undo"))
    assert Offer.objects.get(pk=world.offer.pk).status == "archived"


def test_what_is_not_possible_is_told(world: World):
    made = make(world, "Nur ein Entwurf", publish=False)
    answer = world.client("editor").post(
        url(world, "act"),
        {"do": "confirm", "offer": [str(made.public_id), str(world.offer.public_id)]},
        follow=True,
        headers={"accept-language": "en"},
    )
    page = answer.content.decode()
    assert "“Still true”: 1 offer." in page
    assert "Not possible as the entry is now" in page
    assert "Nur ein Entwurf" in page


def test_foreign_offers_and_foreign_steps_are_ignored(world: World):
    world.client("editor").post(
        url(world, "act"), {"do": "confirm", "offer": str(world.foreign_offer.public_id)}
    )
    partner = reverse("offers:partner_act", args=[world.organisation.public_id])
    made = make(world, "Entwurf", publish=False)
    world.client("organisation_admin").post(partner, {"do": "publish", "offer": str(made.public_id)})
    assert Offer.objects.get(pk=world.foreign_offer.pk).last_confirmed_at is None
    assert Offer.objects.get(pk=made.pk).status == "draft"


def test_a_carrier_confirms_as_such(world: World):
    partner = reverse("offers:partner_act", args=[world.organisation.public_id])
    world.client("organisation_admin").post(partner, {"do": "confirm", "offer": str(world.offer.public_id)})
    offer = Offer.objects.get(pk=world.offer.pk)
    assert (offer.confirmed_by_carrier, offer.last_confirmed_by) == (True, str(world.organisation))


def test_filters_of_an_address():
    assert OfferFilter.of({"sort": "-due", "page": "3", "tab": "overdue"}) == OfferFilter(
        tab="overdue", sort="-due", page=3
    )
    assert not OfferFilter.of({"tab": "draft"}).is_filtered
