"""What readers send from the app: words about an offer become a report, everything else a remark about the guide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest
from django.http.multipartparser import MultiPartParserError

from vielklang.core.actor import READER
from vielklang.core.scope import centre_scope
from vielklang.interfaces import parameters
from vielklang.interfaces.integreat.codes import key_in
from vielklang.interfaces.integreat.edition import Edition
from vielklang.interfaces.problems import BadParameter
from vielklang.offers.models import Offer
from vielklang.upkeep.actions.feedback import TooMuchFeedbackError, receive_feedback
from vielklang.upkeep.actions.reports import TooManyReportsError, report_offer
from vielklang.upkeep.enums import FeedbackSubject, Rating, ReportCategory

_SUBJECTS: Mapping[str, FeedbackSubject] = {
    "page": FeedbackSubject.PAGE,
    "categories": FeedbackSubject.GUIDE,
    "search": FeedbackSubject.SEARCH,
    "event": FeedbackSubject.EVENTS,
    "events": FeedbackSubject.EVENTS,
    "imprint-page": FeedbackSubject.IMPRINT,
    "poi": FeedbackSubject.PLACES,
    "map": FeedbackSubject.PLACES,
}
TYPES = tuple(_SUBJECTS)
_ABOUT_ONE = ("page", "event", "poi")
_CONTACT, _NONE = "Kontaktadresse:", "Keine Angabe"
"""The app writes how to reach the reader behind the comment, always in these words."""


@dataclass(frozen=True, slots=True)
class Message:
    type: str
    rating: str
    query: str
    slug: str
    text: str
    contact: str


def read(request: HttpRequest, kind: str) -> Message:
    """Raises `BadParameter` for what the app's own server refuses, too, and `Http404` for an unknown kind."""
    if kind not in TYPES:
        raise Http404("There is no such kind of feedback.")
    values = _sent(request)
    rating = parameters.one_of(values, "rating", Rating.values)
    query = _words(values, "query", 1000)
    comment = _words(values, "comment", 4000)
    if not rating and not comment:
        raise BadParameter("comment", "is missing; a rating or a comment is required.")
    if kind == "search" and not query:
        raise BadParameter("query", "is missing; it is what was searched for.")
    text, contact = split_comment(comment)
    if not (rating or query or text or contact):
        raise BadParameter("comment", "says nothing; a rating or a comment is required.")
    return Message(kind, rating, query, _words(values, "slug", 500), text, contact)


def _sent(request: HttpRequest) -> Mapping[str, str]:
    try:
        return request.POST
    except (MultiPartParserError, SuspiciousOperation, ValueError) as error:
        raise BadParameter("body", "must be form data.") from error


def _words(values: Mapping[str, str], name: str, longest: int) -> str:
    return parameters.text(values, name, longest=longest)


def split_comment(comment: str) -> tuple[str, str]:
    """What was written, and how to reach the writer, where they said so."""
    text, mark, contact = comment.rpartition(_CONTACT)
    if not mark:
        return comment.strip(), ""
    contact = contact.strip()
    return text.strip(), "" if contact == _NONE else contact[:200]


def store(message: Message, edition: Edition) -> None:
    """Too many open ones are a program's; they end here, and the reader is thanked all the same."""
    offer = _offer(message, edition)
    try:
        with centre_scope(edition.centre):
            if offer is not None and message.text:
                _report(offer, message, edition)
            else:
                _remark(message, edition)
    except (TooManyReportsError, TooMuchFeedbackError):
        return


def _offer(message: Message, edition: Edition) -> Offer | None:
    """The visible offer that a slug names; the app sends the last part of a path, or all of it."""
    key = key_in(message.slug.strip("/").rsplit("/", maxsplit=1)[-1]) if message.type in _ABOUT_ONE else ""
    if not key:
        return None
    rows = Offer.objects.visible(edition.now).filter(centre=edition.centre)
    low, high = f"{key}{'0' * 20}", f"{key}{'f' * 20}"
    return rows.select_related("organisation").filter(public_id__gte=low, public_id__lte=high).first()


def _report(offer: Offer, message: Message, edition: Edition) -> None:
    report_offer(
        by=READER,
        offer=offer,
        language=edition.tag,
        category=ReportCategory.OTHER,
        text=message.text,
        contact=message.contact,
    )


def _remark(message: Message, edition: Edition) -> None:
    receive_feedback(
        by=READER,
        centre=edition.centre,
        subject=_SUBJECTS[message.type],
        language=edition.tag,
        page=message.slug,
        rating=message.rating,
        query=message.query,
        text=message.text,
        contact=message.contact,
    )
