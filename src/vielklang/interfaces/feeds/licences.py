"""Licences that open data may be given under, with the names that catalogues and packages know them by."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

_DCAT = "http://dcat-ap.de/def/licenses"


@dataclass(frozen=True, slots=True)
class Licence:
    """`name` as in SPDX or Open Definition; `dcat` is the URI of DCAT-AP.de's list of licences."""

    name: str
    title: str
    url: str
    dcat: str
    needs_name: bool


LICENCES = {
    "cc-by-4.0": Licence(
        "CC-BY-4.0",
        "Creative Commons Attribution 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
        f"{_DCAT}/cc-by/4.0",
        needs_name=True,
    ),
    "cc-by-sa-4.0": Licence(
        "CC-BY-SA-4.0",
        "Creative Commons Attribution-ShareAlike 4.0",
        "https://creativecommons.org/licenses/by-sa/4.0/",
        f"{_DCAT}/cc-by-sa/4.0",
        needs_name=True,
    ),
    "cc0-1.0": Licence(
        "CC0-1.0",
        "Creative Commons Zero 1.0",
        "https://creativecommons.org/publicdomain/zero/1.0/",
        f"{_DCAT}/cc-zero",
        needs_name=False,
    ),
    "dl-de-by-2.0": Licence(
        "DL-DE-BY-2.0",
        "Datenlizenz Deutschland – Namensnennung – Version 2.0",
        "https://www.govdata.de/dl-de/by-2-0",
        f"{_DCAT}/dl-by-de/2.0",
        needs_name=True,
    ),
    "dl-de-zero-2.0": Licence(
        "DL-DE-ZERO-2.0",
        "Datenlizenz Deutschland – Zero – Version 2.0",
        "https://www.govdata.de/dl-de/zero-2-0",
        f"{_DCAT}/dl-zero-de/2.0",
        needs_name=False,
    ),
}


def licence() -> Licence:
    """The one that this installation gives its open data under (`VIELKLANG_OPEN_DATA_LICENCE`)."""
    return LICENCES[settings.OPEN_DATA_LICENCE]


def attribution() -> str:
    """Whom to name: the operator, and the platform with its address."""
    parts = (settings.OPERATOR["name"], f"Vielklang ({settings.BASE_URL})")
    return ", ".join(part for part in parts if part)
