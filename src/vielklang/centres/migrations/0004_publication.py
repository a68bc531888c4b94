from django.db import migrations

from vielklang.core.publication import CountPublications


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_publication"),
        ("centres", "0003_focus_areas_move"),
    ]

    operations = [
        CountPublications(
            "centres_centre",
            "SELECT NULL::bigint FROM {rows}",
        ),
        CountPublications(
            "centres_centrearea",
            "SELECT centre_id FROM {rows}",
        ),
        CountPublications(
            "centres_centrehours",
            "SELECT centre_id FROM {rows}",
        ),
        CountPublications(
            "centres_centretext",
            "SELECT centre_id FROM {rows}",
        ),
        CountPublications(
            "centres_focusarea",
            "SELECT centre_id FROM {rows}",
        ),
    ]
