"""Offers and organisations as CSV and XLSX. A spreadsheet never runs what somebody wrote into a text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vielklang.interfaces.columns import Column, columns
from vielklang.interfaces.exports.cells import cells_of
from vielklang.interfaces.exports.query import languages_of, most_places, read_whole
from vielklang.interfaces.formulas import neutral
from vielklang.offers.models import Offer
from vielklang.organisations.models import Organisation

MOST_CHARACTERS = 32_767
"""What a cell of XLSX holds."""
_ORGANISATION = (
    "name",
    "kind",
    "street",
    "postcode",
    "town",
    "phone",
    "email",
    "website",
    "external_source",
    "external_id",
)
Cells = Mapping[str, str]


class TooLongError(ValueError):
    """A text is longer than a cell of XLSX can hold; CSV holds it."""


def write_csv(file: IO[bytes], names: Sequence[str], rows: Iterable[Cells]) -> None:
    """UTF-8 with a byte order mark and semicolons, as German spreadsheets open it."""
    text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";")
    writer.writerow(names)
    for row in rows:
        writer.writerow([neutral(row.get(name, "")) for name in names])
    text.flush()
    text.detach()


def write_xlsx(file: IO[bytes], names: Sequence[str], rows: Iterable[Cells], *, sheet: str) -> None:
    """Every cell is a string, also one that begins with an equals sign. Raises `TooLongError`."""
    book = workbook(file)
    head = book.add_format({"bold": True, "bg_color": "#e6ecf5", "border": 1})
    page = book.add_worksheet(sheet)
    page.freeze_panes(1, 0)
    page.set_column(0, len(names) - 1, 18)
    for position, name in enumerate(names):
        page.write_string(0, position, name, head)
    try:
        for number, row in enumerate(rows, start=1):
            _write_row(page, number, names, row)
    finally:
        book.close()


def _write_row(page: Any, number: int, names: Sequence[str], row: Cells) -> None:
    for position, name in enumerate(names):
        if value := row.get(name, ""):
            if len(value) > MOST_CHARACTERS:
                raise TooLongError(name)
            page.write_string(number, position, value)


def workbook(file: IO[bytes], *, constant_memory: bool = True) -> Any:
    from xlsxwriter import Workbook

    return Workbook(
        file,
        {
            "constant_memory": constant_memory,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )


def offer_columns(offers: QuerySet[Offer]) -> list[Column]:
    return columns(languages=languages_of(offers), places=most_places(offers))


def offers_csv(file: IO[bytes], offers: QuerySet[Offer]) -> None:
    write_csv(file, [column.name for column in offer_columns(offers)], _rows(offers))


def offers_xlsx(file: IO[bytes], offers: QuerySet[Offer]) -> None:
    names = [column.name for column in offer_columns(offers)]
    write_xlsx(file, names, _rows(offers), sheet=_("Offers"))


def organisations_csv(file: IO[bytes], rows: QuerySet[Organisation]) -> None:
    write_csv(file, _organisation_names(), map(organisation_cells, rows.iterator()))


def organisations_xlsx(file: IO[bytes], rows: QuerySet[Organisation]) -> None:
    write_xlsx(
        file, _organisation_names(), map(organisation_cells, rows.iterator()), sheet=_("Organisations")
    )


def organisation_cells(row: Organisation) -> Cells:
    """What is public about an organisation; never a contact person."""
    return {
        "id": str(row.public_id),
        "municipality": row.municipality_id or "",
        **{name: str(getattr(row, name)) for name in _ORGANISATION},
    }


def _organisation_names() -> list[str]:
    return ["id", *_ORGANISATION, "municipality"]


def _rows(offers: QuerySet[Offer]) -> Iterator[Cells]:
    return (cells_of(offer) for offer in read_whole(offers))
