"""Pages of a list, by number, with bounds that no request can push."""

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

MAX_DEPTH = 10_000


def paginate(request: HttpRequest, rows, *, per_page: int = 20, total: int | None = None) -> Page:
    """Return the page of ``rows`` that ``?page=`` asks for (the first by default), with the numbers
    to offer in ``page.elided``.

    ``total`` saves the count where it is known already.
    ``Http404`` in plain words for a number that is none, that is past the end, or that lies deeper
    than ``MAX_DEPTH`` rows.
    """
    paginator = Paginator(rows, per_page)
    if total is not None:
        paginator.count = total
    paginator.num_pages = min(paginator.num_pages, -(-MAX_DEPTH // per_page))  # links go no deeper either
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) <= 6):
        raise Http404(_("There is no such page of this list."))
    if int(number) > 1 and (int(number) - 1) * per_page >= MAX_DEPTH:
        raise Http404(_("This list goes no deeper. Narrow the choice instead."))
    try:
        page = paginator.page(int(number))
    except EmptyPage as error:
        raise Http404(_("There is no such page of this list.")) from error
    page.elided = list(paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
    return page
