"""The public library: the list and the page of a practice."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal import authz
from portal.paging import paginate

from .. import selectors
from ..enums import ContactVisibility, PracticeStatus
from ..models import Practice
from ..selectors import structured

PER_PAGE = 20


@require_safe
def practice_list(request: HttpRequest) -> HttpResponse:
    """Published practices; ``?q= &tech= &region= &sdg= &lang= &sort= &page=``, facets several times."""
    question = selectors.Question.of(request.GET)
    terms = selectors.terms_of_list()
    page = paginate(request, selectors.library(question, terms), per_page=PER_PAGE)
    facets = selectors.facets(question, terms)
    context = {
        "page": page,
        "cards": selectors.cards(page.object_list, terms["tech"].values()),
        "facets": [_facet(request.GET, facet) for facet in facets],
        "chips": [chip for facet in facets for chip in _chips(request.GET, facet)],
        "question": question,
        "clear_url": _without(request.GET, *selectors.FACETS),
        "sorts": _sorts(request.GET, question),
        "may_submit": request.user.is_authenticated and selectors.lead_choices(request.user).exists(),
    }
    return render(request, "resources/practice_list.html", context)


def _facet(query: QueryDict, facet: selectors.Facet) -> dict[str, Any]:
    choices = [
        {"label": term.label, "count": count, "chosen": chosen, "url": _toggled(query, facet.name, term.code)}
        for term, count, chosen in facet.choices
    ]
    return {"name": facet.name, "label": facet.label, "choices": choices}


def _chips(query: QueryDict, facet: selectors.Facet) -> list[dict[str, Any]]:
    return [
        {"label": f"{facet.label}: {term.label}", "url": _toggled(query, facet.name, term.code)}
        for term, _count, chosen in facet.choices
        if chosen
    ]


def _toggled(query: QueryDict, name: str, code: str) -> str:
    """The address with this choice added, or taken away if it is there."""
    changed = query.copy()
    changed.pop("page", None)
    codes = changed.getlist(name)
    changed.setlist(name, [each for each in codes if each != code] if code in codes else [*codes, code])
    return f"?{changed.urlencode()}"


def _without(query: QueryDict, *names: str) -> str:
    changed = query.copy()
    for name in (*names, "page"):
        changed.pop(name, None)
    return f"?{changed.urlencode()}"


def _sorts(query: QueryDict, question: selectors.Question) -> list[dict[str, Any]]:
    labels = {"newest": _("Newest first"), "title": _("By title"), "relevance": _("Best match first")}
    offered = [name for name in labels if question.q or name != "relevance"]
    base = _without(query, "sort")
    return [
        {
            "label": labels[name],
            "url": f"{base}{'&' if len(base) > 1 else ''}sort={name}",
            "current": name == question.sort,
        }
        for name in offered
    ]


@require_safe
def practice_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A published practice, or the tombstone of one that was withdrawn."""
    rows = Practice.objects.select_related(*selectors.WHOLE).defer("search")
    practice = authz.get_or_404(request.user, "view", rows, slug=slug)
    if practice.status == PracticeStatus.RETIRED:
        return render(request, "resources/practice_tombstone.html", {"practice": practice})
    shown = selectors.reading(practice, stored=True)
    others = list(selectors.translations(practice))
    user = request.user
    context = {
        **shown,
        "translations": others,
        "citation": selectors.citation(practice, shown["authors"]),
        "json_ld": structured.json_ld(practice, shown, others),
        "citation_tags": structured.citation_tags(practice, shown["authors"]),
        "shows_contact": _shows_contact(user, practice),
        "works_on": authz.can(user, "work_on", practice),
        "may_retire": authz.can(user, "retire", practice),
    }
    return render(request, "resources/practice_detail.html", context)


def _shows_contact(user: Any, practice: Practice) -> bool:
    if practice.contact_visibility == ContactVisibility.MEMBERS:
        return user.is_authenticated
    return practice.contact_visibility == ContactVisibility.PUBLIC
