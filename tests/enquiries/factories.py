"""Enquiries for tests; every part can be named."""

from __future__ import annotations

from typing import Any

from vielklang.centres.models import Centre
from vielklang.core.actor import READER, Actor, ActorKind
from vielklang.core.scope import centre_scope
from vielklang.enquiries.actions import Asked, Question, ask_centre

BOB = Actor(ActorKind.SYSTEM, "KI Kreis Kleve")


def ask(centre: Centre, **values: Any) -> Asked:
    """A question in Ukrainian, if nothing else is asked for."""
    words: dict[str, Any] = {"language": "uk", "text": "Де я можу вивчати німецьку мову?"}
    with centre_scope(centre):
        return ask_centre(by=READER, centre=centre, question=Question(**(words | values)))
