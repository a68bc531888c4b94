"""The editor: one form over an offer, that keeps what is typed and never overwrites what somebody else saved."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vielklang.accounts.access import AreaRequest
from vielklang.core.areas import Area
from vielklang.core.languages import GUIDE_TAGS
from vielklang.core.permissions import Permission
from vielklang.offers import actions
from vielklang.offers.actions import EditConflict
from vielklang.offers.completeness import completeness_of
from vielklang.offers.desk_drafting import Editor, data_from, data_of, data_of_new, kept_of, without_row
from vielklang.offers.desk_forms import organisation_names
from vielklang.offers.desk_words import staff_tag
from vielklang.offers.differences import differences
from vielklang.offers.drafts import OfferDraft
from vielklang.offers.enums import OfferStatus, RevisionState
from vielklang.offers.merging import merge, merged_with
from vielklang.offers.models import Offer, OfferRevision
from vielklang.offers.rows import draft_of
from vielklang.offers.rules import access_offer, access_working_revision, may
from vielklang.offers.snapshots import draft_from, snapshot
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.offers.views.desk.offer import home_of

PRESENT = dt.timedelta(minutes=30)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: AreaRequest, public_id: UUID) -> HttpResponse:
    offer = access_offer(request.area, public_id, Permission.OFFER_EDIT)
    if offer.status == OfferStatus.ARCHIVED:
        messages.error(request, _("An archived offer cannot be changed. Make it a draft again first."))
        return redirect(home_of(request.area, offer))
    return _edit(request, offer)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AreaRequest) -> HttpResponse:
    if request.area.centre is None:
        messages.error(
            request, _("No integration centre keeps this organisation; a centre enters its offers.")
        )
        return redirect(home_of(request.area, None))
    return _edit(request, None)


@require_POST
def autosave(request: AreaRequest, public_id: UUID | None = None) -> HttpResponse:
    """Keeps what was typed in the person's own working revision; nobody else sees a change of it."""
    area = request.area
    offer = access_offer(area, public_id, Permission.OFFER_EDIT) if public_id else None
    actions.keep_working(
        by=area.actor,
        centre=offer.centre if offer else area.centre,
        organisation=area.organisation,
        offer=offer,
        form_data=kept_of(request.POST),
        base_number=_base(request.POST, offer),
    )
    return HttpResponse(status=204)


@require_POST
def discard(request: AreaRequest, public_id: UUID | None = None) -> HttpResponse:
    """Throw one's own unfinished work away."""
    offer = access_offer(request.area, public_id, Permission.OFFER_EDIT) if public_id else None
    if working := access_working_revision(request.area, offer):
        actions.discard_revision(by=request.area.actor, revision=working)
        messages.success(request, _("Your unfinished changes are gone."))
    return redirect(home_of(request.area, offer))


def _edit(request: AreaRequest, offer: Offer | None) -> HttpResponse:
    if request.method != "POST":
        working = access_working_revision(request.area, offer)
        data, source = _beginning(request.area, offer, working)
        return _show(request, offer, Editor(data, area=request.area), source=source)
    data, then = request.POST, request.POST.get("then", "")
    if "add" in data or "remove" in data or then == "continue":
        kept = without_row(data, data["remove"]) if "remove" in data else data
        return _show(request, offer, Editor(kept, area=request.area))
    is_public = (offer is not None and offer.was_published) or then in {"publish", "submit"}
    editor = Editor(data, area=request.area, checks=True, must_be_public=is_public)
    if not editor.is_valid(offer):
        return _show(request, offer, editor, status=422)
    try:
        saved = _save(request, offer, editor)
    except EditConflict as conflict:
        assert offer is not None
        return _conflict(request, offer, editor, conflict)
    return redirect(home_of(request.area, saved))


