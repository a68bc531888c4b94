"""Unknown is 404, malformed 400 with the parameter's name, another method 405: always a problem document."""

from __future__ import annotations

import pytest

from tests.guide.kleve import make_centre
from tests.interfaces.integreat.making import REGION

pytestmark = pytest.mark.django_db
GET_ONLY = (
    "regions/",
    f"regions/{REGION}/",
    f"{REGION}/de/pages/",
    f"{REGION}/de/news",
    f"{REGION}/de/imprint/",
)


@pytest.mark.parametrize(
    "path",
    [
        "regions/nowhere/",
        "regions/%00/",
        "nowhere/de/pages/",
        f"{REGION}/xx/pages/",
        f"{REGION}/fa/pages/",
        f"{REGION}/de/",
        f"{REGION}/de/chat/1/",
        f"{REGION}/de/news/local-1",
        f"{REGION}/de/page/?url=/{REGION}/de/nothing/",
        f"{REGION}/de/page/?url=/{REGION}/ar/integration-centre/",
        f"{REGION}/de/page/?url=/{REGION}/de/",
        f"{REGION}/de/page/?url=/",
        f"{REGION}/de/parents/?url=/{REGION}/de/x-0123456789ab/",
        f"{REGION}/de/children/?url=/nowhere/de/x",
        "icons/nothing.svg",
        "",
        "x/y/z/" * 20,
    ],
)
def test_unknown_is_404(client, path):
    answer = client.get(f"/api/v3/{path}")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("page/", "url"),
        ("page/?url=abc", "url"),
        ("page/?url=%00", "url"),
        (f"page/?url=/{'x' * 600}", "url"),
        ("parents/", "url"),
        ("children/?depth=x", "depth"),
        ("children/?depth=-1", "depth"),
        ("children/?depth=11", "depth"),
        ("children/?url=abc", "url"),
        ("locations/?on_map=maybe", "on_map"),
        ("events/?combine_recurring=2", "combine_recurring"),
        ("news?source=elsewhere", "source"),
        ("news?size=501", "size"),
        ("news?page=0", "page"),
    ],
)
def test_malformed_is_400_and_named(client, path, name):
    answer = client.get(f"/api/v3/{REGION}/de/{path}")

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["parameter"] == name


@pytest.mark.parametrize("path", GET_ONLY)
def test_other_methods_are_405(client, path):
    answer = client.post(f"/api/v3/{path}")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("path", GET_ONLY)
def test_with_and_without_a_slash_from_any_origin(client, path):
    make_centre()
    answers = [client.get(f"/api/v3/{path.rstrip('/')}{end}") for end in ("", "/")]

    assert {answer.status_code for answer in answers} == {200}
    assert {answer.headers["Access-Control-Allow-Origin"] for answer in answers} == {"*"}
    assert not any(answer.cookies for answer in answers)


def test_a_developer_s_client_may_ask_first(client):
    answer = client.options(f"/api/v3/{REGION}/de/pages/")

    assert answer.status_code == 204
    assert "x-integreat-development" in answer.headers["Access-Control-Allow-Headers"]
