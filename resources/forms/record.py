"""The record of a practice as a form. A draft may be incomplete and too long; only its types are checked."""

from typing import Any, NamedTuple

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.models import Country, Institution
from members.validators import canonical_ror
from portal.models import Language

from .. import enums
from ..models import (
    Author,
    Evidence,
    IscedField,
    IscedLevel,
    Licence,
    Material,
    Partner,
    Practice,
    SdgTarget,
    TechLevel,
)
from ..validators import REQUIRED_TERMS, REQUIRED_TEXTS, REQUIRED_VALUES, validate_orcid
from .guidance import GUIDANCE


class Section(NamedTuple):
    """A part of the form: its anchor, its heading, its fields, and the rows that belong to it."""

    name: str
    label: str | Promise
    fields: tuple[str, ...]
    rows: tuple[str, ...] = ()


SECTIONS = (
    Section("basics", _("The essentials"), ("title", "summary", "language", "started", "ended", "keywords")),
    Section(
        "people",
        _("People"),
        ("partners", "contact_name", "contact_email", "contact_visibility"),
        ("authors",),
    ),
    Section(
        "reach",
        _("Where and for whom"),
        (
            "countries",
            "settings",
            "audience",
            "learners",
            "isced_levels",
            "isced_fields",
            "sdg_targets",
            "aim",
            "oer_areas",
        ),
    ),
    Section("means", _("What it needs"), ("tech_levels", "connectivity", "power", "device", "delivery")),
    Section(
        "story",
        _("The story"),
        ("context", "objectives", "steps", "results", "challenges", "success_factors", "lessons"),
    ),
    Section(
        "repeating",
        _("For others to repeat"),
        ("inclusion", "adaptation", "resources_cost", "sustainability"),
    ),
    Section("proof", _("Evidence and materials"), (), ("evidence", "materials")),
    Section("rights", _("Rights and openness"), ("licence", "adapted_from", "ethics", "interests", "ai_use")),
)
TEXTS = (
    "context", "objectives", "steps", "results", "challenges", "success_factors", "lessons", "inclusion",
    "adaptation", "resources_cost", "sustainability", "ethics", "interests", "ai_use",
)  # fmt: skip
PLAIN = (
    "title", "summary", "started", "ended", "contact_name", "contact_email", "contact_visibility", "aim",
    "learners", "connectivity", "power", "device", "adapted_from", *TEXTS,
)  # fmt: skip
CODES = {
    "settings": enums.Setting,
    "audience": enums.Audience,
    "oer_areas": enums.OerArea,
    "delivery": enums.Delivery,
}
CHOICES = {
    "aim": enums.Aim,
    "learners": enums.Learners,
    "connectivity": enums.Connectivity,
    "power": enums.Power,
    "device": enums.Device,
    "contact_visibility": enums.ContactVisibility,
}
TERMS = {
    "countries": Country,
    "isced_levels": IscedLevel,
    "isced_fields": IscedField,
    "sdg_targets": SdgTarget,
    "tech_levels": TechLevel,
}
NEEDED = {*REQUIRED_VALUES, *REQUIRED_TEXTS, *REQUIRED_TERMS}
LONG_TERMS = ("countries", "isced_fields")
MAX_TEXT = 20_000
MAX_KEYWORDS = 10
MAX_PARTNERS = 20


