"""The names a show is found by."""

import re

from bot.catalog.titles import TitleEntry
from bot.search.spelling import fold, with_digits, without_article

_BRACKETED_END = re.compile(r"(?<=\S)\s*\([^()]*\)\s*$")


def spellings(name: str) -> tuple[str, ...]:
    """The folded texts a name goes by: itself, without its article, without an "(…)" at its
    end, with its number words as digits.

    The first is the whole name; none for a name without a visible character.
    """
    folded = fold(name)
    if not folded:
        return ()
    bare = without_article(folded)
    found = [folded] if bare == folded else [folded, bare]
    if name.endswith(")"):
        shorter = fold(_BRACKETED_END.sub("", name))
        found += [form for form in (shorter, without_article(shorter)) if form not in found]
    if "&" in name:
        joined = fold(name.replace("&", " "))
        found += [form for form in (joined, without_article(joined)) if form not in ("", *found)]
    digits = with_digits(folded)
    if digits != folded:
        found.append(digits)
    return tuple(found)


def spellings_of(entry: TitleEntry) -> dict[str, None]:
    """Every spelling of every name of a show, once each, in order; none for a hidden one."""
    if entry.hidden:
        return {}
    names = (entry.title, *entry.names)
    return dict.fromkeys(form for name in names for form in spellings(name))
