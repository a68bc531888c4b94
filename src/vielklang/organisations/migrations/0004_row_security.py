"""Row-level security on contact persons, notes, answers, duplicates, and on the history of all of them."""

from django.db import migrations

from vielklang.core.rls import RowSecurity

_BOTH = {"centre": "centre_id", "organisation": "organisation_id"}
_CENTRE = {"centre": "centre_id"}


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_register_and_duplicates"), ("core", "0002_row_security")]

    operations = [
        RowSecurity("organisations_contactperson", **_BOTH),
        RowSecurity("organisations_organisationnote", **_CENTRE),
        RowSecurity("organisations_conditionanswer", **_BOTH),
        RowSecurity("organisations_duplicateproposal", **_CENTRE),
        RowSecurity("organisations_duplicatedecision", **_CENTRE),
        RowSecurity("organisations_organisationmerge", **_CENTRE),
        # Organisations are public, but who changed them is not.
        RowSecurity(
            "organisations_organisationevent", append_only=True, centre="centre_id", organisation="pgh_obj_id"
        ),
        RowSecurity("organisations_contactpersonevent", append_only=True, **_BOTH),
        RowSecurity("organisations_organisationnoteevent", append_only=True, **_CENTRE),
        RowSecurity("organisations_conditionanswerevent", append_only=True, **_BOTH),
        RowSecurity("organisations_duplicatedecisionevent", append_only=True, **_CENTRE),
    ]
