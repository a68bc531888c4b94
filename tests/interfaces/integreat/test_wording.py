"""Every word that the pages say exists in every language of the guide (plain German falls back to German)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import trans_real

import vielklang.interfaces.integreat as package
from vielklang.core.languages import GUIDE_TAGS


def _asked_for() -> Iterator[str]:
    for file in Path(package.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            if name == "words" and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


MESSAGES = sorted(set(_asked_for()))


@pytest.mark.parametrize("tag", [tag for tag in GUIDE_TAGS if tag not in {"en", "de-simple"}])
def test_the_guide_has_every_word(tag):
    assert len(MESSAGES) > 30
    with translation.override(tag):
        catalogue = trans_real.catalog()._catalog
        assert [message for message in MESSAGES if message not in catalogue] == []
