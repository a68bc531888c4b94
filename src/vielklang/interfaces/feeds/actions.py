"""Keeping the archive of open data; the only thing that the feeds write."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from collections.abc import Mapping
from typing import IO

from django.utils import timezone

from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.interfaces.feeds.archive.reading import PART
from vielklang.interfaces.feeds.archive.writing import write_archive
from vielklang.interfaces.models import OpenDataArchive, OpenDataPart

KEPT = 3
"""The newest and two more, so that whoever is loading yesterday's can finish."""


def make_archive(*, by: Actor, now: dt.datetime | None = None) -> OpenDataArchive:
    """Write the archive to a temporary file, outside of any transaction, then keep it at once."""
    moment = now or timezone.now()
    with tempfile.TemporaryFile() as file:
        counts = write_archive(file, now=moment)
        file.seek(0)
        return keep_archive(by=by, file=file, counts=counts, now=moment)


@action
def keep_archive(
    *, by: Actor, file: IO[bytes], counts: Mapping[str, int], now: dt.datetime
) -> OpenDataArchive:
    """Store an archive in pieces and forget those older than the newest `KEPT`; all of it or nothing."""
    archive = OpenDataArchive.objects.create(made_at=now, size=0, digest="", counts=dict(counts))
    digest, size = hashlib.sha256(), 0
    for number, piece in enumerate(iter(lambda: file.read(PART), b"")):
        OpenDataPart.objects.create(archive=archive, number=number, content=piece)
        digest.update(piece)
        size += len(piece)
    archive.size, archive.digest = size, digest.hexdigest()
    archive.save(update_fields=["size", "digest"])
    kept = OpenDataArchive.objects.order_by("-made_at", "-pk").values_list("pk", flat=True)[:KEPT]
    OpenDataArchive.objects.exclude(pk__in=list(kept)).delete()
    record(by=by, event="open data made", subject=archive, size=size, rows=sum(counts.values()))
    return archive
