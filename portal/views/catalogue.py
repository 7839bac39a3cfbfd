"""The live catalogue of components: every one in its states, for people who build screens."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

LONG = "Département d’enseignement à distance et de formation continue des enseignants de l’université"
ARABIC = "الممارسات الجيدة في التعليم عبر الإنترنت"


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Name", help_text="As people know it.", max_length=80)
    story = forms.CharField(
        label="Story",
        required=False,
        widget=forms.Textarea({"rows": 4, "data-counter": "600"}),
        max_length=600,
    )
    kind = forms.ChoiceField(label="Kind", choices=[("a", "University"), ("b", "Platform")])
    levels = forms.MultipleChoiceField(
        label="Technology levels",
        choices=[("hi", "High"), ("low", "Low"), ("no", "None")],
        widget=forms.CheckboxSelectMultiple,
    )
    day = forms.DateField(label="Day", required=False, widget=forms.DateInput({"type": "date"}))
    agree = forms.BooleanField(label="I may publish this")


@require_safe
def component_catalogue(request: HttpRequest) -> HttpResponse:
    """All components; only in the demo and in development."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    page = Paginator(range(500), 10).page(7)
    page.elided = list(page.paginator.get_elided_page_range(7, on_each_side=2, on_ends=1))
    return render(request, "portal/catalogue.html", {"page": page, **_samples()})


def _samples() -> dict:
    now = timezone.now()
    wrong = SampleForm({"name": "", "kind": "a"})
    wrong.is_valid()
    choices = [
        {"label": "Low technology", "count": 18, "url": "?", "chosen": True},
        {"label": "No technology", "count": 7, "url": "?", "chosen": False},
    ]
    return {
        "long": LONG,
        "arabic": ARABIC,
        "form": SampleForm(prefix="empty"),
        "wrong": wrong,
        "kinds": ["", "good", "warm", "danger", "muted", "private", "published", "submitted", "draft"],
        "facets": [{"name": "tech", "label": "Technology level", "choices": choices}],
        "chips": [{"label": "Low technology", "url": "?"}, {"label": ARABIC, "url": "?"}],
        "tabs": [
            {"label": "Overview", "url": "?", "current": True},
            {"label": "Files", "url": "?", "count": 3},
        ],
        "rows": [
            {"label": "Name", "before": "University of Narobi", "after": "University of Nairobi"},
            {"label": "Country", "before": "", "after": "Kenya"},
        ],
        "events": [
            {"at": now - timedelta(days=3), "text": "Submitted", "who": "Amina W."},
            {"at": now, "text": "Approved", "who": "Kofi A.", "note": "Checked against the charter."},
        ],
        "quote": {"text": "Teaching goes on.", "source": "A teacher"},
        "crumbs": [{"label": "Library", "url": "?"}, {"label": LONG}],
        "steps": [{"label": "Basics", "url": "?", "current": True}, {"label": "Story", "url": "?"}],
    }
