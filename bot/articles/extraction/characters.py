"""How a text names a character: behind what they are, with their rank, as whose relative."""

from __future__ import annotations

import re

from ..article import aligned
from ..language import words
from ..mentions.people import NAME, NAME_HERE, trimmed, without_opening

_CHARACTER = re.compile(
    # "ihr Kollege Ole Friedrichs"
    r"(?:(?:der|die|den|dem|des|ihre?n?|seine?n?) [A-ZÀ-Þ][a-zäöüß-]+ "
    r"(?=[A-ZÀ-Þ][a-zäöüß-]+(?:-[A-Z][a-zäöüß]+)? [A-ZÀ-Þ]))?"
    rf"(?:the |la |el |der |die )?(?P<name>(?:[“\"‘][^”\"’]{{1,25}}[”\"’]"
    rf"(?:(?<![,.][”\"’]) {NAME_HERE})?|{NAME_HERE}))"
)
_LONG_DESCRIPTION = re.compile(
    r"(?:(?!(?:the|a|an)\b)[a-zà-ÿ][a-zà-ÿ-]*,? ){1,6}(?=[“\"‘]?[A-ZÀ-Þ])"
)
NAMED = re.compile(
    rf"(?:a|an|the|ein|eine|einen|un|una|une|um|uma) [a-zà-ÿ '’-]{{3,50}}"
    rf"(?:[A-ZÀ-Þ][\w’-]+ (?:[a-zà-ÿ'’-]+ ){{0,4}})?"
    rf"(?:(?<= )|(?<=\w) )(?:named|called|by the name of|namens|llamad[ao]|de nombre|nommée?"
    rf"|prénommée?|de nome|di nome|chiamat[ao]|chamad[ao]) (?P<name>{NAME})"
)
_CALLED = re.compile(
    rf"the (?:[a-z '’-]{{3,30}}, (?!{NAME_HERE},? (?:as\b|\())|(?:[a-z-]+ ){{1,3}})(?=[A-ZÀ-Þ])"
)
_NO_NOUN = (
    "and|or|but|with|opposite|alongside|beside|in|on|at|of|for|from|to|by|as|than|who|whom|whose"
    "|that|which|while|when|where|is|are|was|were|has|have|had|will|would|can|also|plus|then"
    "|joins?|joined|returns?|stars?|plays?|meets?|comes?|reprises?|appears?|the|an?"
)
# "FBI liaison Dana Kovac", "the Venetian envoy Marco Zorzi", "Ruth's ex-husband, Paul": what is
# described with a capital goes on with small letters, and a name stands behind it.
_DESCRIBED = re.compile(
    r"(?:(?:the|his|her|their|its) (?:[a-z-]+ ){0,2}[A-ZÀ-Þ][\w&.’'-]*(?: [A-ZÀ-Þ][\w&.’'-]*)?"
    r"|(?:[a-z-]+ ){0,2}(?:[A-Z]{2,}\d?|[A-Z][a-z]+(?:ish|ian|ese|can)|[A-ZÀ-Þ][\w-]*['’]s))"
    rf"(?: (?!(?:{_NO_NOUN})\b)[a-zà-ÿ][a-zà-ÿ-]+){{1,3}}"
    rf"(?: |, (?!{NAME_HERE},? (?:as\b|\()))(?=[A-ZÀ-Þ])"
    # "Customs officer Nathan Bright", "Coast Guard investigator Mae Chan"
    r"|[A-Z][a-z]+(?: [A-Z][a-z]+)? (?:[a-z]{3,}(?:er|or|ist|man|woman|ician|ant)|agent|chief|cop"
    r"|guard|pilot|judge|medic|nurse|clerk|detective|sergeant|captain|attorney|recruit"
    r"|veteran) (?=[A-ZÀ-Þ][\w’'-]+ [A-ZÀ-Þ])"
)
_IS_ROLE = re.compile(r"(?:Haupt|Neben|Titel|Gast)?[Rr]ollen?|Staffel|Serie|Folgen?")
_MANY = re.compile(
    r" (?:detectives|officers|agents|sisters|brothers|lawyers|cops|partners|spies|twins"
    r"|[a-z]+(?:ists|ers|ors))\b"
)
# "as Paul's old friend" does not play Paul.
POSSESSIVE_NAME = re.compile(rf"{NAME_HERE}(?<=['’]s) (?!and\b|in\b|as\b)[a-z]")


