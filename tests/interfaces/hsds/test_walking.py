"""Whoever walks all pages gets what was public throughout exactly once, whatever happens to the rest meanwhile."""

from __future__ import annotations

import itertools
import random
import threading
from collections import Counter

import pytest
from django.db import connection, connections

from tests.interfaces.hsds.making import ALICE, HOUSE, ask, ids, plain, walk
from tests.world import World, make_world
from vielklang.core.actor import SYSTEM
from vielklang.interfaces.hsds.terms import term_id
from vielklang.offers.actions import (
    archive_offer,
    close_numbers,
    publish_offer,
    reopen_offer,
    suspend_offer,
)
from vielklang.offers.models import Offer, OfferNumber
from vielklang.offers.numbers import number_at_commit

TERM = {"taxonomy_term_id": term_id("topics", "debt-advice")}
WALKS = [
    ("services", {}),
    ("services", TERM),
    ("services", {"modified_after": "2020-01-01"}),
    ("services", {"search": "Titel"}),
    ("service_at_locations", {}),
    ("service_at_locations", TERM),
    ("organizations", {}),
]


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def test_pages_are_stretches_of_numbers(world):
    offers = [plain(world, f"Titel {n}") for n in range(7)]
    before = [ids(page) for page in walk("services", per_page=3)]

    archive_offer(by=ALICE, offer=offers[0], reason="")
    after = list(walk("services", per_page=3))

    assert [ids(page) for page in after] == [
        [key for key in page if key != str(offers[0].public_id)] for page in before
    ]
    assert [page["size"] for page in after] == [3, 2, 3, 1]
    assert {page["total_items"] for page in after} == {9}
    assert [page["last_page"] for page in after] == [False, False, False, True]


def test_who_is_published_again_comes_last(world):
    offers = [plain(world, f"Titel {n}") for n in range(3)]

    suspend_offer(by=ALICE, offer=offers[0], reason="")
    publish_offer(by=ALICE, offer=offers[0])
    archive_offer(by=ALICE, offer=offers[1], reason="")
    publish_offer(by=ALICE, offer=reopen_offer(by=ALICE, offer=offers[1]))

    keys = [key for page in walk("services", per_page=2) for key in ids(page)]
    assert keys[-3:] == [str(offers[n].public_id) for n in (2, 0, 1)]
    assert len(keys) == len(set(keys)) == 6


@pytest.mark.parametrize("query", [TERM, {"modified_after": "2020-01-01"}, {"search": "Titel"}])
def test_pages_under_filters_do_not_move_when_something_is_withdrawn(world, query):
    offers = [plain(world, f"Titel {n}") for n in range(6)]
    first = ids(ask("services", page=1, per_page=4, **query))

    for offer in offers[:2]:
        archive_offer(by=ALICE, offer=offer, reason="")
    plain(world, "Titel neu")

    rest = [key for page in list(walk("services", per_page=4, **query))[1:] for key in ids(page)]
    stays = {str(x.public_id) for x in offers[2:]}
    assert Counter(key for key in first + rest if key in stays) == Counter(stays)


def test_an_edit_is_no_publication(world):
    offer = plain(world, "Titel")
    number = OfferNumber.objects.get(offer=offer)

    Offer.objects.get(pk=offer.pk).save()

    after = OfferNumber.objects.get(offer=offer)
    assert after.number == number.number
    assert after.changed_at > number.changed_at


def test_holes_are_closed_where_there_are_many(world):
    offers = [plain(world, f"Titel {n}") for n in range(12)]
    assert close_numbers(by=SYSTEM) == 0
    before = [key for page in walk("services") for key in ids(page)]

    for offer in offers[::2]:
        archive_offer(by=ALICE, offer=offer, reason="")
    assert close_numbers(by=SYSTEM) == Offer.objects.filter(status="published").count()

    pages = list(walk("services", per_page=3))
    assert [page["size"] for page in pages] == [3, 3, 3]
    gone = {str(x.public_id) for x in offers[::2]}
    assert [key for page in pages for key in ids(page)] == [key for key in before if key not in gone]


def test_numbers_put_off_are_there_after_the_commit(world):
    number_at_commit()
    offer = plain(world, "Titel")
    assert not OfferNumber.objects.filter(offer=offer).exists()

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as a commit does

    assert OfferNumber.objects.filter(offer=offer, withdrawn_at=None).exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_walking_while_others_publish_and_withdraw():
    """Two writers, each publication a transaction of its own, while a client walks every list in pages."""
    world = make_world()
    changing = [_with_place(world, f"Titel {n}") for n in range(8)]
    kept = {str(_with_place(world, f"Titel bleibt {n}").public_id) for n in range(9)}
    for offer in changing[::2]:
        suspend_offer(by=ALICE, offer=offer, reason="")
    done, errors, changes = threading.Event(), [], []
    threads = [
        threading.Thread(target=_change, args=(world, part, seed, done, errors, changes))
        for seed, part in enumerate((changing[:4], changing[4:]))
    ]
    for thread in threads:
        thread.start()
    try:
        for (address, query), length in itertools.product(WALKS, (3, 7)):
            pages = list(walk(address, per_page=length, **query))
            assert all(page["size"] == len(page["contents"]) <= length for page in pages)
            found = Counter(_service_of(node) for page in pages for node in page["contents"])
            stays = {str(world.organisation.public_id)} if address == "organizations" else kept
            assert {key: found[key] for key in stays} == dict.fromkeys(stays, 1), (address, query, length)
    finally:
        done.set()
        for thread in threads:
            thread.join(timeout=30)
    assert errors == []
    assert len(changes) > 10


def _with_place(world: World, title: str) -> Offer:
    return plain(world, title, places=(HOUSE,))


def _service_of(node: dict) -> str:
    return node.get("service_id", node["id"])


def _change(
    world: World, offers: list[Offer], seed: int, done: threading.Event, errors: list[str], changes: list[str]
) -> None:
    """Publish and withdraw at random as the web's role; new offers too."""
    dice = random.Random(seed)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE vielklang_web")
        while not done.wait(0.1):
            offer = Offer.objects.get(pk=dice.choice(offers).pk)
            if offer.status == "published":
                suspend_offer(by=ALICE, offer=offer, reason="")
            else:
                publish_offer(by=ALICE, offer=offer)
            changes.append(str(offer.pk))
            if dice.random() < 0.2:
                _with_place(world, "Titel neu")
    except Exception as error:
        errors.append(repr(error))
    finally:
        connections.close_all()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_late_commit_gets_a_later_number():
    """Whoever publishes in a long transaction with numbers put off does not hold up others, and comes after them."""
    from django.db import transaction

    world, begun, go_on = make_world(), threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            number_at_commit()
            plain(world, "Langsam")
            begun.set()
            go_on.wait(20)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(20)
    plain(world, "Schnell")
    go_on.set()
    thread.join(20)

    titles = list(OfferNumber.objects.order_by("number").values_list("offer__title", flat=True))
    assert titles[-2:] == ["Schnell", "Langsam"]
