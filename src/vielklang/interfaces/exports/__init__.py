"""Export of a centre's offers and organisations: what is public about them, in open forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class ExportForm:
    """`write(file, rows)` writes the whole file."""

    key: str
    label: str | Promise
    hint: str | Promise
    ending: str
    content_type: str
    write: Callable[[IO[bytes], Any], None]


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer_forms() -> dict[str, ExportForm]:
    from vielklang.interfaces.exports import hsds, pages, tables

    return _by_key(
        ExportForm("xlsx", _("Excel table (XLSX)"), _("All columns; can be imported again after editing."),
                   "xlsx", _XLSX, tables.offers_xlsx),
        ExportForm("csv", _("Table (CSV)"), _("The same columns, for every spreadsheet and database."),
                   "csv", "text/csv; charset=utf-8", tables.offers_csv),
        ExportForm("hsds", _("HSDS (JSON)"), _("Open Referral, for other directories of social services."),
                   "json", "application/json", hsds.services_json),
        ExportForm("hsds-csv", _("HSDS (CSV tables in a zip file)"), _("Open Referral as linked tables."),
                   "zip", "application/zip", hsds.services_zip),
        ExportForm("icalendar", _("Calendar (iCalendar)"), _("Only offers with dates."),
                   "ics", "text/calendar; charset=utf-8", pages.dates_ics),
        ExportForm("integreat", _("Integreat pages (JSON)"), _("One page per offer and language."),
                   "json", "application/json", pages.pages_json),
    )  # fmt: skip


def organisation_forms() -> dict[str, ExportForm]:
    from vielklang.interfaces.exports import hsds, tables

    return _by_key(
        ExportForm("xlsx", _("Excel table (XLSX)"), _("Public details, without contact persons."), "xlsx", _XLSX,
                   tables.organisations_xlsx),
        ExportForm("csv", _("Table (CSV)"), _("The same columns, for every spreadsheet and database."), "csv",
                   "text/csv; charset=utf-8", tables.organisations_csv),
        ExportForm("hsds", _("HSDS (JSON)"), _("Open Referral, for other directories of social services."), "json",
                   "application/json", hsds.organisations_json),
    )  # fmt: skip


def _by_key(*forms: ExportForm) -> dict[str, ExportForm]:
    return {form.key: form for form in forms}
