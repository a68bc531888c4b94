"""Rows that many tests only look at: made once per module instead of once per test.

They lie in a transaction around the module's tests; the transaction of each test lies inside of it, so that every test
finds them as they were made. All tests of such a module see them, whatever the order.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from vielklang.core.rls import WEB_ROLE

T = TypeVar("T")


@contextmanager
def kept(make: Callable[[], T], blocker: DjangoDbBlocker) -> Iterator[Callable[[], T]]:
    """`make()` as the web role, for as long as the block lasts; what it yields gives each test a copy of its own.

    Not for modules with `django_db(transaction=True)`: those tests empty the tables.
    """
    with blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
    try:
        with blocker.unblock():
            made = _make(make)
        yield lambda: pickle.loads(made)
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


def _make(make: Callable[[], T]) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {WEB_ROLE}")
        made = pickle.dumps(make())
        cursor.execute("RESET ROLE")
    connection.check_constraints()  # or every test would check these rows once more
    connection.run_on_commit.clear()  # nothing of it is ever committed
    return made
