"""Obstacles that are no single case: named, changed, met by an enquiry."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.enquiries.enums_desk import ThemeState
from vielklang.enquiries.models import Enquiry, EnquiryTheme, Theme
from vielklang.places.models import Municipality


@action
def save_theme(
    *,
    by: Actor,
    centre: Centre,
    theme: Theme | None,
    title: str,
    description: str = "",
    proposal: str = "",
    topic: str = "",
    municipality: Municipality | None = None,
    state: ThemeState = ThemeState.OPEN,
) -> Theme:
    """Write a theme anew, or change it; its count stays."""
    now = timezone.now()
    row = theme or Theme(centre=centre, created_at=now)
    row.title, row.description, row.proposal = title.strip(), description.strip(), proposal.strip()
    row.topic, row.municipality, row.state, row.changed_at = topic, municipality, state, now
    row.save()
    record(by=by, event="theme saved", subject=row)
    return row


@action
def tag_theme(*, by: Actor, enquiry: Enquiry, theme: Theme) -> None:
    """This enquiry met it; a second time changes nothing."""
    _link, is_new = EnquiryTheme.objects.get_or_create(
        centre_id=enquiry.centre_id, enquiry=enquiry, theme=theme
    )
    if is_new:
        Theme.objects.filter(pk=theme.pk).update(count=F("count") + 1, changed_at=timezone.now())
        record(by=by, event="theme tagged", subject=theme)


@action
def untag_theme(*, by: Actor, enquiry: Enquiry, theme: Theme) -> None:
    """It was a mistake: it counts no more."""
    count, _models = EnquiryTheme.objects.filter(enquiry=enquiry, theme=theme).delete()
    if count:
        Theme.objects.filter(pk=theme.pk).update(count=F("count") - 1)
        record(by=by, event="theme untagged", subject=theme)
