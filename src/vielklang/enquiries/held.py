"""Recordings of forms that were not complete: found again by the form's own token, for half an hour."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.crypto import salted_hmac

from vielklang.core.actor import READER
from vielklang.core.scope import token_scope
from vielklang.enquiries.actions import HELD_MINUTES, drop_held_voice, hold_voice
from vielklang.enquiries.models import HeldVoice
from vielklang.enquiries.tasks import drop_held
from vielklang.enquiries.voice import Voice

if TYPE_CHECKING:
    from vielklang.enquiries.forms import VoiceForm


def key_of(secret: str) -> str:
    """Under what a recording is held: of a form's token, or of the page that a code opened."""
    return salted_hmac("vielklang.enquiries.held", secret, algorithm="sha256").hexdigest()


def held_voice(key: str) -> Voice | None:
    since = timezone.now() - dt.timedelta(minutes=HELD_MINUTES)
    with token_scope(key):
        row = HeldVoice.objects.filter(key=key, created_at__gte=since).first()
    return Voice(bytes(row.content), row.media_type, row.seconds) if row else None


def hold(key: str, voice: Voice | None) -> None:
    """Hold it, or drop what is held where there is none."""
    if voice is None:
        drop_held_voice(by=READER, key=key)
        return
    hold_voice(by=READER, key=key, voice=voice)
    drop_held.configure(schedule_in={"minutes": HELD_MINUTES + 1}).defer(key=key)


def hold_for_next(form: VoiceForm, old: str, new: str) -> None:
    """A form that was not taken comes again with the key `new`: what was said in it is there then."""
    values = getattr(form, "cleaned_data", {})
    if form.said is not None and (values.get("voice") or old != new):
        hold(new, form.said)
    elif values.get("no_voice"):
        hold(new, None)
