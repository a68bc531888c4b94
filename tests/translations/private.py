"""Private rows of translations, for the scope suite."""

from tests.private import Rows
from tests.translations.factories import adopt, ask, finish, make_offer, translate_centre
from vielklang.core.scope import centre_scope
from vielklang.translations.models import SourceText, TextAdoption, TranslationRecord, TranslationRequest


def _finished(world, centre, organisation):
    with centre_scope(centre):
        finish(make_offer(centre, organisation=organisation))


def _centre_text(world, centre, organisation):
    with centre_scope(centre):
        translate_centre(centre)


def _asked(world, centre, organisation):
    with centre_scope(centre):
        ask(make_offer(centre, organisation=organisation))


def _taken(world, centre, organisation):
    source = world.foreign_offer if centre == world.home else world.offer
    with centre_scope(centre):
        adopt(make_offer(centre, organisation=organisation), source)


ROWS: Rows = {
    SourceText: _centre_text,
    TranslationRecord: _finished,
    TranslationRequest: _asked,
    TextAdoption: _taken,
}
