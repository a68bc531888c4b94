"""Row-level security of everything private in upkeep and of its history."""

from django.db import migrations

from vielklang.core.rls import RowSecurity

_BOTH = {"centre": "centre_id", "organisation": "organisation_id"}


class Migration(migrations.Migration):
    dependencies = [("upkeep", "0001_initial"), ("core", "0002_row_security")]

    operations = [
        RowSecurity("upkeep_personallink", token="token_hash", **_BOTH),
        RowSecurity("upkeep_linksession", token="secret_hash", **_BOTH),
        RowSecurity("upkeep_upkeeprules", centre="centre_id"),
        RowSecurity("upkeep_reminder", **_BOTH),
        RowSecurity("upkeep_reminderstop", **_BOTH),
        RowSecurity("upkeep_automaticsuspension", **_BOTH),
        RowSecurity("upkeep_offerreport", **_BOTH),
        RowSecurity("upkeep_reportcontact", **_BOTH),
        RowSecurity("upkeep_linkcheck", centre="centre_id"),
        RowSecurity("upkeep_personallinkevent", append_only=True, **_BOTH),
        RowSecurity("upkeep_offerreportevent", append_only=True, **_BOTH),
        RowSecurity("upkeep_reminderstopevent", append_only=True, **_BOTH),
        RowSecurity("upkeep_upkeeprulesevent", append_only=True, centre="centre_id"),
    ]
