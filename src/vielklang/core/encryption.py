"""Fields that are encrypted at rest, with keys that can be changed (docs/adr/0022-encrypted-fields.md).

A stored value is `<key id>:<Fernet token>`. The first key encrypts, every known one decrypts; `reencrypt` brings what
older keys wrote under the first one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from vielklang.core.keys import read_keys

_BATCH = 500


class UnreadableError(Exception):
    """A stored value whose key is not known, or that somebody has changed."""


@lru_cache(maxsize=1)
def _ciphers(keys: tuple[tuple[str, str], ...]) -> dict[str, Fernet]:
    return {name: Fernet(key) for name, key in keys}


def encrypt_bytes(plain: bytes) -> bytes:
    """Encrypted under the current key; empty stays empty."""
    if not plain:
        return b""
    ciphers = _ciphers(settings.FIELD_KEYS)
    name = next(iter(ciphers))
    return b"%s:%s" % (name.encode(), ciphers[name].encrypt(plain))


def decrypt_bytes(stored: bytes) -> bytes:
    """The bytes again. Raises `UnreadableError`."""
    if not stored:
        return b""
    name, _, token = stored.partition(b":")
    try:
        return _cipher(name.decode("ascii", "replace")).decrypt(token)
    except InvalidToken as error:
        raise UnreadableError("changed, or of another key") from error


def encrypt(text: str) -> str:
    """Encrypted under the current key; empty stays empty."""
    return encrypt_bytes(text.encode()).decode()


def decrypt(stored: str) -> str:
    """The text again. Raises `UnreadableError`."""
    return decrypt_bytes(stored.encode()).decode()


def _cipher(name: str) -> Fernet:
    cipher = _ciphers(settings.FIELD_KEYS).get(name)
    if cipher is None:  # the keys were changed since this process started
        settings.FIELD_KEYS = read_keys(settings.FIELD_KEYS_FILE)
        cipher = _ciphers(settings.FIELD_KEYS).get(name)
    if cipher is None:
        raise UnreadableError(f"no key {name!r}")
    return cipher


class EncryptedTextField(models.TextField):
    """Text that the database never sees. Cannot be searched, sorted or compared there."""

    def get_prep_value(self, value: Any) -> str | None:
        return value if value is None else encrypt(str(value))

    def from_db_value(self, value: str | None, *args: object) -> str | None:
        return value if value is None else decrypt(value)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in {"isnull"}:
            raise TypeError(f"{self.name} is encrypted: no look-up {lookup_name!r}")
        return super().get_lookup(lookup_name)


class EncryptedBytesField(models.BinaryField):
    """Bytes that the database never sees."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        stored = None if value is None else encrypt_bytes(bytes(value))
        return super().get_db_prep_value(stored, connection, prepared)

    def from_db_value(self, value: Any, *args: object) -> bytes | None:
        return None if value is None else decrypt_bytes(bytes(value))


def encrypted_columns() -> Iterator[tuple[str, str, str]]:
    """(table, primary key column, column) of every encrypted field, columns in quotes."""
    quote = connection.ops.quote_name
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField | EncryptedBytesField):
                assert model._meta.pk.column
                assert field.column
                yield model._meta.db_table, quote(model._meta.pk.column), quote(field.column)


def reencrypt() -> int:
    """Bring every value under the current key, in batches of their own transactions; how many were changed.

    Runs as the owner of the tables, past the scopes: it sees no text but what it writes back.
    """
    count = 0
    for table, key, column in encrypted_columns():
        while changed := _reencrypt_batch(table, key, column):
            count += changed
    return count


def _reencrypt_batch(table: str, key: str, column: str) -> int:
    """Texts and bytes alike: what is compared is the key's id in front, as text of one byte a letter."""
    column = connection.ops.quote_name(column)  # "references" is a word of SQL
    mark = f"{settings.FIELD_KEYS[0][0]}:"
    letters = f"encode(substring({column}::bytea from 1 for {len(mark)}), 'escape')"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, {column} FROM {table} WHERE length({column}) > 0 AND {letters} <> %s"  # noqa: S608
            f" ORDER BY {key} LIMIT {_BATCH} FOR UPDATE",
            [mark],
        )
        rows = [(_renewed(stored), pk) for pk, stored in cursor.fetchall()]
        cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", rows)  # noqa: S608
    return len(rows)


def _renewed(stored: str | memoryview) -> str | bytes:
    return (
        encrypt(decrypt(stored)) if isinstance(stored, str) else encrypt_bytes(decrypt_bytes(bytes(stored)))
    )
