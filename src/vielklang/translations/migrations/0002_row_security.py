"""Row-level security on the centres' own work: drafts, requests, kept sources, texts taken over."""

from django.db import migrations

from vielklang.core.rls import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("translations", "0001_initial"), ("core", "0002_row_security")]

    operations = [
        RowSecurity("translations_sourcetext", centre="centre_id"),
        RowSecurity("translations_translationrecord", centre="centre_id"),
        RowSecurity("translations_translationrequest", centre="centre_id"),
        RowSecurity("translations_textadoption", centre="centre_id"),
        RowSecurity("translations_textadoptionevent", append_only=True, centre="centre_id"),
        RowSecurity("translations_glossarytermevent", append_only=True, centre="centre_id"),
    ]
