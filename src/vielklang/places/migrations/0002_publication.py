from django.db import migrations

from vielklang.core.publication import CountPublications


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_publication"),
        ("places", "0001_initial"),
    ]

    operations = [
        CountPublications(
            "places_referencestate",
            "SELECT NULL::bigint FROM {rows}",
        ),
    ]
