"""How the scope suite gets rows that *could* leak: each room lists its private models in `tests/<room>/private.py`:

    ROWS = {OfferReport: lambda world, centre, organisation: report_offer(…)}

The function makes at least one row that belongs to `centre` (and `organisation`); it is called for home and foreign.
Rows of accounts that belong to a person only stand in tests/accounts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models

Maker = Callable[..., Any]
Rows = dict[type[models.Model], Maker]
