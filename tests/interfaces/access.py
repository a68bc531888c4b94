"""Imports and exports in the access matrix."""

from tests.access import desk, public
from tests.interfaces.making import make_run

IMPORTING, EXPORTING = "lead editor", "lead staff editor"

ROWS = {
    "interfaces:import": desk(IMPORTING),
    "interfaces:import_template": desk(IMPORTING, form="csv"),
    "interfaces:import_run": desk(IMPORTING, public_id="IMPORT_RUN"),
    "interfaces:import_progress": desk(IMPORTING, public_id="IMPORT_RUN"),
    "interfaces:import_problems": desk(IMPORTING, public_id="IMPORT_RUN"),
    "interfaces:import_choose": desk(IMPORTING, public_id="IMPORT_RUN", method="post"),
    "interfaces:import_start": desk(IMPORTING, public_id="IMPORT_RUN", method="post"),
    "interfaces:import_discard": desk(IMPORTING, public_id="IMPORT_RUN", method="post"),
    "interfaces:import_undo": desk(IMPORTING, public_id="IMPORT_RUN", method="post"),
    "interfaces:export": desk(EXPORTING),
    "interfaces:export_offers": desk(EXPORTING, form="csv", method="post"),
    "interfaces:export_organisations": desk(EXPORTING, form="csv", method="post"),
    "interfaces:embed_script": public(),
    "interfaces:embed_search": public(slug="kreis-kleve", language="ar"),
    "interfaces:embed_offers": public(slug="kreis-kleve", language="ar"),
    "interfaces:embed_unknown": public(rest="nothing/here", ok={404}),
    "interfaces:desk_embed": desk("lead"),
}


def objects(world):
    return {
        "IMPORT_RUN": make_run(world.home).public_id,
        "FOREIGN_IMPORT_RUN": make_run(world.foreign).public_id,
    }
