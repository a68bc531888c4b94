"""Row-level security on changes that wait, and on their history."""

from django.db import migrations

from vielklang.core.rls import RowSecurity

_BOTH = {"centre": "centre_id", "organisation": "organisation_id"}


class Migration(migrations.Migration):
    dependencies = [("organisations", "0006_changes_that_wait")]

    operations = [
        RowSecurity("organisations_organisationchange", **_BOTH),
        RowSecurity("organisations_organisationchangeevent", append_only=True, **_BOTH),
    ]
