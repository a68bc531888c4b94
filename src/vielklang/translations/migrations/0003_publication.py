from django.db import migrations

from vielklang.core.publication import CountPublications


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_publication"),
        ("translations", "0002_row_security"),
        ("offers", "0006_publication"),
    ]

    operations = [
        CountPublications(
            "translations_textcredit",
            "SELECT o.centre_id FROM {rows} r JOIN offers_offer o ON o.id = r.offer_id WHERE o.status = 'published'",
        ),
    ]
