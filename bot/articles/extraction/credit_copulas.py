"""The patterns of who is whom, and whose part it is: "X is Y", "X's character is called Y"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from ..mentions.people import NAME, NAME_HERE, is_person, trimmed
from .credit_patterns import TITLED, CreditMention

# "stars opposite Teddy Okafor's Pastor Lyle"
_SURNAME = r"[A-ZÀ-Þ][\w’-]*[a-zà-ÿ]"


_POSSESSOR = (
    r"[A-ZÀ-Þ][a-zà-ÿ.-]+(?:-[A-ZÀ-Þ][a-zà-ÿ]+)?"
    r"(?: [A-ZÀ-Þ][a-zà-ÿ.]+(?:-[A-Za-zÀ-ÿ][a-zà-ÿ]+)*){1,3}"
)


_POSSESSIVE = re.compile(
    rf"\b(?:opposite|alongside|as (?:will|does|do|is"
    rf"|are)) (?P<person>{_POSSESSOR})['’]s (?P<character>{NAME})"
)


# "Lou Llobell is Gaal Dornick.", "Llobell is Gaal Dornick"
_COPULA = re.compile(
    rf"(?:^|[,;] |and )(?P<person>{_POSSESSOR}|{_SURNAME}) is (?P<character>{_POSSESSOR}"
    rf"|{_SURNAME})(?=[,.;]|$)"
)


# "Ann Example is Mae Chan, who keeps the lamps", whatever else the sentence tells
_IS_WHOM = re.compile(
    rf"^(?P<person>{NAME}) is (?P<character>{_POSSESSOR}), (?:who|a|an|the|his|her) "
)


# "and Ann Example is granddaughter Wren", "Ann Example is her neighbor, rancher Mae Chan"
_NO_RELATION = (
    r"(?!(?:also|not|now|back|the|an?|in|on|at|by|of|with|for|from|as|to|and|or|than|opposite"
    r"|alongside|(?:co-)?(?:star|host|director|creator|producer|writer|showrunner|author|lead)"
    r"|actor|actress|[a-z]+ing|[a-z]+ed)\b)"
)


_IS_RELATIVE = re.compile(
    rf"(?:^|[,;] |and )(?P<person>{NAME_HERE}) is "
    rf"(?:(?:his|her|their|the) )?(?:{_NO_RELATION}[a-z’'-]+,? ){{1,4}}"
    rf"(?P<character>{NAME_HERE})(?=[,.;]|$)"
)


# "Ann Example es la inspectora Mae Chan", as an entry of a list of a cast
_IS = re.compile(
    rf"^(?P<person>{_POSSESSOR}) (?:is|es|é|è|est|ist|será|sarà|sera|interpreta|vive|spielt|joue"
    r"|incarne) (?:(?:the|el|la|o|a|il|lo|le|l['’]|der|die|das|un|una|uma|une|an|ein|eine) ?)?"
    rf"(?:[a-zà-ÿ-]+ ){{0,3}}(?P<character>{NAME_HERE})"
)


def copula(
    text: str, known: Mapping[str, str], *, in_cast: bool = False, has_word: bool = True
) -> Iterator[CreditMention]:
    """Who "is" whom; an entry of a list of a cast says it in any language.

    `known` has people by their surname; `has_word` says that the sentence has another word of
    casts, or stands behind one that has.
    """
    patterns: tuple[re.Pattern[str], ...] = ()
    if " is " in text:
        patterns = (_IS_WHOM,)
    if patterns and (in_cast or has_word):
        patterns = (_COPULA, _IS_RELATIVE)
    if in_cast:
        patterns = (_IS, *patterns)
    for pattern in patterns:
        for match in pattern.finditer(text):
            person = known.get(match["person"], match["person"])
            if is_person(person):
                yield CreditMention(
                    person, trimmed(match["character"]), match.start("person"), match.end()
                )


# "Ann Example's Brother Anselm"
_RANK_OF = re.compile(
    rf"\b(?P<person>{_POSSESSOR})(?:['’]s|(?<=s)['’]) (?P<character>{TITLED.pattern}{NAME_HERE})"
)


_A_PART = re.compile(
    r"\b(?:character|role|Figur|Rolle|personaje|personnage|personaggio|personagem)\b"
)


# "Example's character is called Mae Chan"
_CALLED = re.compile(
    rf"(?P<person>{_POSSESSOR}|{_SURNAME})(?:['’]s?|s) (?:character|role|Figur|Rolle)"
    rf" (?:is|was|will be|heißt|ist) (?:called |named )?(?P<character>{NAME_HERE})"
    r"|(?:[Ee]l personaje de|[Ll]e personnage (?:de |d['’])|[Ii]l personaggio di"
    r"|[Aa] personagem de) ?"
    rf"(?P<whose>{_POSSESSOR}|{_SURNAME}) (?:se llama|s['’]appelle|si chiama|se chama)"
    rf" (?P<called>{NAME_HERE})"
)


# "Ann Example, whose Marshal Tate was shot, is also back"
_WHOSE = re.compile(
    rf"(?P<person>{_POSSESSOR}), whose (?P<character>{NAME_HERE}) [a-z][^,;.]{{3,80}}, (?:will )?"
    r"(?:(?:is|be) (?:also )?(?:back|returning)|(?:also )?returns?)\b"
)


def possessive(text: str, known: Mapping[str, str]) -> Iterator[CreditMention]:
    """Those whose part is told as theirs; `known` has people by their surname."""
    back = _WHOSE.finditer(text) if ", whose " in text else ()
    owned = _RANK_OF.finditer(text) if "’" in text or "'" in text else ()
    for match in chain(_POSSESSIVE.finditer(text), owned, back):
        if is_person(match["person"]):
            yield CreditMention(match["person"], trimmed(match["character"]), *match.span())
    for match in _CALLED.finditer(text) if _A_PART.search(text) else ():
        whose = match["person"] or match["whose"]
        if is_person(person := known.get(whose, whose)):
            character = trimmed(match["character"] or match["called"])
            yield CreditMention(person, character, *match.span())
