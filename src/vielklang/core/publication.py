"""How often public content has changed, counted by the database in the transaction that changes it.

Everything kept for readers (`web.ready`) names the count it was made from, so that nothing stale is served once a
change has committed, whoever made it and in whatever process (docs/adr/0020-ready-bytes.md).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from vielklang.core.operations import SqlOperation

EVERYWHERE = 0
"""Stands for a centre where a change concerns the whole installation."""
SEARCH_INDEX = -1
"""Stands for a centre where the search index follows what was published: no kept answer depends on it."""

READ = "SELECT coalesce(sum(changes), 0) FROM core_publication WHERE centre_id IN (0, $1::bigint)"
"""The count that a centre's content depends on."""

READ_TOTAL = "SELECT coalesce(sum(changes), 0) FROM core_publication WHERE centre_id >= 0"
"""The count of the whole installation alone: the shortest question, which nearly always is enough."""

READ_ALL = "SELECT centre_id, sum(changes) FROM core_publication WHERE centre_id >= 0 GROUP BY centre_id"

READ_MARK = "SELECT coalesce(bit_xor(hash_record_extended(counted, 0)), 0) FROM core_publication AS counted"
"""One number for exactly these rows: two servers that say the same show the same. Sums alone do not prove that, since
of two transactions that end together the primary may show the second first."""

# One row per transaction and centre: transactions that publish at the same time never wait for each other.
_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO core_publication (centre_id, transaction, changes)
        SELECT DISTINCT coalesce(found.centre, 0), pg_current_xact_id()::text::bigint, 1 FROM ({new}) AS found (centre)
        ON CONFLICT DO NOTHING;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO core_publication (centre_id, transaction, changes)
        SELECT DISTINCT coalesce(found.centre, 0), pg_current_xact_id()::text::bigint, 1 FROM ({old}) AS found (centre)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
"""
_TRIGGERS = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "UPDATE": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
}
_FOLD = """
WITH counted AS (DELETE FROM core_publication WHERE transaction <> 0 RETURNING centre_id, changes)
INSERT INTO core_publication AS kept (centre_id, transaction, changes)
SELECT centre_id, 0, sum(changes) FROM counted GROUP BY centre_id
ON CONFLICT (centre_id, transaction) DO UPDATE SET changes = kept.changes + excluded.changes
"""


class CountPublications(SqlOperation):
    """`CountPublications("offers_offer", "SELECT centre_id FROM {rows} WHERE status = 'published'")` in `operations`.

    The query gives the centres whose public content the changed `{rows}` (before, and after the statement) belong
    to; none for rows that no reader sees, NULL for what is shown everywhere. Reversible, and replaces its own
    triggers.
    """

    def __init__(self, table: str, centres: str) -> None:
        self.table, self.centres = table, centres

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return self.__class__.__name__, [self.table, self.centres], {}

    @property
    def _name(self) -> str:
        return f"vielklang_publication_{self.table}"

    def forwards(self) -> Iterable[str]:
        new, old = (self.centres.replace("{rows}", rows) for rows in ("new_rows", "old_rows"))
        yield _FUNCTION.format(name=self._name, new=new, old=old)
        for event, tables in _TRIGGERS.items():
            yield (
                f'CREATE OR REPLACE TRIGGER {self._name}_{event.lower()} AFTER {event} ON "{self.table}" '
                f"{tables} FOR EACH STATEMENT EXECUTE FUNCTION {self._name}()"
            )

    def backwards(self) -> Iterable[str]:
        yield f"DROP FUNCTION IF EXISTS {self._name}() CASCADE"

    def describe(self) -> str:
        return f"Count publications by changes of {self.table}"


def fold_publications() -> None:
    """Add up the rows of finished transactions, so that reading the counts stays one short look."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)
