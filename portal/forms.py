"""Forms of the ground floor."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class SignupForm(forms.Form):
    """What we ask a new person beside the address and a password (allauth adds those)."""

    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput({"autocomplete": "name"})
    )

    field_order = ["name", "email", "password1"]

    def signup(self, request, user):
        """allauth calls this with the unsaved account."""
        user.name = self.cleaned_data["name"]
        language = get_language()
        if language in dict(settings.LANGUAGES):
            user.language = language
        user.save()
