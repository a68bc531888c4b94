"""The description of the API: the same as the file, and true of every answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import time_machine

from tests.guide.kleve import NOW, make_centre
from tests.interfaces.integreat.making import EMPTY, REGION, full_offer, make_news
from vielklang.interfaces.integreat.openapi import document

pytestmark = pytest.mark.django_db
FILE = Path(__file__).resolve().parents[3] / "docs" / "openapi" / "integreat.json"
GETS = [path for path, operations in document()["paths"].items() if "get" in operations]


def validator(path: str) -> Any:
    answer = document()["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return jsonschema_rs.Draft202012Validator(answer | {"components": document()["components"]})


def test_file_and_code_agree():
    """Written anew by `python -m tests.interfaces.integreat.write_openapi`."""
    assert json.loads(FILE.read_text("utf-8")) == document()


def test_it_is_served(client):
    assert client.get("/api/v3/openapi.json").json() == document()


@pytest.mark.parametrize("path", GETS)
@pytest.mark.parametrize("region", [REGION, EMPTY])
def test_answers_are_as_described(client, path, region):
    with time_machine.travel(NOW, tick=False):
        centre = make_centre()
        full_offer(centre)
        full_offer(centre, places=())
        make_news(centre)
        address = path.format(region=region, language="ar", id="local-5154")
        url = f"/{region}/ar/{'early-childhood' if region == REGION else 'integration-centre'}/"
        query = {"url": url} if path.endswith(("page/", "parents/")) else {}

        answer = client.get(address, query)

    if answer.status_code == 200:
        validator(path).validate(answer.json())
    else:
        assert region == EMPTY
        assert answer.status_code == 404
