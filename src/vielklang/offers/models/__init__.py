"""Offers: what they are (offer.py), what they say (texts.py), where and when they take place (times.py), what is
to change and what was (revision.py), in which order it became public (numbers.py), and people's own views of lists
(saved.py).
"""

from vielklang.offers.models.numbers import OfferNumber, OrganisationNumber
from vielklang.offers.models.offer import Offer, OfferPlace
from vielklang.offers.models.revision import OfferRevision
from vielklang.offers.models.saved import SavedView
from vielklang.offers.models.texts import OfferText
from vielklang.offers.models.times import HoursException, OfferDate, OfferOccurrence, OpeningHours

__all__ = [
    "HoursException",
    "Offer",
    "OfferDate",
    "OfferNumber",
    "OfferOccurrence",
    "OfferPlace",
    "OfferRevision",
    "OfferText",
    "OpeningHours",
    "OrganisationNumber",
    "SavedView",
]
