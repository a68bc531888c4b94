"""No value of a deleted enquiry survives: in no table, history, index, log, job, mail or file."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from dateutil.relativedelta import relativedelta
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests.enquiries.factories import BOB, ask, refer
from tests.world import World, make_world
from vielklang.core.actor import READER, SYSTEM
from vielklang.core.encryption import encrypted_columns
from vielklang.core.scope import centre_scope
from vielklang.enquiries import actions
from vielklang.enquiries.actions import Asked
from vielklang.enquiries.enums import ContactKind, FileKind, PassedField, Purpose
from vielklang.enquiries.models import Enquiry, EnquiryFile, EnquiryWords, Referral
from vielklang.enquiries.queries_referrals import passable
from vielklang.enquiries.retention import forget_enquiries

pytestmark = pytest.mark.django_db
MARK = "Quittenbrot4711"
"""Stands in everything that is said; no table holds such a word by itself."""
MAIL, NAME = f"{MARK}.adresse@example.org".lower(), f"{MARK} Beispielname"
SAID = [
    MAIL,
    NAME,
    *(f"{MARK} {part}" for part in ("Frage", "Antwort", "Übersetzung", "Notiz", "Nachtrag", "Grund")),
]
NUMBER = "0151 73927155"
FILE = f"{MARK}-zeugnis.pdf"


@pytest.fixture
def world() -> World:
    return make_world()


def lived(world: World, **contact: object) -> Enquiry:
    """A whole life through the pages of the desk; the mail about the answer waits still."""
    values = {
        "contact_kind": ContactKind.EMAIL,
        "contact": MAIL,
        "name": NAME,
        "form_token": "Formularmarke0815",
    }
    enquiry = ask(world.home, text=SAID[2], purposes=set(Purpose), **(values | contact)).enquiry
    with centre_scope(world.home):
        EnquiryFile.objects.create(
            centre=world.home, enquiry=enquiry, message=enquiry.messages.get(), kind=FileKind.DOCUMENT, name=FILE,
            media_type="application/pdf", size=len(MARK), content=MARK.encode(), created_at=timezone.now(),
        )  # fmt: skip
    client = world.client("staff")

    def send(name: str, **data: str) -> None:
        page = client.get(reverse("enquiries:desk_enquiry", args=[world.home.slug, enquiry.public_id]))
        address = reverse(f"enquiries:{name}", args=[world.home.slug, enquiry.public_id])
        assert client.post(address, {"edition": page.context["edition"], **data}).status_code == 302

    send("desk_assign", mine="1")
    send("desk_answer", german=SAID[3], text=SAID[4], status="machine")
    send("desk_note", note=SAID[5])
    with centre_scope(world.home):
        actions.write_again(by=READER, enquiry=enquiry, text=SAID[6])
    with centre_scope(world.home):
        again = Enquiry.objects.get(pk=enquiry.pk)
        told = passable(again)
    refer(Asked(again, "", ""), passed=told)
    send("desk_hold", reason=SAID[7])
    send("desk_lift", reason=SAID[7])
    send("desk_close", outcome="helped")
    return enquiry


def as_owner(statement: str, *values: object) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(statement, values)
        rows = [str(row[0]) for row in cursor.fetchall()]
        cursor.execute("SET ROLE vielklang_web")
    return rows


def tables() -> Iterator[tuple[str, str]]:
    """(name, all rows as text) of every table of the database; bytes stand there as hexadecimal digits."""
    for name in as_owner("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"):
        yield name, "\n".join(as_owner(f'SELECT t::text FROM "{name}" t'))


def stored(enquiry: Enquiry) -> list[str]:
    """Its encrypted values as they stand in the database, and what finds or proves it."""
    found = [enquiry.code_digest, enquiry.pin_hash, "Formularmarke0815"]
    for table, _key, column in encrypted_columns():
        if table in {
            "enquiries_enquirymessage",
            "enquiries_enquirycontact",
            "enquiries_enquiryfile",
            "enquiries_referral",
        }:
            rows = as_owner(f"SELECT t.{column}::text FROM {table} t WHERE enquiry_id = %s", enquiry.pk)
            found += [row.removeprefix("\\x") for row in rows if row]
    with centre_scope(enquiry.centre):
        found += [str(key) for key in enquiry.messages.values_list("public_id", flat=True)]
        found += as_owner("""SELECT "to" FROM core_outgoingmail WHERE key LIKE 'enquiry:%%'""")
        words = EnquiryWords.objects.get(enquiry=enquiry)
    return [*found, *map(str, [*words.said, *words.contact])]


def shapes(values: Iterable[str]) -> list[str]:
    """Each value as it is, in small letters, and as the hexadecimal digits of its bytes."""
    return [shape for value in values for shape in (value, value.lower(), value.encode().hex())]


def surviving(needles: Iterable[str], *, besides: Iterable[str] = ()) -> list[tuple[str, str]]:
    wanted, skipped = list(needles), set(besides)
    return [
        (name, needle)
        for name, text in tables()
        if name not in skipped
        for needle in wanted
        if needle in text
    ]


def files_with(word: str) -> str:
    """Files of this installation and of its database server in which the word stands."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("CHECKPOINT")
        cursor.execute("SET ROLE vielklang_web")
    places = [
        path
        for path in (os.environ["VIELKLANG_TEST_CLUSTER"], os.environ["VIELKLANG_DATA_DIR"])
        if Path(path).exists()
    ]
    found = subprocess.run(
        ["grep", "-rliaF", word, *map(str, places)], capture_output=True, text=True, check=False
    )
    return found.stdout


