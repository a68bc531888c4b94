"""Translation helpers: none by default, a DeepL- or LibreTranslate-compatible address by setting.

A helper gets texts and gives texts; protected words travel as empty tags and are put back afterwards.
"""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Sequence
from html import escape, unescape
from http.client import HTTPException
from typing import Any, Protocol

from django.conf import settings

from vielklang.translations.enums import Failure
from vielklang.translations.glossary import Term, pattern_of, terms_in

_BATCH = 40
_TAG = re.compile(r'<x\s+id="?(\d+)"?\s*(?:/>|>\s*</x>)')
_DEEPL_TAGS = {"en": "EN-GB", "pt": "PT-PT"}
_LIBRE_TAGS = {"ku": "kmr"}


class HelperError(Exception):
    """The helper gave nothing that can be used. `is_temporary`: it may later."""

    def __init__(self, failure: Failure, *, is_temporary: bool = False, words: str = "") -> None:
        super().__init__(failure.value)
        self.failure, self.is_temporary, self.words = failure, is_temporary, words


class Helper(Protocol):
    def translate(self, texts: list[str], source: str, target: str, glossary: Sequence[Term]) -> list[str]:
        """As many texts as were given, in their order; the glossary's words are kept. Raises `HelperError`."""


def get_helper() -> Helper | None:
    """The helper of this installation, None where none is set."""
    kind, url, key = settings.TRANSLATOR["kind"], settings.TRANSLATOR["url"], settings.TRANSLATOR["key"]
    if kind == "deepl":
        return DeepL(url, key)
    return LibreTranslate(url, key) if kind == "libretranslate" else None


def protect(text: str, glossary: Sequence[Term]) -> tuple[str, list[str]]:
    """The text as markup in which each term is an empty tag, and what the tags stand for."""
    terms = terms_in(text, glossary)
    pattern = pattern_of(terms)
    words: list[str] = []
    if pattern is None:
        return escape(text, quote=False), []
    by_name = {term.term.casefold(): term for term in terms}
    parts, last = [], 0
    for match in pattern.finditer(text):
        parts += [escape(text[last : match.start()], quote=False), f'<x id="{len(words)}"/>']
        words.append(by_name[match.group(1).casefold()].word)
        last = match.end()
    return "".join([*parts, escape(text[last:], quote=False)]), words


def restore(markup: str, words: list[str]) -> str | None:
    """The text with its words put back; None where a tag is lost, doubled or invented."""
    numbers = sorted(int(match) for match in _TAG.findall(markup))
    if numbers != list(range(len(words))):
        return None
    text = _TAG.sub(lambda match: escape(words[int(match.group(1))], quote=False), markup)
    return unescape(text).strip()


class _HttpHelper:
    """What both protocols have in common: protection, batches, errors."""

    def __init__(self, url: str, key: str) -> None:
        self.url, self.key = url.rstrip("/"), key

    def translate(self, texts: list[str], source: str, target: str, glossary: Sequence[Term]) -> list[str]:
        if "-" in target:
            raise HelperError(Failure.LANGUAGE)  # plain German is a way of writing, no language of a machine
        markups = [protect(text, glossary) for text in texts]
        answers = self._all([markup for markup, _ in markups], source, target)
        found = [restore(answer, words) for answer, (_, words) in zip(answers, markups, strict=True)]
        damaged = [number for number, text in enumerate(found) if text is None]
        again = self._all([escape(texts[number], quote=False) for number in damaged], source, target)
        for number, answer in zip(damaged, again, strict=True):
            found[number] = text = unescape(answer).strip()
            if lost := [word for word in markups[number][1] if word.casefold() not in text.casefold()]:
                raise HelperError(Failure.LOST_WORDS, words=", ".join(dict.fromkeys(lost)))
        return [text or "" for text in found]

    def _all(self, texts: list[str], source: str, target: str) -> list[str]:
        parts = (texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH))
        return [text for part in parts for text in self._batch(part, source, target)]

    def _batch(self, texts: list[str], source: str, target: str) -> list[str]:
        answer = self._post(*self._question(texts, source, target))
        try:
            found = self._texts(answer)
        except (KeyError, TypeError) as error:
            raise HelperError(Failure.WRONG_ANSWER) from error
        if len(found) != len(texts) or not all(isinstance(text, str) and text.strip() for text in found):
            raise HelperError(Failure.WRONG_ANSWER)
        return found

    def _question(
        self, texts: list[str], source: str, target: str
    ) -> tuple[str, dict[str, Any], dict[str, str]]:
        """Path, JSON body, headers."""
        raise NotImplementedError

    def _texts(self, answer: Any) -> list[str]:
        raise NotImplementedError

    def _post(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> Any:
        request = urllib.request.Request(  # noqa: S310 (checked at start: http or https)
            f"{self.url}{path}",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Accept": "application/json", **headers},
        )
        try:
            with urllib.request.urlopen(request, timeout=settings.TRANSLATOR["timeout"]) as answer:  # noqa: S310
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise _refusal(error.code) from error
        except TimeoutError as error:
            raise HelperError(Failure.TIMEOUT, is_temporary=True) from error
        except (ValueError, HTTPException) as error:
            raise HelperError(Failure.WRONG_ANSWER, is_temporary=True) from error
        except OSError as error:
            is_late = isinstance(getattr(error, "reason", None), TimeoutError)
            raise HelperError(
                Failure.TIMEOUT if is_late else Failure.UNREACHABLE, is_temporary=True
            ) from error


def _refusal(code: int) -> HelperError:
    if code in {401, 403}:
        return HelperError(Failure.REFUSED)
    if code in {429, 456}:
        return HelperError(Failure.LIMIT, is_temporary=code == 429)
    if code == 400:
        return HelperError(Failure.LANGUAGE)
    return HelperError(Failure.UNREACHABLE, is_temporary=code >= 500)


class DeepL(_HttpHelper):
    """`POST /v2/translate` with the key in a header; tags are XML."""

    def _question(
        self, texts: list[str], source: str, target: str
    ) -> tuple[str, dict[str, Any], dict[str, str]]:
        body = {
            "text": texts,
            "source_lang": source.upper(),
            "target_lang": _DEEPL_TAGS.get(target, target.upper()),
            "tag_handling": "xml",
            "ignore_tags": ["x"],
        }
        return "/v2/translate", body, {"Authorization": f"DeepL-Auth-Key {self.key}"}

    def _texts(self, answer: Any) -> list[str]:
        return [row["text"] for row in answer["translations"]]


class LibreTranslate(_HttpHelper):
    """`POST /translate` with the key in the body; tags are HTML."""

    def _question(
        self, texts: list[str], source: str, target: str
    ) -> tuple[str, dict[str, Any], dict[str, str]]:
        body: dict[str, Any] = {
            "q": texts,
            "source": source,
            "target": _LIBRE_TAGS.get(target, target),
            "format": "html",
        }
        return "/translate", body | ({"api_key": self.key} if self.key else {}), {}

    def _texts(self, answer: Any) -> list[str]:
        return list(answer["translatedText"])
