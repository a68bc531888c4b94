"""Import of a centre's offers from a table (docs/import.md): all of it or nothing."""

from vielklang.offers.imports.importing import ImportReport, RowError, import_offers

__all__ = ["ImportReport", "RowError", "import_offers"]
