"""The form of an upload."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vielklang.centres.models import Centre
from vielklang.interfaces.imports.matching import folded
from vielklang.interfaces.imports.source import Options
from vielklang.offers.enums import OfferKind
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.organisations.models import Organisation

MOST_MEGABYTES = 25
MOST_SUGGESTIONS = 500
ENDINGS = (".csv", ".txt", ".tsv", ".xlsx", ".json", ".jsonl", ".ndjson", ".zip", ".ics")


class UploadForm(forms.Form):
    file = forms.FileField(label=_("File"))
    organisation = forms.CharField(label=_("Organisation"), required=False, max_length=200)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    kind = forms.ChoiceField(label=_("Kind of offer"), required=False)
    publish = forms.ChoiceField(
        label=_("New offers"),
        choices=[
            ("no", _("as drafts, so that somebody looks at them first")),
            ("yes", _("published at once")),
        ],
        initial="no",
    )

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centre = centre
        for name in ("topic", "kind"):
            self.fields[name].widget.attrs["class"] = "vk-select"
        self.fields["topic"].choices = [("", _("as the file says")), *_topics()]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("as the file says")), *OfferKind.choices]  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_MEGABYTES * 1_000_000:
            raise forms.ValidationError(
                _("The file is larger than %(size)s MB. Please divide it."), params={"size": MOST_MEGABYTES}
            )
        if not file.name.lower().endswith(ENDINGS):
            raise forms.ValidationError(
                _("Files of this kind cannot be read. Possible are: %(endings)s"),
                params={"endings": ", ".join(x.removeprefix(".").upper() for x in ENDINGS if x != ".txt")},
            )
        return file

    def clean_organisation(self) -> str:
        """The name as it is stored; only an organisation that the centre has."""
        name = self.cleaned_data["organisation"].strip()
        if not name:
            return ""
        rows = Organisation.objects.filter(centre=self.centre) | Organisation.objects.filter(centre=None)
        found = next((x for x in rows.filter(name__iexact=name).values_list("name", flat=True)), None)
        if found is None or folded(found) != folded(name):
            raise forms.ValidationError(_("Your centre has no organisation of this name."))
        return str(found)

    def options(self) -> Options:
        data = self.cleaned_data
        return Options(
            organisation=data["organisation"],
            topic=data["topic"],
            kind=data["kind"],
            publish=data["publish"] == "yes",
        )

    def suggestions(self) -> list[str]:
        names = (
            Organisation.objects.filter(centre=self.centre).order_by("name").values_list("name", flat=True)
        )
        return list(names[:MOST_SUGGESTIONS])


def _topics() -> list[tuple[str, list[tuple[str, str]]]]:
    taxonomy, tag = get_taxonomy(), get_language() or "de"
    return [
        (
            taxonomy.life_area_name(area, tag),
            [(key, taxonomy.topic_name(key, tag)) for key in taxonomy.topics_of(area)],
        )
        for area in taxonomy.life_area_keys
    ]
