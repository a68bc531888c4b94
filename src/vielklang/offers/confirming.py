"""When an offer has to be confirmed again: pure functions."""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta

from vielklang.offers.calendar import BERLIN
from vielklang.offers.models import Offer


def due_after(offer: Offer, moment: dt.datetime) -> dt.date:
    """The day after the offer's interval; within its pause, the day after the pause."""
    due = moment.astimezone(BERLIN).date() + relativedelta(months=offer.confirm_every)
    if offer.pause_from and offer.pause_until and offer.pause_from <= due <= offer.pause_until:
        return offer.pause_until + dt.timedelta(days=1)
    return due


def is_overdue(offer: Offer, today: dt.date) -> bool:
    """Published, and the day has passed on which somebody should have said that it is still true."""
    return offer.status == "published" and offer.confirm_due_on is not None and offer.confirm_due_on < today
