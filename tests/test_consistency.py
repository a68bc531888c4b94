"""What must hold across files and that no compiler sees: templates, styles, words, queues, catalogues, decisions."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from vielklang.core.languages import GUIDE_LANGUAGES, GUIDE_TAGS

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "vielklang"
TEMPLATES = {
    path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
    for folder in PACKAGE.glob("*/templates")
    for path in sorted(folder.rglob("*"))
    if path.is_file()
}


def _lines(text: str, pattern: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if re.search(pattern, line)]


OVERRIDDEN = {
    name
    for name in TEMPLATES
    if name.startswith(("account/", "allauth/", "mfa/", "socialaccount/", "usersessions/"))
}
"""Ours instead of the pages that allauth brings; they are named there."""


def _mail_names(sources: list[str]) -> set[str]:
    """`core.mail.queue_mail(template="accounts/mail/invitation")` names three files."""
    return {name for source in sources for name in re.findall(r"""["'](\w+/mail/[\w/-]+)["']""", source)}


def test_every_template_is_used():
    sources = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")] + list(TEMPLATES.values())
    named = {name for source in sources for name in re.findall(r"""["']([\w-]+/[\w/-]+\.\w+)["']""", source)}

    mails = {name + end for name in _mail_names(sources) for end in (".subject.txt", ".txt", ".html")}

    assert len(TEMPLATES) > 40
    assert set(TEMPLATES) - named - mails - OVERRIDDEN == set()


def test_every_template_that_is_named_exists():
    pattern = r"""\{%\s*(?:include|extends)\s+["']([^"']+)["']"""
    named = {name for source in TEMPLATES.values() for name in re.findall(pattern, source)}

    assert named - set(TEMPLATES) == set()


IN_MAILS = {"core/mail.html"}
"""The frame of mails: their readers know no style sheet, and our policy for pages does not reach them."""


@pytest.mark.parametrize("name", sorted(set(TEMPLATES) - IN_MAILS))
def test_template_has_nothing_inline(name):
    markup = re.sub(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", "", TEMPLATES[name], flags=re.S)

    assert _lines(markup, r"<[^>]*\sstyle\s*=|<style\b") == []
    assert _lines(markup, r"<[a-z][^>]*\son[a-z]+\s*=") == []
    assert _lines(markup, r"<script(?![^>]*\bsrc=)[^>]*>|javascript:") == []


def test_long_strings_are_trimmed():
    untrimmed = {
        name: found
        for name, source in TEMPLATES.items()
        if (
            found := [
                tag for tag in re.findall(r"\{%\s*blocktrans\w*[^%]*%\}", source) if "trimmed" not in tag
            ]
        )
    }

    assert untrimmed == {}


# Each of these has one direction whatever the language; the logical property says "where reading starts".
PHYSICAL = (
    r"(?:^|[\s;{])(?:"
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[\w-]*"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|left|right"
    r")\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
)


def test_styles_name_no_left_and_no_right():
    found = {
        path.name: lines
        for path in sorted((PACKAGE / "web/frontend/css").glob("*.css"))
        if (lines := _lines(re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S), PHYSICAL))
    }

    assert found == {}
    assert _lines("a { margin-left: 1rem }\nb { inset-inline-start: 0 }\nc {left: 0}", PHYSICAL) == [
        "a { margin-left: 1rem }",
        "c {left: 0}",
    ], "the pattern itself"


def test_styles_use_no_important():
    for path in (PACKAGE / "web/frontend/css").glob("*.css"):
        assert "!important" not in path.read_text(encoding="utf-8"), path.name


def test_every_queue_has_a_worker(monkeypatch):
    """The worker is started for all queues, so a task in whatever queue is worked on."""
    import procrastinate
    from procrastinate.contrib.django import app

    from vielklang.config.processes import run_worker

    started: list[dict[str, object]] = []
    monkeypatch.setattr(procrastinate.App, "run_worker", lambda self, **options: started.append(options))

    run_worker()

    queues = {task.queue for task in app.tasks.values() if not task.name.startswith("builtin")}
    assert len(started) == 1
    assert queues, "no task is registered"
    assert started[0].get("queues") is None or queues <= set(started[0]["queues"])  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def messages():
    """tools/messages.py as a module; it reads the sources and needs no settings of its own here."""
    sys.path.insert(0, str(ROOT / "tools"))
    import messages as module

    return module, module.collect()


def test_a_catalogue_for_every_guide_language(messages):
    module, _ = messages

    directories = {tag.replace("-simple", "_Simple") for tag in GUIDE_TAGS}
    assert set(module.CATALOGUES) == directories
    assert {path.parent.parent.name for path in module.LOCALE.glob("*/LC_MESSAGES/django.po")} == directories


@pytest.mark.slow
@pytest.mark.parametrize("tag", [tag for tag in GUIDE_TAGS if tag not in {"de-simple", "en"}])
def test_no_translation_is_missing(messages, tag):
    """Plain German falls to German; English is the source of the strings."""
    module, template = messages
    catalogue = module.load(tag)

    assert module.missing(tag, catalogue, template) == []
    assert module.broken_placeholders(catalogue) == []


def _shape(path: Path) -> tuple[list[str], list[str]]:
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["language"] == path.stem
    assert all({"name", "synonyms"} == set(topic) for topic in content["topics"].values()), path.name
    return list(content["life_areas"]), list(content["topics"])


def test_taxonomy_files_have_the_same_keys_in_the_same_order():
    files = {path.stem: path for path in (PACKAGE / "offers/data/taxonomy").glob("*.json")}
    german = _shape(files["de"])

    assert set(files) == set(GUIDE_TAGS)
    assert {tag for tag, path in files.items() if _shape(path) != german} == set()


def test_example_offers_use_topics_that_exist():
    topics = set(_shape(PACKAGE / "offers/data/taxonomy/de.json")[1])
    for path in (PACKAGE / "offers/data/examples").glob("*.json"):
        assert set(json.loads(path.read_text(encoding="utf-8"))["topics"]) <= topics, path.name


@pytest.mark.parametrize("language", GUIDE_LANGUAGES, ids=lambda language: language.tag)
def test_translation_status_names_each_language_and_who_still_has_to_read_it(language):
    page = (ROOT / "docs/translation-status.md").read_text(encoding="utf-8")

    row = next(line for line in page.splitlines() if line.startswith(f"| {language.tag} "))

    assert ("reviewed by" if language.tag == "de" else "awaiting review") in row


def test_every_decision_has_a_number_of_its_own():
    pages = sorted(path for path in (ROOT / "docs/adr").glob("*.md") if path.name != "README.md")
    numbers = [path.name.partition("-")[0] for path in pages]

    assert all(re.fullmatch(r"\d{4}", number) for number in numbers), numbers
    assert len(set(numbers)) == len(numbers) >= 6, numbers
    assert all(path.read_text(encoding="utf-8").startswith("# ") for path in pages)


def _tracked() -> dict[str, str]:
    """Tracked text files that are there; pictures, fonts and packed data hold no words."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: no list of tracked files")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    texts = {}
    for name in filter(None, listed):
        try:
            texts[name] = (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
    return texts


# The words are put together here, so that this file may be searched too.
FORBIDDEN = {
    "a package registry's host": "python" + r"hosted\.org|registry\." + r"npmjs|pypi" + r"\.org/simple",
    "a path of one machine": r"(?:^|[\s\"'`(=:])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me/\w+)/",
    "an unfinished place": r"\bTO" + r"DO\b|\bFIX" + r"ME\b|\bX" + r"XX\b",
}


def test_tracked_files_keep_clear_of_what_does_not_belong_there():
    patterns = {reason: re.compile(pattern, re.M) for reason, pattern in FORBIDDEN.items()}
    found = [
        f"{name}: {reason}: {match.group()!r}"
        for name, text in _tracked().items()
        for reason, pattern in patterns.items()
        if (match := pattern.search(text))
    ]

    assert found == []
