"""The OpenAPI document: the same as the file, and true of what schemathesis asks, rightly and wrongly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.interfaces.hsds.making import rich
from tests.world import make_world
from vielklang.interfaces.hsds import document

pytestmark = pytest.mark.django_db
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]  # fmt: skip
GENTLE = settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_file_and_code_agree():
    """Written anew by `python -m vielklang.interfaces.hsds.document`."""
    assert document.FILE.read_text("utf-8") == document.text()


def test_it_is_served(client):
    assert client.get("/hsds/openapi.json").json() == json.loads(document.text())


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests leave the test's connection open, as Django's own test client does."""
    both = (signals.request_started, signals.request_finished)
    for signal in both:
        signal.disconnect(close_old_connections)
    yield
    for signal in both:
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_schemathesis_finds_no_error_and_no_lie(mode):
    rich(make_world())
    schema = schemathesis.openapi.from_dict(document.build())
    schema.app = WSGIHandler()
    asked = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        if mode == GenerationMode.NEGATIVE and not operation.query:
            continue

        @GENTLE
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            asked.add(case.path)
            case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

        ask()
    assert len(asked) > 5
