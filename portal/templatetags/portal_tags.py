"""Template tags of the portal: links that keep the list's state, languages, texts, data for machines."""

import json
import re
from typing import Any

from django import template
from django.conf import settings
from django.template.defaultfilters import linebreaks_filter
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from portal import navigation

register = template.Library()
RTL_LANGUAGES = {"ar", "fa", "ur", "he", "ps", "ckb", "ug", "yi", "dv", "sd"}
# In a script element these would end the element or the line for some readers.
JSON_ESCAPES = {"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@register.simple_tag(takes_context=True)
def query_with(context: dict, **changes: Any) -> str:
    """The address's query with ``changes``: a value replaces, ``None`` removes. Starts with ``?``."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag
def url_or_none(name: str, *args: Any) -> str:
    """The address of a screen, or an empty text where it is not installed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def language_links(context: dict) -> list[dict[str, Any]]:
    """This page in each language of the portal: ``code``, ``tag`` (BCP 47), ``name``, ``dir``, ``url``,
    ``current`` and ``exact`` (whether it is this page, or only that language's front)."""
    request = context.get("request")
    if request is None:
        return []
    page = context.get("page")
    return [_language_link(request, page, code, name) for code, name in settings.LANGUAGES]


def _language_link(request, page, code: str, name: str) -> dict[str, Any]:
    url, exact = _in_language(request, page, code)
    return {
        "code": code,
        "tag": bcp47(code),
        "name": name,
        "dir": "rtl" if get_language_info(code)["bidi"] else "ltr",
        "url": url,
        "exact": exact,
        "current": code == get_language(),
    }


def _in_language(request, page, code: str) -> tuple[str, bool]:
    if page is not None and hasattr(page, "translation_key"):
        translations = _translations(request, page)
        return translations.get(code, f"/{code}/"), code in translations
    path = request.get_full_path()
    return translate_url(path, code), True


def _translations(request, page) -> dict[str, str]:
    """Addresses of the live translations of a Wagtail page, by language; asked once per request."""
    if not hasattr(request, "page_translations"):
        rows = page.get_translations(inclusive=True).live().public().select_related("locale")
        urls = {row.locale.language_code: row.get_url(request) for row in rows}
        request.page_translations = {code: url for code, url in urls.items() if url}
    return request.page_translations


@register.filter
def bcp47(code: str) -> str:
    """Django's language code as a BCP 47 tag: ``zh-hans`` → ``zh-Hans``."""
    return translation.to_locale(code).replace("_", "-") if code else ""


@register.filter
def direction(tag: str) -> str:
    """``rtl`` or ``ltr`` for a BCP 47 tag."""
    return "rtl" if (tag or "").split("-")[0].lower() in RTL_LANGUAGES else "ltr"


@register.simple_tag
def lang_attrs(tag: str) -> SafeString:
    """``lang`` and ``dir`` for a text in another language than the page; nothing for the same one."""
    if not tag or bcp47(tag) == bcp47(get_language() or ""):
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', bcp47(tag), direction(tag))


@register.filter
def paragraphs(text: str) -> SafeString:
    """Plain text as escaped paragraphs; a run of paragraphs that begin with "1. ", "2. " as a numbered list."""
    parts = [
        part.strip() for part in re.split(r"\n\s*\n", (text or "").replace("\r\n", "\n")) if part.strip()
    ]
    blocks: list[SafeString] = []
    steps: list[str] = []
    for part in [*parts, ""]:
        if match := re.match(r"\d{1,2}[.)、]\s*(.+)", part, re.DOTALL):
            steps.append(match[1])
            continue
        if steps:
            items = format_html_join("", "<li>{}</li>", ((linebreaks_filter(step),) for step in steps))
            blocks.append(format_html("<ol>{}</ol>", items))
            steps = []
        if part:
            blocks.append(linebreaks_filter(part))
    return format_html_join("\n", "{}", ((block,) for block in blocks))


@register.simple_tag
def json_ld(data: Any) -> SafeString:
    """Structured data for machines in a script element that no content can break out of."""
    text = json.dumps(data, ensure_ascii=False)
    for character, escape in JSON_ESCAPES.items():
        text = text.replace(character, escape)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))


@register.filter
def one_line(text: str) -> str:
    """The text with each run of white space as one space, for titles and attributes."""
    return " ".join(text.split())


@register.filter
def initials(name: str) -> str:
    """One or two letters that stand for a person."""
    words = [word for word in re.split(r"[\s.]+", name or "") if word]
    if not words:
        return "–"
    first, last = words[0][0], words[-1][0] if len(words) > 1 else ""
    return (first + last).upper()


@register.simple_tag(takes_context=True)
def main_navigation(context: dict) -> list[navigation.Entry]:
    """The main menu of the site."""
    request = context.get("request")
    return navigation.main_entries(request) if request is not None else []


@register.simple_tag(takes_context=True)
def footer_navigation(context: dict) -> list[navigation.Entry]:
    """The footer's links."""
    request = context.get("request")
    return navigation.footer_entries(request) if request is not None else []


@register.simple_tag(takes_context=True)
def footer_line(context: dict) -> str:
    """The footer's own line of text."""
    request = context.get("request")
    return navigation.footer_text(request) if request is not None else ""
