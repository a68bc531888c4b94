"""A few statements of RDF, written in the three forms that data portals read: Turtle, JSON-LD, RDF/XML."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as Xml  # nosec: writes only

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
for _prefix, _uri in PREFIXES.items():
    Xml.register_namespace(_prefix, _uri)


@dataclass(frozen=True, slots=True)
class Iri:
    value: str


@dataclass(frozen=True, slots=True)
class Literal:
    """`language` as BCP 47, or `kind` as a prefixed name of XML Schema; neither: a plain string."""

    value: str
    language: str = ""
    kind: str = ""


Value = Iri | Literal


@dataclass(frozen=True, slots=True)
class Node:
    """A thing with its type and what is said about it: prefixed property names → values."""

    iri: str
    type: str
    facts: Sequence[tuple[str, Value]]


def turtle(nodes: Sequence[Node]) -> bytes:
    lines = [f"@prefix {prefix}: <{uri}> ." for prefix, uri in PREFIXES.items()]
    for node in nodes:
        said = [f"a {node.type}", *(f"{name} {_turtle_value(value)}" for name, value in node.facts)]
        lines.append(f"\n<{_iri(node.iri)}> " + " ;\n    ".join(said) + " .")
    return ("\n".join(lines) + "\n").encode()


def json_ld(nodes: Sequence[Node]) -> bytes:
    graph = []
    for node in nodes:
        row: dict[str, Any] = {"@id": node.iri, "@type": node.type}
        for name, value in node.facts:
            row.setdefault(name, []).append(_json_value(value))
        graph.append(row)
    return json.dumps({"@context": PREFIXES, "@graph": graph}, ensure_ascii=False, indent=1).encode()


def rdf_xml(nodes: Sequence[Node]) -> bytes:
    root = Xml.Element(_name("rdf:RDF"))
    for node in nodes:
        element = Xml.SubElement(root, _name(node.type), {_name("rdf:about"): node.iri})
        for name, value in node.facts:
            child = Xml.SubElement(element, _name(name))
            if isinstance(value, Iri):
                child.set(_name("rdf:resource"), value.value)
                continue
            child.text = value.value
            if value.language:
                child.set("{http://www.w3.org/XML/1998/namespace}lang", value.language)
            elif value.kind:
                child.set(_name("rdf:datatype"), _uri_of(value.kind))
    Xml.indent(root)
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)


def _turtle_value(value: Value) -> str:
    if isinstance(value, Iri):
        return f"<{_iri(value.value)}>"
    text = json.dumps(value.value, ensure_ascii=False)  # the same escapes as a string of Turtle
    if value.language:
        return f"{text}@{value.language}"
    return f"{text}^^{value.kind}" if value.kind else text


def _json_value(value: Value) -> Mapping[str, str]:
    if isinstance(value, Iri):
        return {"@id": value.value}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    return {"@value": value.value, **({"@type": value.kind} if value.kind else {})}


def _iri(text: str) -> str:
    """Without the characters that an IRI must not have (RFC 3987)."""
    return "".join(char for char in text if char > " " and char not in '<>"{}|^`\\')


def _uri_of(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}"
