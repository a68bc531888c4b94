"""Errors behind the sign-in say what can be done, in German or English, in the desk's own frame."""

import pytest

from tests.world import make_world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "path", "status", "words"),
    [
        ("lead", "/desk/kreis-wesel/", 404, "This page does not exist here"),
        ("translator", "/operation/", 404, "This page does not exist here"),
        ("lead", "/desk/kreis-kleve/nothing/", 404, "This page does not exist here"),
    ],
)
def test_error_pages_of_the_areas(role, path, status, words):
    client = make_world().client(role)

    answer = client.get(path, headers={"Accept-Language": "en"})

    assert answer.status_code == status
    assert words in answer.content.decode()
    assert answer.templates[0].name == "web/area_error.html"
    assert answer.headers["Cache-Control"] == "private, no-store"
