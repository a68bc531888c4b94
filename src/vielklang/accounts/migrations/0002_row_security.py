"""Row-level security on everything about people: ours and the tables of allauth."""

from django.db import migrations

from vielklang.core.rls import RowSecurity

_COLLEAGUE = (
    "EXISTS (SELECT 1 FROM accounts_membership m WHERE m.user_id = accounts_user.id"
    " AND (m.centre_id = vielklang_scope_id('centre') OR m.organisation_id = vielklang_scope_id('organisation')))"
)
_OWN = {"user": "user_id", "door": ""}


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("core", "0002_row_security"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        RowSecurity("accounts_user", user="id", door="", extra=_COLLEAGUE),
        RowSecurity(
            "accounts_membership",
            centre="centre_id",
            organisation="organisation_id",
            user="user_id",
            door="",
            read_only=("user",),  # nobody gives themselves a role
        ),
        RowSecurity(
            "accounts_invitation",
            centre="centre_id",
            organisation="organisation_id",
            token="token_hash",
            door="",
        ),
        RowSecurity("accounts_userevent", append_only=True, user="id"),
        RowSecurity(
            "accounts_membershipevent", append_only=True, centre="centre_id", organisation="organisation_id"
        ),
        RowSecurity(
            "accounts_invitationevent", append_only=True, centre="centre_id", organisation="organisation_id"
        ),
        RowSecurity("account_emailaddress", **_OWN),
        RowSecurity("account_emailconfirmation", door=""),
        RowSecurity("mfa_authenticator", **_OWN),
        RowSecurity("socialaccount_socialaccount", **_OWN),
        RowSecurity("socialaccount_socialtoken", door=""),
        RowSecurity("socialaccount_socialapp", door=""),
        RowSecurity("usersessions_usersession", **_OWN),
    ]
