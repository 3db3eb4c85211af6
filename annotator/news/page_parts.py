"""Tell from an element's name, class and attributes what part of a news page it is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

# Never shown, or shown as something that is no text.
SILENT = frozenset(
    (
        "amp-ad", "amp-analytics", "amp-consent", "amp-sidebar", "amp-social-share", "amp-user-notification",
        "applet", "area", "audio", "base", "button", "canvas", "datalist", "dialog", "embed", "head", "iframe",
        "input", "label", "link", "map", "math", "menu", "meta", "meter", "nav", "noframes", "object", "progress",
        "script", "select", "style", "svg", "template", "textarea", "title", "video",
    )
)  # fmt: skip
INLINE = frozenset(
    (
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "img", "ins", "kbd", "mark", "nobr", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "small", "span",
        "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    )
)  # fmt: skip
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
PROSE = frozenset(["p", "li", "blockquote", "dd", "dt", "pre"]) | HEADINGS
_ATTRIBUTES = ("class", "id", "itemprop", "rel", "data-testid", "data-component", "data-type")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NO_WORD = re.compile(r"[^a-z0-9]+")
_ABOUT_OTHERS = re.compile(
    r" -(?:has|no|not|with|without|js|hide|enable|show|menu-item|tag(?!-(?:list|cloud))|category)-[^ ]*"
)
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.IGNORECASE)
_SHOWN_LATER = re.compile(r"(?:^|\s)(?:sm|md|lg|xl|2xl|print):(?:block|flex|inline|grid|table)", re.IGNORECASE)

_HIDDEN = re.compile(
    r"-(?:visually-?hidden|sr-only|screen-reader(?:-text)?|offscreen|off-screen|a11y-hidden|assistive-text|hidden-text|"
    r"is-hidden|u-hidden|visuallyhidden|vh)- "
)
_COMMENTS = re.compile(r"-(?:comments?|disqus|respond|replies|leserkommentare|kommentare|commentaires|comentarios)-")
_BOILERPLATE = re.compile(
    r"-(?:nav|navbar|navigation|breadcrumbs?|share|sharing|sharer|sharebar|addthis|addtoany|socials?|cookies?|consent|gdpr|"
    r"newsletters?|subscribe|subscription|sign-?up|ads?|adv|advert|adverts|advertisement|advertising|anzeige|sponsored|"
    r"outbrain|taboola|footer|toolbar|tags|taglist|tag-list|topics|popup|modal|lightbox|login|print|rating|pagination|"
    r"pager|skip|toc|trending|popular|most-?read|most-?viewed|counter|controls?|author-?(?:bio|box|info|card|description)|"
    r"about-?author|bio|biography|follow|donate|donation|support-us|app-promo|promo|widget|sidebar|colophon|feedback|"
    r"audio-player|listen|bookmark|copyright-notice|site-header|masthead|search)-"
)
_RELATED = re.compile(
    r"-(?:related|recirc|recirculation|read-?more|more-?on|more-?stories|also-?read|read-?also|see-?also|read-?next|"
    r"recommended|recommendations?|you-may-like|teasers?|story-list|inline-link|internal-link|linklist|link-box|"
    r"a-lire-aussi|lire-aussi|mehr-zum-thema|siehe-auch)-"
)
_CAPTION = re.compile(
    r"-(?:caption|captions|wp-caption-text|imagecaption|photocaption|bildunterschrift|bildtext|legende|cutline|"
    r"image-description|photo-description|pie-de-foto|didascalia)-"
)
_CREDIT = re.compile(
    r"-(?:credits?|photocredit|photo-by|photographer|fotograf|image-?source|img-?source|bildquelle|bildnachweis|copyright|"
    r"copyrightholder|credittext|attribution|rights)-"
)
_IN_FIGURE = re.compile(r"-(?:source|author|by|byline|agency|quelle|urheber)-")
_BYLINE = re.compile(
    r"-(?:byline|bylines|by-line|author|authors|writers?|autor|autoren|auteur|auteurs|autore|autores|signature|"
    r"reporter|redakteur|verfasser)-"
)
_NO_BYLINE = re.compile(r"-(?:image|img|avatar|photo|picture|bio|description|desc|role|quote|url|count)-")
_DATE = re.compile(
    r"-(?:date|dates|datetime|datepublished|datemodified|datecreated|dateline|pubdate|published|publish|published-on|"
    r"posted|posted-on|timestamp|datum|fecha|updated|last-updated|lastmod|modified)-"
)
_PLACE = re.compile(r"-(?:dateline|location|contentlocation|locationcreated|ort|lieu|place)-")
_STANDFIRST = re.compile(
    r"-(?:standfirst|stand-first|dek|deck|sub-?head|sub-?headline|sub-?title|sub-?heading|lead|lede|intro|introduction|"
    r"summary|excerpt|abstract|chapo|vorspann|entradilla|sottotitolo|description|strapline|blurb)-"
)
_BODY = re.compile(
    r"-(?:articlebody|(?:article|story|entry|post|news|single|text|content|td-post|rich-text|richtext)-?"
    r"(?:body|content|text|copy|main|inner)|body-?(?:elements|text|copy|content)|richtextstorybody|storytext|"
    r"main-?content|cikk|artikeltext|texte|newsbody)-"
)
_HEADLINE = re.compile(
    r"-(?:headline|headlines|entry-title|post-title|article-title|story-title|articletitle|titulo|titre|title)-"
)


@lru_cache(maxsize=20_000)
def _names(words: str) -> str:
    """Return each class or id as "-word-word-", apart by spaces; names that speak of other elements are left out."""
    names = "".join(f" -{_NO_WORD.sub('-', name.lower()).strip('-')}- " for name in _CAMEL.sub("-", words).split())
    return _ABOUT_OTHERS.sub("", names)


def names(element: Any) -> str:
    """Return an element's names for the patterns of this module."""
    get = element.get
    return _names(" ".join([value for key in _ATTRIBUTES if (value := get(key))]))


