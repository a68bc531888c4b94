"""Reads of offers: `visible()` is the only door to offers for the public."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from vielklang.core.languages import content_chain
from vielklang.core.texts import TextStatus
from vielklang.offers.calendar import BERLIN, clock_of, is_public_holiday
from vielklang.offers.enums import OfferStatus

if TYPE_CHECKING:
    from django.db.models import Model

    from vielklang.offers.models import Offer  # noqa: F401


def _model(name: str) -> type[Model]:
    return apps.get_model("offers", name)


class OfferQuerySet(QuerySet["Offer"]):
    def visible(self, now: dt.datetime | None = None) -> Self:
        """Published and valid on the day of `now` in Germany: the only door for everything public."""
        today = (now or timezone.now()).astimezone(BERLIN).date()
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=today),
            Q(valid_until=None) | Q(valid_until__gte=today),
            status=OfferStatus.PUBLISHED,
        )

    def with_texts(self, *tags: str) -> Self:
        """Bring along the texts that readers of `tags` may see, for `texts.text_in`; one query."""
        chains = {language for tag in tags for language in content_chain(tag)}
        shown = Q(language__in=chains) | Q(language=F("offer__source_language"))
        rows = _model("OfferText")._default_manager.filter(shown).exclude(status=TextStatus.DRAFT)
        return self.prefetch_related(Prefetch("texts", rows.order_by("pk"), to_attr="shown_texts"))

    def for_cards(self) -> Self:
        """Bring along what a list shows besides texts: organisation, places and what `open_state` reads."""
        return self.select_related("organisation", "centre", "municipality").prefetch_related(
            "places", "hours", "exceptions", "dates"
        )

    def for_page(self) -> Self:
        """Bring along all that an offer's own page shows besides texts."""
        return self.select_related("organisation", "centre", "municipality").prefetch_related(
            "places__municipality", "hours__place", "exceptions", "dates"
        )

    def open_at(self, moment: dt.datetime) -> Self:
        """Offers that are open, or taking place, at this moment (aware)."""
        local = moment.astimezone(BERLIN)
        clock = clock_of(local)
        running = _occurrences().filter(starts_at__lte=moment, ends_at__gt=moment)
        return self._open(local.date(), Q(opens__lte=clock, closes__gt=clock), running)

    def open_on(self, day: dt.date) -> Self:
        """Offers that open, or take place, at some time of this day (dates: within the next 90 days)."""
        midnight = dt.datetime.combine(day, dt.time(), BERLIN)
        next_midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), BERLIN)
        running = _occurrences().filter(starts_at__lt=next_midnight, ends_at__gt=midnight)
        return self._open(day, Q(opens__isnull=False), running)

    def _open(self, day: dt.date, interval: Q, running: QuerySet) -> Self:
        special = _model("HoursException")._default_manager.filter(offer=OuterRef("pk"), date=day)
        ways = [running, special.filter(interval, is_closed=False)]
        if not is_public_holiday(day):
            ways.append(self._weekly(day).filter(interval))
        return self.filter(reduce(or_, (Q(Exists(way)) for way in ways)))

    def _weekly(self, day: dt.date) -> QuerySet:
        """Weekly intervals that hold on this day: no exception replaces them."""
        replaced = _model("HoursException")._default_manager.filter(
            Q(place=None) | Q(place=OuterRef("place")), offer=OuterRef("offer"), date=day
        )
        weekly = _model("OpeningHours")._default_manager.filter(offer=OuterRef("pk"), weekday=day.weekday())
        return weekly.filter(~Exists(replaced))


def _occurrences() -> QuerySet:
    return _model("OfferOccurrence")._default_manager.filter(offer=OuterRef("pk"))
