"""How publications come by their numbers, the order of pages in the open interfaces (ADR 0018)."""

from __future__ import annotations

from django.db import connection

_LOCK = 7310200018  # as in migration 0009
DEFAULT_PAGE = 50
"""So many numbers make a page, unless a client asks for another length."""


def number_at_commit() -> None:
    """Have this transaction number what it publishes when it commits: for writes of many offers that take seconds.

    Otherwise whoever publishes next would wait for its end.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS vielklang_offer_made, vielklang_offer_changed DEFERRED")


def has_many_holes() -> bool:
    """Whether more than a quarter of the numbers is withdrawn, or a whole page in a row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(number), 0), count(*), coalesce(max(number - before), 0) FROM"
            " (SELECT number, lag(number, 1, 0::bigint) OVER (ORDER BY number) AS before"
            " FROM offers_offernumber WHERE withdrawn_at IS NULL) x"
        )
        last, count, widest = cursor.fetchone()
    return bool(last - count > last / 4 or widest > DEFAULT_PAGE)


def close_holes() -> int:
    """Number what is public anew, in its order. Returns how many. Whoever walks meanwhile may miss something."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("LOCK TABLE offers_offernumber IN EXCLUSIVE MODE")
        cursor.execute("DELETE FROM offers_offernumber WHERE withdrawn_at IS NOT NULL")
        cursor.execute(  # by way of negative numbers, none of which is taken
            "UPDATE offers_offernumber n SET number = -x.place FROM"
            " (SELECT number, row_number() OVER (ORDER BY number) AS place FROM offers_offernumber) x"
            " WHERE n.number = x.number"
        )
        cursor.execute("UPDATE offers_offernumber SET number = -number")
        return int(cursor.rowcount)
