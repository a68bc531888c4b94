"""Check the evaluation set: every situation in every language, known offer types, no text twice."""

import json
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "src/vielklang/offers/data/examples"
LANGUAGES = ["de", "en", "tr", "ar", "uk", "ru", "ro", "pl", "bg", "ku", "fa", "fr"]


def problems(rows: list[dict], types: set[str]) -> list[str]:
    found = []
    for row in rows:
        if row["id"] != f"{row['situation']}-{row['language']}":
            found.append(f"{row['id']}: id does not match situation and language")
        if not row["relevant"] or len(set(row["relevant"])) != len(row["relevant"]):
            found.append(f"{row['id']}: no label, or one label twice")
        found += [f"{row['id']}: unknown offer type {key}" for key in row["relevant"] if key not in types]
    texts = Counter(row["text"].casefold().strip() for row in rows)
    found += [f"text occurs {count} times: {text}" for text, count in texts.items() if count > 1 or not text]
    for situation in sorted({row["situation"] for row in rows}):
        languages = sorted(row["language"] for row in rows if row["situation"] == situation)
        if languages != sorted(LANGUAGES):
            found.append(f"{situation}: languages are {languages}")
    return found


def main() -> int:
    lines = (HERE / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    types = {path.stem for path in EXAMPLES.glob("*.json")}
    found = problems(rows, types)
    unasked = sorted(types - {key for row in rows for key in row["relevant"]})
    summary = f"{len(rows)} questions, {len({row['situation'] for row in rows})} situations"
    sys.stdout.write("\n".join([*found, summary, f"offer types nobody asks for: {unasked or 'none'}", ""]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
