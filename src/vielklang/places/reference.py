"""Reads the reference tables in `data/`, which `make reference` builds (docs/reference-data.md)."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"


def read_table(name: str, folder: Path = DATA) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digest(paths: Iterable[Path]) -> str:
    """One hash of the content of these files, in this order."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.read_bytes())
    return whole.hexdigest()
