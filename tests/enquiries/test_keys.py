"""`vielklang keys`: a new key beside a running installation, and the old ones forgotten when nobody needs them."""

from __future__ import annotations

import pytest

from tests.enquiries.factories import ask
from tests.enquiries.test_actions import stored
from tests.offers.factories import centre
from vielklang.core.actor import SYSTEM
from vielklang.core.keys import read_keys, write_keys
from vielklang.core.rotation import forget_keys, rotate_keys
from vielklang.core.scope import centre_scope

pytestmark = [pytest.mark.django_db, pytest.mark.owner]


@pytest.fixture
def key_file(settings, tmp_path):
    settings.FIELD_KEYS_FILE = tmp_path / "keys"
    settings.FIELD_KEYS = read_keys(settings.FIELD_KEYS_FILE)
    return settings.FIELD_KEYS_FILE


def words_of(asked) -> str:
    with centre_scope(centre()):
        return asked.enquiry.messages.get().text


def test_rotation_keeps_the_old_key_until_it_is_forgotten(key_file):
    asked = ask(centre(), text="Bleibt lesbar")
    [(old, _key)] = read_keys(key_file)

    assert rotate_keys(by=SYSTEM) == 1

    fresh = read_keys(key_file)[0][0]
    assert [name for name, _key in read_keys(key_file)] == [fresh, old]
    assert f"{fresh}:" in stored("enquiries_enquirymessage")
    assert words_of(asked) == "Bleibt lesbar"

    assert forget_keys(by=SYSTEM) == 1

    assert [name for name, _key in read_keys(key_file)] == [fresh]
    assert words_of(asked) == "Bleibt lesbar"
    assert key_file.stat().st_mode & 0o077 == 0


def test_process_that_started_before_reads_the_new_key(key_file, settings):
    before = settings.FIELD_KEYS
    rotate_keys(by=SYSTEM)
    asked = ask(centre(), text="Danach geschrieben")

    settings.FIELD_KEYS = before

    assert words_of(asked) == "Danach geschrieben"


def test_what_an_older_process_wrote_is_brought_over_before_its_key_is_forgotten(key_file, settings):
    before = settings.FIELD_KEYS
    rotate_keys(by=SYSTEM)
    settings.FIELD_KEYS = before
    asked = ask(centre(), text="Mit dem alten")

    forget_keys(by=SYSTEM)

    assert words_of(asked) == "Mit dem alten"


def test_interrupted_rotation_is_continued(key_file, settings):
    asked = ask(centre(), text="Unterbrochen")
    write_keys(key_file, [("new", read_keys(key_file)[0][1]), *read_keys(key_file)])

    assert rotate_keys(by=SYSTEM) == 1
    assert words_of(asked) == "Unterbrochen"
