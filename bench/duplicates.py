"""How well and how fast entries that may be one are found: labelled pairs of the tests, and an invented centre.

python bench/duplicates.py              # precision and recall on tests/organisations/duplicate_pairs.txt
python bench/duplicates.py --many 5000  # time and proposals in an invented centre of that size
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path[:0] = [
    str(Path(__file__).resolve().parent.parent),
    str(Path(__file__).resolve().parent.parent / "src"),
]

from tests.organisations.pairs import labelled_pairs  # noqa: E402

from vielklang.organisations.matching.entry import Entry  # noqa: E402
from vielklang.organisations.matching.finding import candidate_pairs, find_likely, find_pairs  # noqa: E402
from vielklang.organisations.matching.scoring import PROPOSED_FROM, compare  # noqa: E402


def quality(verbose: bool) -> None:
    for part in ("dev", "test"):
        right = {True: 0, False: 0}
        wrong = {True: 0, False: 0}
        pairs = [pair for pair in labelled_pairs() if pair.part == part]
        for pair in pairs:
            score = compare(pair.first, pair.second).score
            proposed = score >= PROPOSED_FROM
            (right if proposed == pair.is_same else wrong)[proposed] += 1
            if verbose and proposed != pair.is_same:
                print(f"  wrong: {score:.2f} {pair.why}: {pair.first.name} | {pair.second.name}")
        found, missed, false = right[True], wrong[False], wrong[True]
        print(
            f"{part}: {len(pairs)} pairs, precision {found / (found + false):.3f}, "
            f"recall {found / (found + missed):.3f}"
        )


KINDS = [
    "Elternverein",
    "Kulturverein",
    "Nachbarschaftstreff",
    "Sprachcafé",
    "Werkstatt",
    "Beratung",
    "Bildungswerk",
]
PEOPLES = [
    "Türkischer",
    "Syrischer",
    "Polnischer",
    "Kurdischer",
    "Afghanischer",
    "Bunter",
    "Offener",
    "Junger",
]
NAMES = [
    "Regenbogen",
    "Brücke",
    "Anker",
    "Lichtblick",
    "Horizont",
    "Oase",
    "Kompass",
    "Mosaik",
    "Sonne",
    "Linde",
]
TOWNS = [
    ("47533", "Kleve"),
    ("47574", "Goch"),
    ("47608", "Geldern"),
    ("46446", "Emmerich"),
    ("47623", "Kevelaer"),
]
STREETS = ["Haupt", "Bahnhof", "Kirch", "Garten", "Ring", "Linden", "Schul", "Mühlen", "Markt", "Berg"]


def invented(count: int, seed: int = 1) -> tuple[list[Entry], set[tuple[int, int]]]:
    """`count` entries, of which one in fifty is a second, slightly different entry of another."""
    rng = random.Random(seed)
    rows: list[Entry] = []
    twins: set[tuple[int, int]] = set()
    syllables = ["ba", "lo", "mi", "ra", "te", "su", "ko", "na", "wi", "dor", "gen", "han"]
    while len(rows) < count:
        key = len(rows) + 1
        if rows and key % 50 == 0:
            of = rng.choice(rows)
            name = of.name.replace("ü", "ue").replace(" e.V.", "") + rng.choice(["", " e.V."])
            rows.append(Entry(key, name, of.street.replace("straße", "str."), of.postcode, of.town, of.phone))
            twins.add((of.key, key))
            continue
        postcode, town = rng.choice(TOWNS)
        made_up = "".join(rng.choices(syllables, k=3)).title()
        own = f"{rng.choice(NAMES)} {made_up}" if rng.random() < 0.7 else made_up
        name = f"{rng.choice(PEOPLES)} {rng.choice(KINDS)} {own} {rng.choice(['', town])}{rng.choice(['', ' e.V.'])}"
        street = f"{rng.choice(STREETS)}straße {rng.randint(1, 90)}"
        phone = f"+49282{rng.randint(1, 9)}{rng.randint(100000, 999999)}"
        mail = f"info@{made_up.lower()}{rng.randint(1, 400)}.example" if rng.random() < 0.6 else ""
        rows.append(Entry(key, name, street, postcode, town, phone, mail))
    return rows, twins


def speed(count: int) -> None:
    """Times are the processor's: other programs on the machine do not count."""
    rows, twins = invented(count)
    start = time.process_time()
    compared = sum(1 for _ in candidate_pairs(rows))
    chosen = time.process_time() - start
    fresh = _fresh(rows)
    start = time.process_time()
    found = find_pairs(fresh)
    whole = time.process_time() - start
    fresh = _fresh(rows)
    start = time.process_time()
    find_likely(replace(rows[0], key=0), fresh)
    warned = time.process_time() - start
    proposed = {tuple(sorted((match.first, match.second))) for match in found}
    pairs = count * (count - 1) // 2
    print(f"{count} entries: {compared} of {pairs} pairs compared ({chosen:.1f} s to choose them)")
    print(f"{whole:.1f} s in all, {len(found)} proposed, {len(twins & proposed)} of {len(twins)} twins found")
    print(f"one new entry against all: {warned * 1000:.0f} ms")


def _fresh(rows: list[Entry]) -> list[Entry]:
    """The same entries without what was worked out about them."""
    return [replace(row) for row in rows]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", type=int)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    speed(options.many) if options.many else quality(options.verbose)