def is_hidden(element: Any) -> bool:
    """Tell whether a browser would not show an element, as far as the page itself says."""
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return True
    style = element.get("style")
    if style and _HIDING_STYLE.search(style):
        return True
    classes = element.get("class") or ""
    if "hidden" in classes.lower().split() and not _SHOWN_LATER.search(classes):
        return True
    return bool(classes) and _HIDDEN.search(_names(classes)) is not None


def is_block(element: Any) -> bool:
    """Tell whether an element starts a line of its own; elements that HTML does not know count as blocks."""
    if element.tag not in INLINE:
        return True
    style = element.get("style")
    return bool(style) and _BLOCK_STYLE.search(style) is not None


def is_comments(element: Any) -> bool:
    """Tell whether readers' comments lie in an element."""
    return _COMMENTS.search(names(element)) is not None


def is_boilerplate(element: Any) -> bool:
    """Tell whether an element holds what goes around articles: shares, cookies, sign-ups, advertisements."""
    if element.get("role") in (
        "navigation",
        "contentinfo",
        "search",
        "dialog",
        "alert",
        "alertdialog",
        "menu",
        "toolbar",
    ):
        return True
    found = names(element)
    return bool(found) and (_BOILERPLATE.search(found) is not None or _COMMENTS.search(found) is not None)


def is_related(element: Any) -> bool:
    """Tell whether links to other articles lie in an element."""
    return _RELATED.search(names(element)) is not None


def is_body(element: Any) -> bool:
    """Tell whether the page names an element as its article's body."""
    return _BODY.search(names(element)) is not None


def is_headline(element: Any) -> bool:
    """Tell whether the page names an element as a headline."""
    return _HEADLINE.search(names(element)) is not None


def is_standfirst(element: Any) -> bool:
    """Tell whether an element is the short text between a headline and the body."""
    return _STANDFIRST.search(names(element)) is not None


def is_caption(element: Any) -> bool:
    """Tell whether an element holds a picture's caption and not the picture."""
    if element.tag == "figcaption":
        return True
    if element.tag in ("caption", "figure", "img") or _CAPTION.search(names(element)) is None:
        return False
    inside = element.iter("img", "picture", "figcaption", "figure", "amp-img", "p")
    return all(one is element or (one.tag == "p" and not _CAPTION.search(names(one))) for one in inside)


def is_credit(element: Any, *, in_figure: bool) -> bool:
    """Tell whether an element names who made a picture."""
    found = names(element)
    if not found or element.tag in ("figure", "figcaption"):
        return False
    return _CREDIT.search(found) is not None or (in_figure and _IN_FIGURE.search(found) is not None)


def is_byline(element: Any) -> bool:
    """Tell whether an element names an article's writers."""
    found = names(element)
    if element.tag == "address":
        return True
    return _BYLINE.search(found) is not None and _NO_BYLINE.search(found) is None


def is_date(element: Any) -> bool:
    """Tell whether an element shows a date of the article."""
    return element.tag == "time" or _DATE.search(names(element)) is not None


def is_place(element: Any) -> bool:
    """Tell whether an element is a dateline inside a paragraph."""
    return element.tag in INLINE and _PLACE.search(names(element)) is not None
