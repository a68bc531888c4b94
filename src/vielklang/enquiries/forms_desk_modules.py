"""Forms of text modules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vielklang.core.languages import Language
from vielklang.core.texts import TextStatus
from vielklang.enquiries.forms_desk import topic_choices
from vielklang.enquiries.models.text_module import LONGEST_MODULE
from vielklang.web.forms import AreaForm


def topics_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None: for all topics.")
    )  # fmt: skip


class TextModuleForm(AreaForm):
    title = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("Colleagues choose by it; the person never sees it."),
        error_messages={"required": _("Please give it a name.")},
    )
    german = forms.CharField(
        label=_("Text in German"),
        max_length=LONGEST_MODULE,
        widget=forms.Textarea(attrs={"rows": 8, "lang": "de", "dir": "ltr"}),
        help_text=_("{Zentrum}, {Telefon}, {E-Mail} and {Adresse} are replaced by those of your centre."),
        error_messages={"required": _("Please write the text.")},
    )
    topics = topics_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = topic_choices()  # type: ignore[attr-defined]


class ModuleTranslationForm(AreaForm):
    text = forms.CharField(
        label=_("Translation"),
        required=False,
        max_length=LONGEST_MODULE,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Empty: the translation is removed."),
    )
    status = forms.ChoiceField(
        label=_("The translation was made by"),
        choices=[
            (TextStatus.HUMAN, _("a person")),
            (TextStatus.REVIEWED, _("a machine, checked by a person")),
            (TextStatus.MACHINE, _("a machine")),
            (TextStatus.DRAFT, _("not finished: not offered yet")),
        ],
        initial=TextStatus.HUMAN,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, language: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs |= {"lang": language.tag, "dir": language.direction}
