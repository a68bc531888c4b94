"""Forms of the desk's translation pages."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vielklang.core.languages import GUIDE_LANGUAGES, GUIDE_TAGS
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.translations.enums import TermKind, TextState
from vielklang.translations.queries import SORTS
from vielklang.translations.works import Words, Work

LABELS = {
    "title": _("Title"),
    "summary": _("In one sentence"),
    "description": _("Description"),
    "how_to_join": _("How to join"),
    "bring": _("What to bring"),
    "conditions": _("Conditions"),
    "costs": _("Costs"),
    "introduction": _("Introduction"),
    "news_title": _("Title of the news"),
    "news": _("News"),
}
LIMITS = {"title": 160, "summary": 300, "news_title": 140, "introduction": 4000, "news": 4000}
LONG = {"description", "introduction", "news"}
LONGEST = 20_000


class TextForm(forms.Form):
    """A translation's fields under the names of the text's own; nothing is required of a draft."""

    def __init__(self, data: Any = None, *, work: Work, finish: bool = False) -> None:
        super().__init__(data, initial=work.words)
        self.work = work
        for name in work.fields:
            needed = finish and name == "title"
            self.fields[name] = forms.CharField(
                label=LABELS[name],
                required=needed,
                strip=True,
                max_length=LIMITS.get(name, LONGEST),
                error_messages={"required": _("Readers need a title. Please translate it.")},
            )
        if finish and not work.offer and data and data.get("news", "").strip():
            self.fields["news_title"].required = True

    @property
    def words(self) -> Words:
        return {name: str(self.cleaned_data.get(name, "")).replace("\r\n", "\n") for name in self.work.fields}


class SaveForm(forms.Form):
    """What a translation's form says besides the words."""

    version = forms.CharField(max_length=60, required=False)
    edit_key = forms.UUIDField(required=False)
    is_named = forms.BooleanField(required=False)
    name = forms.CharField(max_length=80, required=False, strip=True)

    @property
    def key(self) -> uuid.UUID | None:
        return self.cleaned_data.get("edit_key")

    @property
    def credit(self) -> str:
        return self.cleaned_data.get("name", "") if self.cleaned_data.get("is_named") else ""


class SendBackForm(forms.Form):
    note = forms.CharField(
        label=_("What should be changed?"),
        max_length=2000,
        error_messages={"required": _("Please write what should be changed.")},
    )
    hide = forms.BooleanField(required=False)


class BoardFilter(forms.Form):
    """A filter that cannot be read counts as none."""

    state = forms.ChoiceField(required=False, choices=[(x, x) for x in (*TextState.values, "asked")])
    q = forms.CharField(required=False, max_length=100, strip=True)
    public = forms.BooleanField(required=False)
    sort = forms.ChoiceField(required=False, choices=[(x, x) for x in SORTS])

    def value(self, name: str) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name) or ""


class TermForm(forms.Form):
    """A term with one field per language, `word_<tag>`."""

    term = forms.CharField(
        label=_("German term"),
        max_length=80,
        strip=True,
        error_messages={"required": _("Please write the German term.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=TermKind.choices)
    note = forms.CharField(label=_("Note for translators"), max_length=300, required=False, strip=True)
    is_reviewed = forms.BooleanField(
        label=_("Somebody who speaks the languages has checked it"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in GUIDE_LANGUAGES:
            if language.tag != "de":
                self.fields[f"word_{language.tag}"] = forms.CharField(
                    label=language.endonym, max_length=120, required=False, strip=True
                )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") == TermKind.FIXED and not self.translations:
            self.add_error("kind", _("A fixed translation needs a word in at least one language."))
        return data

    @property
    def translations(self) -> dict[str, str]:
        words = {tag: self.cleaned_data.get(f"word_{tag}", "") for tag in GUIDE_TAGS}
        return {tag: word for tag, word in words.items() if word}


class TakeFilter(forms.Form):
    q = forms.CharField(required=False, max_length=100, strip=True)
    own = forms.CharField(required=False, max_length=100, strip=True)
    topic = forms.CharField(required=False, max_length=40)
    offer = forms.UUIDField(required=False)

    def clean_topic(self) -> str:
        topic: str = self.cleaned_data.get("topic", "")
        return topic if topic in get_taxonomy().topics else ""
