"""What the desk's shell shows of translations: menu, what waits today, figures, search."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vielklang.core.areas import (
    Area,
    AreaKind,
    Figure,
    MenuEntry,
    TodayItem,
    register_figures,
    register_menu,
    register_today,
)
from vielklang.core.languages import get_language
from vielklang.core.permissions import Permission
from vielklang.translations import queries
from vielklang.translations.demand import most_asked
from vielklang.translations.enums import TextState
from vielklang.translations.rules import languages_of

MOST_LINES = 3
MOST_FIGURES = 3


def register() -> None:
    section = gettext_lazy("Languages")
    register_menu(
        MenuEntry(
            area=AreaKind.DESK,
            label=gettext_lazy("Translations"),
            url_name="translations:desk_overview",
            permission=Permission.TEXT_TRANSLATE,
            icon="language",
            sort=40,
            section=section,
        ),
        MenuEntry(
            area=AreaKind.DESK,
            label=gettext_lazy("Glossary"),
            url_name="translations:desk_glossary",
            permission=Permission.TEXT_TRANSLATE,
            icon="list",
            sort=41,
            section=section,
        ),
        MenuEntry(
            area=AreaKind.DESK,
            label=gettext_lazy("Take over texts"),
            url_name="translations:desk_take_over",
            permission=Permission.OFFER_EDIT,
            icon="share",
            sort=42,
            section=section,
        ),
    )
    register_today(today)
    register_figures(figures)


def today(area: Area) -> Iterable[TodayItem]:
    """Translations behind (where one language alone, its board), machine texts to review, changed sources."""
    if area.kind != AreaKind.DESK or not area.can(Permission.TEXT_TRANSLATE):
        return
    tags = [language.tag for language in languages_of(area)]
    found = queries.waiting(area.centre, tags)
    if found[TextState.BEHIND]:
        yield TodayItem(
            label=_("translations behind their source"),
            count=found[TextState.BEHIND],
            url=_board(area, tags, found, TextState.BEHIND),
            sort=40,
            hint=_hint(tags, found, TextState.BEHIND),
        )
    if found[TextState.MACHINE] and area.can(Permission.TEXT_REVIEW):
        yield TodayItem(
            label=_("machine texts to review"),
            count=found[TextState.MACHINE],
            url=_board(area, tags, found, TextState.MACHINE),
            sort=42,
            hint=_hint(tags, found, TextState.MACHINE),
        )
    if area.can(Permission.OFFER_EDIT):
        yield TodayItem(
            label=_("texts you took over have changed at their source"),
            count=queries.changed_adoptions().count(),
            url=f"{area.url('translations:desk_take_over')}#changed",
            sort=41,
        )


def figures(area: Area) -> Iterable[Figure]:
    """How much of what readers can find is there in the languages that are asked for most."""
    if area.kind != AreaKind.DESK or not area.can(Permission.TEXT_TRANSLATE):
        return
    allowed = {language.tag: language for language in languages_of(area)}
    wanted = [allowed[tag] for tag in most_asked(area.centre) if tag in allowed][:MOST_FIGURES]
    for number, row in enumerate(queries.overview(area.centre, wanted)):
        if row.share is not None:
            yield Figure(
                label=_("of the offers in %(language)s") % {"language": row.language.endonym},
                value=f"{row.share} %",
                url=f"{area.url('translations:desk_board', row.language.tag)}?state=missing&public=on",
                sort=40 + number,
                hint=_("published offers that can be read in this language"),
            )


def _board(area: Area, tags: list[str], found: dict[str, int], state: TextState) -> str:
    """One language's board where all of them are in it, else the overview."""
    with_rows = [tag for tag in tags if found.get(f"{state} {tag}")]
    if len(with_rows) == 1:
        return f"{area.url('translations:desk_board', with_rows[0])}?state={state}&public=on"
    return area.url("translations:desk_overview")


def _hint(tags: list[str], found: dict[str, int], state: TextState) -> str:
    rows = sorted(((found.get(f"{state} {tag}", 0), tag) for tag in tags), reverse=True)
    parts = [f"{get_language(tag).endonym}: {count}" for count, tag in rows[:MOST_LINES] if count]
    return ", ".join(parts)
