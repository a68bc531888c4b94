"""Changing the keys of encrypted fields while the installation runs (docs/adr/0022-encrypted-fields.md)."""

from __future__ import annotations

from django.conf import settings

from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.encryption import reencrypt
from vielklang.core.keys import new_key, read_keys, write_keys


def rotate_keys(*, by: Actor) -> int:
    """A new key in front, then every value under it, in small transactions; how many values were changed.

    Running processes read the file anew when they meet the new key. An interrupted run is continued by the next one.
    """
    path = settings.FIELD_KEYS_FILE
    write_keys(path, [new_key(), *read_keys(path)])
    settings.FIELD_KEYS = read_keys(path)
    count = reencrypt()
    _note(by=by, values=count)
    return count


def forget_keys(*, by: Actor) -> int:
    """Leave the current key alone in the file; what another process wrote meanwhile is brought under it first."""
    path = settings.FIELD_KEYS_FILE
    settings.FIELD_KEYS = read_keys(path)
    reencrypt()
    current, *old = settings.FIELD_KEYS
    write_keys(path, [current])
    settings.FIELD_KEYS = (current,)
    _note(by=by, forgotten=len(old))
    return len(old)


@action
def _note(*, by: Actor, **details: int) -> None:
    record(by=by, event="encryption keys rotated", **details)  # type: ignore[arg-type]
