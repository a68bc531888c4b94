"""Writes to places: only the reference tables, as a whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from vielklang.core.actor import Actor
from vielklang.places.models import District, Municipality, Postcode, PostcodeElsewhere, ReferenceState
from vielklang.places.reference import DATA, digest, read_table

STATE = "places"
_TABLES = ("districts", "municipalities", "postcodes", "postcode_coordinates", "postcodes_elsewhere")


@transaction.atomic
def load_reference(*, by: Actor) -> bool:
    """Bring districts, municipalities and postcodes to the state of the shipped tables.

    Ends at once when this very content is loaded already. Rows are updated in place; postcodes that are no
    longer in the tables go, districts and municipalities stay (offers may point to them). Returns whether
    anything was written.
    """
    content = digest(DATA / f"{name}.csv" for name in _TABLES)
    if ReferenceState.objects.filter(name=STATE, digest=content).exists():
        return False
    _upsert(_districts(), key="key")
    _upsert(_municipalities(), key="key")
    Postcode.objects.all().delete()
    Postcode.objects.bulk_create(_postcodes())
    PostcodeElsewhere.objects.all().delete()
    PostcodeElsewhere.objects.bulk_create(
        [PostcodeElsewhere(code=row["code"], place=row["place"]) for row in read_table("postcodes_elsewhere")]
    )
    ReferenceState.objects.update_or_create(
        name=STATE, defaults={"digest": content, "loaded_by": by.name, "loaded_at": timezone.now()}
    )
    return True


def _upsert(rows: list[Model], *, key: str) -> None:
    model = type(rows[0])
    fields = [field.name for field in model._meta.concrete_fields if field.name != key]
    model._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=[key], update_fields=fields)


def _districts() -> list[Model]:
    return [
        District(
            key=row["key"],
            name=row["name"],
            label=row["label"],
            kind=row["kind"],
            government_district=row["government_district"],
            area_km2=Decimal(row["area_km2"]),
            population=int(row["population"]),
            population_date=date.fromisoformat(row["population_date"]),
            source=row["source"],
        )
        for row in read_table("districts")
    ]


def _municipalities() -> list[Model]:
    return [
        Municipality(
            key=row["key"],
            name=row["name"],
            district_id=row["district"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
        )
        for row in read_table("municipalities")
    ]


def _postcodes() -> list[Postcode]:
    points = {
        row["code"]: (float(row["lat"]), float(row["lon"])) for row in read_table("postcode_coordinates")
    }
    return [
        Postcode(
            code=row["code"],
            municipality_id=row["municipality"],
            lat=points[row["code"]][0],
            lon=points[row["code"]][1],
        )
        for row in read_table("postcodes")
    ]
