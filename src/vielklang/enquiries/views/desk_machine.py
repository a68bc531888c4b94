"""What the person wrote, in German by a machine."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.enquiries.actions.machine import keep_german
from vielklang.enquiries.desk_machine import untranslated
from vielklang.enquiries.machine import may_translate, translated
from vielklang.enquiries.rules import access_enquiry
from vielklang.translations.adapters import HelperError


@desk(Permission.ENQUIRY_ANSWER)
@require_POST
def german(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    """Everything that the person wrote in another language and that has no German yet."""
    area, found = request.area, access_enquiry(request.area.actor, public_id)
    rows = untranslated(found)
    if not may_translate(area.centre, found.language):
        raise PermissionDenied
    try:
        texts = translated(area.centre, [row.text for row in rows], found.language, "de") if rows else []
        keep_german(
            by=area.actor, enquiry=found, german={row.pk: text for row, text in zip(rows, texts, strict=True)}
        )
        messages.success(request, _("A machine has translated it. The original stands beside it."))
    except HelperError as error:
        messages.warning(request, error.failure.label)
    return redirect(area.url("enquiries:desk_enquiry", public_id))
