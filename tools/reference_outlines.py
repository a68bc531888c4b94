"""Schematic outlines of areas from points: hexagons of the nearest point's area, joined and smoothed.

Neighbours share their border vertices, so that no gap opens between them. See `build_reference.py`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np

Point = tuple[float, float]
Vertex = tuple[int, int]
Cell = tuple[int, int]

SIZE_KM = 1.9  # centre of a hexagon to its corner
REACH_KM = 7.5  # beyond this no point of the state speaks for a place
KM = 111.2
SCALE = math.cos(math.radians(51.5))
SMOOTHING = 3


@dataclass(frozen=True)
class Area:
    key: str
    rings: list[list[Point]]  # closed, (lon, lat), outer rings only

    def geometry(self) -> dict[str, Any]:
        return {"type": "MultiPolygon", "coordinates": [[ring] for ring in self.rings]}


def outlines(inside: list[tuple[Point, str]], outside: list[tuple[Point, str]]) -> list[Area]:
    """One area per label of `inside` ((lat, lon), label); `outside` points push the state's border back."""
    cells = _assign(inside, outside)
    edges = _border_edges(cells)
    position, kept = _smooth(edges)
    return [Area(key, _rings(own, position, kept)) for key, own in sorted(edges.items()) if key]


def _assign(inside: list[tuple[Point, str]], outside: list[tuple[Point, str]]) -> dict[Cell, str]:
    points = inside + outside
    xy = np.array([(lon * KM * SCALE, lat * KM) for (lat, lon), _ in points])
    labels = [label for _, label in points]
    own = xy[: len(inside)]
    low, high = own.min(axis=0) - REACH_KM, own.max(axis=0) + REACH_KM
    cells, far = {}, {}
    for row in range(int(low[1] / (SIZE_KM * 1.5)), int(high[1] / (SIZE_KM * 1.5)) + 1):
        for column in range(int(low[0] / (SIZE_KM * 3**0.5)), int(high[0] / (SIZE_KM * 3**0.5)) + 1):
            distance = ((xy - np.array(_centre((column, row)))) ** 2).sum(axis=1)
            nearest = int(distance.argmin())
            if labels[nearest]:
                (cells if distance[nearest] < REACH_KM**2 else far)[column, row] = labels[nearest]
    for _ in range(4):
        cells |= {cell: label for cell, label in far.items() if len(_neighbours(cell) & cells.keys()) >= 4}
    return cells


def _neighbours(cell: Cell) -> set[Cell]:
    column, row = cell
    shift = row % 2
    beside = {(column - 1, row), (column + 1, row)}
    return beside | {(column - 1 + shift + step, row + up) for step in (0, 1) for up in (-1, 1)}


def _centre(cell: Cell) -> Point:
    column, row = cell
    return (column + row % 2 / 2) * SIZE_KM * 3**0.5, row * SIZE_KM * 1.5


def _corners(cell: Cell) -> list[Vertex]:
    """Corners counter-clockwise, rounded to metres so that neighbours agree on them."""
    x, y = _centre(cell)
    return [
        (
            round((x + SIZE_KM * math.cos(math.radians(60 * side - 30))) * 100),
            round((y + SIZE_KM * math.sin(math.radians(60 * side - 30))) * 100),
        )
        for side in range(6)
    ]


def _border_edges(cells: dict[Cell, str]) -> dict[str, list[tuple[Vertex, Vertex]]]:
    """Directed edges around each area: those whose opposite belongs to another area."""
    owner: dict[tuple[Vertex, Vertex], str] = {}
    for cell, label in cells.items():
        corners = _corners(cell)
        for side in range(6):
            owner[corners[side], corners[(side + 1) % 6]] = label
    edges = defaultdict(list)
    for (start, end), label in owner.items():
        if owner.get((end, start)) != label:
            edges[label].append((start, end))
    return edges


def _smooth(edges: dict[str, list[tuple[Vertex, Vertex]]]) -> tuple[dict[Vertex, Point], set[Vertex]]:
    """Where each border vertex moves, and which are kept: all junctions and every second of the others."""
    neighbours = defaultdict(set)
    for own in edges.values():
        for start, end in own:
            neighbours[start].add(end)
            neighbours[end].add(start)
    position: dict[Vertex, Point] = {vertex: vertex for vertex in neighbours}
    for _ in range(SMOOTHING):
        position = {
            vertex: _average(position[vertex], [position[n] for n in near])
            if len(near) == 2
            else position[vertex]
            for vertex, near in neighbours.items()
        }
    kept: set[Vertex] = {vertex for vertex, near in neighbours.items() if len(near) != 2}
    for vertex in sorted(neighbours):
        if not neighbours[vertex] <= kept and not neighbours[vertex] & kept:
            kept.add(vertex)
    for vertex in neighbours:  # never two left out in a row beside a junction
        if vertex not in kept and not neighbours[vertex] & kept:
            kept.add(vertex)
    return position, kept


def _average(own: Point, near: list[Point]) -> Point:
    return (
        own[0] / 2 + sum(point[0] for point in near) / 4,
        own[1] / 2 + sum(point[1] for point in near) / 4,
    )


def _rings(
    edges: list[tuple[Vertex, Vertex]], position: dict[Vertex, Point], kept: set[Vertex]
) -> list[list[Point]]:
    following = defaultdict(list)
    for start, end in edges:
        following[start].append(end)
    rings = []
    while following:
        start = next(iter(following))
        ring, vertex = [start], following[start].pop()
        while vertex != start:
            ring.append(vertex)
            vertex = following[vertex].pop()
        for done in [vertex for vertex, ends in following.items() if not ends]:
            del following[done]
        points = [_degrees(position[vertex]) for vertex in ring if vertex in kept]
        if len(points) > 2 and _signed_area(points) > 0:
            rings.append([*points, points[0]])
    return sorted(rings, key=lambda ring: -_signed_area(ring))


def _degrees(point: Point) -> Point:
    return round(point[0] / 100 / KM / SCALE, 4), round(point[1] / 100 / KM, 4)


def _signed_area(ring: list[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2
