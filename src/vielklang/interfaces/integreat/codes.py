"""Names as the Integreat app knows them: languages in both directions, regions, paths, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2s
from uuid import UUID

from django.utils.text import slugify

from vielklang.core.languages import GUIDE_TAGS

_OWN = {"de-simple": "de-si", "ku": "kmr", "fa": "pes"}
"""Where the app's table of languages has another code; every other guide language has the same one there."""
CODES: dict[str, str] = {tag: _OWN.get(tag, tag) for tag in GUIDE_TAGS}
TAGS: dict[str, str] = {code: tag for tag, code in CODES.items()}

RESERVED_REGIONS = frozenset(
    {
        "regions", "landing", "recommend", "licenses", "main-disclaimer", "main-imprint", "jpal", "not-found",
        "consent",
    }
)  # fmt: skip
RESERVED_PAGES = frozenset(
    {"disclaimer", "imprint", "news", "events", "places", "locations", "offers", "search"}
)
CENTRE_PAGE = "integration-centre"
_SUFFIX = "-nrw"
_LONGEST_SLUG = 60


def region_of(slug: str) -> str:
    """A centre's slug as a region's path; a name that the app keeps for itself gets an ending."""
    return f"{slug}{_SUFFIX}" if slug in RESERVED_REGIONS else slug


def slug_of(region: str) -> str:
    """The way back of `region_of`."""
    slug = region.removesuffix(_SUFFIX)
    return slug if slug in RESERVED_REGIONS and slug != region else region


def page_key(key: str) -> str:
    """A life area's key as the second part of a path."""
    return f"{key}-topics" if key in RESERVED_PAGES else key


@lru_cache(maxsize=32_768)
def readable(title: str) -> str:
    """A title in plain letters, as a part of a path and for sorting."""
    plain = title.casefold().translate({ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue"})
    return slugify(plain)[:_LONGEST_SLUG].strip("-")


def offer_slug(title: str, public_id: UUID) -> str:
    """The last part of an offer's path: its title and the first twelve digits of its public id.

    Only the digits are looked at on the way back (`key_in`), so that a path outlives a change of the title.
    """
    words = readable(title)
    return f"{words}-{public_id.hex[:12]}" if words else public_id.hex[:12]


def key_in(slug: str) -> str:
    """The twelve digits that name an offer, in any slug made for it, its places or dates; or nothing."""
    found = re.search(r"(?:^|-)([0-9a-f]{12})(?:-[0-9-]+)?$", slug)
    return found.group(1) if found else ""


def number_of(public_id: UUID, index: int = 0) -> int:
    """A number for clients that want one: from the public id, never a primary key; below 2^53 (JavaScript)."""
    return int(public_id.hex[:10], 16) * 256 + index % 256


@lru_cache(maxsize=1024)
def number_of_text(text: str) -> int:
    """The same for what has a path only."""
    return int.from_bytes(blake2s(text.encode(), digest_size=6).digest())


def joined(parts: Iterable[str]) -> str:
    """A path with both slashes."""
    return f"/{'/'.join(parts)}/"
