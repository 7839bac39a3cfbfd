"""Screens of the Wagtail admin for the ground floor's models. The secretariat uses them;
nobody with a narrower scope holds a right on these models."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.users.forms import UserForm
from wagtail.users.views.users import CreateView, EditView, IndexView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from .models import AuditEntry, Language
from .models.terms import LABEL_FIELDS

User = get_user_model()


class NamedUserForm(UserForm):
    """Wagtail's account form with our one name field. Operators alone are made on the command line."""

    first_name = None
    last_name = None
    is_superuser = None

    class Meta:
        model = User
        fields = ["email", "name", "language", "time_zone", "is_active", "groups"]
        widgets = {"groups": forms.CheckboxSelectMultiple}


class UserIndexView(IndexView):
    """Accounts by name."""

    model_fields = {"email", "name", "is_active"}
    search_fields = ["email", "name"]

    def order_queryset(self, queryset):
        if self.ordering in ("name", "-name"):
            return queryset.order_by(self.ordering)
        return super().order_queryset(queryset)


class UserCreateView(CreateView):
    """A new account; the person sets the password through the mail of "Forgotten password"."""

    template_name = "portal/admin/user_create.html"


class UserEditView(EditView):
    """An account."""

    template_name = "portal/admin/user_edit.html"


class UserViewSet(WagtailUserViewSet):
    """Accounts, with our one name field."""

    index_view_class = UserIndexView
    add_view_class = UserCreateView
    edit_view_class = UserEditView

    def get_form_class(self, for_update=False):
        return NamedUserForm


class TermViewSet(ModelViewSet):
    """A vocabulary: terms may be added, mended and withdrawn from forms; a used code never changes."""

    icon = "tag"
    list_display = ["code", "label_en", "position", "active"]
    search_fields = ["code", *LABEL_FIELDS.values()]
    list_per_page = 50
    inspect_view_enabled = True
    copy_view_enabled = False
    extra_fields: tuple[str, ...] = ()

    @property
    def panels(self):
        return [
            FieldPanel("code"),
            MultiFieldPanel([FieldPanel(name) for name in LABEL_FIELDS.values()], heading=_("Labels")),
            *(FieldPanel(name) for name in self.extra_fields),
            FieldPanel("position"),
            FieldPanel("active"),
        ]


class LanguageViewSet(TermViewSet):
    """Languages that content may be written in."""

    model = Language
    menu_label = _("Languages")


class AuditViewSet(ModelViewSet):
    """The audit trail, to read. Nobody holds a right to add, change or delete its lines."""

    model = AuditEntry
    menu_label = _("Audit trail")
    icon = "history"
    list_display = [
        "at",
        Column("actor", label=_("person")),
        "action",
        "object_type",
        "object_label",
        "region",
    ]
    list_filter = ["action", "object_type", "region"]
    search_fields = ["object_label", "action", "reason"]
    ordering = ["-id"]
    form_fields = ["reason"]
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_admin_menu = True


class VocabularyGroup(ModelViewSetGroup):
    """All vocabularies in one menu; each app adds its own through ``portal.viewsets.vocabularies``."""

    menu_label = _("Vocabularies")
    menu_icon = "list-ul"
    menu_order = 700

    def __init__(self):
        self.items = list(vocabularies)
        super().__init__()


vocabularies: list[type[TermViewSet]] = [LanguageViewSet]
