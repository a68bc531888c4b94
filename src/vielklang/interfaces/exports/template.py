"""The empty table to fill in: columns with explanations, code lists as drop-downs, topics and municipalities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vielklang.centres.models import Centre
from vielklang.core.languages import GUIDE_LANGUAGES, SPOKEN_LANGUAGES
from vielklang.interfaces.columns import Column, columns
from vielklang.interfaces.exports.tables import workbook, write_csv
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.places.models import Municipality

_ROWS = 1000
"""How far down the drop-downs reach."""
_LANGUAGES = ("de", "en", "ar", "uk")


def template_csv(file: IO[bytes], centre: Centre) -> None:
    write_csv(file, [column.name for column in columns(languages=_LANGUAGES)], [])


def template_xlsx(file: IO[bytes], centre: Centre) -> None:
    """First the sheet to fill in, which is the one that is read; then what explains it."""
    book = workbook(file, constant_memory=False)
    all_columns = columns(languages=_LANGUAGES)
    styles = {
        "head": book.add_format({"bold": True, "bg_color": "#e6ecf5", "border": 1}),
        "needed": book.add_format({"bold": True, "bg_color": "#ffe9b8", "border": 1}),
        "text": book.add_format({"num_format": "@"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    entry = book.add_worksheet(_("Offers"))
    _explanations(book.add_worksheet(_("Columns")), all_columns, styles)
    ranges = _lists(book.add_worksheet(_("Lists")), all_columns, styles)
    _topics(book.add_worksheet(_("Topics")), styles)
    _municipalities(book.add_worksheet(_("Municipalities")), centre, styles)
    _languages(book.add_worksheet(_("Languages")), styles)
    _entry(entry, all_columns, ranges, styles)
    book.close()


def _entry(page: Any, all_columns: list[Column], ranges: dict[str, str], styles: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    for position, column in enumerate(all_columns):
        page.set_column(position, position, 20, styles["text"])
        page.write_string(0, position, column.name, styles["needed" if column.is_required else "head"])
        page.write_comment(0, position, str(column.meaning))
        if column.name in ranges and not column.is_list:
            page.data_validation(
                1, position, _ROWS, position,
                {"validate": "list", "source": ranges[column.name], "error_type": "warning"},
            )  # fmt: skip


def _explanations(page: Any, all_columns: list[Column], styles: dict[str, Any]) -> None:
    rows = [
        (
            column.name,
            str(column.meaning),
            _("required") if column.is_required else "",
            " ".join(str(value) for value, _label in column.choices()) if column.choices else "",
            column.example,
        )
        for column in all_columns
    ]
    _sheet(page, (_("Column"), _("What it holds"), _("Required"), _("Words"), _("Example")), rows, styles)
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 60, styles["wrap"])
    page.set_column(3, 3, 60, styles["wrap"])


def _lists(page: Any, all_columns: list[Column], styles: dict[str, Any]) -> dict[str, str]:
    """Two columns per closed list, word and meaning; returns where the words of a column stand."""
    ranges, place = {}, 0
    title = page.get_name().replace("'", "''")
    for column in all_columns:
        if column.choices is None:
            continue
        choices = [(str(value), str(label)) for value, label in column.choices()]
        page.write_string(0, place, column.name, styles["head"])
        page.write_string(0, place + 1, _("Meaning"), styles["head"])
        for number, (value, label) in enumerate(choices, start=1):
            page.write_string(number, place, value)
            page.write_string(number, place + 1, label)
        name = _letters(place)
        ranges[column.name] = f"='{title}'!${name}$2:${name}${len(choices) + 1}"
        place += 2
    page.set_column(0, place, 22)
    return ranges


def _topics(page: Any, styles: dict[str, Any]) -> None:
    taxonomy, tag = get_taxonomy(), (get_language() or "de")
    rows = [
        (key, taxonomy.topic_name(key, tag), taxonomy.life_area_name(topic.life_area, tag))
        for key, topic in taxonomy.topics.items()
    ]
    _sheet(page, (_("Key"), _("Topic"), _("Life area")), rows, styles)


def _municipalities(page: Any, centre: Centre, styles: dict[str, Any]) -> None:
    towns = Municipality.objects.filter(pk__in=centre.areas.values("municipality")).order_by("name")
    _sheet(page, (_("Key"), _("Municipality")), [(town.key, town.name) for town in towns], styles)


def _languages(page: Any, styles: dict[str, Any]) -> None:
    tags = {language.tag: language for language in (*GUIDE_LANGUAGES, *SPOKEN_LANGUAGES)}
    _sheet(page, (_("Key"), _("Language")), [(x.tag, x.german_name) for x in tags.values()], styles)


def _sheet(page: Any, head: tuple[str, ...], rows: Sequence[tuple[str, ...]], styles: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    page.set_column(0, len(head) - 1, 30)
    for position, word in enumerate(head):
        page.write_string(0, position, word, styles["head"])
    for number, row in enumerate(rows, start=1):
        for position, word in enumerate(row):
            page.write_string(number, position, str(word))


def _letters(position: int) -> str:
    """A column's letters: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
