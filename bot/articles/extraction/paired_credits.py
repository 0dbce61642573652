"""The patterns of several people with as many characters: "A and B return as C and D"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..mentions.people import NAME, NAME_HERE, is_person, trimmed, without_opening
from .credit_patterns import CreditMention

# "A and B lead the ensemble as C and D", "A (“X”) et B reprendront leurs rôles de C et de D"
_PAIRED = re.compile(
    rf"(?P<one>{NAME})(?: \([^()]*\))? (?:and|et|y|e|und) (?P<two>{NAME})(?: \([^()]*\))?,? "
    r"(?:(?:will |also |both |again |are )*"
    r"(?:lead|head|star|headline|return|returning|appear|co-star|play|portray|back|reprise"
    r"|reprising)(?: (?:in )?(?:the|their)(?: respective)? (?:ensemble|cast|series|show|drama"
    r"|comedy|roles?))?(?: (?:as|of)(?: [a-z]+s)?)?"
    r"|(?:y )?(?:reprennent|reprendront|retrouvent|retrouveront|incarnent|incarneront|jouent"
    r"|joueront)(?: leurs? rôles?(?: respectifs)? d(?:e|['’]))?"
    r"|(?:repiten|repetirán|vuelven|volverán|regresan|regresarán|retoman|retomarán|interpretan"
    r"|interpretarán|dan vida)(?: (?:en |a )?sus papeles)?"
    r"(?: (?:como|de|a ser|a interpretar a|a))?"
    r"|(?:son|serán|encarnan a|encarnarán a)"
    r"|(?:tornano|torneranno|riprendono|interpretano)(?: (?:nei|i) (?:ruoli|panni))?"
    r"(?: (?:di|come))?"
    r"|(?:voltam|retornam|retomam|seguem|vivem|interpretam|voltarão|regressam)"
    r"(?: a (?:viver|interpretar|encarnar|dar vida a))?(?: (?:aos|seus|nos) papéis)?"
    r"(?: (?:como|de))?"
    r"|(?:sind|kehren|spielen)(?: wieder| erneut| auch)*(?: zurück)?(?: als)?"
    # "A and B are her children, C and D"
    r"|are (?:his|her|their|the) (?:[a-z-]+ )?(?:[a-z]+s|children),?"
    # "with A and B as her sisters C and D"
    r"|(?:(?:[a-z]+ ){1,3})?(?:as|als|como|come)"
    r"(?: (?:his|her|their|the|ihre|seine|sus|los|las|le|i|os|as))?"
    r"(?: (?:[a-zà-ÿ]+s|children|Kinder|Schwestern|Brüder|Eltern|Söhne|Töchter|figlie|figli"
    r"|sorelle|fratelli))?)"
    rf" ?(?P<first>(?:the )?{NAME_HERE}) (?:and|et|y|e|und) (?:d(?:e |['’]))?"
    rf"(?P<second>(?:the )?{NAME_HERE})(?! (?:as|als|como|come) | \()"
)


# "A, B and C are back as D, E and F"
_SEVERAL = re.compile(
    rf"(?P<people>{NAME}(?:, {NAME}){{1,6}},? (?:and|et|y|e|und) {NAME})(?: \([^()]*\))?,? "
    r"(?:(?:[a-zà-ÿ]+ ){1,4}?(?:as|als|como|come|d(?:e|['’])|di))"
    rf" ?(?P<characters>{NAME_HERE}(?:, {NAME_HERE}){{1,6}},? (?:and|et|y|e|und) {NAME_HERE})"
    r"(?! (?:as|als|como|come) | \()"
)


SEPARATOR = re.compile(r",? (?:and|et|y|e|und) |, ")


def _several(text: str, known: Mapping[str, str]) -> Iterator[CreditMention]:
    """Each of three or more people with the character that stands as far on in its list."""
    for match in _SEVERAL.finditer(text):
        people = [trimmed(without_opening(one)) for one in SEPARATOR.split(match["people"])]
        people = [known.get(one, one) for one in people]
        characters = [trimmed(one) for one in SEPARATOR.split(match["characters"])]
        if len(people) == len(characters) and all(map(is_person, people)):
            for person, character in zip(people, characters, strict=True):
                yield CreditMention(person, character, match.start(), match.end())


def paired(text: str, known: Mapping[str, str]) -> Iterator[CreditMention]:
    """Each of two people, or of more, with their character; `known` has people by their surname."""
    yield from _several(text, known)
    for match in _PAIRED.finditer(text):
        people = [
            (trimmed(without_opening(match[person])), trimmed(match[character]))
            for person, character in (("one", "first"), ("two", "second"))
        ]
        people = [(known.get(person, person), character) for person, character in people]
        if all(is_person(person) for person, _ in people):
            for at, (person, character) in zip(("one", "two"), people, strict=True):
                yield CreditMention(person, character, match.start(at), match.end())
