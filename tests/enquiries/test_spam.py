"""Programs are held off, people are not: with work of their browser unnoticed, without it by sending once more."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
import time
from typing import Any

import pytest
import time_machine

from tests.enquiries.test_asking import QUESTION, form_token, send, stored, worked
from vielklang.enquiries import passes, spam
from vielklang.upkeep import limits as counting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    counting.storage.reset()


def hidden(answer: Any, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]*)"', answer.content.decode())
    assert found
    return found[1]


def later(seconds: float) -> Any:
    return time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds), tick=True)


def test_work_of_the_browser_is_noticed_by_nobody():
    assert send("de").status_code == 200
    assert len(stored()) == 1


def test_program_that_posts_at_once_without_work_is_held_off_however_often():
    token, answer = form_token(), None
    for _n in range(5):
        answer = send("de", form=token, work="", slow=hidden(answer, "slow") if answer else "")
        assert answer.status_code == 400
    assert stored() == []


@pytest.mark.parametrize("waits", [5.5, 3600])
def test_person_without_javascript_sends_once_more_and_loses_nothing(waits):
    token = form_token()
    first = send("de", form=token, work="")
    assert first.status_code == 400
    assert QUESTION in first.content.decode()
    assert "Senden" in first.content.decode()

    with later(waits):
        second = send("de", form=token, work="", slow=hidden(first, "slow"))

    assert second.status_code == 200
    assert len(stored()) == 1


def test_whoever_corrects_something_need_not_send_a_third_time():
    token = form_token()
    first = send("de", form=token, work="", question="")
    assert "noch nichts gesendet" not in first.content.decode()
    with later(20):
        assert send("de", form=token, work="", slow=hidden(first, "slow")).status_code == 200


def test_pressing_quickly_twice_does_not_begin_anew():
    token = form_token()
    slow = hidden(send("de", form=token, work=""), "slow")
    with later(2):
        assert hidden(send("de", form=token, work="", slow=slow), "slow") == slow
    with later(6):
        assert send("de", form=token, work="", slow=slow).status_code == 200


def test_slower_way_is_open_fewer_times_an_hour_and_keeps_what_was_typed():
    def slowly() -> Any:
        opened = passes.opened_form(token := form_token())
        assert opened
        with time_machine.travel(dt.datetime.now(dt.UTC) - dt.timedelta(seconds=9), tick=True):
            slow = spam.new_slow(opened.token)
        return send("de", form=token, work="", slow=slow)

    assert [slowly().status_code for _n in range(11)] == [200] * 10 + [429]
    assert QUESTION in slowly().content.decode()
    assert send("de").status_code == 200  # a browser with work is not among them


def test_answer_of_another_form_counts_for_nothing():
    mine, other = form_token(), form_token()
    assert send("de", form=mine, work=worked(other)).status_code == 400
    opened = passes.opened_form(other)
    assert opened
    with later(10):
        assert send("de", form=mine, work="", slow=spam.new_slow(opened.token)).status_code == 400


def test_puzzle_ends_with_its_form():
    opened = passes.opened_form(token := form_token())
    assert opened
    answer = worked(token)
    assert spam.is_solved(answer, opened.token)
    with later(25 * 3600):
        assert not spam.is_solved(answer, opened.token)


def test_replayed_form_is_stored_once():
    token = form_token()
    answers = [send("de", form=token, work=worked(token)) for _n in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(stored()) == 1


def _wrong() -> list[str]:
    """Answers that are none."""
    real = json.loads(base64.b64decode(worked(form_token())))
    shapes: list[Any] = [
        [], 7, None, {}, real | {"number": -1}, real | {"signature": ""}, real | {"salt": None}, real | {"salt": 7},
        real | {"algorithm": "MD5"}, real | {"algorithm": ["SHA-256"]}, real | {"challenge": {}},
        real | {"salt": real["salt"].replace("expires=", "expires=9")},
    ]  # fmt: skip
    return [base64.b64encode(json.dumps(shape).encode()).decode() for shape in shapes]


def test_broken_answers_are_no_error():
    for answer in ["x", "é", "\x00", "A" * 5000, base64.b64encode(b"\xff" * 20).decode(), *_wrong()]:
        assert spam.is_solved(answer, "any token") is False


def test_what_was_worked_is_not_worked_again_when_something_is_corrected():
    token = form_token()
    work = worked(token)
    first = send("de", form=token, work=work, question="")
    assert hidden(first, "work").replace("&#x3D;", "=") == work
    assert hidden(first, "slow")


def test_page_names_no_slower_way_before_it_is_needed(client):
    page = client.get("/de/ask/?place=47533-05154036")
    assert (hidden(page, "work"), hidden(page, "slow")) == ("", "")
    assert 'data-vk-work="{&quot;algorithm' in page.content.decode()


def test_answering_a_puzzle_is_quick_for_the_server():
    token = form_token()
    opened, work = passes.opened_form(token), worked(token)
    assert opened
    start = time.perf_counter()
    for _n in range(100):
        spam.is_solved(work, opened.token)
    assert time.perf_counter() - start < 0.5
