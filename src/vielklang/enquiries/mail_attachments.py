"""The files of an answer that leaves as a mail, read when it leaves."""

from __future__ import annotations

from vielklang.centres.models import Centre
from vielklang.core.scope import centre_scope
from vielklang.enquiries.models import EnquiryFile


def attached_files(key: str, centre_id: int | None) -> list[tuple[str, bytes, str]]:
    """(name, content, media type) of each; none where the question was deleted meanwhile."""
    if centre_id is None:
        return []
    with centre_scope(Centre.objects.get(pk=centre_id)):
        rows = EnquiryFile.objects.filter(message__public_id=key.partition(":")[2])
        return [(row.name, bytes(row.content), row.media_type) for row in rows if row.may_open]
