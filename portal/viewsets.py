"""Screens of the Wagtail admin for the ground floor's models; the secretariat uses them."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet


class _NameFields(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)


class UserViewSet(WagtailUserViewSet):
    """Accounts, with our one name field."""