def _beginning(area: Area, offer: Offer | None, working: OfferRevision | None) -> tuple[QueryDict, str]:
    """What the form begins with and where it comes from: unfinished work, a change in review, the offer itself."""
    if working is not None and working.form_data:
        return data_from(working.form_data), "working"
    if offer is None:
        return data_of_new(area.organisation), "new"
    rows = OfferRevision.objects.filter(offer=offer, state=RevisionState.IN_REVIEW)
    waiting = rows.first()
    draft = draft_from(merged_with(offer, waiting).content, offer) if waiting else draft_of(offer)
    names = {row: label for label, row in organisation_names(area).items()}
    data = data_of(draft, offer, names.get(draft.organisation, ""))
    data["base_number"] = str(offer.edition)
    return data, "waiting" if waiting else "offer"


def _save(request: AreaRequest, offer: Offer | None, editor: Editor) -> Offer:
    """Create or change it, then the confirmation's rules, then the step that was asked for; tells what happened."""
    area, then = request.area, request.POST.get("then", "")
    draft = editor.draft(offer)
    if offer is None:
        offer = actions.create_offer(by=area.actor, draft=draft)
        if working := access_working_revision(area, None):
            actions.discard_revision(by=area.actor, revision=working)
        words = _("The draft is saved.")
    else:
        revision = actions.save_revision(
            by=area.actor,
            offer=offer,
            draft=draft,
            base_number=_base(request.POST, offer),
            note=editor.main.cleaned_data["note"],
        )
        waits = revision.state == RevisionState.IN_REVIEW
        words = (
            _("Handed in: readers see the change when the centre has published it.") if waits else _("Saved.")
        )
        offer = access_offer(area, offer.public_id, Permission.OFFER_EDIT)
    _set_rules(area, offer, editor)
    if then in {"publish", "submit"} and may(area, then, offer):
        step = actions.publish_offer if then == "publish" else actions.submit_offer
        step(by=area.actor, offer=offer)
        words = _("Saved and published.") if then == "publish" else _("Saved and handed in for review.")
    messages.success(request, words)
    return offer


def _set_rules(area: Area, offer: Offer, editor: Editor) -> None:
    values = editor.main.cleaned_data
    rules = {
        "confirm_every": int(values["confirm_every"]),
        "pause_from": values["pause_from"],
        "pause_until": values["pause_until"],
    }
    if any(getattr(offer, name) != value for name, value in rules.items()):
        actions.set_confirmation_rules(by=area.actor, offer=offer, **rules)


def _show(
    request: AreaRequest, offer: Offer | None, editor: Editor, *, source: str = "", status: int = 200
) -> HttpResponse:
    area = request.area
    context = {
        "offer": offer,
        "editor": editor,
        "form": editor.main,
        "source": source,
        "topic_groups": topic_groups(editor),
        "languages": language_groups(editor),
        "others": _others(area, offer),
        "complete": _hints(area, offer, editor),
        "errors": errors_of(editor),
        "is_partner": area.organisation is not None,
        "home": home_of(area, offer),
        "autosave": area.url(*_named(area, "autosave", offer)),
        "discard": area.url(*_named(area, "discard", offer)),
        "key": f"{area.kind}:{area.key}:{offer.public_id if offer else 'new'}",
        **_steps(area, offer),
    }
    return render(request, "offers/desk/editor.html", context, status=status)


def _conflict(request: AreaRequest, offer: Offer, editor: Editor, conflict: EditConflict) -> HttpResponse:
    """Both changes side by side; nothing was written, everything typed is in the page."""
    mine, theirs = editor.draft(offer), draft_from(conflict.theirs, offer)
    base = conflict.base or conflict.theirs
    both = merge(base, snapshot(mine), conflict.theirs).content
    merged = data_of(draft_from(both, offer), offer, str(request.POST.get("organisation", "")))
    kept = kept_of(request.POST)
    for name in ("confirm_every", "pause_from", "pause_until", "note"):
        merged.setlist(name, kept.get(name, [""]))
    context = {
        "offer": offer,
        "conflict": conflict,
        "their_changes": differences(draft_from(base, offer), theirs),
        "my_changes": differences(theirs, mine),
        "mine": _pairs(kept | {"base_number": [str(conflict.number)]}),
        "merged": _pairs(kept_of(merged) | {"base_number": [str(conflict.number)]}),
        "home": home_of(request.area, offer),
    }
    return render(request, "offers/desk/conflict.html", context, status=409)


