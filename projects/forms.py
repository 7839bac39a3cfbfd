"""Input of the group spaces."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from .enums import SeatRole
from .models import GroupFile, Post, Thread, WorkingGroup


class PostForm(forms.ModelForm):
    """What somebody says."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Post
        fields = ["text"]
        widgets = {"text": forms.Textarea({"rows": 6, "data-counter": "10000", "data-keep": "post"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your post")
        self.fields["token"].initial = uuid.uuid4


class ThreadForm(PostForm):
    """A new discussion with its first post."""

    title = Thread._meta.get_field("title").formfield()

    field_order = ["title", "text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].label = _("What is it about?")


class EditPostForm(forms.ModelForm):
    """The author's correction."""

    class Meta:
        model = Post
        fields = ["text"]
        widgets = {"text": forms.Textarea({"rows": 8})}


class VersionForm(forms.Form):
    """A new version of a file."""

    upload = forms.FileField(
        label=_("File"), help_text=_("PDF, office documents, text, images, audio, video or ZIP; up to 50 MB.")
    )
    note = forms.CharField(label=_("What changed?"), max_length=500, required=False)


class FileForm(VersionForm):
    """A new file with its first version."""

    title = GroupFile._meta.get_field("title").formfield(label=_("Title"))
    description = GroupFile._meta.get_field("description").formfield(label=_("What is it for?"))

    field_order = ["title", "description", "upload"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["note"]


class GroupForm(forms.ModelForm):
    """What a chair may change of the group."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    class Meta:
        model = WorkingGroup
        fields = ["name", "summary", "mandate", "visibility", "ends_on"]
        widgets = {
            "summary": forms.Textarea({"rows": 3, "data-counter": "300"}),
            "mandate": forms.Textarea({"rows": 10, "data-counter": "6000"}),
            "ends_on": forms.DateInput({"type": "date"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version


class SeatForm(forms.Form):
    """A seat for somebody who has an account."""

    email = forms.EmailField(label=_("E-mail address of the account"))
    role = forms.ChoiceField(label=_("Role"), choices=SeatRole.choices, initial=SeatRole.MEMBER)
