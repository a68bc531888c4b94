"""Private rows of imports, for the scope suite."""

from tests.interfaces.making import checked, make_run
from tests.private import Rows
from vielklang.interfaces.models import ImportRow, ImportRun

ROWS: Rows = {
    ImportRun: lambda world, centre, organisation: make_run(centre),
    ImportRow: lambda world, centre, organisation: checked(centre),
}