class StartForm(forms.Form):
    """What a draft begins with."""

    lead_institution = forms.ModelChoiceField(
        Institution.objects.none(), label=_("Lead institution"), empty_label=None
    )
    language = forms.ModelChoiceField(Language.objects.none(), label=_("Language you write in"))
    title = forms.CharField(
        label=_("Working title"), max_length=120, help_text=_("You can change it at any time.")
    )

    def __init__(self, *args, institutions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead_institution"].queryset = institutions
        self.fields["language"].queryset = Language.objects.filter(active=True)


def _term_field(model, name: str) -> forms.ModelMultipleChoiceField:
    widget = forms.SelectMultiple({"size": 8}) if name in LONG_TERMS else forms.CheckboxSelectMultiple()
    help_text = _("Hold Ctrl or ⌘ to choose several.") if name in LONG_TERMS else ""
    return forms.ModelMultipleChoiceField(
        model.objects.filter(active=True), required=False, widget=widget, help_text=help_text
    )


class RecordForm(forms.Form):
    """All fields of the record but its rows. ``version`` is the one the author started from."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    title = forms.CharField(max_length=120)
    summary = forms.CharField(max_length=300, required=False, widget=forms.Textarea({"rows": 3}))
    language = forms.ModelChoiceField(Language.objects.none(), required=False)
    started = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    ended = forms.DateField(
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave empty while it goes on."),
    )
    keywords = forms.CharField(max_length=1000, required=False)
    partners = forms.CharField(max_length=5000, required=False, widget=forms.Textarea({"rows": 3}))
    contact_name = forms.CharField(max_length=120, required=False)
    contact_email = forms.EmailField(max_length=254, required=False)
    adapted_from = forms.URLField(max_length=500, required=False, assume_scheme="https")
    licence = forms.ModelChoiceField(Licence.objects.none(), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].queryset = Language.objects.filter(active=True)
        self.fields["licence"].queryset = Licence.objects.filter(active=True)
        for name in TEXTS:
            rows = 12 if name == "steps" else 6
            self.fields[name] = forms.CharField(
                max_length=MAX_TEXT, required=False, widget=forms.Textarea({"rows": rows})
            )
        for name, choices in CODES.items():
            self.fields[name] = forms.MultipleChoiceField(
                choices=choices.choices, required=False, widget=forms.CheckboxSelectMultiple
            )
        for name, choices in CHOICES.items():
            self.fields[name] = forms.ChoiceField(choices=[("", "–"), *choices.choices], required=False)
        for name, model in TERMS.items():
            self.fields[name] = _term_field(model, name)
        for name, field in self.fields.items():
            self._describe(name, field)

    @staticmethod
    def _describe(name: str, field: forms.Field) -> None:
        if name == "version":
            return
        field.needed = name in NEEDED  # a draft may lack it, so it is not "required"; nor is it optional
        if name == "partners":
            field.label = _("Partners")
        else:
            label = Practice._meta.get_field(name).verbose_name
            field.label = label[:1].upper() + label[1:]
        if name in GUIDANCE:
            field.help_text = GUIDANCE[name].question
        if isinstance(field.widget, forms.Textarea) and name != "partners":
            field.widget.attrs["data-counter"] = Practice._meta.get_field(name).max_length

    def clean_keywords(self):
        words = [
            word.strip()
            for word in self.cleaned_data["keywords"].replace("،", ",").replace("，", ",").split(",")
        ]
        kept = list(dict.fromkeys(word[:60] for word in words if word))
        if len(kept) > MAX_KEYWORDS:
            raise forms.ValidationError(_("At most ten keywords are possible."))
        return kept

    def clean_partners(self):
        lines = [line.strip() for line in self.cleaned_data["partners"].splitlines() if line.strip()]
        if len(lines) > MAX_PARTNERS:
            raise forms.ValidationError(_("At most twenty partners are possible."))
        return [_partner(line[:255]) for line in lines]

    def apply(self, practice: Practice) -> None:
        """Put the cleaned values on a working copy; nothing is saved."""
        cleaned = self.cleaned_data
        for name in (*PLAIN, *CODES, "keywords", "language", "licence"):
            setattr(practice, name, cleaned[name])
        for name in TERMS:
            setattr(practice, name, list(cleaned[name]))
        practice.partners = cleaned["partners"]

    @classmethod
    def initial_of(cls, practice: Practice) -> dict[str, Any]:
        """Initial data from a working copy."""
        values = {name: getattr(practice, name) for name in (*PLAIN, *CODES)}
        values |= {name: [term.pk for term in getattr(practice, name).all()] for name in TERMS}
        return values | {
            "version": practice.version,
            "language": practice.language_id,
            "licence": practice.licence_id,
            "keywords": ", ".join(practice.keywords),
            "partners": "\n".join(partner.ror or partner.name for partner in practice.partners.all()),
        }


def _partner(line: str) -> Partner:
    """A partner from a line that is a ROR id or a name; one of our institutions where it is known."""
    ror = canonical_ror(line) if "ror.org" in line.lower() else ""
    wanted = {"ror": ror} if ror else {"name__iexact": line}
    institution = Institution.objects.live().filter(**wanted).first()
    return Partner(
        institution=institution,
        name=institution.name if institution else line,
        ror=institution.ror if institution else ror,
    )


class AuthorForm(forms.ModelForm):
    """One author."""

    class Meta:
        model = Author
        fields = ["name", "role", "orcid", "consents"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["orcid"].validators.append(validate_orcid)
        self.fields["consents"].label = _("This person agreed to be named")


class EvidenceForm(forms.ModelForm):
    """One piece of evidence."""

    class Meta:
        model = Evidence
        fields = [
            "kind",
            "statement",
            "method",
            "sample",
            "period",
            "comparator",
            "figure",
            "independent",
            "url",
        ]
        widgets = {
            "statement": forms.Textarea({"rows": 2, "data-counter": 300}),
            "method": forms.Textarea({"rows": 2, "data-counter": 300}),
        }


class MaterialForm(forms.ModelForm):
    """One thing to take away."""

    class Meta:
        model = Material
        fields = ["title", "url", "kind", "licence"]


def _formset(form: type[forms.ModelForm], most: int) -> type[forms.BaseFormSet]:
    return forms.formset_factory(
        form, extra=1, can_delete=True, max_num=most, absolute_max=most + 20, validate_max=True
    )


ROWS = {
    "authors": (_("Authors"), _formset(AuthorForm, 20)),
    "evidence": (_("Evidence"), _formset(EvidenceForm, 12)),
    "materials": (_("Materials"), _formset(MaterialForm, 20)),
}


def rows_of(practice: Practice, data: Any = None) -> dict[str, forms.BaseFormSet]:
    """The formsets of a working copy's rows, or of ``data`` if there is any.

    What was sent stands for itself: the rows stored meanwhile by somebody else are no part of it."""
    if data is not None:
        return {name: formset(data, prefix=name) for name, (_label, formset) in ROWS.items()}
    made = {}
    for name, (_label, formset) in ROWS.items():
        fields = formset.form._meta.fields
        initial = [forms.model_to_dict(row, fields=fields) for row in getattr(practice, name).all()]
        made[name] = formset(prefix=name, initial=initial)
    return made


def apply_rows(practice: Practice, formsets: dict[str, forms.BaseFormSet]) -> None:
    """Put the rows that are there and not to be deleted on a working copy."""
    for name, formset in formsets.items():
        model = formset.form._meta.model
        kept = (form for form in formset.forms if _is_kept(form))
        values = ({field: form.cleaned_data[field] for field in formset.form._meta.fields} for form in kept)
        setattr(practice, name, [model(**row) for row in values])


def _is_kept(form: forms.BaseForm) -> bool:
    return form.has_changed() and not form.cleaned_data.get("DELETE", False)
