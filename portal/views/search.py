"""The search over the whole site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal import registries
from portal.search.vectors import MAX_QUERY

PER_KIND = 6


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The best hits of each kind that the person may see, with a way to all of them."""
    q = request.GET.get("q", "").strip()[:MAX_QUERY]
    groups = []
    for source in registries.search_sources if q else ():
        hits, total = source.find(request.user, q, PER_KIND)
        if total:
            more = source.list_url(q) if total > len(hits) else ""
            groups.append(
                {
                    "label": source.label,
                    "template": source.template,
                    "rows": hits,
                    "total": total,
                    "url": more,
                }
            )
    context = {"q": q, "groups": groups, "total": sum(group["total"] for group in groups)}
    return render(request, "portal/search.html", context)
