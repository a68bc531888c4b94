"""What the policies read, the policies of the core, and the shared cache that counts sign-in attempts."""

from django.db import migrations

from vielklang.core.rls import FUNCTIONS, RowSecurity

CACHE = """
CREATE UNLOGGED TABLE IF NOT EXISTS core_cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS core_cache_expires ON core_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(CACHE, "DROP TABLE core_cache"),
        RowSecurity(
            "core_auditentry",
            append_only=True,
            centre="centre_id",
            organisation="organisation_id",
            user="user_id",
        ),
        RowSecurity(
            "core_outgoingmail",
            centre="centre_id",
            organisation="organisation_id",
            token="public_id",
            extra="vielklang_scope('door') = 'accounts' AND centre_id IS NULL",
        ),
    ]
