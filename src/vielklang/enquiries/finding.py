"""Finding enquiries again by words, names and telephone numbers that the database cannot read.

Each word is kept as a number that only this installation can make (a keyed digest, other in each centre): who types the
word finds it, who copies the table learns no word (docs/adr/0023-finding-encrypted-words.md).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256

import phonenumbers
from django.conf import settings
from django.db.models import Q

from vielklang.enquiries.models import Enquiry, EnquiryContact, EnquiryWords
from vielklang.search.german import is_stop_word, key_of, parts_of
from vielklang.search.normalise import clean, words

MOST_WORDS = 2000
"""Of one enquiry; what is said after so many different words is not found by them."""

_PIECE = 500
_SHORTEST_NUMBER = 5


def digests_of(text: str, centre_id: int) -> set[int]:
    """What a text is found by (64 bits, signed): its words without German endings, and the parts of compounds."""
    keys = {key for word in _words(text) for key in (key_of(word), *parts_of(word))}
    return {_digest(key, centre_id) for key in keys}


def contact_digests(contact: EnquiryContact) -> set[int]:
    """Of the name, the address and its parts, and of a telephone number however it is written."""
    found = digests_of(f"{contact.name} {contact.value}", contact.centre_id)
    return found | {_digest(written, contact.centre_id) for written in _numbers(contact.value)}


def index_words(enquiry: Enquiry) -> None:
    """Bring what an enquiry is found by in line with what stands in its conversation and its contact."""
    said: set[int] = set()
    for message in enquiry.messages.all():
        said |= digests_of(f"{message.text}\n{message.german}", enquiry.centre_id)
    contact = EnquiryContact.objects.filter(enquiry=enquiry).first()
    EnquiryWords.objects.update_or_create(
        enquiry=enquiry,
        defaults={
            "centre_id": enquiry.centre_id,
            "said": sorted(said)[:MOST_WORDS],
            "contact": sorted(contact_digests(contact)) if contact else [],
        },
    )


def keys_with_words(text: str, centre_id: int) -> list[int]:
    """Keys of the enquiries in which every typed word stands, or whose contact is the typed number.

    None for a text without words. The centre is named beside the scope: its rows are read by their index.
    """
    number = next(_numbers(text), None)
    typed = {_digest(key_of(word), centre_id) for word in _words(text)}
    if number is not None:
        found = Q(contact__contains=[_digest(number, centre_id)])
    elif typed:
        found = Q()
        for digest in sorted(typed):
            found &= Q(said__contains=[digest]) | Q(contact__contains=[digest])
    else:
        return []
    rows = EnquiryWords.objects.filter(found, centre_id=centre_id).order_by()
    return list(rows.values_list("enquiry_id", flat=True))


def _words(text: str) -> Iterator[str]:
    """In every language, as the search of the guide reads them; without those that stand in every German text."""
    for piece in _pieces(text):
        yield from (word for word in words(clean(piece)) if not is_stop_word(word))


def _pieces(text: str) -> Iterable[str]:
    """Cut at spaces into what `clean` takes whole."""
    piece: list[str] = []
    size = 0
    for word in text.split():
        if size + len(word) >= _PIECE:
            yield " ".join(piece)
            piece, size = [], 0
        piece.append(word[:_PIECE])
        size += len(word) + 1
    if piece:
        yield " ".join(piece)


def _numbers(text: str) -> Iterator[str]:
    """Telephone numbers in a text, all written in one way."""
    if sum(char.isdecimal() for char in text) < _SHORTEST_NUMBER:
        return
    for found in phonenumbers.PhoneNumberMatcher(text[:200], "DE", phonenumbers.Leniency.POSSIBLE):
        yield phonenumbers.format_number(found.number, phonenumbers.PhoneNumberFormat.E164)


def _digest(word: str, centre_id: int) -> int:
    mark = hmac.digest(_key(settings.SECRET_KEY), f"{centre_id}:{word}".encode(), "sha256")
    return int.from_bytes(mark[:8], "big", signed=True)


@lru_cache(maxsize=2)
def _key(secret: str) -> bytes:
    return sha256(b"vielklang.enquiries.words" + secret.encode()).digest()
