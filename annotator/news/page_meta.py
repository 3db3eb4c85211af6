"""Say what is known of a page's article: headline, byline, dates, source, address, language, section, agency."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from annotator.core.zones import Zone
from annotator.news import page_parts as parts
from annotator.news.bylines import is_byline
from annotator.news.datelines import dateline_end
from annotator.news.lines import page_lines
from annotator.news.page_data import article_object, clean, linked_data, meta_values, names_of
from annotator.news.page_dates import exact_date, shown_date
from annotator.news.page_main import Main, text_of
from annotator.news.zonewords import words

_SITE = re.compile(r"\s+[|•·»–—-]\s+(?:(?![|•·»–—]).)*$")
_SAVED = re.compile(r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://\S+)")
_DATES = (
    "article:published_time", "datepublished", "og:published_time", "og:article:published_time", "parsely-pub-date",
    "sailthru.date", "publish-date", "publishdate", "pubdate", "publication_date", "date.issued", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "citation_publication_date",
    "cxenseparse:recs:publishtime",
    "originalpublicationdate", "datecreated", "article_date_original", "date",
)  # fmt: skip
_AUTHORS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "cxenseparse:author",
)
_SECTIONS = (
    "article:section",
    "og:article:section",
    "section",
    "parsely-section",
    "articlesection",
    "sailthru.section",
)
_BY = re.compile(r"^(?:by|von|par|por|di|da|door|av|بقلم|מאת)[\s:]+", re.IGNORECASE)
_AGENT = re.compile(r"[\w./& -]{2,40}")
_DASHES = " \u00a0-–—"
_TOP = 15
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", re.IGNORECASE)


class PageData:
    """What a page says to machines, gathered once."""

    def __init__(self, page: Any, markup: str, url: str) -> None:
        self.page, self.given = page, url
        self.objects = linked_data(page)
        self.article = article_object(self.objects)
        self.meta = meta_values(page)
        saved = _SAVED.search(markup[:4000])
        self.saved = saved[1] if saved else ""

    def first(self, *keys: str) -> str:
        """Return the first meta content of these names; empty where there is none."""
        return next((self.meta[key][0] for key in keys if key in self.meta), "")

    def titles(self) -> list[str]:
        """Return what the page calls its article, surest first; the window's title also without the site's name."""
        title = self.page.find(".//title")
        shown = clean("".join(title.itertext())) if title is not None else ""
        told = [
            clean(self.article.get("headline")),
            self.first("og:title"),
            self.first("twitter:title", "dc.title", "headline"),
        ]
        return [one for one in (*told, shown, _SITE.sub("", shown), clean(self.article.get("name"))) if one]

    def is_closed(self) -> bool:
        """Tell whether the page says that not everyone may read its article."""
        return str(self.article.get("isAccessibleForFree", "")).strip().lower() in ("false", "https://schema.org/false")

    def article_text(self) -> str:
        """Return the article's text where the page tells it to machines, paragraphs apart; empty where it does not."""
        import html

        text = self.article.get("articleBody")
        if not isinstance(text, str):
            return ""
        lines = [" ".join(line.split(" ")).strip() for line in re.split(r"\r\n?|\n", html.unescape(text))]
        return "\n\n".join(line for line in lines if line)


def metadata(data: PageData, main: Main, text: str, zones: tuple[Zone, ...]) -> dict[str, Any]:
    """Return an article's meta; what is not known is left out. Nothing is fetched."""
    headline = next((text[z.start : z.end].replace("\n", " ") for z in zones if z.kind == "headline"), "")
    bylines = [text[zone.start : zone.end] for zone in zones if zone.kind == "byline"]
    url, dateline = address(data), _dateline(data, text, zones)
    found = {
        "headline": headline or next((_SITE.sub("", one) for one in data.titles()), ""),
        "byline": _byline(data, bylines, text),
        "dateline": dateline,
        "source": _source(data, url),
        "url": url,
        "published": _published(data, main, text, zones),
        "language": language(data),
        "section": _section(data),
        "agency": _agency(data, main, bylines, dateline),
    }
    return {key: value for key, value in found.items() if value}


def _byline(data: PageData, shown: list[str], text: str) -> str:
    """Return the writers: as machines are told, else as the page shows them without "By"."""
    told = names_of(data.article.get("author") or data.article.get("creator"), data.objects)
    for key in _AUTHORS if not told else ():
        told = [one for one in data.meta.get(key, []) if not one.startswith(("http://", "https://", "@", "/"))]
        if told:
            break
    if not told:
        told = [line.split("\n")[0] for line in shown[:1]] or _by_lines(text)
    names = list(dict.fromkeys(_BY.sub("", one).strip(" ,|") for one in told))
    return ", ".join(name for name in names if name)[:300]


