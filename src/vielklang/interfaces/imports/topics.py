"""Which of our topics another system's words mean: only where they are the very name or one of its everyday words."""

from __future__ import annotations

from functools import cache

from vielklang.offers.taxonomy import get_taxonomy


def topic_of(*words: str) -> str:
    """The key of the first word that names one of our topics; nothing where none does."""
    known = _known()
    return next((known[word] for text in words if (word := _folded(text)) in known), "")


@cache
def _known() -> dict[str, str]:
    taxonomy = get_taxonomy()
    found: dict[str, str] = {}
    for key, topic in taxonomy.topics.items():
        for words in topic.synonyms.values():
            for word in words:
                found.setdefault(_folded(word), key)
    for key, topic in taxonomy.topics.items():
        for name in topic.names.values():
            found[_folded(name)] = key
    return found | {_folded(key): key for key in taxonomy.topics}


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
