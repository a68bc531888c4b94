"""Import of offers (docs/import.md): file → rows → plan → offers; all of it or nothing."""

from vielklang.interfaces.imports.importing import ImportReport, import_offers
from vielklang.interfaces.imports.planning import RowError
from vielklang.interfaces.imports.source import Format, Options

__all__ = ["Format", "ImportReport", "Options", "RowError", "import_offers"]
