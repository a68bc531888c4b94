"""Zip files from strangers: opened only after every part was unpacked once with a limit (bombs, entities)."""

from __future__ import annotations

import io
import zipfile

from django.utils.translation import gettext as _

from vielklang.interfaces.imports.source import UnreadableError

MOST_UNPACKED = 400_000_000
MOST_PARTS = 200
_CHUNK = 1 << 20


def checked_zip(content: bytes) -> zipfile.ZipFile:
    """The archive, once it is known to unpack to a bearable size and to carry no document type (XML entities).

    Sizes that the archive states itself are not believed.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise UnreadableError(0, _("has too many parts"))
        left = MOST_UNPACKED
        for part in parts:
            left -= _unpacked_size(archive, part, left)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise UnreadableError(0, _("is damaged or protected by a password")) from error
    except UnreadableError:
        raise
    except Exception as error:  # zlib.error and what broken archives raise besides
        raise UnreadableError(0, _("is damaged or protected by a password")) from error
    return archive


def _unpacked_size(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> int:
    size = 0
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if not size and b"<!DOCTYPE" in chunk[:2000].upper():
                raise UnreadableError(0, _("contains a document type definition, which is not allowed"))
            size += len(chunk)
            if size > most:
                raise UnreadableError(0, _("unpacks to more than is allowed"))
    return size
