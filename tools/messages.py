"""Interface strings: `update` collects them into the catalogues, `check` finds missing ones, `compile` makes .mo files.

Needs no system gettext: Django turns templates into something that Babel's Python extractor reads.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "vielklang"
LOCALE = PACKAGE / "locale"
KEYWORDS = {
    "gettext": None, "gettext_lazy": None, "gettext_noop": None, "_": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
# Directory, language of the plural rules. English is its own source and needs a catalogue only for plurals.
CATALOGUES = {
    "de": "de", "de_Simple": "de", "en": "en", "tr": "tr", "ar": "ar", "uk": "uk", "ru": "ru", "ro": "ro",
    "pl": "pl", "bg": "bg", "ku": "ku", "fa": "fa", "fr": "fr",
}  # fmt: skip
OPTIONAL = {"de_Simple", "en"}
"""May lack strings: plain German falls to German, English is the source."""
STAFF_CATALOGUES = {"de", "en", "de_Simple"}
"""Desk, partner area and personal links are in German and English only."""
_STAFF = re.compile(
    r"^(accounts|core|reporting|interfaces|translations|upkeep)/"
    r"|/templates/\w+/(desk|partner|state|link|mail)/|/(\w+_)?(desk|partner|state|link)(_\w+)?\.py$|/views/(desk|partner|state|link)/"
    r"|^web/templates/web/area|/apps\.py$|/(completeness|differences|enums_desk)\.py$"
)
_READER = re.compile(
    r"^core/(texts|documents/)|^interfaces/integreat/|/templates/\w+/mail/reader|^\w+/views/public|/templates/\w+/public/"
)
KURDISH_PLURAL = "nplurals=2; plural=(n != 1);"


def collect() -> Catalog:
    """All strings of Python files and templates, with the places where they stand."""
    from django.utils.translation.template import templatize

    template = Catalog(project="Vielklang", charset="utf-8")
    for path in sorted(PACKAGE.rglob("*")):
        name = path.relative_to(PACKAGE).as_posix()
        if "/static/" in name or "/frontend/" in name or "/migrations/" in name:
            continue
        if path.suffix == ".py":
            source = path.read_bytes()
            found = extract("python", io.BytesIO(source), KEYWORDS, ["Translators:"])
        elif "/templates/" in name and path.suffix in {".html", ".js", ".txt"}:
            source = templatize(path.read_text(encoding="utf-8"), origin=name).encode()
            found = extract(_lenient_python, io.BytesIO(source), KEYWORDS, ["Translators:"])
        else:
            continue
        for line, message, comments, context in found:
            template.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    return template


def _lenient_python(fileobj, keywords, comment_tags, options):  # type: ignore[no-untyped-def]
    """Templatised source is X-ed out around the gettext calls; only those calls are kept, one a line."""

    text = fileobj.read().decode("utf-8")
    calls = re.compile(
        r"(?:gettext|ngettext|pgettext|npgettext|_)\((?:[^()\"']|u?\"(?:\\.|[^\"\\])*\"|u?'(?:\\.|[^'\\])*')*\)",
        re.S,
    )
    for match in calls.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        one = io.BytesIO(match.group().replace("\n", " ").encode())
        for _, function, message, comments in extract_python(
            one, keywords, comment_tags, {"encoding": "utf-8"}
        ):
            yield line, function, message, comments


def load(directory: str) -> Catalog:
    path = LOCALE / directory / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return _new(directory)
    with path.open("rb") as file:
        return read_po(file, locale=None if directory in {"ku", "de_Simple"} else CATALOGUES[directory])


def _new(directory: str) -> Catalog:
    if directory == "ku":  # Babel has no plural rule for Kurmancî
        catalog = Catalog(project="Vielklang", charset="utf-8")
        catalog._num_plurals, catalog._plural_expr = 2, "(n != 1)"
        return catalog
    return Catalog(locale=CATALOGUES[directory], project="Vielklang", charset="utf-8")


def save(directory: str, catalog: Catalog) -> None:
    path = LOCALE / directory / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(
        buffer, catalog, sort_output=True, no_location=True, omit_header=True, width=110, ignore_obsolete=True
    )
    plural = (
        f"nplurals={catalog.num_plurals}; plural={catalog.plural_expr};"
        if directory != "ku"
        else KURDISH_PLURAL
    )
    language = directory.replace("_", "-").lower()
    header = (
        'msgid ""\nmsgstr ""\n"Project-Id-Version: Vielklang\\n"\n'
        f'"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {plural}\\n"\n\n'
    )
    path.write_text(header + buffer.getvalue().decode(), encoding="utf-8")


def update() -> None:
    template = collect()
    for directory in CATALOGUES:
        catalog = load(directory)
        part = Catalog(project="Vielklang", charset="utf-8")
        for message in wanted(directory, template):
            part[message.id] = message
        catalog.update(part, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        save(directory, catalog)
    print(f"{len(template)} strings in {len(CATALOGUES)} catalogues")


def is_for_staff(message: Message) -> bool:
    """Whether a string stands only where staff and carriers read, so that German and English are enough."""
    return all(_STAFF.search(name) and not _READER.search(name) for name, _ in message.locations)


def wanted(directory: str, template: Catalog) -> list[Message]:
    """The strings that a catalogue holds."""
    return [x for x in template if x.id and (directory in STAFF_CATALOGUES or not is_for_staff(x))]


def missing(directory: str, catalog: Catalog, template: Catalog) -> list[str]:
    """Strings of the template without a translation in the catalogue."""
    lacking = []
    for message in wanted(directory, template):
        own = catalog.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
        texts = [] if own is None else (own.string if isinstance(own.string, list | tuple) else [own.string])
        if not texts or not all(texts) or (own is not None and own.fuzzy):
            lacking.append(str(message.id if isinstance(message.id, str) else message.id[0]))
    return lacking


def broken_placeholders(catalog: Catalog) -> list[str]:
    """Translations that lost or invented a `%(name)s`: they would fail when shown."""

    wrong = []
    for message in catalog:
        sources = message.id if isinstance(message.id, list | tuple) else [message.id]
        texts = message.string if isinstance(message.string, list | tuple) else [message.string]
        wanted = set(re.findall(r"%\(\w+\)[sd]", " ".join(map(str, sources))))
        for text in texts:
            # A plural form may leave the number out ("one offer"), but never name something unknown.
            found = set(re.findall(r"%\(\w+\)[sd]", str(text or "")))
            if text and (found - wanted or (len(texts) == 1 and wanted != found)):
                wrong.append(str(sources[0]))
    return wrong


def check() -> int:
    template, problems = collect(), 0
    for directory in CATALOGUES:
        catalog = load(directory)
        lacking = [] if directory in OPTIONAL else missing(directory, catalog, template)
        for kind, strings in (("missing", lacking), ("placeholders differ", broken_placeholders(catalog))):
            problems += len(strings)
            for text in strings[:5]:
                print(f"{directory}: {kind}: {text[:90]!r}")
            if len(strings) > 5:
                print(f"{directory}: {kind}: {len(strings) - 5} more")
    return 1 if problems else 0


def compile_all() -> None:
    for directory in CATALOGUES:
        path = LOCALE / directory / "LC_MESSAGES" / "django.mo"
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = load(directory)
        with path.open("wb") as file:
            write_mo(file, catalog)


def main() -> int:
    django.conf.settings.configure(USE_I18N=True)
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command not in {"update", "check", "compile"}:
        print("usage: messages.py update|check|compile")
        return 2
    return {"update": update, "check": check, "compile": compile_all}[command]() or 0


if __name__ == "__main__":
    import django.conf

    sys.exit(main())
