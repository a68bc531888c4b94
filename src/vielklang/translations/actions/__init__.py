"""Every write of translations, by subject."""

from vielklang.translations.actions.adopting import end_adoption, ignore_change, take_over
from vielklang.translations.actions.editing import (
    EditConflictError,
    discard_draft,
    finish_text,
    save_draft,
    send_back,
)
from vielklang.translations.actions.glossary import load_glossary, remove_term, set_term
from vielklang.translations.actions.memory import fill_from_memory, remember_offers
from vielklang.translations.actions.requests import (
    ask_for_translation,
    claim_request,
    fail_request,
    put_back_stuck_requests,
    store_machine_text,
    withdraw_request,
)

__all__ = [
    "EditConflictError",
    "ask_for_translation",
    "claim_request",
    "discard_draft",
    "end_adoption",
    "fail_request",
    "fill_from_memory",
    "finish_text",
    "ignore_change",
    "load_glossary",
    "put_back_stuck_requests",
    "remember_offers",
    "remove_term",
    "save_draft",
    "send_back",
    "set_term",
    "store_machine_text",
    "take_over",
    "withdraw_request",
]