def _pairs(kept: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(key, value) for key, values in kept.items() for value in values]


def _steps(area: Area, offer: Offer | None) -> dict[str, Any]:
    """Which buttons the form ends with."""
    probe = offer or Offer(organisation=area.organisation) if area.organisation else offer or Offer()
    is_new = offer is None or not offer.was_published
    trusted = area.organisation is not None and area.organisation.publishes_directly
    publishes = area.can(Permission.OFFER_PUBLISH) or trusted
    return {
        "can_publish": is_new and publishes,
        "can_submit": is_new and not publishes and probe.status == OfferStatus.DRAFT,
        "is_reviewed": not is_new and not publishes,
    }


def _others(area: Area, offer: Offer | None) -> list[OfferRevision]:
    """Who else has been typing in this offer within the last half hour."""
    if offer is None:
        return []
    since = timezone.now() - PRESENT
    rows = OfferRevision.objects.filter(offer=offer, state=RevisionState.WORKING, updated_at__gt=since)
    return list(rows.exclude(author_user_id=area.actor.user_id).defer("content", "form_data").order_by("pk"))


def _hints(area: Area, offer: Offer | None, editor: Editor) -> Any:
    """Of what stands in the form, where it makes a draft; else of the offer as it is."""
    probe = Editor(editor.data, area=area, checks=True)
    draft: OfferDraft | None = None
    if probe.is_valid(offer):
        draft = probe.draft(offer)
    elif offer is not None:
        draft = draft_of(offer)
    languages = offer.texts.values_list("language", flat=True) if offer else ()
    return completeness_of(draft, set(languages)) if draft else None


def topic_groups(editor: Editor) -> list[dict[str, Any]]:
    """Topics by life area; areas with a ticked topic are open."""
    chosen = set(editor.main["topics"].value() or [])
    names = dict(editor.main.fields["topics"].choices)  # type: ignore[attr-defined]
    taxonomy, tag = get_taxonomy(), staff_tag()
    return [
        {
            "name": taxonomy.life_area_name(key, tag),
            "is_open": bool(chosen & set(area.topics)),
            "topics": [(topic, names[topic], topic in chosen) for topic in area.topics],
        }
        for key, area in taxonomy.life_areas.items()
    ]


def language_groups(editor: Editor) -> dict[str, list[tuple[str, str, bool]]]:
    """Languages of the guide and ticked ones first, the others behind a fold."""
    chosen = set(editor.main["languages"].value() or [])
    rows = [(key, str(name), key in chosen) for key, name in editor.main.fields["languages"].choices]  # type: ignore[attr-defined]
    near = [row for row in rows if row[0] in GUIDE_TAGS or row[2]]
    return {"near": near, "more": [row for row in rows if row not in near]}


def errors_of(editor: Editor) -> list[tuple[str, str]]:
    """(id of the field, words) of all that is wrong, for the summary on top."""
    if not editor.checks:
        return []
    found = [
        (field.id_for_label or field.auto_id, str(error))
        for form in (editor.main, *editor.filled)
        for field in form
        for error in field.errors
    ]
    return found + [("text", words) for words in editor.problems]


def _named(area: Area, name: str, offer: Offer | None) -> tuple[Any, ...]:
    if offer is None:
        return (f"offers:{area.kind}_{name}_new",)
    return (f"offers:{area.kind}_{name}", offer.public_id)


def _base(data: QueryDict, offer: Offer | None) -> int:
    """The edition that the form began with; a form that does not say it conflicts with whatever is there."""
    value = data.get("base_number", "")
    return int(value) if value.isdecimal() and len(value) < 9 else 0