def _by_lines(text: str) -> list[str]:
    """Return the first line at a text's beginning that reads like a byline."""
    return [line.text for line in page_lines(text[:20_000])[:_TOP] if is_byline(line.text)][:1]


def _dateline(data: PageData, text: str, zones: tuple[Zone, ...]) -> str:
    told = data.article.get("dateline")
    if isinstance(told, str) and clean(told):
        return clean(told)
    for zone in zones:
        if zone.kind == "dateline" and text[zone.end : zone.end + 1] not in ("", "\n"):
            return text[zone.start : zone.end].rstrip(_DASHES)
    for line in page_lines(text[:20_000])[:_TOP]:
        if end := dateline_end(line):
            return text[line.start : end].rstrip(_DASHES)
    return ""


def _source(data: PageData, url: str) -> str:
    told = names_of(data.article.get("publisher") or data.article.get("sourceOrganization"), data.objects)
    name = (
        told[0]
        if told
        else data.first("og:site_name", "publisher", "dc.publisher", "application-name", "citation_journal_title")
    )
    if not name or name.startswith(("http://", "https://")):
        name = host(url)
    return name


def host(url: str) -> str:
    """Return the name of an address' site without "www."; empty where there is none."""
    try:
        found = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return found.removeprefix("www.")


def address(data: PageData) -> str:
    """Return the address that the page gives itself, else the one it was found at; only http and https count."""
    canonical = [
        link.get("href") or ""
        for link in data.page.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    entity = data.article.get("mainEntityOfPage")
    own = [entity, entity.get("@id") if isinstance(entity, dict) else None, data.article.get("url")]
    base = data.given or data.saved
    for one in (*canonical, *data.meta.get("og:url", []), data.given, data.saved, *own):
        if isinstance(one, str) and (found := _absolute(base, clean(one))):
            return found
    return ""


def _absolute(base: str, found: str) -> str:
    try:
        full = urljoin(base, found)
        parted = urlsplit(full)
    except ValueError:
        return ""
    if parted.scheme not in ("http", "https") or not parted.hostname or len(full) > 2000:
        return ""
    return full.split("#")[0] if found else ""


def _published(data: PageData, main: Main, text: str, zones: tuple[Zone, ...]) -> str:
    for value in (data.article.get("datePublished"), data.article.get("dateCreated")):
        if given := exact_date(value):
            return given
    for key in _DATES:
        for value in data.meta.get(key, []):
            if given := exact_date(value):
                return given
    for element in main.root.iter():
        if element not in main.dropped and parts.is_date(element):
            given = exact_date(element.get("datetime") or "") or exact_date(element.get("content") or "")
            if given:
                return given
    lines = (text[zone.start : zone.end] for zone in zones if zone.kind in ("dateline", "byline"))
    return next((given for line in lines if (given := shown_date(line))), "")


def language(data: PageData) -> str:
    """Return the code of the page's language in small letters, without its country; empty where it tells none."""
    root = data.page.getroottree().getroot()
    told = data.article.get("inLanguage")
    values = (
        root.get("lang"), root.get("xml:lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        *data.meta.get("content-language", []), *data.meta.get("og:locale", []), *data.meta.get("language", []),
        told if isinstance(told, str) else None,
    )  # fmt: skip
    found = (value.strip() for value in values if isinstance(value, str) and _LANGUAGE.fullmatch(value.strip()))
    return next((re.split("[-_]", value)[0].lower() for value in found), "")


def _section(data: PageData) -> str:
    told = data.article.get("articleSection")
    if isinstance(told, list):
        told = next((one for one in told if isinstance(one, str)), None)
    return clean(told) or data.first(*_SECTIONS)


def _agency(data: PageData, main: Main, bylines: list[str], dateline: str) -> str:
    """Return the wire agency that the article is credited to, in its byline, its dateline or the page's data."""
    told = names_of(data.article.get("author"), data.objects) + bylines
    told += [dateline, *names_of(data.article.get("copyrightHolder"), data.objects)]
    for element in main.root.iter():
        if element not in main.dropped and re.search("-(?:agency|agencies|newsagency|source)-", parts.names(element)):
            inside = next(element.iterancestors("figure", "figcaption"), None)
            shown = text_of(element)
            if inside is None and _AGENT.fullmatch(shown):
                told.append(shown)
    return next((match[0] for one in told if (match := words().agency.search(one))), "")
