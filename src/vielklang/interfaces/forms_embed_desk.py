"""What a centre chooses for a website: which part of the guide, in which language, about what."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vielklang.core.languages import GUIDE_LANGUAGES
from vielklang.offers.taxonomy import get_taxonomy


class EmbedForm(forms.Form):
    FIRST: ClassVar[dict[str, str]] = {"show": "offers", "language": "de", "about": ""}
    """What a first visit shows."""

    show = forms.ChoiceField(
        label=_("What to show"), choices=[("offers", _("List of offers")), ("search", _("Search box"))]
    )
    language = forms.ChoiceField(
        label=_("In which language"), choices=[(one.tag, one.endonym) for one in GUIDE_LANGUAGES]
    )
    about = forms.ChoiceField(
        label=_("About what"), required=False, help_text=_("A list of offers can be about one topic alone.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taxonomy, tag = get_taxonomy(), get_language() or "de"
        groups = [
            (
                taxonomy.life_area_name(area, tag),
                [
                    (f"area:{area}", _("All of it: %(area)s") % {"area": taxonomy.life_area_name(area, tag)}),
                    *((f"topic:{key}", taxonomy.topic_name(key, tag)) for key in taxonomy.topics_of(area)),
                ],
            )
            for area in taxonomy.life_area_keys
        ]
        self.fields["about"].choices = [("", _("All offers of the centre")), *groups]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "vk-select"

    def chosen(self) -> dict[str, str]:
        """`show`, `language` and, for a list, `topic` or `area`; the first choices where the address says nonsense."""
        values = dict(self.FIRST)
        if self.is_valid():
            values = {name: str(self.cleaned_data[name]) for name in values}
        kind, _colon, key = values.pop("about").partition(":")
        return values | ({kind: key} if key and values["show"] == "offers" else {})
