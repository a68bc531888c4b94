"""Import of offers (docs/import.md): from a file to rows, from rows to a plan, from the plan to offers; all or nothing."""

from vielklang.interfaces.imports.importing import ImportReport, import_offers
from vielklang.interfaces.imports.planning import RowError

__all__ = ["ImportReport", "RowError", "import_offers"]
