"""`vielklang account`: the first people of an installation, and closing an account at once."""

from __future__ import annotations

import json
import sys
from contextlib import AbstractContextManager
from typing import Any

import click


def _ready() -> AbstractContextManager[None]:
    from vielklang.config.cli import prepared  # which brings these commands in

    return prepared()


@click.group()
def account() -> None:
    """People with an account: invite, list, disable, enable."""


@account.command()
@click.argument("email")
@click.option("--role", required=True, help="lead, staff, …, coordination, operator.")
@click.option("--centre", default="", help="Slug of the centre, for its roles (kreis-kleve).")
@click.option("--name", default="", help="The person's name.")
@click.option("--language", type=click.Choice(["de", "en"]), default="de", show_default=True)
def invite(email: str, role: str, centre: str, name: str, language: str) -> None:
    """Invite somebody by mail, and print the address that the mail carries."""
    with _ready():
        from vielklang.accounts.actions import InvitationDraft
        from vielklang.accounts.actions import invite as run
        from vielklang.core.permissions import ORGANISATION_ROLES, Role

        if role not in set(Role) - set(ORGANISATION_ROLES):
            allowed = ", ".join(value for value in Role if value not in ORGANISATION_ROLES)
            raise click.BadParameter(f"{role!r} is none of {allowed}", param_hint="--role")
        draft = InvitationDraft(
            email=email, role=role, centre=_centre(role, centre), name=name, language=language
        )
        click.echo(run(by=_operator(), draft=draft).url)


def _centre(role: str, slug: str) -> Any:
    from vielklang.centres.models import Centre
    from vielklang.core.permissions import CENTRE_ROLES

    if role not in CENTRE_ROLES:
        return None
    found = Centre.objects.filter(slug=slug).first()
    if found is None:
        raise click.BadParameter(f"there is no centre {slug!r}", param_hint="--centre")
    return found


@account.command()
@click.argument("email")
def disable(email: str) -> None:
    """Close an account and end all its sessions at once."""
    with _ready():
        from vielklang.accounts.actions import disable_account

        disable_account(by=_operator(), user=_user(email))
        click.echo(f"{email}: closed, all sessions ended")


@account.command()
@click.argument("email")
def enable(email: str) -> None:
    """Open a closed account again."""
    with _ready():
        from vielklang.accounts.actions import enable_account

        enable_account(by=_operator(), user=_user(email))
        click.echo(f"{email}: open")


@account.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines.")
def list_accounts(as_json: bool) -> None:
    """Everybody with an account, and what they are where."""
    with _ready():
        from vielklang.accounts.models import Membership, User
        from vielklang.core.scope import user_scope

        for user in User.objects.order_by("email"):
            with user_scope(user.pk):
                rows = list(Membership.objects.current().select_related("centre", "organisation"))
            roles = [f"{row.role} {row.organisation or row.centre or ''}".strip() for row in rows]
            line = {"email": user.email, "name": user.name, "active": user.is_active, "roles": roles}
            click.echo(
                json.dumps(line, ensure_ascii=False)
                if as_json
                else f"{user.email}\t{'open' if user.is_active else 'closed'}\t{', '.join(roles) or '–'}"
            )


def _user(email: str) -> Any:
    from vielklang.accounts.models import User

    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        click.echo(f"There is no account {email}.", err=True)
        sys.exit(2)
    return user


def _operator() -> Any:
    from vielklang.core.actor import Actor, ActorKind

    return Actor(ActorKind.SYSTEM, "Technischer Betrieb")
