"""Decisions about overlaps are their centre's alone."""

from django.db import migrations

from vielklang.core.rls import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial"), ("core", "0002_row_security")]

    operations = [
        RowSecurity("reporting_overlapdecision", centre="centre_id"),
        RowSecurity("reporting_overlapdecisionevent", append_only=True, centre="centre_id"),
    ]
