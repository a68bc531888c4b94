"""The words of a mail: out of any encoding, out of HTML, without what is only quoted."""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
from email.errors import HeaderParseError
from email.header import decode_header

import nh3

_LONGEST_HEADER = 2000
_LONGEST_HTML = 1_000_000
_KEPT_TAGS = {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4"}
_SILENT_TAGS = {"script", "style", "title", "template", "svg", "math", "iframe", "object", "noscript"}
_NOT_FOR_TEXT = frozenset({"punycode", "idna", "unicode_escape", "raw_unicode_escape", "utf-7"})
_LINE_END = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-4])\s*/?>")
_TAG = re.compile(r"<[^<>]*>")
_MOST_TAGS = 10_000
"""Of more the cleaner would be busy for minutes; words are all that is wanted, so that tags are cut out instead."""
_MANY_LINES = re.compile(r"\n{3,}")
_BEFORE_QUOTE = re.compile(
    r"^(-{2,} ?(original message|ursprüngliche nachricht|weitergeleitete nachricht|forwarded message) ?-{2,}"
    r"|_{20,})$",
    re.IGNORECASE,
)
_HEADER_OF_QUOTE = re.compile(r"^\*?(von|from|від|от|de|od|gönderen|من|ji)\*?\s*:", re.IGNORECASE)
_LINES_OF_HEADER = 6
_OVERRIDES = "\u202d\u202e"  # would show a text in another order than it was written in


def decoded(data: bytes, charset: str) -> str:
    """The text in what the mail says it is written in; else in UTF-8 or as old programs write. Never an error."""
    for name in (charset, "utf-8"):
        try:
            known = codecs.lookup(name).name if name else ""
            if known and known not in _NOT_FOR_TEXT:
                return data.decode(known)
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def header_text(raw: str) -> str:
    """One line of a header as people read it, whatever was done to its encoding; never more than one line."""
    plain = decoded(raw[:_LONGEST_HEADER].encode("utf-8", "surrogateescape"), "utf-8")
    try:
        pieces = decode_header(plain)
    except (HeaderParseError, ValueError, LookupError):
        pieces = [(plain, None)]
    text = "".join(
        piece if isinstance(piece, str) else decoded(piece, charset or "utf-8") for piece, charset in pieces
    )
    return " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in text).split())


def text_of_html(source: str, *, without_quotes: bool = False) -> str:
    """What a reader sees of a page, as text. Scripts, styles, pictures and addresses stay behind."""
    silent = _SILENT_TAGS | ({"blockquote"} if without_quotes else set())
    page = source[:_LONGEST_HTML]
    if page.count("<") <= _MOST_TAGS:
        page = nh3.clean(page, tags=_KEPT_TAGS, clean_content_tags=silent, attributes={})
    lines = _LINE_END.sub("\n", " ".join(page.split()))
    return tidy(html.unescape(_TAG.sub("", lines)).replace("\xa0", " "))


def tidy(text: str) -> str:
    """Without control characters and long gaps; line breaks stay."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    kept = "".join(
        c for c in unix if c in "\n\t" or not (unicodedata.category(c) in {"Cc", "Cs"} or c in _OVERRIDES)
    )
    return _MANY_LINES.sub("\n\n", "\n".join(line.strip() for line in kept.split("\n"))).strip()


def without_quote(text: str) -> str:
    """What is new in an answer: the quoted mail below it and the signature are cut, if anything else is there."""
    lines = text.split("\n")
    end = _end_of_new(lines)
    cut = tidy("\n".join(lines[:end]))
    return cut or tidy(text)


def _end_of_new(lines: list[str]) -> int:
    for number, line in enumerate(lines):
        if line == "--" or _BEFORE_QUOTE.match(line) or _is_header_of_quote(lines, number):
            return number
    end = len(lines)
    while end and (not lines[end - 1] or lines[end - 1].startswith(">")):
        end -= 1
    if not any(line.startswith(">") for line in lines[end:]):
        return len(lines)
    return _before_attribution(lines, end)


def _before_attribution(lines: list[str], end: int) -> int:
    """Without "Am Montag schrieb …:" above the quote, in any language; it is often broken in two lines."""
    if not end or not lines[end - 1].endswith((":", "：")):
        return end
    last = lines[end - 1]
    is_half = end > 1 and "@" in last and any(char.isdecimal() for char in lines[end - 2])
    return end - 2 if is_half and not any(char.isdecimal() for char in last.partition("@")[0]) else end - 1


def _is_header_of_quote(lines: list[str], number: int) -> bool:
    """ "Von: … Gesendet: … An: … Betreff: …", as Outlook quotes."""
    if not _HEADER_OF_QUOTE.match(lines[number]):
        return False
    block = lines[number : number + _LINES_OF_HEADER]
    return sum(bool(re.match(r"^\*?\w[\w ]{1,20}\*?\s*:", line)) for line in block) >= 3
