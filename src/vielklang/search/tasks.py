"""Background entry points of the search: thin, they call an action."""

from __future__ import annotations

from procrastinate.contrib.django import app

from vielklang.core.actor import SYSTEM
from vielklang.search import actions


@app.task(name="search.index_offers", queue="default")
def index_offers(offer_ids: list[int]) -> None:
    actions.index_offers(by=SYSTEM, offer_ids=offer_ids)


@app.task(name="search.count_miss", queue="default")
def count_miss(word: str, language: str, centre_id: int | None) -> None:
    actions.count_miss(by=SYSTEM, word=word, language=language, centre_id=centre_id)


@app.periodic(cron="40 2 * * *")
@app.task(name="search.index_everything", queue="default")
def index_everything(timestamp: int) -> None:
    """Nightly: whatever a lost task left behind, and everything anew after something was learned anew."""
    actions.index_offers(by=SYSTEM, offer_ids=None)
