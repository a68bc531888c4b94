"""The archive of open data: what is in it, that it says so itself, how it is kept and fetched."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile

import pytest
from procrastinate.contrib.django import app

from tests.guide.kleve import make_centre, make_offer
from tests.interfaces.feeds.making import make_offers
from vielklang.config.environment import OPEN_DATA_LICENCES
from vielklang.core.actor import SYSTEM
from vielklang.interfaces.feeds import actions, licences
from vielklang.interfaces.feeds.actions import make_archive
from vielklang.interfaces.feeds.archive import reading
from vielklang.interfaces.feeds.archive.reading import wanted_range
from vielklang.interfaces.models import OpenDataArchive, OpenDataPart
from vielklang.offers.actions import suspend_offer
from vielklang.organisations.actions import set_public_profile
from vielklang.organisations.models import OrganisationText

pytestmark = pytest.mark.django_db
ADDRESS = "/open/data.zip"


def fetch(client) -> zipfile.ZipFile:
    response = client.get(ADDRESS)
    assert response.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(response)))


def sheet(archive: zipfile.ZipFile, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.TextIOWrapper(archive.open(f"data/{table}.csv"), "utf-8", newline="")))


def lines(archive: zipfile.ZipFile, table: str) -> list[dict]:
    return [json.loads(line) for line in archive.open(f"data/{table}.jsonl")]


def test_what_is_in_it(client):
    offer = make_offers()[0]
    suspend_offer(by=SYSTEM, offer=make_offer(offer.centre), reason="Beispiel")
    make_archive(by=SYSTEM)

    archive = fetch(client)

    (row,) = sheet(archive, "offers")
    assert archive.testzip() is None
    assert (row["id"], row["centre"], row["kind"]) == (str(offer.public_id), "kreis-kleve", "group")
    assert (row["topics"], row["age_from"], row["interpreting"]) == (
        "parent-child-group|early-language",
        "1.5",
        "true",
    )
    assert row["organisation"] == sheet(archive, "organisations")[0]["id"]
    assert [text["language"] for text in lines(archive, "texts")] == ["de", "ar"]
    assert [place["id"] for place in lines(archive, "places")] == [f"{offer.public_id}/{n}" for n in (1, 2)]
    assert lines(archive, "dates") == [
        {
            "offer": str(offer.public_id),
            "starts_at": "2030-01-09T14:00:00Z",
            "minutes": 90,
            "rrule": "FREQ=WEEKLY",
            "until": "2030-06-30",
            "exdates": ["2030-01-23"],
            "on_holidays": False,
        }
    ]
    assert lines(archive, "hours")[0] == {
        "offer": str(offer.public_id),
        "weekday": 1,
        "opens": "09:00",
        "closes": "12:00",
    }
    assert len(sheet(archive, "centres")) == 54


def test_address_and_words_of_an_organisation_on_its_request_only(client):
    organisation = make_offers()[0].organisation
    organisation.street = "Beispielweg 1"
    organisation.save()
    OrganisationText.objects.create(
        organisation=organisation, language="de", description="Wir sind da.", author="x"
    )
    make_archive(by=SYSTEM)
    before = fetch(client)
    set_public_profile(by=SYSTEM, organisation=organisation, is_public=True)
    make_archive(by=SYSTEM)

    after = fetch(client)

    assert sheet(before, "organisations")[0]["street"] == ""
    assert sheet(before, "organisation_texts") == []
    assert sheet(after, "organisations")[0]["street"] == "Beispielweg 1"
    assert lines(after, "organisation_texts")[0]["description"] == "Wir sind da."


def test_it_describes_itself(client, settings):
    settings.OPERATOR = {"name": "Beispielland", "address": "", "email": "", "phone": ""}
    make_offers()
    make_archive(by=SYSTEM)
    archive = fetch(client)

    package = json.loads(archive.read("datapackage.json"))

    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert "Beispielland" in archive.read("LICENCE.txt").decode()
    assert {resource["path"] for resource in package["resources"]} == {
        name for name in archive.namelist() if name.startswith("data/")
    }
    tables = {row["name"]: row for row in package["resources"] if row["format"] == "csv"}
    for name, resource in tables.items():
        rows = sheet(archive, name)
        fields = resource["schema"]["fields"]
        assert list(rows[0] if rows else {}) in ([], [field["name"] for field in fields])
        assert len(lines(archive, name)) == len(rows)
        key = resource["schema"].get("primaryKey", [])
        assert not key or len({tuple(row[x] for x in key) for row in rows}) == len(rows)
        for refers in resource["schema"].get("foreignKeys", ()):
            known = {row["id"] for row in sheet(archive, refers["reference"]["resource"])}
            assert {row[refers["fields"]] for row in rows} <= known


def test_spreadsheets_run_nothing_of_it(client):
    from tests.offers.factories import text

    make_offer(make_centre(), text(title="=1+1"))
    make_archive(by=SYSTEM)

    archive = fetch(client)

    assert sheet(archive, "texts")[0]["title"] == "'=1+1"
    assert lines(archive, "texts")[0]["title"] == "=1+1"
    assert sheet(archive, "organisations")[0]["phone"] == "+492821999990"


def test_before_the_first_night(client):
    response = client.get(ADDRESS)

    assert response.status_code == 404
    assert "every night" in response.json()["detail"]


def test_the_job_makes_it_and_old_ones_leave(client):
    make_offers()
    first = make_archive(by=SYSTEM)
    for _ in range(actions.KEPT):
        app.tasks["interfaces.make_open_data"](timestamp=0)

    assert OpenDataArchive.objects.count() == actions.KEPT
    assert not OpenDataPart.objects.filter(archive=first.pk).exists()
    assert any(
        job.task.name == "interfaces.make_open_data" for job in app.periodic_registry.periodic_tasks.values()
    )


def test_conditional_requests_and_ranges(client, monkeypatch):
    for module in (actions, reading):
        monkeypatch.setattr(module, "PART", 1000)
    make_offers()
    archive = make_archive(by=SYSTEM)
    whole = client.get(ADDRESS, headers={"Accept-Encoding": "br, gzip"})
    content = b"".join(whole)

    assert len(content) == archive.size == int(whole.headers["Content-Length"]) > 3000
    assert whole.headers["Content-Encoding"] == "identity"
    tag, changed = whole.headers["ETag"], whole.headers["Last-Modified"]
    assert client.get(ADDRESS, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(ADDRESS, headers={"If-Modified-Since": changed}).status_code == 304
    assert client.get(ADDRESS, headers={"If-None-Match": '"other"'}).status_code == 200
    for asked, first, last in (
        ("990-2010", 990, 2010),
        ("2500-", 2500, archive.size - 1),
        ("-7", archive.size - 7, archive.size - 1),
    ):
        part = client.get(ADDRESS, headers={"Range": f"bytes={asked}"})
        assert part.status_code == 206
        assert b"".join(part) == content[first : last + 1]
        assert part.headers["Content-Range"] == f"bytes {first}-{last}/{archive.size}"
    other = client.get(ADDRESS, headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    assert other.status_code == 200
    beyond = client.get(ADDRESS, headers={"Range": f"bytes={archive.size}-"})
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{archive.size}")
    assert client.head(ADDRESS).headers["Content-Length"] == str(archive.size)


@pytest.mark.parametrize(
    "header",
    ["", "bytes", "bytes=", "bytes=-", "bytes=a-b", "lines=0-1", "bytes=0-1,3-4", "bytes=5-2", "bytes=²-"],
)
def test_a_range_that_is_none_is_the_whole(header):
    assert wanted_range(header, 100) is None


def test_licences_of_settings_and_catalogue_are_the_same():
    assert set(OPEN_DATA_LICENCES) == set(licences.LICENCES)


def test_made_at_is_the_moment_asked_for():
    moment = dt.datetime(2026, 11, 24, 2, 25, tzinfo=dt.UTC)

    made = make_archive(by=SYSTEM, now=moment)
    again = make_archive(by=SYSTEM, now=moment)

    assert made.made_at == moment
    assert made.digest == again.digest, "the same content at the same time is the same archive"
