"""Recordings: kept with a message, or held for half an hour until the form that they came with is complete."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone

from vielklang.core.actor import Actor
from vielklang.core.audit import action
from vielklang.core.scope import token_scope
from vielklang.enquiries.enums import FileKind, FileScan
from vielklang.enquiries.models import EnquiryFile, EnquiryMessage, HeldVoice
from vielklang.enquiries.voice import Voice

HELD_MINUTES = 30


def keep_voice(message: EnquiryMessage, voice: Voice, now: dt.datetime) -> EnquiryFile:
    """Store the recording with its message; part of the action that stores the message.

    The virus scanner, where there is one, is asked by the next job: nobody waits for it while they send.
    """
    return EnquiryFile.objects.create(
        centre_id=message.centre_id,
        enquiry_id=message.enquiry_id,
        message=message,
        kind=FileKind.VOICE,
        media_type=voice.media_type,
        size=len(voice.content),
        seconds=voice.seconds,
        content=voice.content,
        scan=FileScan.WAITING if settings.CLAMAV_URL else FileScan.NONE,
        created_at=now,
    )


@action
def hold_voice(*, by: Actor, key: str, voice: Voice, now: dt.datetime | None = None) -> HeldVoice:
    """Keep a recording for the form of this key; the last one counts. Not in the audit: nobody has sent it yet."""
    with token_scope(key):
        held, _created = HeldVoice.objects.update_or_create(
            key=key,
            defaults={
                "media_type": voice.media_type,
                "seconds": voice.seconds,
                "size": len(voice.content),
                "content": voice.content,
                "created_at": now or timezone.now(),
            },
        )
    return held


@action
def drop_held_voice(*, by: Actor, key: str, before: dt.datetime | None = None) -> int:
    """Delete the recording of this key (only if it is older than `before`); how many there were."""
    with token_scope(key):
        rows = HeldVoice.objects.filter(key=key)
        count, _rows = (rows.filter(created_at__lt=before) if before else rows).delete()
    return count
