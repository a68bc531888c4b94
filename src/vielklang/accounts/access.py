"""The doors of the three areas: `@desk(Permission.X)`, `@partner(Permission.X)`, `@state(Permission.X)`.

A door finds what the signed-in person is there (a foreign centre or organisation is 404), asks for the right (403)
and, where private data may be seen, for a second factor; then the view runs inside the area's scope with
`request.area`. Views get what follows the area's own part of the address.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from vielklang.accounts.models import Membership, User
from vielklang.accounts.second_factor import has_second_factor, is_second_factor_required
from vielklang.core.actor import Actor, ActorKind
from vielklang.core.areas import Area, AreaKind
from vielklang.core.permissions import CENTRE_ROLES, ORGANISATION_ROLES, Permission, Role, needs_second_factor
from vielklang.core.scope import centre_scope, organisation_scope, user_scope

View = Callable[..., HttpResponse]


class AreaRequest(HttpRequest):
    """A request behind a door; for annotations."""

    area: Area
    user: User


def memberships_of(request: HttpRequest) -> list[Membership]:
    """What the signed-in person is, with centres and organisations; one query a request."""
    cached: list[Membership] | None = getattr(request, "_vk_memberships", None)
    if cached is None:
        cached = []
        if request.user.is_authenticated:
            with user_scope(request.user.pk):
                rows = Membership.objects.current().select_related("centre", "organisation__centre")
                cached = list(rows.order_by("role", "centre__sort", "organisation__name", "pk"))
        request._vk_memberships = cached  # type: ignore[attr-defined]
    return cached


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person outside of an area, for what concerns the person's own account."""
    user = request.user
    assert isinstance(user, User)
    return Actor(ActorKind.PERSON, user.name, user_id=user.pk, person=user.name)


def areas_of(request: HttpRequest) -> list[Area]:
    """All areas the person may choose from: desks first, then organisations, then the state."""
    found: dict[tuple[AreaKind, int | None], list[Membership]] = {}
    for row in memberships_of(request):
        if row.role in CENTRE_ROLES:
            found.setdefault((AreaKind.DESK, row.centre_id), []).append(row)
        elif row.role in ORGANISATION_ROLES:
            found.setdefault((AreaKind.PARTNER, row.organisation_id), []).append(row)
        elif row.role == Role.COORDINATION:
            found.setdefault((AreaKind.STATE, None), []).append(row)
        elif row.role == Role.OPERATOR:
            found.setdefault((AreaKind.OPERATION, None), []).append(row)
    order = list(AreaKind)
    return [
        _area(request, kind, rows)
        for (kind, _), rows in sorted(found.items(), key=lambda x: order.index(x[0][0]))
    ]


def desk(permission: Permission) -> Callable[[View], View]:
    return _door(AreaKind.DESK, permission)


def partner(permission: Permission) -> Callable[[View], View]:
    return _door(AreaKind.PARTNER, permission)


def state(permission: Permission) -> Callable[[View], View]:
    return _door(AreaKind.STATE, permission)


def operation(permission: Permission) -> Callable[[View], View]:
    return _door(AreaKind.OPERATION, permission)


def _door(kind: AreaKind, permission: Permission) -> Callable[[View], View]:
    def wrap(view: View) -> View:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            key = kwargs.pop({AreaKind.DESK: "centre", AreaKind.PARTNER: "organisation"}.get(kind, ""), None)
            area = _enter(request, kind, key)
            if not area.can(permission):
                raise PermissionDenied
            if _second_factor_is_missing(request, area):
                query = urlencode({"next": request.get_full_path()})
                return redirect(f"{reverse('accounts:second_factor')}?{query}")
            request.area = area  # type: ignore[attr-defined]
            with scope_of(area):
                response = view(request, *args, **kwargs)
                if isinstance(response, TemplateResponse):
                    response.render()
                return response

        run.door = (kind, permission)  # type: ignore[attr-defined]
        return run

    return wrap


def scope_of(area: Area) -> AbstractContextManager[None]:
    if area.kind == AreaKind.DESK:
        return centre_scope(area.centre)
    if area.kind == AreaKind.PARTNER:
        return organisation_scope(area.organisation)
    return nullcontext()


def _enter(request: HttpRequest, kind: AreaKind, key: str | uuid.UUID | None) -> Area:
    for area in areas_of(request):
        if area.kind == kind and area.key == str(key or ""):
            return area
    raise Http404


def _area(request: HttpRequest, kind: AreaKind, rows: Iterable[Membership]) -> Area:
    rows = list(rows)
    user, first = request.user, rows[0]
    assert isinstance(user, User)
    organisation = first.organisation if kind == AreaKind.PARTNER else None
    centre = organisation.centre if organisation else first.centre
    actor = Actor(
        ActorKind.PERSON,
        str(organisation or centre or "Nordrhein-Westfalen"),
        user_id=user.pk,
        person=user.name,
        grants=frozenset(row.grant for row in rows),
    )
    return Area(kind, actor, tuple(row.role for row in rows), centre, organisation)


def _second_factor_is_missing(request: HttpRequest, area: Area) -> bool:
    return (
        is_second_factor_required()
        and any(needs_second_factor(role) for role in area.roles)
        and not has_second_factor(request)
    )
