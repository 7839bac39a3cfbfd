"""Pages of lists: real ones, and clear answers to impossible ones."""

import pytest
from django.http import Http404
from django.test import RequestFactory

from portal.paging import MAX_DEPTH, paginate


def page(number, rows=range(50_000), **kwargs):
    return paginate(RequestFactory().get("/", {"page": number}), rows, **kwargs)


def test_first_page_by_default():
    first = paginate(RequestFactory().get("/"), range(45))
    assert (list(first.object_list), first.elided) == (list(range(20)), [1, 2, 3])


def test_page_of_an_empty_list_is_there():
    assert list(page("1", rows=[]).object_list) == []


def test_last_rows_are_reached():
    assert list(page("3", rows=range(45)).object_list) == [40, 41, 42, 43, 44]


@pytest.mark.parametrize("number", ["0", "-1", "x", "", "1.5", "²", "٢", "1e3", "9" * 30, "4"])
def test_impossible_pages_are_not_found(number):
    with pytest.raises(Http404):
        page(number, rows=range(45))


def test_pages_beyond_the_depth_are_not_found():
    assert page(str(MAX_DEPTH // 20)).number == MAX_DEPTH // 20
    with pytest.raises(Http404):
        page(str(MAX_DEPTH // 20 + 1))


def test_links_lead_no_deeper_than_pages_go():
    first = page("1", per_page=24)
    assert first.elided[-1] == 417
    assert page("417", per_page=24).has_next() is False


def test_known_total_is_not_counted_again():
    class Rows(list):
        def count(self):
            raise AssertionError

    assert page("2", rows=Rows(range(30)), total=30).paginator.num_pages == 2
