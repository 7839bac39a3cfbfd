"""Decisions on a practice."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models import User

from ..enums import EvidenceLevel, Recommendation


class PublishForm(forms.Form):
    """Publish, with the level of evidence in words."""

    evidence_level = forms.ChoiceField(
        label=_("Evidence"),
        choices=[("", _("Not rated yet")), *EvidenceLevel.choices],
        required=False,
        help_text=_("Readers see these words."),
    )


class ReasonForm(forms.Form):
    """A reason that the authors read."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4, "data-counter": 2000}),
        help_text=_("The authors read it. Say what would make the text acceptable."),
        error_messages={"required": _("Say why: the authors read it.")},
    )


class AssignForm(forms.Form):
    """Somebody asked to advise."""

    email = forms.EmailField(label=_("E-mail address of the reviewer’s account"))

    def clean_email(self):
        person = User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        if person is None:
            raise forms.ValidationError(_("Nobody has an account with this address."), code="unknown")
        self.person = person
        return self.cleaned_data["email"]


class AdviceForm(forms.Form):
    """A reviewer's advice."""

    recommendation = forms.ChoiceField(
        label=_("I recommend to"), choices=Recommendation.choices, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("Why"), max_length=6000, widget=forms.Textarea({"rows": 8, "data-counter": 6000})
    )
