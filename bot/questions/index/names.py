"""The names a show is found by."""

import re

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
_BRACKETED_END = re.compile(r"(?<=\S)\s*\([^()]*\)\s*$")


def spellings(name: str) -> tuple[str, ...]:
    """The folded texts a name goes by: itself, without its article, without an "(…)" at its
    end, without its owner ("Marvel's"), with its number words as digits, with the initials of
    what stands behind its colon ("Law & Order: SVU").

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
    head, *rest = _SUBTITLE.split(name, maxsplit=1)
    words = fold(rest[0]).split(" ") if rest else []
    head = fold(head)
    if not head or len(words) < _FEWEST_INITIALS:
        return []
    form = f"{head} {''.join(word[0] for word in words)}"
    return [form, without_article(form)]


def spellings_of(entry: TitleEntry) -> dict[str, None]:
    """Every spelling of every name of a show, once each, in order; none for a hidden one."""
    if entry.hidden:
        return {}
    names = (entry.title, *entry.names)
    return dict.fromkeys(form for name in names for form in spellings(name))
