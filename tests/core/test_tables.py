"""Tables as CSV: no cell is a formula, and German spreadsheets open them."""

from __future__ import annotations

import csv
import io

import pytest

from vielklang.core.tables import csv_response, neutral


@pytest.mark.parametrize(
    "text", ["=1+1", "+49 2821", "-2", "@sum", "\t=1", "  =HYPERLINK(1)", "\r=1", "\n=1"]
)
def test_what_looks_like_a_formula_is_text(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Kleve", "1=1", "", 5, -5, 2.5, None])
def test_everything_else_stays(value):
    assert neutral(value) == value


def test_a_file_for_spreadsheets():
    answer = csv_response("beispiel", ["Ort", "=Zahl"], [["Köln; Süd", 3], ["=cmd", None], ['"Zitat"', -1]])

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="beispiel.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [["Ort", "'=Zahl"], ["Köln; Süd", "3"], ["'=cmd", ""], ['"Zitat"', "-1"]]
