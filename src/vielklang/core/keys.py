"""The file of keys that encrypt fields (`core.encryption`): one `id:key` a line, the current one first."""

from __future__ import annotations

import secrets
from pathlib import Path

from cryptography.fernet import Fernet


def new_key() -> tuple[str, str]:
    """An id and a key, as they stand in a line `id:key` of the key file."""
    return secrets.token_hex(4), Fernet.generate_key().decode()


def read_keys(path: Path) -> tuple[tuple[str, str], ...]:
    """The keys of a file, current one first; makes the file with one key where there is none (readable by us alone)."""
    if not path.exists():
        write_keys(path, [new_key()])
    rows = [line.split(":", 1) for line in path.read_text("utf-8").split()]
    return tuple((row[0], row[1]) for row in rows)


def write_keys(path: Path, keys: list[tuple[str, str]]) -> None:
    """Replace the file in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text("".join(f"{name}:{key}\n" for name, key in keys), "utf-8")
    fresh.replace(path)
