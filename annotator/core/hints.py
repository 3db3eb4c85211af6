"""What to say of one tag by the hint rules of a scheme: the words before it, behind it and in it decide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from annotator.core.scheme_model import HintRule, Scheme
from annotator.core.span import Span

_NEAR = 80
_LONGEST = 400


def hints(text: str, span: Span, scheme: Scheme) -> list[str]:
    """Return what the scheme has to say of a tag, in the scheme's order, each sentence once.

    Right before the tag a determiner is passed over, since tags leave those out. Case is folded, but a word in capitals
    (US, WHO) is only found where the rule has it in capitals.
    """
    rules = [rule for rule in scheme.hints if rule.label == span.label]
    said = (rule.say for rule in rules if _speaks(rule, text, span, scheme.boundaries.determiners))
    return list(dict.fromkeys(said))


def _speaks(rule: HintRule, text: str, span: Span, determiners: tuple[str, ...]) -> bool:
    before, after, inside = _patterns(rule, determiners)
    return (
        _found(before, rule.before, text[max(0, span.start - _NEAR) : span.start])
        or _found(after, rule.after, text[span.end : span.end + _NEAR])
        or _found(inside, rule.inside, text[span.start : min(span.end, span.start + _LONGEST)])
    )


def _found(pattern: re.Pattern[str] | None, phrases: Sequence[str], text: str) -> bool:
    if pattern is None:
        return False
    return any(_same_case(match.group(1), phrases) for match in pattern.finditer(text))


def _same_case(found: str, phrases: Sequence[str]) -> bool:
    return not (len(found) > 1 and found.isupper()) or found in phrases


Patterns = tuple[re.Pattern[str] | None, re.Pattern[str] | None, re.Pattern[str] | None]


@lru_cache(maxsize=256)
def _patterns(rule: HintRule, determiners: tuple[str, ...]) -> Patterns:
    """Return what finds a rule's words right before, right behind and inside a tag; group 1 is the phrase."""
    passed = rf"(?:(?:{_any(determiners)})\s+)?" if determiners else ""
    return (
        _compiled(rule.before, rf"(?<!\w)({{}})\s+{passed}[\"“‘'«„(\[]*$"),
        _compiled(rule.after, r"^[\"”’'»)\]]*?\s*({})(?!\w)"),
        _compiled(rule.inside, r"(?<!\w)({})(?!\w)"),
    )


def _compiled(phrases: tuple[str, ...], pattern: str) -> re.Pattern[str] | None:
    return re.compile(pattern.replace("{}", _any(phrases)), re.IGNORECASE) if phrases else None


def _any(phrases: Sequence[str]) -> str:
    """Return a pattern of phrases as people write them, the longest first: any spaces, any apostrophe."""
    return "|".join(
        r"\s+".join(re.sub("['’]", "['’]", re.escape(part)) for part in phrase.split())
        for phrase in sorted(phrases, key=len, reverse=True)
    )
