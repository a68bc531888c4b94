"""Writes of text modules. In the scope of the centre."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import F
from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.texts import TextStatus
from vielklang.enquiries.models import TextModule, TextModuleText


@action
def save_text_module(
    *,
    by: Actor,
    centre: Centre,
    module: TextModule | None,
    title: str,
    topics: Sequence[str],
    german: str,
    now: dt.datetime | None = None,
) -> TextModule:
    """A new module (None) or a changed one. Other German words leave the translations behind."""
    row = TextModule.objects.select_for_update().get(pk=module.pk) if module else TextModule(centre=centre)
    row.title, row.topics, row.changed_at = title.strip(), list(topics), now or timezone.now()
    row.save()
    text, created = TextModuleText.objects.get_or_create(
        centre=centre, module=row, language="de", defaults={"text": german.strip()}
    )
    if not created and text.text != german.strip():
        text.text, text.revision = german.strip(), text.revision + 1
        text.save()
    record(by=by, event="text module changed" if module else "text module created", subject=row)
    return row


@action
def translate_text_module(
    *, by: Actor, module: TextModule, language: str, text: str, status: TextStatus
) -> TextModuleText | None:
    """The module in another language, true to the German of now; an empty text removes it."""
    german = TextModuleText.objects.select_for_update().get(module=module, language="de")
    event = "text module translated"
    if not text.strip():
        TextModuleText.objects.filter(module=module, language=language).delete()
        record(by=by, event=event, subject=module, language=language, removed=True)
        return None
    values = {"text": text.strip(), "status": status, "source_revision": german.revision}
    row, created = TextModuleText.objects.update_or_create(
        centre_id=module.centre_id, module=module, language=language, defaults=values
    )
    if not created:
        TextModuleText.objects.filter(pk=row.pk).update(revision=F("revision") + 1)
    record(by=by, event=event, subject=module, language=language, status=status)
    return row


@action
def remove_text_module(*, by: Actor, module: TextModule, now: dt.datetime | None = None) -> None:
    """It is no longer offered; its words stay for the undo."""
    TextModule.objects.filter(pk=module.pk).update(removed_at=now or timezone.now())
    record(by=by, event="text module removed", subject=module)


@action
def restore_text_module(*, by: Actor, module: TextModule) -> None:
    """The undo of removing."""
    TextModule.objects.filter(pk=module.pk).update(removed_at=None)
    record(by=by, event="text module restored", subject=module)
