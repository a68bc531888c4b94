"""Everything that is stored about one enquiry: to read in the person's language, and as data for a machine."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vielklang.core.languages import get_language
from vielklang.enquiries.enums import ContactKind, Direction, Outcome, PassedField
from vielklang.enquiries.erasing import person_keys
from vielklang.enquiries.models import (
    Enquiry,
    EnquiryConsent,
    EnquiryContact,
    EnquiryFile,
    EnquiryMessage,
    EnquiryOffer,
    EnquiryWords,
    Referral,
)
from vielklang.enquiries.queries import rules_of
from vielklang.offers.calendar import BERLIN
from vielklang.offers.models import Offer
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.offers.texts import text_in
from vielklang.web import formats
from vielklang.web.formats import page_tag

SECRET = frozenset(
    {
        "id",
        "centre",
        "enquiry",
        "message",
        "referral",
        "token_digest",
        "code_digest",
        "pin_hash",
        "form_token",
    }
)
"""What leads to rows or opens them, and says nothing about the person."""


@dataclass(frozen=True)
class Passage:
    """A line of a section: `label` in the reader's language, `text` in `tongue`."""

    label: str
    text: str
    tongue: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    passages: list[Passage] = field(default_factory=list)


def sections_of(enquiry: Enquiry) -> list[Section]:
    """What the person may read at once, in the active language; internal notes are counted, not shown.

    In the scope of the centre; the same queries whatever was said.
    """
    keys = person_keys(enquiry)
    messages = list(EnquiryMessage.objects.filter(enquiry__in=keys))
    notes = sum(message.direction == Direction.NOTE for message in messages)
    return [
        Section(_("Your question"), _facts(enquiry)),
        Section(_("How we can reach you"), _contact(keys)),
        Section(_("What you allowed"), _consents(keys)),
        Section(_("What was said"), [_said(row) for row in messages if row.direction != Direction.NOTE]),
        Section(
            _("Files"), [_file(row) for row in EnquiryFile.objects.filter(enquiry__in=keys).defer("content")]
        ),
        Section(_("Offers for you"), _offers(keys)),
        Section(_("Whom we told about it"), _referrals(keys)),
        Section(_("What colleagues noted"), _notes(notes)),
        Section(_("How long we keep it"), _keeping(enquiry)),
    ]


def text_of(enquiry: Enquiry, sections: Iterable[Section]) -> str:
    """To take along: plain text that every device opens."""
    lines = [_("What we know about you"), f"{enquiry.centre} · {enquiry}", ""]
    for section in sections:
        lines += [section.title.upper(), ""]
        for passage in section.passages or [Passage("", _("nothing"))]:
            lines += [f"{passage.label}: {passage.text}" if passage.label else passage.text]
        lines += [""]
    return "\r\n".join(line.replace("\r\n", "\n").replace("\n", "\r\n") for line in lines)


def data_of(enquiry: Enquiry) -> dict[str, Any]:
    """Every stored value of the enquiry and of all that belongs to it, also what is added to this room later.

    Files too; without what only leads to rows. In the scope of the centre; a query for each kind of thing and owner.
    """
    parts = [_tree(one) for one in Enquiry.objects.filter(pk__in=person_keys(enquiry)).order_by("pk")]
    return {"number": str(enquiry), "centre": str(enquiry.centre), "enquiries": parts}


def _tree(row: models.Model) -> dict[str, Any]:
    found: dict[str, Any] = {"values": _values(row)}
    for relation in row._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.many_to_many:
            continue
        model = relation.related_model
        assert isinstance(model, type)
        is_own = isinstance(row, Enquiry) or "enquiry" not in {one.name for one in model._meta.get_fields()}
        if model is EnquiryWords or not is_own:  # digests of words of the messages; or it stands above
            continue
        rows = model._default_manager.filter(**{relation.field.name: row.pk}).order_by("pk")
        found[str(model._meta.model_name)] = [_tree(one) for one in rows]
    return found


