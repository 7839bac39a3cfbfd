"""Cleaning of what people type about institutions and their people."""

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.languages import canonical, endonym
from portal.models import Language, User
from portal.models.terms import label_field

from .enums import InstitutionKind, NameKind, RepresentativeKind
from .models import Country, Institution
from .snapshots import LIVE_NUMBERS, LIVE_TEXTS, Values
from .validators import canonical_ror, validate_wikidata

LANGUAGE_LIST = "known-languages"


class ProfileForm(forms.Form):
    """The fields that are public at once. ``version`` is the one the editor started from."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    summary = forms.CharField(
        label=_("In one or two sentences"),
        help_text=_("Lists and search results show it."),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3, "data-counter": 300}),
    )
    description = forms.CharField(
        label=_("Description"),
        help_text=_("What colleagues elsewhere should know of you. An empty line starts a paragraph."),
        max_length=6000,
        required=False,
        widget=forms.Textarea({"rows": 10, "data-counter": 6000}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of teaching"),
        help_text=_("All that you teach in. Those chosen stand first."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    city = forms.CharField(label=_("Place"), max_length=120, required=False)
    latitude = forms.FloatField(
        label=_("Latitude"),
        help_text=_("In degrees, north positive."),
        required=False,
        min_value=-90,
        max_value=90,
    )
    longitude = forms.FloatField(
        label=_("Longitude"),
        help_text=_("In degrees, east positive."),
        required=False,
        min_value=-180,
        max_value=180,
    )
    website = forms.URLField(label=_("Website"), max_length=500, required=False, assume_scheme="https")
    contact_email = forms.EmailField(
        label=_("Contact mailbox"),
        help_text=_("Public. Give the mailbox of an office, not of a person."),
        max_length=254,
        required=False,
    )
    established = forms.IntegerField(label=_("Founded in"), required=False, min_value=500, max_value=2100)
    wikidata = forms.CharField(
        label=_("Wikidata id"), max_length=16, required=False, validators=[validate_wikidata]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        codes = Language.objects.filter(active=True).values_list("code", flat=True)
        chosen = set(self.initial.get("languages") or ())
        self.fields["languages"].choices = sorted(
            ((code, endonym(code)) for code in codes), key=lambda row: (row[0] not in chosen, row[1])
        )

    def clean(self):
        cleaned = super().clean()
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None):
            self.add_error("longitude", _("Give both latitude and longitude, or neither."))
        return cleaned

    def values(self) -> Values:
        """The cleaned fields as ``services.update_profile`` takes them, without the names."""
        values = {name: self.cleaned_data[name] for name in (*LIVE_TEXTS, *LIVE_NUMBERS)}
        return values | {"languages": sorted(self.cleaned_data["languages"])}


class IdentityForm(forms.Form):
    """The fields that wait for the region's coordinator."""

    name = forms.CharField(label=_("Name"), max_length=255)
    kind = forms.ChoiceField(label=_("Kind"), choices=InstitutionKind.choices)
    country = forms.ChoiceField(label=_("Country"), required=False)
    ror = forms.CharField(
        label=_("ROR id"),
        help_text=_(
            "The identifier of the Research Organization Registry, such as https://ror.org/02y9nww90."
        ),
        max_length=100,
        required=False,
    )
    note = forms.CharField(
        label=_("Note for the reviewer"),
        help_text=_("Why this changes, and where it can be seen. Not public."),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, closed: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Country.objects.filter(active=True).values_list("code", label_field(), "label_en")
        named = sorted(((code, label or english) for code, label, english in rows), key=lambda row: row[1])
        self.fields["country"].choices = [("", _("None")), *named]
        for field in self.fields.values():
            field.disabled = closed

    def clean_ror(self):
        return canonical_ror(self.cleaned_data["ror"])


class NameForm(forms.Form):
    """A further name."""

    value = forms.CharField(label=_("Name"), max_length=255, widget=forms.TextInput({"dir": "auto"}))
    language = forms.CharField(
        label=_("Language"),
        max_length=16,
        required=False,
        widget=forms.TextInput({"list": LANGUAGE_LIST, "autocapitalize": "none", "size": 8}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=NameKind.choices, initial=NameKind.LABEL)

    def has_changed(self):
        """A further row with nothing but a kind is an empty one."""
        typed = any(self[name].data for name in ("value", "language"))
        return super().has_changed() and (typed or bool(self.initial))

    def clean_language(self):
        tag = self.cleaned_data["language"].strip()
        return canonical(tag) if tag else ""


class _NameFormSet(forms.BaseFormSet):
    def values(self) -> list[dict[str, str]]:
        """The names that are there and not to be deleted."""
        filled = (form.cleaned_data for form in self.forms if form.cleaned_data)
        kept = (row for row in filled if row.get("value") and not row.get("DELETE"))
        return [{name: str(row[name]) for name in ("value", "language", "kind")} for row in kept]


NameFormSet = forms.formset_factory(
    NameForm, formset=_NameFormSet, extra=2, can_delete=True, max_num=60, absolute_max=80, validate_max=True
)


class LogoForm(forms.Form):
    """A new logo."""

    logo = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG, JPEG or WebP, at most 2 MB. A square with a calm background works best."),
        widget=forms.ClearableFileInput({"accept": "image/png,image/jpeg,image/webp"}),
    )


class ReturnForm(forms.Form):
    """Why a request is given back."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The institution reads it. Say what would make the change acceptable."),
        max_length=2000,
        widget=forms.Textarea({"rows": 4, "data-counter": 2000}),
        error_messages={"required": _("Say why, so that the institution knows what to do.")},
    )


class AppointForm(forms.Form):
    """A person with a confirmed account and what they shall do."""

    email = forms.EmailField(
        label=_("E-mail address of the account"),
        help_text=_("The person needs an account first: anybody can sign up."),
    )
    kind = forms.ChoiceField(
        label=_("Role"), choices=RepresentativeKind.choices, initial=RepresentativeKind.EDITOR
    )

    def clean_email(self):
        address = EmailAddress.objects.filter(
            email__iexact=self.cleaned_data["email"], verified=True, user__is_active=True
        ).first()
        if address is None:
            raise ValidationError(_("No confirmed account has this address."), code="unknown")
        self.person: User = address.user
        return self.cleaned_data["email"]


def initial_of(institution: Institution, live: Values, identity: Values) -> dict[str, Any]:
    """Initial data of the profile's forms."""
    return {**live, **identity, "version": institution.version}