def character_from(text: str, at: int, lead: int | None = None) -> tuple[str, int] | None:
    """The character named from a place on, and where the name ends; `lead` is where what leads to
    that place begins.
    """
    start = at if lead is None else lead
    if (with_capital := _DESCRIBED.match(text, at)) is not None:
        at = with_capital.end()
    elif (described := _LONG_DESCRIPTION.match(text, at)) is not None and text[
        at : at + 4
    ] != "the ":
        at = described.end()
    elif (called := _CALLED.match(text, at)) is not None:
        at = called.end()
    match = _CHARACTER.match(text, at)
    if match is None or POSSESSIVE_NAME.match(text, match.start("name")):
        return None
    if (of := _OF_ANOTHER.search(text, start, match.start("name"))) is not None:
        # "la madre de Irene, Adele", "el duque de Málaga": the name is not theirs.
        if then := _BETWEEN_COMMAS.match(text, match.end("name")):
            return trimmed(then["name"]), then.end()
        end = match.start("name") + len(trimmed(match["name"]))
        return text[of.start() : end], end
    name = _QUOTED_FIRST.sub(r"\1", trimmed(match["name"])).strip('“”"‘').rstrip(",.")
    if _IS_ROLE.fullmatch(name) or (" " not in name and _MANY.match(text, match.end("name"))):
        return None  # "die Hauptrolle spielt", "return as Garda detectives"
    if _IS_SOMEBODY.fullmatch(name) and (then := _BETWEEN_COMMAS.match(text, match.end("name"))):
        return trimmed(then["name"]), then.end()
    name = name.removesuffix("’") if name.count("’") == 1 and name.endswith("’") else name
    # "as Zeus, Janet McTeer as Hera": a name ends before the comma.
    return (name, match.start("name") + len(trimmed(match["name"]))) if name else None


# "“Tiny” Regan"
_QUOTED_FIRST = re.compile(r"^[“\"‘]([^”\"’]+)[”\"’](?= )")
_OF_ANOTHER = re.compile(
    r"\b(?!(?:role|part|character|voice|shoes|papel|personaje|piel|rol|ruolo|panni|parte|peau|traits"
    r"|personnage|rolle|figur|pele|personagem|rôle|vida|vita|volto|cara|carne)\b)"
    r"[a-zà-ÿ]{3,} (?:de|di|do|da|von|of) $"
)


def without_lead(name: str) -> str:
    """The name of a character that begins a sentence, without the words that open that."""
    return name if _EPITHET.fullmatch(name) else without_opening(name)


# "El Güero", "The Chancellor": no name of a person stands behind an article.
_EPITHET = re.compile(r"(?:The|El|La|Le|Il|Lo|O|A) [A-ZÀ-Þ][\w’-]+")


def character_at(text: str, at: int) -> str | None:
    """The character named at a place: "the lawyer Mae Chan", "a lawyer called Mae Chan"."""
    if (named := NAMED.match(text, at)) is not None:
        return trimmed(named["name"])
    found = character_from(text, at)
    return found[0] if found is not None else None


# "the veteran detective ", "a surgeon, ": what leads to the name of a character
_LEADS_TO_CHARACTER = re.compile(
    r"(?:(?:the|a|an|his|her|their|la|el|le|der|die|il|un|una|une|eine?|o|a|son|sa|su|suo|sua|seu)"
    r" [a-zà-ÿœ '’-]{3,30}, )?"
    r"(?:(?:the|die|den|der|das|el|la|le|il|lo|o|a|his|her|their|su|son|sa|seu|sua) |l['’])?"
    r"(?:(?!(?:the|an?|eine?|una?|une|um|uma|in|at|on|for|with|by|auf|mit|bei|im|en|dans|sur|con|su"
    r"|nel|na|no|em) )[a-zà-ÿœ'’-]+ ){0,4}?(?=[A-ZÀ-Þ“\"‘])"
    r"(?:(?<=\b(?:die|den|der) )[A-ZÀ-Þ][a-zäöüß-]*(?:in|er|or|mann|frau|chef) (?=[A-ZÀ-Þ])"
    r"|(?<=\bdes )[A-ZÀ-Þ][a-zäöüß]+s (?=[A-ZÀ-Þ]))?"
)


