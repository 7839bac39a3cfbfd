"""Template tags: what they let through and what they do not."""

import json

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from portal.templatetags.portal_tags import (
    bcp47,
    direction,
    initials,
    json_ld,
    lang_attrs,
    paragraphs,
    query_with,
)


def query(path, **changes):
    return query_with({"request": RequestFactory().get(path)}, **changes)


def test_query_with_replaces_and_removes_and_keeps_the_rest():
    assert query("/?q=a&page=3&region=africa", page=None, region="arab-states") == "?q=a&region=arab-states"


def test_query_with_nothing_left_is_still_an_address():
    assert query("/?page=3", page=None) == "?"


def test_query_with_escapes_what_people_typed():
    assert query("/", q="a&b=c <d>") == "?q=a%26b%3Dc+%3Cd%3E"


def test_json_ld_cannot_be_broken_out_of():
    evil = "</script><script>alert(1)</script>\u2028&"
    html = json_ld({"name": evil})
    assert html.count("</script>") == 1
    body = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert json.loads(body) == {"name": evil}


def test_paragraphs_escape_and_number_steps():
    html = paragraphs("Before <b>.\n\n1. One & two\nsame step\n\n2. Three\n\nAfter")
    assert html == (
        "<p>Before &lt;b&gt;.</p>\n"
        "<ol><li><p>One &amp; two<br>same step</p></li><li><p>Three</p></li></ol>\n<p>After</p>"
    )


@pytest.mark.parametrize(
    ("code", "tag"), [("zh-hans", "zh-Hans"), ("en", "en"), ("pt-br", "pt-BR"), ("", "")]
)
def test_bcp47(code, tag):
    assert bcp47(code) == tag


def test_direction_of_scripts():
    assert [direction(tag) for tag in ("ar", "fa-IR", "en", "zh-Hans", "")] == [
        "rtl",
        "rtl",
        "ltr",
        "ltr",
        "ltr",
    ]


def test_lang_attrs_marks_only_other_languages():
    with translation.override("fr"):
        assert lang_attrs("fr") == ""
        assert lang_attrs("ar") == ' lang="ar" dir="rtl"'


def test_lang_attrs_cannot_leave_its_attribute():
    assert '"' not in lang_attrs('x" onload="y').replace(' lang="', "").replace('" dir="ltr"', "")


@pytest.mark.parametrize(
    ("name", "letters"), [("Amina Wanjiru", "AW"), ("李明", "李"), ("", "–"), ("Dr. Ana  Sofía Ruiz", "DR")]
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_field_component_escapes_help_and_errors():
    template = Template('{% include "components/notice.html" with text=text only %}')
    assert "<b>" not in template.render(Context({"text": "<b>"}))
