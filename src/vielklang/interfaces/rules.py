"""The doors to imports: a run of one's own centre, or nothing."""

from __future__ import annotations

import uuid

from django.http import Http404

from vielklang.core.areas import Area
from vielklang.interfaces.models import ImportRun


def access_run(area: Area, public_id: uuid.UUID) -> ImportRun:
    """The run of this centre without its file; the right is asked at the area's door. Raises `Http404`."""
    run = ImportRun.objects.defer("content").filter(public_id=public_id, centre=area.centre).first()
    if run is None:
        raise Http404
    return run
