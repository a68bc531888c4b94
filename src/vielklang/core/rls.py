"""Row-level security as a migration operation, and the rights of the role that serves the web.

The web role owns no table and cannot bypass a policy (architecture, section 4). It may read and write rows where a
policy lets it, and may neither change nor delete what the audit holds.
"""

from __future__ import annotations

from collections.abc import Iterable

from vielklang.core.operations import SqlOperation

WEB_ROLE = "vielklang_web"
POLICY = "vielklang_scope"

FUNCTIONS = """
CREATE OR REPLACE FUNCTION vielklang_scope(dimension text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN split_part(current_setting('vielklang.scope', true), ':', 1) = dimension
        THEN substr(current_setting('vielklang.scope', true), length(dimension) + 2) END
$$;
CREATE OR REPLACE FUNCTION vielklang_scope_id(dimension text) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT vielklang_scope(dimension)::bigint
$$;
"""

# Roles belong to the whole cluster: another database of it may be migrating at the same moment.
_MAKE_ROLE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'vielklang_web') THEN
        CREATE ROLE vielklang_web LOGIN;
    END IF;
    IF NOT pg_has_role('vielklang_web', 'MEMBER') THEN
        GRANT vielklang_web TO CURRENT_USER;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""

_CONDITIONS = {
    "centre": "{0} = vielklang_scope_id('centre')",
    "organisation": "{0} = vielklang_scope_id('organisation')",
    "user": "{0} = vielklang_scope_id('user')",
    "token": "{0}::text = vielklang_scope('token')",
    "door": "vielklang_scope('door') = 'accounts'",
}


class RowSecurity(SqlOperation):
    """`RowSecurity("offers_offerreport", centre="centre_id", organisation="organisation_id")` in `operations`.

    A row is visible and writable where one of the named columns is that of the open scope; dimensions in
    `read_only` let it be seen and not written. `extra` is one more SQL condition for reading.
    `append_only=True` lets everybody insert and nobody of the web role change or delete (audit, history).
    Reversible; running it again replaces the policies.
    """

    def __init__(
        self,
        table: str,
        *,
        append_only: bool = False,
        extra: str = "",
        read_only: Iterable[str] = (),
        **columns: str,
    ) -> None:
        self.table, self.append_only, self.extra, self.columns = table, append_only, extra, columns
        self.read_only = tuple(read_only)

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        keywords: dict[str, object] = {
            **self.columns,
            "append_only": self.append_only,
            "extra": self.extra,
            "read_only": self.read_only,
        }
        return self.__class__.__name__, [self.table], keywords

    def backwards(self) -> Iterable[str]:
        yield from self._drop()
        yield f'ALTER TABLE "{self.table}" DISABLE ROW LEVEL SECURITY'

    def describe(self) -> str:
        return f"Row-level security on {self.table}"

    def condition(self, *, writing: bool) -> str:
        """SQL that holds for the rows of the open scope; false where no dimension is left."""
        parts = [
            _CONDITIONS[name].format(f'"{column}"')
            for name, column in self.columns.items()
            if not (writing and name in self.read_only)
        ]
        return " OR ".join([*parts, *([f"({self.extra})"] if self.extra and not writing else [])]) or "false"

    def _drop(self) -> list[str]:
        names = (POLICY, f"{POLICY}_read", f"{POLICY}_insert")
        return [f'DROP POLICY IF EXISTS {name} ON "{self.table}";' for name in names]

    def forwards(self) -> Iterable[str]:
        yield f'ALTER TABLE "{self.table}" ENABLE ROW LEVEL SECURITY;'
        yield from self._drop()
        reading, writing = self.condition(writing=False), self.condition(writing=True)
        yield f'CREATE POLICY {POLICY}_read ON "{self.table}" FOR SELECT USING ({reading});'
        if self.append_only:
            yield f'CREATE POLICY {POLICY}_insert ON "{self.table}" FOR INSERT WITH CHECK (true);'
        else:
            yield f'CREATE POLICY {POLICY} ON "{self.table}" USING ({writing});'


def append_only_tables() -> list[str]:
    """Tables of the audit: our own and the history that `django-pghistory` writes."""
    from django.apps import apps
    from pghistory.models import Event

    history = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if issubclass(model, Event) and model._meta.managed and not model._meta.proxy
    ]
    return ["core_auditentry", *sorted(history)]


def grant_web_role() -> None:
    """Make the web role if it is missing and give it its rights on all tables; safe to repeat after each migration."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_MAKE_ROLE)
        cursor.execute("SELECT current_setting('server_version_num')::int >= 170000")
        rights = f"{'MAINTAIN, ' if cursor.fetchone()[0] else ''}SELECT, INSERT, UPDATE, DELETE"
        for statement in (
            f"GRANT USAGE ON SCHEMA public TO {WEB_ROLE}",
            f"GRANT {rights} ON ALL TABLES IN SCHEMA public TO {WEB_ROLE}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {WEB_ROLE}",
            f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {WEB_ROLE}",
        ):
            cursor.execute(statement)
        for table in append_only_tables():
            cursor.execute(f'REVOKE UPDATE, DELETE ON "{table}" FROM {WEB_ROLE}')
