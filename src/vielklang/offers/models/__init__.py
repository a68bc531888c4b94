"""Offers: what they are (offer.py), what they say (texts.py), where and when they take place (times.py)."""

from vielklang.offers.models.offer import Offer, OfferPlace
from vielklang.offers.models.texts import OfferText
from vielklang.offers.models.times import HoursException, OfferDate, OfferOccurrence, OpeningHours

__all__ = [
    "HoursException",
    "Offer",
    "OfferDate",
    "OfferOccurrence",
    "OfferPlace",
    "OfferText",
    "OpeningHours",
]
