"""Size limits: files under 500 lines (tests 800), functions under 50. Exceptions with reasons stand here."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FILE, LONGEST_TEST_FILE, LONGEST_FUNCTION = 500, 800, 50
EXCEPTIONS: dict[str, str] = {}
"""Path or path:function → why it may be longer."""


def problems(path: Path) -> list[str]:
    name = path.relative_to(ROOT).as_posix()
    text = path.read_text(encoding="utf-8")
    limit = LONGEST_TEST_FILE if name.startswith("tests/") else LONGEST_FILE
    lines = text.count("\n")
    found = [f"{name}: {lines} lines (at most {limit})"] if lines > limit and name not in EXCEPTIONS else []
    if path.suffix != ".py":
        return found
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION and f"{name}:{node.name}" not in EXCEPTIONS:
                found.append(f"{name}:{node.lineno} {node.name}: {length} lines (at most {LONGEST_FUNCTION})")
    return found


def main() -> int:
    files = [
        path
        for folder in ("src", "tests", "tools", "bench")
        for pattern in ("*.py", "*.css", "*.js", "*.html")
        for path in (ROOT / folder).rglob(pattern)
        if "migrations" not in path.parts and "build" not in path.parts
    ]
    found = [line for path in sorted(files) for line in problems(path)]
    print("\n".join(found)) if found else None
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
