"""Passwords that somebody else knows already are refused."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from vielklang.accounts.models import User
from vielklang.accounts.passwords import is_breached

WORDS = [f"passwort-nummer-{number}" for number in range(4000)]


def sha1(word: str) -> str:
    return hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest().upper()


def write(path: Path, words: list[str], *, end: str = "\n", lower: bool = False, count: bool = True) -> Path:
    lines = sorted(sha1(word) + (f":{len(word)}" if count else "") for word in words)
    text = end.join(lines) + end
    path.write_bytes((text.lower() if lower else text).encode())
    return path


@pytest.fixture(scope="module")
def breached(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("breached") / "sha1.txt", WORDS)


def test_every_line_is_found(breached):
    assert [word for word in WORDS if not is_breached(word, breached)] == []


def test_first_and_last_line_are_found(breached):
    ordered = sorted(WORDS, key=sha1)

    assert is_breached(ordered[0], breached)
    assert is_breached(ordered[-1], breached)


def test_what_does_not_stand_there_is_accepted(breached):
    assert not any(is_breached(f"anderes-{number}", breached) for number in range(4000))


@pytest.mark.parametrize(
    "options",
    [{"end": "\r\n"}, {"lower": True}, {"count": False}, {"end": "\r\n", "lower": True, "count": False}],
    ids=["CRLF", "lower case", "without counts", "all three"],
)
def test_other_ways_of_writing_the_file(tmp_path, options):
    words = WORDS[:300]
    path = write(tmp_path / "sha1.txt", words, **options)

    assert all(is_breached(word, path) for word in words)
    assert not any(is_breached(f"anderes-{number}", path) for number in range(300))


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_small_files(tmp_path, number):
    path = write(tmp_path / "sha1.txt", WORDS[:number]) if number else tmp_path / "empty.txt"
    path.touch()

    assert [is_breached(word, path) for word in WORDS[:4]] == [index < number for index in range(4)]


def test_a_file_without_a_line_end_at_its_end(tmp_path):
    path = write(tmp_path / "sha1.txt", WORDS[:50])
    path.write_bytes(path.read_bytes().rstrip())

    assert all(is_breached(word, path) for word in WORDS[:50])


@hypothesis_settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    words=st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=40, unique=True),
    other=st.text(max_size=12),
)
def test_search_agrees_with_reading_the_whole_file(tmp_path, words, other):
    path = write(tmp_path / "sha1.txt", words)

    assert all(is_breached(word, path) for word in words)
    assert is_breached(other, path) == (other in words)


def problems(password: str, user: User | None = None) -> list[str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return list(error.messages)
    return []


def test_a_breached_password_is_refused_in_german(breached, settings):
    settings.BREACHED_PASSWORDS = breached
    with translation.override("de"):
        found = problems(WORDS[7])
    assert len(found) == 1
    assert problems("gute-nacht-Marie-1987") == []


def test_without_a_file_common_passwords_are_still_refused():
    with translation.override("de"):
        assert problems("passwordpassword") == []  # long, and in no list
        assert "zu üblich" in " ".join(problems("password1234")) or problems("password1234")
        assert any("12 Zeichen" in text for text in problems("kurz"))


def test_a_password_like_the_own_address_is_refused():
    user = User(email="hildegard.beispiel@example.org", name="Hildegard Beispiel")
    assert problems("hildegard.beispiel@example.org", user)
    assert problems("HildegardBeispiel", user)
