"""Anything that the description allows, and a good deal that it does not: never a server error, never another answer
than described.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.guide.kleve import make_centre
from tests.interfaces.integreat.making import full_offer, make_news
from vielklang.interfaces.integreat.openapi import document
from vielklang.upkeep.limits import storage

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
UNTOLD = {"post": [positive_data_acceptance]}
"""That a search needs its query, and a comment more than spaces, no schema of the body can tell."""
OPERATIONS = [(path, method) for path, methods in document()["paths"].items() for method in methods]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """As Django's own test client does: the test's transaction outlives each request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_answers_hold_what_the_description_says(path, method):
    centre = make_centre()
    full_offer(centre)
    make_news(centre)
    schema = schemathesis.openapi.from_dict(document())
    schema.app = get_wsgi_application()

    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=schema[path][method.upper()].as_strategy())
    def check(case):
        storage.reset()
        if "region" in case.path_parameters:
            case.path_parameters["region"] = "kreis-kleve"
        case.call_and_validate(
            headers={"Accept-Encoding": "identity"}, excluded_checks=UNTOLD.get(method, [])
        )

    check()
