"""Translations in the access matrix."""

from tests.access import desk
from tests.translations.factories import adopt, ask, make_term, more_of
from vielklang.core.scope import centre_scope

TRANSLATING = "lead staff editor translator"
REVIEWING = "lead staff editor"
_TEXT = {"language": "ar", "work": "TEXT_OFFER"}

ROWS = {
    "translations:desk_overview": desk(TRANSLATING),
    "translations:desk_board": desk(TRANSLATING, language="ar", query="state=missing&q=Titel&sort=title"),
    "translations:desk_ask": desk(TRANSLATING, language="ar", method="post", data={}),
    "translations:desk_withdraw": desk(TRANSLATING, method="post", public_id="TEXT_REQUEST"),
    "translations:desk_edit": desk(TRANSLATING, **_TEXT),
    "translations:desk_keep": desk(
        TRANSLATING, method="post", data={"title": "عنوان", "version": "0.0"}, ok={204, 409}, **_TEXT
    ),
    "translations:desk_fill": desk(
        TRANSLATING, method="post", data={"version": "0.0"}, ok={302, 409}, **_TEXT
    ),
    "translations:desk_discard": desk(TRANSLATING, method="post", data={"version": "0.0"}, **_TEXT),
    "translations:desk_send_back": desk(REVIEWING, method="post", data={"note": "Beispiel"}, **_TEXT),
    "translations:desk_glossary": desk(TRANSLATING),
    "translations:desk_glossary_export": desk(TRANSLATING),
    "translations:desk_term_add": desk(REVIEWING),
    "translations:desk_term": desk(REVIEWING, public_id="TERM"),
    "translations:desk_term_remove": desk(REVIEWING, method="post", public_id="TERM"),
    "translations:desk_take_over": desk(REVIEWING, query="offer=TEXT_OFFER"),
    "translations:desk_take_over_text": desk(REVIEWING, offer="TEXT_OFFER", source="TEXT_SOURCE"),
    "translations:desk_adoption": desk(REVIEWING, adoption="ADOPTION"),
}


def objects(world):
    found = {
        "TEXT_OFFER": world.offer.public_id,
        "FOREIGN_TEXT_OFFER": world.foreign_offer.public_id,
        "TEXT_SOURCE": world.foreign_offer.public_id,
    }
    for prefix, centre, offer, source in (
        ("", world.home, world.offer, world.foreign_offer),
        ("FOREIGN_", world.foreign, world.foreign_offer, world.offer),
    ):
        with centre_scope(centre):
            found[f"{prefix}TEXT_REQUEST"] = ask(offer, "tr").public_id
            found[f"{prefix}TERM"] = make_term(centre).public_id
            found[f"{prefix}ADOPTION"] = adopt(more_of(offer), source).public_id
    return found
