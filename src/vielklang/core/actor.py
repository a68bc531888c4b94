"""Who does something: every action takes an actor as `by=`, so that nothing is written by nobody."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from vielklang.core.permissions import Grant


class ActorKind(enum.StrEnum):
    PERSON = "person"
    LINK = "link"
    """Somebody who holds a personal link from a mail; has no account."""
    READER = "reader"
    """Somebody in the guide; nobody knows who."""
    IMPORT = "import"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that writes.

    `name` is shown to readers ("last confirmed by …"): the centre's or organisation's name, never a private one.
    `person` is the signed-in person's own name, for the audit alone; `user_id` and `grants` come with it.
    """

    kind: ActorKind
    name: str
    user_id: int | None = None
    person: str = field(default="", compare=False)
    grants: frozenset[Grant] = frozenset()

    def __str__(self) -> str:
        return self.name

    @property
    def is_person(self) -> bool:
        """Whether rights must be asked; links and readers have none beyond the one thing they hold."""
        return self.kind in {ActorKind.PERSON, ActorKind.LINK, ActorKind.READER}


SYSTEM = Actor(ActorKind.SYSTEM, "Vielklang")
READER = Actor(ActorKind.READER, "Wegweiser")