def character_here(text: str, at: int) -> tuple[str, int] | None:
    """The character that is named behind a verb that ends there, and where the name ends."""
    if (named := NAMED.match(text, at)) is not None:
        return trimmed(named["name"]), named.end()
    if _DESCRIBED.match(text, at) is not None:
        return character_from(text, at)
    leads = _LEADS_TO_CHARACTER.match(text, at)
    return character_from(text, leads.end(), at) if leads is not None else None


# "ihr Vater Hinnerk": what somebody is to another is no part of a name.
_RELATIVE_OF = re.compile(
    r"(?:[A-ZÀ-Þ][a-zà-ÿ]+s )?(?:Vater|Mutter|Bruder|Schwester|Sohn|Tochter|Mann|Frau"
    r"|Freund(?:in)?|Kolleg(?:e|in)|Chef(?:in)?|Nachbar(?:in)?) (?=[A-ZÀ-Þ])"
)
# "Journalistin Jule Behrens": nor is what somebody does, but for a rank ("Kommissarin Vogt").
_OCCUPATION = re.compile(
    r"(?:\w*(?:istin|agentin|studentin|assistentin|anwältin|anwalt|anwärter(?:in)?|ärztin|arzt"
    r"|meister(?:in)?|vorsteher(?:in)?|polizist(?:in)?|journalist(?:in)?|reporter(?:in)?|kollegin"
    r"|lehrer(?:in)?|leiter(?:in)?|händler(?:in)?|minister(?:in)?|sekretär(?:in)?|direktor(?:in)?"
    r"|referendar(?:in)?|pfleger(?:in)?|ermittler(?:in)?|fischer(?:in)?|wirt(?:in)?|chef(?:in)?"
    r"|hebamme|köch(?:in)?|pastor(?:in)?|bäcker(?:in)?|witwe|witwer|wirtin|förster(?:in)?"
    r"|reeder(?:in)?|lotse|lotsin|statiker(?:in)?|investor(?:in)?|händler(?:in)?|bergführer(?:in)?"
    r"|unternehmer(?:in)?|fotograf(?:in)?|architekt(?:in)?|ingenieur(?:in)?|makler(?:in)?"
    r"|mediziner(?:in)?|zöllner(?:in)?|beamter|beamtin|beamten|kapitänin|verkäufer(?:in)?"
    r"|[a-zäöüß]{5,}(?:erin|ologin|orin|antin|entin)|hotelier|hotelchef(?:in)?|bauer|pilot(?:in)?|therapeut(?:in)?"
    r"|bestatter(?:in)?|winzer(?:in)?|pathologe|pathologin|psychologe|psychologin|biologe|biologin|bäuerin|graf|gräfin|agent|assistent|student))"
    r" (?=[A-ZÀ-Þ]\S* [A-ZÀ-Þ])",
    re.IGNORECASE,
)
# "spielt die Mutter, Doris, mit": what they are, and the name between commas
_IS_SOMEBODY = re.compile(
    r"(?:Vater|Mutter|Bruder|Schwester|Sohn|Tochter|Chef(?:in)?|Nachbar(?:in)?|[A-ZÀ-Þ]\w*(?:ärztin"
    r"|arzt|anwältin|anwalt|meister(?:in)?|lehrer(?:in)?|istin|polizist))"
)
_BETWEEN_COMMAS = re.compile(rf", (?P<name>{NAME_HERE})(?=[,.;])")
_RANKS = words("ranks")
# In Romance languages a rank has no capital: "le commissaire Ferrand", "(doctor Lara)".
_RANK_BEFORE = re.compile(
    r"(?:(?:^|[\s('’])(?:(?:le|la|el|il|lo|o|a|del|della|du|do|da) |(?:l|dell)['’])|(?<=\())"
    r"(?P<rank>[a-zà-ÿœ]{3,}) $"
)
_LONGEST_RANK = 30


def fully_named(text: str, character: str | None, start: int) -> str | None:
    """A character by the name that a text gives them from a place on.

    What is told beside the name is left out: whose relative they are, what they do. A surname alone
    has its rank ("le commissaire Ferrand").
    """
    if character is None:
        return None
    name = _RELATIVE_OF.sub("", character)
    if (does := _OCCUPATION.match(name)) is not None and aligned(does[0]).strip() not in _RANKS:
        name = name[does.end() :]
    if " " not in name and (at := text.find(f" {name}", start)) >= 0:
        rank = _RANK_BEFORE.search(text, max(0, at - _LONGEST_RANK), at + 1)
        if rank is not None and aligned(rank["rank"]) in _RANKS:
            return f"{rank['rank']} {name}"
    return name
