"""Invented people for the demonstration, one for every role; their password stands on its sign-in page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps

from vielklang.accounts.actions import create_account, grant_role
from vielklang.accounts.models import User
from vielklang.core.actor import Actor
from vielklang.core.audit import action
from vielklang.core.permissions import ORGANISATION_ROLES, Role
from vielklang.core.scope import accounts_door

EXAMPLE_PASSWORD = "vielklang-ausprobieren"  # noqa: S105 (for everybody to read)
HOME, NEIGHBOUR = "05154", "05170"


@dataclass(frozen=True)
class ExampleAccount:
    email: str
    name: str
    role: Role
    centre: str = ""
    """Key of the centre; for an organisation's role that of the centre that keeps it."""
    place: str = "Nordrhein-Westfalen"
    languages: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return str(self.role.label)


EXAMPLE_ACCOUNTS = (
    ExampleAccount("leitung@example.org", "Lea Beispiel-Leitung", Role.LEAD, HOME, "KI Kreis Kleve"),
    ExampleAccount("team@example.org", "Tim Beispiel-Team", Role.STAFF, HOME, "KI Kreis Kleve"),
    ExampleAccount("redaktion@example.org", "Rana Beispiel-Redaktion", Role.EDITOR, HOME, "KI Kreis Kleve"),
    ExampleAccount("uebersetzung@example.org", "Olena Beispiel-Übersetzung", Role.TRANSLATOR, HOME,
                   "KI Kreis Kleve", ("ar", "uk")),
    ExampleAccount("foerderung@example.org", "Finn Beispiel-Förderung", Role.FUNDING, HOME, "KI Kreis Kleve"),
    ExampleAccount("traeger@example.org", "Theo Beispiel-Träger", Role.ORGANISATION_ADMIN, HOME,
                   "Beispielträger im Kreis Kleve"),
    ExampleAccount("traeger-redaktion@example.org", "Nour Beispiel-Träger", Role.ORGANISATION_EDITOR, HOME,
                   "Beispielträger im Kreis Kleve"),
    ExampleAccount("wesel@example.org", "Wanda Beispiel-Leitung", Role.LEAD, NEIGHBOUR, "KI Kreis Wesel"),
    ExampleAccount("land@example.org", "Lars Beispiel-Land", Role.COORDINATION),
    ExampleAccount("technik@example.org", "Toni Beispiel-Technik", Role.OPERATOR),
)  # fmt: skip


@action
def load_example_accounts(*, by: Actor) -> int:
    """Make the accounts that are not there yet; returns how many. Needs centres and example organisations."""
    made = 0
    with accounts_door():
        there = set(User.objects.filter(email__endswith="@example.org").values_list("email", flat=True))
    for example in EXAMPLE_ACCOUNTS:
        if example.email in there:
            continue
        user = create_account(
            by=by, email=example.email, name=example.name, password=EXAMPLE_PASSWORD, is_example=True
        )
        grant_role(by=by, user=user, role=example.role, languages=example.languages, **_place(example))
        made += 1
    return made


def _place(example: ExampleAccount) -> dict[str, Any]:
    if not example.centre:
        return {}
    centre = apps.get_model("centres", "Centre").objects.get(key=example.centre)
    if example.role not in ORGANISATION_ROLES:
        return {"centre": centre}
    organisations = apps.get_model("organisations", "Organisation").objects.filter(centre=centre)
    return {"organisation": organisations.order_by("-is_example", "pk").first()}
