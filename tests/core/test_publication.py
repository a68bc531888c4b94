"""Every table that readers see counts its changes."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.django_db

NOT_ON_KEPT_PAGES = {
    "offers_offeroccurrence": "counted out of dates, for filters of the search alone",
    "translations_glossaryterm": "shown at the desk",
    "translations_memorypassage": "shown at the desk",
    "organisations_fundingcondition": "shown at the desk",
    "interfaces_opendataarchive": "the nightly archive has an ETag of its own",
    "interfaces_opendatapart": "the nightly archive has an ETag of its own",
    **{
        f"search_{table}": "answers of the search are never kept"
        for table in ("embeddingcache", "searchpassage", "searchsignature")
    },
    "places_district": "loaded as a whole, which places_referencestate counts",
    "places_municipality": "loaded as a whole, which places_referencestate counts",
    "places_postcode": "loaded as a whole, which places_referencestate counts",
    "places_postcodeelsewhere": "loaded as a whole, which places_referencestate counts",
}


def public_tables() -> set[str]:
    return {
        model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith("vielklang.") and (model.__doc__ or "").startswith("*Public")
    }


def counted_tables() -> dict[str, set[str]]:
    """Table → the events whose changes are counted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname LIKE 'vielklang\\_publication\\_%'"
        )
        tables: dict[str, set[str]] = {}
        for table, trigger in cursor.fetchall():
            tables.setdefault(table, set()).add(trigger.rpartition("_")[2])
    return tables


def test_public_tables_are_counted_or_named_here() -> None:
    missing = public_tables() - set(counted_tables()) - set(NOT_ON_KEPT_PAGES)
    assert not missing, f"give them CountPublications in a migration: {missing}"
    assert not set(NOT_ON_KEPT_PAGES) & set(counted_tables())
    assert set(NOT_ON_KEPT_PAGES) <= public_tables(), "exceptions for tables that are gone"


def test_each_counts_all_that_can_happen_to_a_row() -> None:
    assert all(events == {"insert", "update", "delete"} for events in counted_tables().values())
    assert len(counted_tables()) > 12
