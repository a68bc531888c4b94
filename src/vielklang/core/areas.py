"""What the desk, the partner area and the state view are made of; each room adds its part when it is loaded.

A room registers in its `AppConfig.ready()`: entries of the menu, things that wait for a person today, figures.
The shell (`accounts.views.areas`, `web/area.html`) shows what the person has a right to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from vielklang.core.actor import Actor
from vielklang.core.permissions import Permission, can

Words = str | Promise


class AreaKind(StrEnum):
    DESK = "desk"
    PARTNER = "partner"
    STATE = "state"
    OPERATION = "operation"


@dataclass(frozen=True)
class Area:
    """Where a signed-in person works right now. `centre` and `organisation` are the rows themselves.

    At the desk `organisation` is None; in the partner area `centre` is the one that keeps the organisation.
    """

    kind: AreaKind
    actor: Actor
    roles: tuple[str, ...]
    centre: Any = None
    organisation: Any = None

    @property
    def key(self) -> str:
        """What stands for this area in an address: the centre's slug, the organisation's public id, nothing."""
        if self.kind == AreaKind.DESK:
            return str(self.centre.slug)
        return str(self.organisation.public_id) if self.kind == AreaKind.PARTNER else ""

    @property
    def name(self) -> str:
        if self.kind == AreaKind.OPERATION:
            return str(_("Technical operation"))
        return str(self.organisation or self.centre or "Nordrhein-Westfalen")

    @property
    def home(self) -> str:
        """The address of the area's start page; a room registers it with `register_home`."""
        return self.url(registry.homes[self.kind])

    def can(self, permission: Permission, *, language: str | None = None) -> bool:
        desk = self.kind == AreaKind.DESK
        return can(
            self.actor,
            permission,
            centre_id=self.centre.pk if desk else None,
            organisation_id=self.organisation.pk if self.organisation else None,
            language=language,
        )

    def url(self, name: str, *args: object) -> str:
        """An address of this area: `area.url("offers:desk_list")`, further parts as arguments."""
        return reverse(name, args=[*([self.key] if self.key else []), *args])


@dataclass(frozen=True, kw_only=True)
class MenuEntry:
    """A line of the menu. `section` groups entries; `sort` orders them; `icon` is one of `web/icons`."""

    area: AreaKind
    label: Words
    url_name: str
    permission: Permission
    icon: str
    sort: int
    section: Words = ""


@dataclass(frozen=True, kw_only=True)
class TodayItem:
    """Something that waits: "3 offers to review (1 overdue)". Lower `sort` is more urgent; 0 counts are not shown."""

    label: Words
    count: int
    url: str
    sort: int
    overdue: int = 0
    hint: Words = ""
    is_urgent: bool = False
    """Stands above everything, also above what is overdue: somebody may be in danger."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number of the start page that opens its rows. `value` is ready to read ("87 %")."""

    label: Words
    value: str
    url: str
    sort: int
    hint: Words = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a block: `when` is a ready time or date, `title` leads to `url` where there is one."""

    when: str
    title: str
    hint: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A short list beside what waits: what happened since yesterday, the dates of this week."""

    title: Words
    lines: tuple[Line, ...]
    sort: int
    empty: Words
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class SearchHit:
    """One line of the search over everything one may see."""

    kind: Words
    title: str
    url: str
    hint: str = ""


@dataclass
class _Registry:
    menu: list[MenuEntry] = field(default_factory=list)
    today: list[Callable[[Area], Iterable[TodayItem]]] = field(default_factory=list)
    figures: list[Callable[[Area], Iterable[Figure]]] = field(default_factory=list)
    blocks: list[Callable[[Area], Iterable[Block]]] = field(default_factory=list)
    searches: list[Callable[[Area, str], Iterable[SearchHit]]] = field(default_factory=list)
    new: list[MenuEntry] = field(default_factory=list)
    homes: dict[AreaKind, str] = field(default_factory=dict)


registry = _Registry()


def register_home(kind: AreaKind, url_name: str) -> None:
    registry.homes[kind] = url_name


def register_menu(*entries: MenuEntry) -> None:
    registry.menu += [entry for entry in entries if entry not in registry.menu]


def register_new(*entries: MenuEntry) -> None:
    """Entries of the button "New"."""
    registry.new += [entry for entry in entries if entry not in registry.new]


def register_today(source: Callable[[Area], Iterable[TodayItem]]) -> None:
    """`source(area)` runs inside the area's scope, at most a few queries, and checks rights itself."""
    registry.today.append(source)


def register_figures(source: Callable[[Area], Iterable[Figure]]) -> None:
    registry.figures.append(source)


def register_blocks(source: Callable[[Area], Iterable[Block]]) -> None:
    """`source(area)` yields at most one block of at most ten lines."""
    registry.blocks.append(source)


def register_search(source: Callable[[Area, str], Iterable[SearchHit]]) -> None:
    """`source(area, text)` yields at most ten hits."""
    registry.searches.append(source)


def menu_of(area: Area, entries: list[MenuEntry] | None = None) -> list[MenuEntry]:
    found = registry.menu if entries is None else entries
    return sorted(
        (entry for entry in found if entry.area == area.kind and area.can(entry.permission)),
        key=lambda entry: entry.sort,
    )
