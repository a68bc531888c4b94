"""The signs of the house: one SVG file that people edit, handed out symbol by symbol."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from xml.etree import ElementTree

_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Icon:
    """The inside of one symbol; `directional` ones are mirrored in right-to-left pages."""

    view_box: str
    shapes: str
    directional: bool


@cache
def all_icons() -> dict[str, Icon]:
    ElementTree.register_namespace("", _SVG.strip("{}"))
    text = files(__package__).joinpath("sprite.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)  # noqa: S314 - our own file
    return {symbol.attrib["id"]: _icon(symbol) for symbol in root.iter(f"{_SVG}symbol")}


def _icon(symbol: ElementTree.Element) -> Icon:
    shapes = "".join(ElementTree.tostring(child, encoding="unicode").strip() for child in symbol)
    return Icon(
        view_box=symbol.attrib["viewBox"],
        shapes=shapes.replace(' xmlns="http://www.w3.org/2000/svg"', "").replace(" />", "/>"),
        directional="data-directional" in symbol.attrib,
    )
