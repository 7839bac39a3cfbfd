"""The author's screens: start, write in several sittings, look at it, send, take back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import authz
from portal.kept_forms import sign_in_keeping_form, take_kept
from portal.ratelimits import limit

from .. import forms, selectors, services
from ..enums import EDITABLE
from ..models import Practice
from ..validators import gaps


@sign_in_keeping_form
@limit("30/h/user")
@require_http_methods(["GET", "HEAD", "POST"])
def practice_submit(request: HttpRequest) -> HttpResponse:
    """Start a draft in the name of an institution."""
    institutions = selectors.lead_choices(request.user)
    if not institutions.exists():
        return render(request, "resources/practice_nobody.html", status=403)
    form = forms.StartForm(_typed(request), institutions=institutions)
    if request.method == "POST" and form.is_valid():
        practice = services.start_practice(actor=request.user, **form.cleaned_data)
        return redirect("practice_edit", practice.pk)
    context = {"form": form, "drafts": selectors.drafts(request.user)[:10]}
    return render(request, "resources/practice_start.html", context, status=_status(request, form))


def _typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else take_kept(request)


def _status(request: HttpRequest, *checked: Any) -> int:
    wrong = request.method == "POST" and not all(each.is_valid() for each in checked)
    return 422 if wrong else 200


def _practice(request: HttpRequest, pk: int, action: str = "work_on") -> Practice:
    rows = Practice.objects.select_related(*selectors.WHOLE, "decided_by").defer("search")
    return authz.get_or_404(request.user, action, rows, pk=pk)


@sign_in_keeping_form
@require_http_methods(["GET", "HEAD", "POST"])
def practice_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The record as a form. "Save" takes whatever is there; "Save and send" wants it whole.

    Who writes on while a colleague sends the text gets back what was typed (409)."""
    practice = _practice(request, pk)
    closed = practice.status not in EDITABLE
    if closed and request.method != "POST":
        return redirect("practice_preview", pk)
    draft = selectors.working_copy(practice)
    typed = _typed(request)
    form = forms.RecordForm(typed, initial=forms.RecordForm.initial_of(draft))
    rows = forms.rows_of(draft, typed)
    conflict: list[dict[str, Any]] = []
    if request.method == "POST" and not closed and _all_valid(form, rows):
        try:
            return _save(request, practice, draft, form, rows)
        except services.EditConflict:
            conflict = _differences(practice, draft)
            form.data = form.data.copy()
            form.data["version"] = Practice.objects.get(pk=pk).version
        except ValidationError:
            closed = True
    context = _form_context(practice, draft, form, rows) | {"conflict": conflict, "closed": closed}
    status = 409 if conflict or closed else _status(request, form, *rows.values())
    return render(request, "resources/practice_form.html", context, status=status)


def _all_valid(form: forms.RecordForm, rows: dict[str, Any]) -> bool:
    return all([form.is_valid(), *(formset.is_valid() for formset in rows.values())])


def _save(request: HttpRequest, practice: Practice, draft: Practice, form, rows) -> HttpResponse:
    form.apply(draft)
    forms.apply_rows(draft, rows)
    saved = services.save_draft(draft=draft, version=form.cleaned_data["version"], actor=request.user)
    if request.POST.get("action") != "send":
        messages.success(request, _("Saved. You can go on at any time, from any device."))
        section = request.POST.get("section", "")
        anchor = f"#{section}" if section in {each.name for each in forms.SECTIONS} else ""
        return redirect(f"{reverse('practice_edit', args=[practice.pk])}{anchor}")
    return _send(request, saved)


def _send(request: HttpRequest, practice: Practice) -> HttpResponse:
    try:
        services.submit_practice(practice=practice, actor=request.user)
    except ValidationError:
        messages.warning(
            request, _("Saved, but not sent: something is missing. It is listed on top of the form.")
        )
        return redirect("practice_edit", practice.pk)
    messages.success(request, _("Sent. The region’s coordinator looks at it next; you will get a mail."))
    return redirect("practice_preview", practice.pk)


def _differences(practice: Practice, draft: Practice) -> list[dict[str, Any]]:
    """Field by field: what is stored now, and what this person wrote."""
    current = selectors.working_copy(Practice.objects.get(pk=practice.pk))
    theirs, mine = forms.RecordForm.initial_of(current), forms.RecordForm.initial_of(draft)
    labels = {name: field.label for name, field in forms.RecordForm().fields.items()}
    found = [
        {"label": labels[name], "before": _shown(theirs[name]), "after": _shown(mine[name])}
        for name in theirs
        if name != "version" and theirs[name] != mine[name]
    ]
    return found or [
        {"label": _("Rows of authors, evidence or materials"), "before": _("changed"), "after": _("yours")}
    ]


def _shown(value: Any) -> str:
    return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value or "")


def _form_context(practice: Practice, draft: Practice, form, rows) -> dict[str, Any]:
    missing = gaps(draft)
    sections = [
        {
            "name": section.name,
            "label": section.label,
            "fields": [
                {"field": form[name], "guidance": forms.GUIDANCE.get(name)} for name in section.fields
            ],
            "rows": [
                {"name": name, "label": forms.ROWS[name][0], "formset": rows[name]} for name in section.rows
            ],
        }
        for section in forms.SECTIONS
    ]
    return {
        "practice": practice,
        "draft": draft,
        "form": form,
        "sections": sections,
        "steps": [{"label": each.label, "url": f"#{each.name}"} for each in forms.SECTIONS],
        "gaps": missing,
        "wrong": [
            *([form] if form.errors else []),
            *(row for formset in rows.values() for row in formset if row.errors),
        ],
    }


@sign_in_keeping_form
@require_safe
def practice_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The text under work as readers would see it, with where it stands."""
    practice = _practice(request, pk, "view_draft")
    shown = selectors.reading(selectors.working_copy(practice), stored=False)
    user = request.user
    context = {
        **shown,
        "row": practice,
        "works_on": authz.can(user, "work_on", practice),
        "may_change": authz.can(user, "change", practice),
        "may_withdraw": authz.can(user, "withdraw", practice),
        "shows_contact": True,
    }
    return render(request, "resources/practice_preview.html", context)


@sign_in_keeping_form
@require_POST
def practice_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a text back before anybody has decided."""
    practice = _practice(request, pk)
    try:
        services.withdraw_submission(practice=practice, actor=request.user)
    except (ValidationError, PermissionDenied) as error:
        messages.error(request, " ".join(getattr(error, "messages", [_("This is not possible any more.")])))
        return redirect("practice_preview", pk)
    messages.success(request, _("The text is yours again."))
    return redirect("practice_edit", pk)


@sign_in_keeping_form
@require_POST
def practice_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away, or the new version of a public practice."""
    practice = _practice(request, pk)
    authz.require(request.user, "discard", practice, see="view_draft")
    try:
        services.discard_draft(practice=practice, actor=request.user)
    except ValidationError as error:  # a second click, or a colleague's
        messages.info(request, " ".join(error.messages))
    else:
        messages.success(request, _("The draft is gone."))
    return redirect("dashboard")
