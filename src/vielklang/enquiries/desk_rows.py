"""What the desk shows of enquiries, in words: lines of the inbox, the conversation, what changed meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vielklang.core.languages import Language, get_language, same_language
from vielklang.core.texts import TextStatus
from vielklang.enquiries.enums import Direction, EnquiryState, FileKind
from vielklang.enquiries.models import Enquiry, EnquiryFile, EnquiryMessage
from vielklang.enquiries.queries import Edition, edition_of, first_questions
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.web.formats import page_tag

TAB_NAMES = {
    "open": gettext_lazy("To do"), "new": gettext_lazy("New"), "mine": gettext_lazy("Mine"),
    "overdue": gettext_lazy("Overdue"), "waiting": gettext_lazy("Waiting for others"),
    "closed": gettext_lazy("Closed"), "answered": gettext_lazy("Answered this month"),
    "escalated": gettext_lazy("Overdue for days"),
}  # fmt: skip
_WORDS_SHOWN = 110


@dataclass(frozen=True)
class Row:
    """A line of the inbox. `words` are the first of the question, in `tongue`."""

    enquiry: Enquiry
    number: str
    words: str
    tongue: Language
    topics: str
    waits: str
    is_overdue: bool


@dataclass(frozen=True)
class Entry:
    """Something said, as the desk shows it. `beside` is the German original of a translated answer; `transcript`
    what somebody wrote down of voice messages.
    """

    message: EnquiryMessage
    tongue: Language
    beside: str
    is_note: bool
    is_machine: bool
    is_new: bool
    transcript: str = ""

    @property
    def kind(self) -> str:
        return str(self.message.direction)

    @property
    def files(self) -> list[EnquiryFile]:
        return [file for file in self.message.files.all() if file.kind != FileKind.VOICE]

    @property
    def recordings(self) -> list[EnquiryFile]:
        return recordings_of(self.message)


def inbox_rows(enquiries: Sequence[Enquiry], now: dt.datetime | None = None) -> list[Row]:
    moment, questions = now or timezone.now(), first_questions(enquiries)
    return [_row(enquiry, questions.get(enquiry.pk), moment) for enquiry in enquiries]


def _row(enquiry: Enquiry, question: EnquiryMessage | None, now: dt.datetime) -> Row:
    words, language = _first_words(question)
    return Row(
        enquiry,
        number_of(enquiry),
        shortened(words),
        get_language(language or enquiry.language),
        topic_words(enquiry.topics),
        span_words((enquiry.closed_at or now) - enquiry.created_at),
        is_overdue(enquiry, now),
    )


def _first_words(question: EnquiryMessage | None) -> tuple[str, str]:
    """What somebody wrote, else what a colleague heard in it; and the language of these words."""
    if question is None:
        return "", ""
    if question.text:
        return question.text, question.language
    return question.german or str(FileKind.VOICE.label), "de"


def number_of(enquiry: Enquiry) -> str:
    """What colleagues call an enquiry by: the first eight signs of its public id."""
    return enquiry.public_id.hex[:8].upper()


def is_overdue(enquiry: Enquiry, now: dt.datetime) -> bool:
    is_ours = enquiry.state in {EnquiryState.NEW, EnquiryState.OPEN}
    return is_ours and enquiry.due_at is not None and enquiry.due_at < now


def shortened(text: str) -> str:
    line = " ".join(text.split())
    if len(line) <= _WORDS_SHOWN:
        return line
    return f"{line[:_WORDS_SHOWN].rsplit(' ', 1)[0]} …"


def topic_words(keys: Iterable[str]) -> str:
    taxonomy, tag = get_taxonomy(), page_tag()
    known = taxonomy.topics.keys() | taxonomy.life_areas.keys()
    return ", ".join(taxonomy.name_of(key, tag) if key in known else key for key in keys)


def span_words(span: dt.timedelta) -> str:
    """ "3 days", "5 hours", "just now"."""
    if span.days:
        return ngettext("%(n)s day", "%(n)s days", span.days) % {"n": span.days}
    hours = span.seconds // 3600
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours} if hours else _("just now")


def conversation(messages: Iterable[EnquiryMessage], shown: Edition | None = None) -> list[Entry]:
    """In the order in which it was said; entries that the page of `shown` did not have are new."""
    return [
        _entry(message, shown is not None and number >= shown.messages)
        for number, message in enumerate(messages)
    ]


def _entry(message: EnquiryMessage, is_new: bool) -> Entry:
    is_spoken = bool(recordings_of(message))
    is_translated = not is_spoken and not same_language(message.language, "de")
    return Entry(
        message,
        get_language(message.language),
        message.german if is_translated else "",
        message.direction == Direction.NOTE,
        message.status == TextStatus.MACHINE,
        is_new,
        message.german if is_spoken else "",
    )


def recordings_of(message: EnquiryMessage) -> list[EnquiryFile]:
    return [file for file in message.files.all() if file.kind == FileKind.VOICE]


def changes_since(shown: Edition | None, enquiry: Enquiry) -> list[str]:
    """What happened since a page was shown, for the colleague whose form came too late."""
    now = edition_of(enquiry)
    if shown is None:
        return [_("The page was older than this enquiry.")]
    said = []
    if now.messages > shown.messages:
        more = now.messages - shown.messages
        said.append(
            ngettext(
                "There is %(n)s new entry in the conversation.",
                "There are %(n)s new entries in the conversation.",
                more,
            )
            % {"n": more}
        )
    if now.assigned_to != shown.assigned_to:
        who = enquiry.assigned_to
        said.append(
            _("%(name)s looks after it now.") % {"name": who} if who else _("Nobody looks after it now.")
        )
    if now.state != shown.state:
        said.append(_("Its state is now: %(state)s.") % {"state": enquiry.get_state_display()})
    return said
