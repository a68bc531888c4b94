"""Export at the desk: what the filters of the list leave, in the form one needs. Each export leaves an audit entry."""

from __future__ import annotations

import tempfile
from typing import IO, Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.interfaces.actions import note_export
from vielklang.interfaces.exports import ExportForm, offer_forms, organisation_forms
from vielklang.interfaces.exports.query import Filters, offers_of, organisations_of
from vielklang.interfaces.exports.tables import TooLongError
from vielklang.offers.enums import OfferStatus
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.organisations.models import Organisation

_IN_MEMORY = 5_000_000


@require_safe
@desk(Permission.DATA_EXPORT)
def overview(request: AreaRequest) -> HttpResponse:
    """What would go out, and in which forms."""
    filters = Filters.of(request.GET.dict())
    area, taxonomy, tag = request.area, get_taxonomy(), get_language() or "de"
    context = {
        "filters": filters,
        "query": urlencode(filters.as_query()),
        "count": offers_of(area.centre, filters).count(),
        "organisation_count": organisations_of(area.centre).count(),
        "offer_forms": offer_forms().values(),
        "organisation_forms": organisation_forms().values(),
        "states": OfferStatus.choices,
        "topics": [(key, taxonomy.topic_name(key, tag)) for key in taxonomy.topic_keys],
        "organisation": Organisation.objects.filter(public_id=filters.organisation).first()
        if filters.organisation
        else None,
    }
    return TemplateResponse(request, "interfaces/desk/export.html", context)


@require_POST
@desk(Permission.DATA_EXPORT)
def offers(request: AreaRequest, form: str) -> HttpResponse:
    filters = Filters.of(request.GET.dict())
    rows = offers_of(request.area.centre, filters)
    return _answer(request, offer_forms(), form, rows, what="offers", filters=filters.as_query())


@require_POST
@desk(Permission.DATA_EXPORT)
def organisations(request: AreaRequest, form: str) -> HttpResponse:
    text = Filters.of(request.GET.dict()).text
    rows = organisations_of(request.area.centre, text)
    filters = {"q": text} if text else {}
    return _answer(request, organisation_forms(), form, rows, what="organisations", filters=filters)


def _answer(
    request: AreaRequest,
    forms: dict[str, ExportForm],
    key: str,
    rows: QuerySet[Any],
    *,
    what: str,
    filters: dict[str, str],
) -> HttpResponse:
    """The whole file is made before anything is sent, so that a failed export is no file that ends too early."""
    if key not in forms:
        raise Http404
    form, area = forms[key], request.area
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (closed by the response)
    try:
        form.write(file, rows)
    except TooLongError as error:
        file.close()
        messages.error(
            request,
            _("A text in the column %(name)s is too long for Excel. Please take CSV.") % {"name": error},
        )
        return redirect(f"{area.url('interfaces:export')}?{urlencode(filters)}")
    note_export(
        by=area.actor, centre=area.centre, what=what, form=form.key, filters=filters,
        count=rows.count(),
    )  # fmt: skip
    day = timezone.localdate()
    german = {"offers": "angebote", "organisations": "traeger"}[what]
    return _sent(file, form, f"{german}-{area.centre.slug}-{day:%Y-%m-%d}.{form.ending}")


def _sent(file: IO[bytes], form: ExportForm, name: str) -> HttpResponse:
    """A small file at once, a large one in parts."""
    size = file.seek(0, 2)
    file.seek(0)
    if size > _IN_MEMORY:
        return cast(
            HttpResponse,
            FileResponse(file, as_attachment=True, filename=name, content_type=form.content_type),
        )
    with file:
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(file.read(), content_type=form.content_type, headers=headers)
