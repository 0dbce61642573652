"""The patterns of who plays whom: "X as Y", "X plays Y", "Y is played by X"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from ..article import aligned
from ..mentions.people import (
    NAME,
    NAME_HERE,
    is_person,
    is_single,
    name_list,
    trimmed,
    without_opening,
)
from ..mentions.quoted_characters import actor_behind
from .characters import NAMED, POSSESSIVE_NAME, character_from, without_lead


@dataclass(frozen=True, slots=True)
class CreditMention:
    """A person and whom they play (None: unsaid); `start` is where it stands in the text.

    `in_story` marks one that a telling of the story gives, as "Ann (Jane Doe)".
    """

    person: str
    character: str | None
    start: int
    end: int
    in_story: bool = False


CAST_WORD = re.compile(
    r"\b(?:cast|stars?|starring|starred|play(?:s|ed|ing)?|portray(?:s|ed)?|co-stars?|featur(?:es"
    r"|ing)|led by|headlin\w+|"
    r"ensemble|actors?|actress|lead(?:s|ing)? roles?|roles?|return(?:s|ed|ing)?|reprises?|reprising"
    r"|(?:is|are|be) (?:also |all |both )?back|alongside|opposite|joining|de retour|seront|vuelven"
    r"|regresan|repiten|kehren"
    r"|joins?|joined|guest|also on board|line-?up|appear\w*|recurring|voiced?|toplined"
    r"|darsteller\w*|besetzung|schauspieler\w*|hauptrolle\w*|rolle\w*|spielen|spielt|dabei|zuruck"
    r"|ruolo|panni|volto|vive|attor[ei]|attrice|atriz|ator|atores|estrel\w+"
    r"|torna(?:no)?|volta(?:m)?|retorna(?:m)?|reprennent"
    r"|zu sehen|verkorper\w*|reparto|protagoni\w+|elenco|papel\w*|interpret\w+|"
    r"actores|actrices|distribution|particip\w+|casting|acteurs?|actrices?|incarn\w+|jou(?:e|ent)"
    r"|role|aux"
    r" cotes)\b"
)
_VERB = (
    r"(?:(?:(?:who|que|qui|der|die) )?(?:(?:will|be|also|been|again|once|once again|set to|is|are"
    r"|was"
    r"|has|have|had|ist|sind"
    r"|war|wird|est"
    r"|es|both|back|and|then"
    r"|continues to|returns? to) )*"
    r"(?:stars?|starred|starring|toplines?|fronts|returns?|returned|returning|appears?|appeared"
    r"|appearing|joins?"
    r"|joined|joining|reprises? (?:his|her|their) roles?|reprising (?:his|her|their) roles?"
    r"|reprised (?:his|her|their) roles?|guest[- ]stars?|co-stars?|features?|recurs?|recurring"
    r"|recurred|guested|boards?|boarded|signs? on|signed on|c[oa]mes? (?:aboard|on board)"
    r"|(?:turn|pop)(?:s|ed|ped)? up"
    r"|stößt|kommt|kehrt|tritt|ergänzt|vuelven?|regresan?|repiten?|se suman?|se sumará"
    r"|se incorporan?|se incorporará|se unen?|se unirá|revient"
    r"|torna|tornerà|ritorna|volta|voltará|retorna|entra|se junta|segue|estrela|si unisce"
    r"|rejoint|rejoindra|leads?|headlines|back|on board|cast|seen|heard|in)"
    r"(?: (?:in |on )?(?:the )?(?:them|him|her|cast|season|series|show|back|again|once more"
    r"|opposite him|in (?:the )?(?:[a-z]+ [Ss]eason|[Ss]eason [A-Za-z0-9]+)|(?:last|this) season"
    r"|in the (?:lead|title|main|central) role|the (?:lead|series)"
    r"|of the [a-z]+ season|(?:of )?season [a-z0-9]+|of(?= [“\"‘])"
    r"|[“\"‘«] ?[^“”\"‘’«»]{2,60}[”\"’»]"
    r"|(?:al|a la) (?:reparto|elenco|serie)|nel cast|(?:para|n)o elenco|ao elenco|al cast"
    r"|zum (?:Cast|Ensemble)|zur Besetzung"
    r"|(?:la|à la) distribution|(?:le|au) casting|l['’]équipe"
    r"|de la [a-zé]+ (?:temporada|saison)|de(?= «)))*)"
)
_AS = re.compile(
    rf"(?P<person>{NAME})(?: \([^()]{{2,60}}\))?(?:,? (?:\d\d),|, aka [^,;.]{{3,40}},)?"
    rf"(?:,? {_VERB})?,?"
    r"(?: (?:again|once again|once more|de nuevo|otra vez|nuevamente|wieder|erneut|weiterhin"
    r"|de novo|novamente|di nuovo|nuovamente|à nouveau|de nouveau))? (?:as"
    r"|als|como|come|(?:nei panni|in quell[io]) (?:di|del|della)|no papel d[eoa]"
    r"|nel ruolo (?:di|del|della)) "
    r"(?!(?:will|would|does|do|did|is|are|was|were|has|have|had|kehrt|ist|sind) )"
    r"(?![a-z]+ed (?:by|on|in|to) )"  # "in Northern Ireland, as confirmed by Ann Example"
    r"(?=(?:(?:the|The|a|an|der|die|el|la|il|o) )?(?:[a-zà-ÿ-]+ ){0,3}[A-ZÀ-Þ“\"‘]"
    r"|(?:his|her|their|the|a) (?:[a-z’'-]+ ){0,4}[a-z’'-]+, (?:[a-z-]+ ){0,2}[A-ZÀ-Þ]"
    r"|(?:his|her|their) (?:[a-z-]+ ){1,5}[A-ZÀ-Þ])"
)
_BY = re.compile(
    rf"(?P<character>{NAME})(?: [“\"][^”\"]{{1,20}}[”\"])?,? \(?(?:(?:who |which |is |will be "
    rf"|was |be |once again |again |both |wird |será |est |es |sera )*"
    r"(?:played|portrayed|voiced|gespielt|verkörpert|interpretad[oa]|interpretat[oa]|vivid[oa]"
    r"|encarnad[oa]|jouée?"
    r"|incarnée?|interprétée?|brought to life) |wird (?:wieder |erneut |auch )?(?=von))?"
    r"(?:by|von|por|par|(?<=interpretat[oa] )da) (?=[A-ZÀ-Þ])"
)
# "Ann Example, die die Ärztin Lena Vogt spielt"
_OBJECT = r"(?:(?:die|den|das|eine|einen) )?(?:[a-zäöüß-]+e[nr]? ){0,2}"
_RELATIVE = re.compile(
    rf"(?P<person>{NAME})(?: \(\d\d\))?, (?:die|der) "
    rf"(?:(?:in|seit) (?:der |den )?[\wäöü.]+ Staffeln? )?(?={_OBJECT}"
    r"[A-ZÀ-Þ](?:[^.;,]|Dr\.){3,60} (?:spielt|verkörpert|mimt|gibt|spielte))"
    rf"{_OBJECT}(?:[A-ZÀ-Þ][a-zäöüß-]*(?:(?:in|er|or|mann|frau|chef) "
    r"|(?:en|ent|ant|ist|te) (?=[A-ZÀ-Þ]\S* [A-ZÀ-Þ])))?"
)
# What stands before the name of a character, and of no person who plays one.
TITLED = re.compile(
    r"(?:Dr|Doctor|Detective|Det|Inspector|Captain|Sheriff|Officer|Agent|Judge|Nurse|Father|Mother"
    r"|Brother|Sister|Uncle|Aunt|Grandma|King|Queen|Prince|Princess|Mayor|Professor|Sergeant|Chief"
    r"|Lady|Lord|Sir|Mr|Mrs|Ms|Kapitän|Vater|Mutter|Bruder|Schwester|Sohn|Tochter|Kommissar|Ärztin"
    r"|Arzt|Bürgermeister|Polizist|Anwält|Inspektor|Comisari|Commandant|Capitaine"
    r"|Lieutenant|Juge|Docteur|Hauptkommissar)(?:in|a|e)?\.? "
)
# "Voss is Judge Abigail Kern"
_IS_TITLED = re.compile(rf"(?P<person>{NAME}) (?:is|ist|es|est) (?={TITLED.pattern})")
# "Ann Example is in it, she plays Lena Vogt"
_PRONOUN_PLAYS = re.compile(
    r"(?<=[,;:] )(?:(?:and |und )?(?:s?he|er|sie) (?:also |again |will )?(?:plays?|voices|portrays"
    r"|spielt)|(?:il|elle) (?:y )?(?:joue|incarne|interprète|campe)|(?:lei|lui) interpreta"
    r"|(?:ele|ela) (?:vive|interpreta|encarna)) (?=[A-ZÀ-Þ])"
)
MAKER_ROLE = re.compile(
    r"(?:an? |the |its |one of )?(?:co-)?(?:(?:executive|series|line) producers?"
    r"|executive|producer|showrunner|director|writer"
    r"|creator|host|judge|narrator|composer|composer|star|guest|lead|series regular|part|well"
    r"|such|part|soon|early|far|much|though|if|it)\b"
)


_BILLING = re.compile(
    r"(?i:(?:(?:recurring|series|guest|special|new|regular|lead|star|co-star|main|cast|member)s?"
    r"(?: |$))+)"
)
_BESIDE_LEAD = re.compile(
    rf"(?P<lead>{NAME}) (?:(?:will|to|is|set|also|co-star|star|stars|starring|appear|appears|play"
    r"|plays|joins) ){1,4}(?:opposite|alongside) $"
)


# "Ann Example, known from Elsewhere, as Mae Chan": whoever is behind the work that is named.
_BEHIND_WORK = re.compile(
    rf"(?P<name>{NAME}), (?:[a-zà-ÿ-]+ ){{1,3}}"
    r"(?:from|in|for|em|por|n[ao]|en|dans|pour|aus|da|per) (?:the )?\Z"
)


def said_as(text: str, known: Mapping[str, str]) -> Iterator[CreditMention]:
    for match in _AS.finditer(text):
        person = trimmed(without_opening(match["person"]))
        start = match.start("person") + match["person"].find(person)
        if (lead := _BESIDE_LEAD.search(text[:start])) is not None:
            # "Marchetti will star opposite Ann Example as Elena Duarte": it is the first who does.
            person, start = trimmed(without_opening(lead["lead"])), lead.start("lead")
        if is_single(person) and (whose := _BEHIND_WORK.search(text, 0, start)) is not None:
            person, start = trimmed(without_opening(whose["name"])), whose.start("name")
        person = known.get(person, person)
        if not (is_person(person) or (is_single(person))) or " of " in person:
            continue  # "She was in Line of Duty as PC Ross."
        if MAKER_ROLE.match(text, match.end()):
            continue
        article = re.match(r"(?:a|an|ein|eine|un|una|une) ", text[match.end() :])
        if article is not None and article[0] == "a " and match[0].endswith("como "):
            article = None  # In Portuguese it is "the".
        named = NAMED.match(text, match.end())
        if named is not None:
            yield CreditMention(person, trimmed(named["name"]), start, named.end())
        elif article:
            if is_person(person) and CAST_WORD.search(aligned(text)):
                yield CreditMention(person, None, start, match.end())
            continue
        at = match.end()
        if match[0].endswith("como ") and text[at : at + 2] in ("a ", "o "):
            at += 2
        found = character_from(text, at)
        if found is None:
            if POSSESSIVE_NAME.match(text, match.end()) and is_person(person):
                yield CreditMention(person, None, start, match.end())
            continue
        name, end = found
        if not is_person(person) and not _can_follow_single(name):
            continue
        if _BILLING.fullmatch(name):
            continue  # "Ann Example Joins as Recurring Guest Star"
        if name in ("Himself", "Herself", "Themselves"):
            yield CreditMention(person, None, start, end)
        else:
            yield CreditMention(person, name, start, end)


def _can_follow_single(name: str) -> bool:
    return bool(name) and name.split()[0].casefold() not in ("season", "part", "one", "president")


def plays(text: str, known: Mapping[str, str]) -> Iterator[CreditMention]:
    for match in _PRONOUN_PLAYS.finditer(text):
        before = [one for one in re.finditer(NAME, text[: match.start()]) if is_person(one[0])]
        found = character_from(text, match.end())
        if before and found is not None:
            yield CreditMention(trimmed(before[-1][0]), found[0], before[-1].start(), found[1])
    for pattern in (_RELATIVE, _IS_TITLED):
        for match in pattern.finditer(text):
            person = trimmed(without_opening(match["person"]))
            start = match.start("person") + match["person"].find(person)
            person = known.get(person, person)
            if not (is_person(person) or is_single(person)):
                continue
            found = character_from(text, match.end())
            if found is not None:
                yield CreditMention(person, found[0], start, found[1])


# "ihren Kollegen Malte Jessen verkörpert Ole Friedrichs": the object stands first.
_INVERTED = re.compile(
    rf"\b(?:[Ii]hren|[Ss]einen|[Dd]en|[Dd]essen"
    rf"|[Dd]eren) (?:[A-ZÀ-Þ][a-zäöüß]+ )(?P<character>{NAME}) "
    rf"(?:verkörpert|spielt|mimt|gibt) (?:wieder |erneut )?(?P<person>{NAME})"
)
# "Clara Montes, a la que interpreta la argentina Malena Sosa"
_WHOM = re.compile(
    rf"(?P<character>{NAME}), (?:a (?:la|el) que|a quien|al? que|que|à qui) (?:interpretará"
    rf"|interpreta"
    rf"|encarna|da vida|incarne|joue|interprète) (?!al? )"
    rf"(?:(?:[a-zà-ÿ]+ ){{1,3}})?(?P<person>{NAME})"
)


def inverted(text: str) -> Iterator[CreditMention]:
    for match in chain(_INVERTED.finditer(text), _WHOM.finditer(text)):
        person = trimmed(match["person"])
        if is_person(person):
            yield CreditMention(person, trimmed(match["character"]), *match.span())


_QUOTED = re.compile(rf"[“\"„«‘‚'] ?(?P<character>{NAME_HERE}),? ?[”\"“»’‘']")


def quoted_characters(text: str) -> Iterator[CreditMention]:
    """Those in brackets behind a character in quotes, as networks write them."""
    for match in _QUOTED.finditer(text) if "(" in text else ():
        if (actor := actor_behind(text, *match.span())) is not None:
            character = match["character"]
            yield CreditMention(actor["name"], character, match.start(), actor.end(), in_story=True)


def played_by(text: str, *, in_cast: bool) -> Iterator[CreditMention]:
    for match in _BY.finditer(text):
        said = re.search(
            r"played|portrayed|voiced|gespielt|verk|interpr|encarn|jou|incarn|brought", match[0]
        )
        people, end = name_list(text, match.end())
        said = said or re.match(r" (?:gespielt|verkörpert|dargestellt)", text[end:])
        if not said and not in_cast:
            continue
        character = trimmed(re.sub(r"^(?:The cast is as|As|as) ", "", match["character"]))
        if not people:
            single = re.match(NAME, text[match.end() :])
            if not said or single is None or not is_single(trimmed(single[0])):
                continue
            people, end = [trimmed(single[0])], match.end() + len(trimmed(single[0]))
        character = without_lead(character)
        if _PARTICIPLE.fullmatch(character):
            continue
        if not said and re.search(
            r"\b(?:[Cc]reated|[Pp]roduced|[Ww]ritten|[Dd]irected|[Bb]ased|[Nn]ovels?|Cré\w+|cré\w+"
            r"|[Cc]read[oa]|[Ii]dee|[Ii]dead[oa]|[Ii]maginée?)\b",
            text[max(0, match.start() - 25) : match.end()],
        ):
            continue
        yield CreditMention(people[0], character, match.start(), end)


# "Protagonizada por", "Portée par", "10:40 EDT by"
_PARTICIPLE = re.compile(r"\w+(?:ad|id)[oa]s?|\w+ée?s?|[A-Z]{2,3}T")