@pytest.mark.slow
def test_no_value_of_a_deleted_enquiry_survives_anywhere(world, capfd):
    enquiry = lived(world)
    needles = stored(enquiry)
    said = shapes([MARK, NUMBER, *SAID, FILE])
    assert surviving(said) == [], "words are encrypted at rest"
    assert len(surviving(needles)) >= len(needles), "every one of these would be found"

    forget_enquiries(by=SYSTEM, centre=world.home, now=timezone.now() + relativedelta(months=12, days=1))

    assert surviving([*said, *needles]) == []
    assert surviving([str(enquiry.public_id)], besides={"core_auditentry"}) == []
    printed = capfd.readouterr()
    assert MARK.lower() not in (printed.out + printed.err).lower()
    assert files_with(MARK) == ""


@pytest.mark.slow
def test_erasing_at_once_takes_the_mail_on_its_way_along(world):
    enquiry = lived(world)
    needles = stored(enquiry)
    with centre_scope(world.home):
        actions.erase_enquiry(by=BOB, enquiry=enquiry)
    assert surviving([*shapes([MARK, *SAID]), *needles]) == []


@pytest.mark.slow
def test_no_way_to_reach_the_person_survives_its_earlier_period(world):
    enquiry = lived(world, contact_kind=ContactKind.PHONE, contact=NUMBER)
    with centre_scope(world.home):
        digests = [str(digest) for digest in EnquiryWords.objects.get(enquiry=enquiry).contact]
    [value] = as_owner("SELECT value FROM enquiries_enquirycontact WHERE enquiry_id = %s", enquiry.pk)
    [told] = as_owner("SELECT passed_json FROM enquiries_referral")
    assert surviving([value])
    assert surviving([told])
    assert surviving(digests)

    run = forget_enquiries(by=SYSTEM, centre=world.home, now=timezone.now() + relativedelta(months=3, days=1))

    assert (run.enquiries, run.contacts) == (0, 1)
    assert surviving([value, told, *shapes([NUMBER, NAME])]) == []
    with centre_scope(world.home):
        assert PassedField.QUESTION in {one.key for one in Referral.objects.get().passed}
    assert as_owner("SELECT cardinality(contact) FROM enquiries_enquirywords") == ["0"]
