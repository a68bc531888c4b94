"""Imports, exports and open interfaces in the access matrix."""

from uuid import uuid4

from tests.access import desk, public
from tests.interfaces.making import make_run
from vielklang.interfaces.hsds.terms import taxonomy_id, term_id

REGION = {"region": "kreis-kleve", "language": "ar"}
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
    "interfaces:developers": public(language="ar"),
    "interfaces:embed_script": public(),
    "interfaces:embed_search": public(slug="kreis-kleve", language="ar"),
    "interfaces:embed_offers": public(slug="kreis-kleve", language="ar"),
    "interfaces:embed_unknown": public(rest="nothing/here", ok={404}),
    "interfaces:desk_embed": desk("lead"),
    "interfaces:hsds": public(),
    "interfaces:hsds_document": public(),
    "interfaces:hsds_services": public(),
    "interfaces:hsds_services_one": public(key="HSDS_SERVICE"),
    "interfaces:hsds_service_at_locations": public(),
    "interfaces:hsds_service_at_locations_one": public(key="HSDS_PLACE", ok={404}),
    "interfaces:hsds_organizations": public(),
    "interfaces:hsds_organizations_one": public(key="HSDS_ORGANIZATION"),
    "interfaces:hsds_taxonomies": public(),
    "interfaces:hsds_taxonomies_one": public(key=taxonomy_id("topics")),
    "interfaces:hsds_taxonomy_terms": public(),
    "interfaces:hsds_taxonomy_terms_one": public(key=term_id("topics", "debt-advice")),
    "interfaces:hsds_unknown": public(rest="nothing", ok={404}),
    "interfaces:integreat_openapi": public(),
    "interfaces:integreat_icon": public(key="housing"),
    "interfaces:integreat_regions": public(),
    "interfaces:integreat_region": public(region="kreis-kleve"),
    "interfaces:integreat_pages": public(**REGION),
    "interfaces:integreat_children": public(**REGION, query="depth=2"),
    "interfaces:integreat_page": public(**REGION, query="url=/kreis-kleve/ar/integration-centre/"),
    "interfaces:integreat_parents": public(**REGION, query="url=/kreis-kleve/ar/integration-centre/"),
    "interfaces:integreat_locations": public(**REGION, query="on_map=1"),
    "interfaces:integreat_events": public(**REGION, query="combine_recurring=True"),
    "interfaces:integreat_news": public(**REGION),
    "interfaces:integreat_news_item": public(**REGION, news_id="local-1", ok={404}),
    "interfaces:integreat_imprint": public(**REGION, ok={200, 404}),
    "interfaces:integreat_feedback": public(
        **REGION, kind="map", method="post", data={"rating": "up"}, ok={201}
    ),
    "interfaces:integreat_offers": public(**REGION),
    "interfaces:integreat_root": public(ok={404}),
    "interfaces:integreat_unknown": public(rest="nothing/", ok={404}),
    "interfaces:sitemap": public(),
    "interfaces:sitemap_guide": public(),
    "interfaces:sitemap_centre": public(number=1, centre="kreis-kleve"),
    "interfaces:open_news": public(),
    "interfaces:open_offers": public(),
    "interfaces:open_centre_news": public(centre="kreis-kleve"),
    "interfaces:open_centre_dates": public(centre="kreis-kleve"),
    "interfaces:open_centre_offers": public(centre="kreis-kleve"),
    "interfaces:open_organisation_dates": public(public_id="SEEN_ORGANISATION"),
    "interfaces:open_archive": public(ok={200, 404}),
    "interfaces:open_catalogue": public(form="ttl"),
    "interfaces:open": public(ok={404}),
    "interfaces:open_unknown": public(rest="nothing/here", ok={404}),
}


def objects(world):
    return {
        "IMPORT_RUN": make_run(world.home).public_id,
        "FOREIGN_IMPORT_RUN": make_run(world.foreign).public_id,
        "HSDS_SERVICE": str(world.offer.public_id),
        "HSDS_PLACE": str(uuid4()),
        "HSDS_ORGANIZATION": str(world.organisation.public_id),
        "SEEN_ORGANISATION": world.organisation.public_id,
    }
