"""Who does something: every action takes an actor as `by=`, so that nothing is written by nobody."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class ActorKind(enum.StrEnum):
    PERSON = "person"
    IMPORT = "import"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that writes. `name` is shown to readers ("last confirmed by …"), so no private names."""

    kind: ActorKind
    name: str

    def __str__(self) -> str:
        return self.name


SYSTEM = Actor(ActorKind.SYSTEM, "Vielklang")
