from django.db import migrations

from vielklang.core.publication import CountPublications


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_publication"),
        ("offers", "0005_list_indexes"),
        ("organisations", "0007_changes_row_security"),
    ]

    operations = [
        CountPublications(
            "offers_offer",
            "SELECT centre_id FROM {rows} WHERE status = 'published'",
        ),
        CountPublications(
            "offers_offerplace",
            "SELECT o.centre_id FROM {rows} r JOIN offers_offer o ON o.id = r.offer_id WHERE o.status = 'published'",
        ),
        CountPublications(
            "offers_offertext",
            "SELECT o.centre_id FROM {rows} r JOIN offers_offer o ON o.id = r.offer_id WHERE o.status = 'published'",
        ),
        CountPublications(
            "offers_openinghours",
            "SELECT o.centre_id FROM {rows} r JOIN offers_offer o ON o.id = r.offer_id WHERE o.status = 'published'",
        ),
        CountPublications(
            "offers_hoursexception",
            "SELECT o.centre_id FROM {rows} r JOIN offers_offer o ON o.id = r.offer_id WHERE o.status = 'published'",
        ),
        CountPublications(
            "offers_offerdate",
            "SELECT o.centre_id FROM {rows} r JOIN offers_offer o ON o.id = r.offer_id WHERE o.status = 'published'",
        ),
        CountPublications(
            "organisations_organisation",
            "SELECT centre_id FROM {rows} WHERE is_public_profile UNION ALL SELECT o.centre_id FROM offers_offer o JOIN {rows} r ON o.organisation_id = r.id WHERE o.status = 'published'",
        ),
        CountPublications(
            "organisations_organisationtext",
            "SELECT g.centre_id FROM organisations_organisation g JOIN {rows} r ON g.id = r.organisation_id",
        ),
        CountPublications(
            "organisations_contactperson",
            "SELECT g.centre_id FROM organisations_organisation g JOIN {rows} r ON g.id = r.organisation_id",
        ),
    ]
