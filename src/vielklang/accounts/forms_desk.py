"""Forms of the people page, for the desk and the partner area."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vielklang.accounts.actions import InvitationDraft
from vielklang.accounts.models import Membership, User
from vielklang.accounts.queries import organisations_of
from vielklang.accounts.rules import grantable_roles, roles_beside
from vielklang.core.areas import Area, AreaKind
from vielklang.core.languages import GUIDE_LANGUAGES
from vielklang.core.permissions import ORGANISATION_ROLES, Role

_LANGUAGES = [(x.tag, x.german_name) for x in GUIDE_LANGUAGES if x.tag != "de"]


class _RightsForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"))
    languages = forms.MultipleChoiceField(
        label=_("Languages of a translator"),
        choices=_LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for translators. Without a choice they may work on all languages."),
    )
    until = forms.DateField(
        label=_("Until (last day)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("For substitutes and support. Leave empty for no end."),
    )

    def clean_until(self) -> dt.date | None:
        until: dt.date | None = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise forms.ValidationError(_("This day is in the past."))
        if until and until.year > timezone.localdate().year + 10:
            raise forms.ValidationError(_("This day is too far away. Leave it empty for no end."))
        return until

    @property
    def ends_at(self) -> dt.datetime | None:
        """Midnight after the last day."""
        until = self.cleaned_data["until"]
        if until is None:
            return None
        return timezone.make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))


class InviteForm(_RightsForm):
    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(
        label=_("Name (if you know it)"),
        max_length=120,
        required=False,
        validators=[RegexValidator(r"^[^:/\\<>@\r\n]*$", _("A name has no address in it."))],
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=User._meta.get_field("language").choices or []
    )
    organisation: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=None,
        required=False,
        to_field_name="public_id",
        empty_label=_("– choose –"),
        help_text=_("Only for the two roles of an organisation."),
    )
    field_order = ("email", "name", "role", "organisation", "language", "languages", "until")

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area = area
        self.fields["role"].choices = [(role.value, role.label) for role in grantable_roles(area)]  # type: ignore[attr-defined]
        if area.kind == AreaKind.DESK:
            self.fields["organisation"].queryset = organisations_of(area.centre)  # type: ignore[attr-defined]
        else:
            del self.fields["organisation"], self.fields["languages"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        is_organisation = values.get("role") in ORGANISATION_ROLES
        if self.area.kind == AreaKind.DESK and is_organisation and not values.get("organisation"):
            self.add_error("organisation", _("Please choose the organisation."))
        return values

    @property
    def draft(self) -> InvitationDraft:
        values = self.cleaned_data
        chosen = values.get("organisation") if self.area.kind == AreaKind.DESK else self.area.organisation
        for_organisation = values["role"] in ORGANISATION_ROLES
        return InvitationDraft(
            email=values["email"],
            name=values["name"],
            role=values["role"],
            language=values["language"],
            centre=None if for_organisation else self.area.centre,
            organisation=chosen if for_organisation else None,
            languages=tuple(values.get("languages", ())),
            membership_ends_at=self.ends_at,
        )


class MembershipForm(_RightsForm):
    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "role": membership.role,
            "languages": membership.languages,
            "until": membership.last_day,
        }
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles_beside(membership)]  # type: ignore[attr-defined]
        if Role.TRANSLATOR not in roles_beside(membership):
            del self.fields["languages"]
