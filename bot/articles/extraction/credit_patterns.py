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
    rf"(?P<person>{NAME})(?: \(\d\d\))?, (?:die|der) (?={_OBJECT}"
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
    r"(?:an? |the |its |one of )?(?:co-)?(?:executive|producer|showrunner|director|writer"
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
# "Clara Montes, a la que interpreta la argentina Malena Sosa"
_WHOM = re.compile(
    rf"(?P<character>{NAME}), (?:a (?:la|el) que|a quien|al? que|que|à qui) (?:interpretará"
    rf"|interpreta"
    rf"|encarna|da vida|incarne|joue|interprète) (?!al? )"
    rf"(?:(?:[a-zà-ÿ]+ ){{1,3}})?(?P<person>{NAME})"
)
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


def inverted(text: str) -> Iterator[CreditMention]:
    for match in chain(_INVERTED.finditer(text), _WHOM.finditer(text)):
        person = trimmed(match["person"])
        if is_person(person):
            yield CreditMention(person, trimmed(match["character"]), *match.span())


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


# "follows the lawyer “Mae Chan” (Ann Example)"
_QUOTED = re.compile(
    rf"[a-zà-ÿ]{{3,}} [“\"](?P<character>{NAME_HERE}),?[”\"] \((?P<person>{NAME_HERE})\)"
)


def quoted_characters(text: str) -> Iterator[CreditMention]:
    """Those in brackets behind a character in quotes, as networks write them."""
    for match in _QUOTED.finditer(text):
        if is_person(match["person"]):
            yield CreditMention(match["person"], match["character"], *match.span(), in_story=True)


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
