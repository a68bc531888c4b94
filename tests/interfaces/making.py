"""Rows, files and runs for tests of imports."""

from __future__ import annotations

import csv
import io
from typing import Any

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor, ActorKind
from vielklang.core.scope import centre_scope
from vielklang.interfaces import actions
from vielklang.interfaces.actions import Upload
from vielklang.interfaces.imports.source import Options
from vielklang.interfaces.models import ImportRun

EDITOR = Actor(ActorKind.IMPORT, "KI Kreis Kleve", user_id=7, person="Beispiel Redaktion")

ROW = {
    "organisation": "Beispielverein Kleve",
    "organisation_kind": "association",
    "kind": "counselling",
    "topics": "debt-advice|bank-and-consumer",
    "status": "published",
    "title_de": "Schuldnerberatung",
    "summary_de": "Hilfe bei Schulden.",
    "description_de": "Wir ordnen Ihre Briefe.",
}


def table(*rows: dict[str, str], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """A CSV file."""
    header = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def make_run(
    centre: Centre, content: bytes | None = None, name: str = "angebote.csv", **options: Any
) -> ImportRun:
    """An uploaded file."""
    upload = Upload(
        file_name=name, content=table(ROW) if content is None else content, options=Options(**options)
    )
    with centre_scope(centre):
        return actions.start_import(by=EDITOR, centre=centre, upload=upload)


def checked(
    centre: Centre, content: bytes | None = None, name: str = "angebote.csv", **options: Any
) -> ImportRun:
    """A file after its dry run."""
    run = make_run(centre, content, name, **options)
    with centre_scope(centre):
        return actions.check_import(by=EDITOR, run=run)


def imported(
    centre: Centre, content: bytes | None = None, name: str = "angebote.csv", **options: Any
) -> ImportRun:
    """A file that became offers."""
    run = checked(centre, content, name, **options)
    with centre_scope(centre):
        assert run.report["errors"] == []
        return actions.run_import(by=EDITOR, run=actions.confirm_import(by=EDITOR, run=run))