def _values(row: models.Model) -> dict[str, Any]:
    names = [
        one for one in row._meta.concrete_fields if one.name not in SECRET and not one.name.startswith("pgh_")
    ]
    return {one.name: _plain(getattr(row, one.attname if one.is_relation else one.name)) for one in names}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, dt.datetime):
        return value.astimezone(BERLIN).isoformat(timespec="seconds")
    return value if value is None or isinstance(value, bool | int | float | list | dict) else str(value)


def _facts(enquiry: Enquiry) -> list[Passage]:
    rows = [
        Passage(_("Number"), str(enquiry)),
        Passage(_("Asked on"), _day(enquiry.created_at)),
        Passage(_("Language"), get_language(enquiry.language).endonym),
    ]
    if enquiry.municipality is not None:
        rows.append(Passage(_("Place"), enquiry.municipality.name))
    if enquiry.topics:
        taxonomy, tag = get_taxonomy(), page_tag()
        names = [taxonomy.name_of(key, tag) if key in taxonomy.topics else key for key in enquiry.topics]
        rows.append(Passage(_("Topics"), ", ".join(names)))
    if enquiry.outcome != Outcome.UNKNOWN:
        rows.append(Passage(_("Did it help?"), str(Outcome(enquiry.outcome).label)))
    return rows


def _contact(keys: list[int]) -> list[Passage]:
    rows = []
    for found in EnquiryContact.objects.filter(enquiry__in=keys):
        rows.append(Passage(str(ContactKind(found.kind).label), found.value))
        rows += [Passage(_("Name"), found.name)] if found.name else []
    return rows


def _consents(keys: list[int]) -> list[Passage]:
    return [
        Passage(
            str(row.get_purpose_display()),
            _("Taken back on %(day)s.") % {"day": _day(row.withdrawn_at)}
            if row.withdrawn_at
            else _("Since %(day)s.") % {"day": _day(row.given_at)},
        )
        for row in EnquiryConsent.objects.filter(enquiry__in=keys)
    ]


def _said(message: EnquiryMessage) -> Passage:
    day = {"day": _day(message.created_at)}
    label = _("You wrote on %(day)s") if message.direction == Direction.ASKED else _("We answered on %(day)s")
    text = message.text
    if message.german and message.german != message.text:
        text = f"{text}\n\n{_('German original')}:\n{message.german}"
    return Passage(label % day, text, message.language)


def _file(row: EnquiryFile) -> Passage:
    size = _("%(n)s kilobytes") % {"n": max(1, row.size // 1000)}
    return Passage(_day(row.created_at), f"{row.name or row.media_type} ({size})")


def _offers(keys: list[int]) -> list[Passage]:
    tag = page_tag()
    ids = EnquiryOffer.objects.filter(enquiry__in=keys).values_list("offer_id", flat=True)
    texts = [
        text_in(offer, tag) for offer in Offer.objects.visible().filter(pk__in=list(ids)).with_texts(tag)
    ]
    return [Passage("", text.title, text.language) for text in texts]


def _referrals(keys: list[int]) -> list[Passage]:
    return [
        Passage(
            f"{row.receiver}, {_day(row.sent_at)}",
            ", ".join(str(PassedField(key).label) for key in row.passed_fields),
        )
        for row in Referral.objects.filter(enquiry__in=keys).select_related("organisation", "to_centre")
    ]


def _notes(count: int) -> list[Passage]:
    if not count:
        return []
    said = ngettext(
        "There is %(n)s internal note. Ask the centre if you want to know what it says.",
        "There are %(n)s internal notes. Ask the centre if you want to know what they say.",
        count,
    )
    return [Passage("", said % {"n": count})]


def _keeping(enquiry: Enquiry) -> list[Passage]:
    if enquiry.closed_at is None:
        return [Passage("", _("Until your question is settled, and at most 12 months after that."))]
    rules = rules_of(enquiry.centre)
    return [
        Passage(_("Your contact data"), _until(enquiry.closed_at, rules.keep_contacts_months)),
        Passage(_("Everything"), _until(enquiry.closed_at, rules.keep_months)),
    ]


def _until(closed_at: dt.datetime, months: int) -> str:
    return _("until %(day)s") % {"day": _day(closed_at + relativedelta(months=months))}


def _day(moment: dt.datetime) -> str:
    return str(formats.date(moment.astimezone(BERLIN), "long"))
