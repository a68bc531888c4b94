"""What one publication costs whoever publishes: the request, in a centre with 300 offers in 8 languages.

    python bench/publishing.py [--offers 16200] [--rounds 40] [--json]

The requests are the desk's own (suspend, publish, a changed text put in force), through Django's test client as the
role that serves the web, with row-level security. Made on the data of bench/public_path.py, whose kept answers are
renewed by the processes that serve them and by nobody here.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import desk_lists
import public_path
import whole_pages


def measure(rounds: int) -> list[dict[str, object]]:
    import django

    django.setup()
    from vielklang.centres.models import Centre
    from vielklang.core.actor import Actor, ActorKind
    from vielklang.core.scope import centre_scope
    from vielklang.offers import actions
    from vielklang.offers.drafts import TextDraft
    from vielklang.offers.models import Offer

    whole_pages.serve_plainly()
    centre = Centre.objects.get(key=desk_lists.HOME)
    offers = list(Offer.objects.filter(centre=centre, status="published").order_by("pk")[:rounds])
    assert len(offers) == rounds
    client, home = desk_lists.signed_in()
    whole_pages.become_the_web()
    address = f"{home}act/"

    def post(step: str, number: int) -> None:
        offer = offers[number % rounds]
        answer = client.post(address, {"do": step, "offer": str(offer.public_id), "reason": "Beispiel"})
        assert answer.status_code == 302

    def rewrite(number: int) -> None:
        with centre_scope(centre):
            words = TextDraft(language="de", title=f"Beispiel {number}", summary="Kurz.", description="Lang.")
            actions.set_offer_text(
                by=Actor(ActorKind.SYSTEM, "Bench"), offer=offers[number % rounds], text=words
            )

    return [
        {"step": "suspend, one request", **whole_pages.measured(lambda n: post("suspend", n), rounds - 1)},
        {"step": "publish, one request", **whole_pages.measured(lambda n: post("publish", n), rounds - 1)},
        {"step": "a text put in force, action", **whole_pages.measured(rewrite, rounds - 1)},
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--offers", type=int, default=16_200)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.rounds)))
        return
    from vielklang.config.postgres import EmbeddedPostgres, running

    directory = public_path.data_of(options.offers)
    public_path.fill(options.offers, directory)
    with running(EmbeddedPostgres(directory)) as url:
        environment = os.environ | {"DATABASE_URL": url, "VIELKLANG_DATA_DIR": str(directory)}
        environment["VIELKLANG_RATE_LIMIT"] = "100000/minute"
        command = [sys.executable, str(Path(__file__)), "--measure", "--rounds", str(options.rounds)]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    whole_pages.show(json.loads(done.stdout.splitlines()[-1]), options.json)


if __name__ == "__main__":
    main()
