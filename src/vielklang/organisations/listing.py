"""The list of organisations at a desk: what can be filtered and sorted, all of it in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower

from vielklang.centres.models import Centre
from vielklang.organisations.enums_desk import ChangeState
from vielklang.organisations.models import Organisation, OrganisationChange
from vielklang.organisations.queries import organisations_of, with_funding_state

ROWS = 50
SORTS = {
    "name": (Lower("name").asc(),),
    "-name": (Lower("name").desc(),),
    "town": (Lower("town").asc(), Lower("name").asc()),
    "-town": (Lower("town").desc(), Lower("name").asc()),
    "offers": (F("offer_count").asc(), Lower("name").asc()),
    "-offers": (F("offer_count").desc(), Lower("name").asc()),
    "updated": (F("updated_at").asc(),),
    "-updated": (F("updated_at").desc(),),
}

_CHANGES = {"waiting": ChangeState.OPEN, "direct": ChangeState.DIRECT}


def organisation_page(centre: Centre, values: dict[str, Any]) -> Page[Organisation]:
    """One page of the entries that fit; unknown pages become the first or last. Inside the centre's scope."""
    rows = _sorted(_filtered(organisations_of(centre), values), values.get("sort") or "name")
    return Paginator(rows.select_related("municipality"), ROWS).get_page(values.get("page") or 1)


def _sorted(rows: QuerySet[Organisation], sort: str) -> QuerySet[Organisation]:
    itself = Organisation.objects.filter(pk=OuterRef("pk")).order_by().values("pk")
    count = itself.annotate(n=Count("offers", filter=~Q(offers__status="archived"))).values("n")
    rows = rows.annotate(offer_count=Coalesce(Subquery(count, output_field=IntegerField()), 0))
    return rows.order_by(*SORTS[sort], "pk")


def _filtered(rows: QuerySet[Organisation], values: dict[str, Any]) -> QuerySet[Organisation]:
    for name in ("kind", "municipality"):
        if values.get(name):
            rows = rows.filter(**{name: values[name]})
    if values.get("language"):
        rows = rows.filter(languages__contains=[values["language"]])
    if values.get("mso"):
        rows = with_funding_state(rows, values["mso"])
    if values.get("offers"):
        visible = Exists(Organisation.objects.filter(pk=OuterRef("pk"), offers__status="published"))
        rows = rows.filter(visible) if values["offers"] == "with" else rows.filter(~visible)
    if values.get("changes"):
        rows = rows.filter(
            Exists(
                OrganisationChange.objects.filter(
                    organisation=OuterRef("pk"), state=_CHANGES[values["changes"]]
                )
            )
        )
    return _with_profile(matching(rows, values.get("q") or ""), values.get("profile") or "")


def _with_profile(rows: QuerySet[Organisation], profile: str) -> QuerySet[Organisation]:
    if profile == "requested":
        return rows.filter(profile_requested_at__isnull=False)
    return rows.filter(is_public_profile=profile == "public") if profile else rows


def matching(rows: QuerySet[Organisation], text: str) -> QuerySet[Organisation]:
    """Entries that have every word in name, town, address, mail or register number, or the telephone number."""
    digits = "".join(char for char in text if char.isdigit())
    if len(digits) >= 5 and not any(char.isalpha() for char in text):
        return rows.filter(Q(phone__contains=digits.lstrip("0").removeprefix("49")) | Q(postcode=digits))
    for word in text.split()[:8]:
        found = Q(name__icontains=word) | Q(town__icontains=word) | Q(email__icontains=word)
        rows = rows.filter(found | Q(street__icontains=word) | Q(registration_number__icontains=word))
    return rows


def clean_values(form: forms.Form) -> dict[str, Any]:
    """What of an address can be used; the rest is left out, so that an old bookmark still opens the list."""
    form.is_valid()
    return dict(form.cleaned_data)
