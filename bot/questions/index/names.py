"""The names a show is found by."""

import re
import tomllib
from functools import cache
from pathlib import Path

from bot.facts.models import TitleEntry
from bot.questions.index.spelling import fold, with_digits, without_article

# Whose a show is may stand before its title, and is left out by most.
_OWNER = re.compile(
    r"(?:marvel|dc|disney|tom clancy|tyler perry|stephen king|harlan coben|gene roddenberry"
    r"|jim henson|agatha christie|guillermo del toro)['’]s\s+",
    re.IGNORECASE,
)
_SUBTITLE = re.compile(r"\s*:\s+")
_FEWEST_INITIALS = 2
_NICKNAMES = Path(__file__).with_name("nicknames.toml")
_BRACKETED_END = re.compile(r"(?<=\S)\s*\([^()]*\)\s*$")


def spellings(name: str) -> tuple[str, ...]:
    """The folded texts a name goes by: itself, without its article, without an "(…)" at its
    end, without its owner ("Marvel's"), with its number words as digits, with the initials of
    what stands before or behind its colon ("Law & Order: SVU", "TWD: Dead City").

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
    owner = _OWNER.match(name)
    if owner and (owned := fold(name[owner.end() :])) not in ("", *found):
        found.append(owned)
    if ":" in name:
        found += [form for form in _initialled(name) if form not in found]
    if "&" in name:
        joined = fold(name.replace("&", " "))
        found += [form for form in (joined, without_article(joined)) if form not in ("", *found)]
    digits = with_digits(folded)
    if digits != folded:
        found.append(digits)
    return tuple(found)


def _initialled(name: str) -> list[str]:
    """A name with what stands on either side of its colon by first letters alone."""
    head, *rest = _SUBTITLE.split(name, maxsplit=1)
    head, subtitle = fold(head), fold(rest[0]) if rest else ""
    forms = []
    if head and subtitle.count(" ") + 1 >= _FEWEST_INITIALS:
        forms += [f"{form} {_initials(subtitle)}" for form in (head, without_article(head))]
    if subtitle and head.count(" ") >= _FEWEST_INITIALS:
        forms.append(f"{_initials(head)} {subtitle}")
    return forms


def _initials(folded: str) -> str:
    return "".join(word[0] for word in folded.split(" "))


@cache
def _nicknames() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads(_NICKNAMES.read_text(encoding="utf-8"))
    return {without_article(fold(title)): tuple(names) for title, names in table.items()}


def names_of(entry: TitleEntry) -> tuple[str, ...]:
    """The names of a show: its title, those its sources have, and those that fans call it by."""
    known = _nicknames().get(without_article(fold(entry.title)), ())
    return tuple(dict.fromkeys((entry.title, *entry.names, *known)))


def spellings_of(entry: TitleEntry) -> dict[str, None]:
    """Every spelling of every name of a show, once each, in order; none for a hidden one."""
    if entry.hidden:
        return {}
    return dict.fromkeys(form for name in names_of(entry) for form in spellings(name))
