"""Who plays whom, in the ways people lay a cast out: "X as Y", "Y by X", "X (Y)", lists, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from .article import aligned
from .people import (
    NAME,
    is_person,
    is_single,
    name_list,
    trimmed,
    without_opening,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A person and whom they play (None: unsaid); `start` is where it stands in the text.

    `in_story` marks one that a telling of the story gives, as "Ann (Jane Doe)".
    """

    person: str
    character: str | None
    start: int
    end: int
    in_story: bool = False


_CAST_WORD = re.compile(
    r"\b(?:cast|stars?|starring|starred|play(?:s|ed|ing)?|portray(?:s|ed)?|co-stars?|featur(?:es"
    r"|ing)|led by|headlin\w+|"
    r"ensemble|actors?|actress|lead(?:s|ing)? roles?|roles?|return(?:s|ed|ing)?|reprises?|reprising"
    r"|(?:is|are|be) (?:also |all |both )?back|alongside|opposite|joining|de retour|seront|vuelven"
    r"|regresan|repiten|kehren"
    r"|joins?|joined|guest|also on board|line-?up|appear\w*|recurring|voiced?|toplined"
    r"|darsteller\w*|besetzung|schauspieler\w*|hauptrolle\w*|rolle\w*|spielen|spielt|mit dabei"
    r"|zu sehen|verkorper\w*|reparto|protagoni\w+|elenco|papel\w*|interpret\w+|"
    r"actores|actrices|distribution|particip\w+|casting|acteurs?|actrices?|incarn\w+|jou(?:e|ent)"
    r"|role|aux"
    r" cotes)\b"
)
_STORY_WORD = re.compile(
    r"\b(?:follows?|finds?|discovers?|picks up|the story|set in|centers|centres|when|after|tells"
    r"|must|begins with|learns|falls|struggles|investigat\w+|"
    r"folgt|ermittelt|handelt|sigue|cuenta|suit|raconte)\b"
)
_NOT_CAST = re.compile(
    r"\b(?:replac(?:e|es|ed|ing)|recast|instead of|no longer|exit(?:s|ed|ing)?|leav(?:e|es|ing)"
    r"|left|depart(?:s|ed|ing|ure)?|won't|will not|not (?:be )?return\w*|died|late actor"
    r"|known (?:for|as)|best known|famous for|bekannt (?:aus|als)|conocid[oa]s? (?:por|como)"
    r"|connue? pour|nominated for|won an? |turned down|auditioned"
    r"|rumou?red|talks|considered|dropped out|out as|ersetzt|sustituye|remplace|credits include"
    r"|previously (?:played|starred|appeared))\b"
)
_VERB = (
    r"(?:(?:(?:who|que|qui|der|die) )?(?:(?:will|be|also|been|again|once|once again|is|are|was"
    r"|has|have|had|ist|sind"
    r"|war|wird|est"
    r"|es|both|back|and|then"
    r"|continues to|returns? to) )*"
    r"(?:stars?|starred|starring|toplines?|fronts|returns?|returned|returning|appears?|appeared"
    r"|appearing|joins?"
    r"|joined|joining|reprises? (?:his|her|their) roles?|reprising (?:his|her|their) roles?"
    r"|reprised (?:his|her|their) roles?|guest[- ]stars?|co-stars?|features?|recurs?|recurring"
    r"|recurred|stößt|kommt|kehrt|tritt|ergänzt|vuelven?|regresan?|repiten?|se suman?|revient"
    r"|rejoint|leads?|headlines|back|on board|cast|seen|heard|in)"
    r"(?: (?:in |on )?(?:the )?(?:them|him|her|cast|season|series|show|back|again|once more"
    r"|opposite him|in (?:the )?(?:[a-z]+ season|season [a-z0-9]+)|in"
    r" the (?:lead|title|main|central) role|the (?:lead|series)))*)"
)
_AS = re.compile(
    rf"(?P<person>{NAME})(?: \([“\"‘'«][^)]{{2,60}}\))?(?:,? (?:\d\d),)?(?:,? {_VERB})?,? (?:as"
    rf"|als|como) (?=(?:(?:the|The|a"
    rf"|an|der|die|el|la) )?(?:[a-zéíó-]+ ){{0,3}}[A-ZÀ-Þ“\"‘]"
    r"|(?:his|her|their|the|a) (?:[a-z’'-]+ ){0,4}[a-z’'-]+, [A-ZÀ-Þ]"
    r"|(?:his|her|their) (?:[a-z-]+ ){1,5}[A-ZÀ-Þ])"
)
_PLAYS = re.compile(
    rf"(?P<person>{NAME}),? (?:who |der |die |que |qui |y )?(?:(?:will|also|again|once|is|continues"
    rf" to|wieder|volverá a|también|to|returns to|has|have|had|ha|a) )*"
    r"(?:play|plays|played|playing|portray|portrays|portrayed|voice|voices|voiced|spielt"
    r"|verkörperte?|mimte?|spielte|campe|interpreta|interpretaba|interpretará|encarnaba|encarna|encarnará"
    r"|(?:y )?jouait|(?:y )?incarnait|(?:y )?interprétait|joue|incarne|interprète"
    r"|interprétera|jouera|prête ses traits à|(?:vuelve a )?(?:da|dar|dará|daba|daban|darán) vida"
    r"|in the role of"
    r"|in der Rolle von"
    r"|dans le rôle (?:de|du)|(?:y )?(?:reprend|reprendra|reprises?|retoma|retomará)"
    r" (?:son|le|his|her|their|su|the) (?:rôle|role|papel) (?:de|of|as)|en el papel de"
    r"|en la piel de|retoma su papel de|est toujours"
    r"|est (?:à|de) nouveau|ist (?:wieder|erneut)|is (?:once )?again|returns as|(?:vuelve|volverá"
    r"|regresa|regresará) (?:como|a ser))"
    r"(?: al? | a la |: | de | d['’]| )(?!by |von |por |par )"
    r"(?:(?:the|a|an|his|her|their) [a-z '’-]{3,30}, )?(?:the |die |den |der |el |la |le "
    r"|l['’])?(?:(?!the |a "
    r"|an |eine |ein |una? |un |une )[a-zäöüéèí-]+ ){0,3}?(?=[A-ZÀ-Þ“\"‘])"
)
_BY = re.compile(
    rf"(?P<character>{NAME})(?: [“\"][^”\"]{{1,20}}[”\"])?,? \(?(?:(?:who |which |is |will be "
    rf"|was |be |once again |again |both |wird |será |est |es |sera )*"
    r"(?:played|portrayed|voiced|gespielt|verkörpert|interpretad[oa]|encarnad[oa]|jouée?"
    r"|incarnée?|interprétée?|brought to life) |wird (?:wieder |erneut |auch )?(?=von))?"
    r"(?:by|von|por|par) (?=[A-ZÀ-Þ])"
)
_ROLE_IN = re.compile(
    rf"(?P<person>{NAME}),? (?:(?:who|que|qui|der|die) (?:is |steps? |se (?:mete|pone) |est )?)?"
    r"(?:ist als(?= [A-ZÀ-Þ][^.;]{3,40} zu sehen)|in(?:to)? the (?:role|shoes) of"
    r"|in der Rolle (?:des|der|von)|(?:dans (?:le rôle|la peau)|sous les traits)"
    r" (?:de la|de l['’]|du|des|de)|en (?:el papel|la piel) (?:de la|del|de))"
    r" ?(?:[a-zà-ÿ-]+ ){0,3}?(?=[A-ZÀ-Þ“\"])"
)
_TOGETHER = re.compile(r"(?<!will )(?<!to )\bplay ")
# "Ann Example, die die Ärztin Lena Vogt spielt"
_RELATIVE = re.compile(
    rf"(?P<person>{NAME})(?: \(\d\d\))?, (?:die|der) (?=(?:die |den |das |eine |einen )?"
    r"[A-ZÀ-Þ](?:[^.;,]|Dr\.){3,50} (?:spielt|verkörpert|mimt|gibt|spielte))"
    r"(?:(?:die|den|das|eine|einen) )?(?:[A-ZÀ-Þ][a-zäöüß-]*(?:in|er|or|mann|frau|chef) )?"
)
# What stands before the name of a character, and of no person who plays one.
_TITLED = re.compile(
    r"(?:Dr|Doctor|Detective|Det|Inspector|Captain|Sheriff|Officer|Agent|Judge|Nurse|Father|Mother"
    r"|Brother|Sister|Uncle|Aunt|Grandma|King|Queen|Prince|Princess|Mayor|Professor|Sergeant|Chief"
    r"|Lady|Lord|Sir|Mr|Mrs|Ms|Kapitän|Vater|Mutter|Bruder|Schwester|Sohn|Tochter|Kommissar|Ärztin"
    r"|Arzt|Bürgermeister|Polizist|Anwält|Inspektor|Comisari|Commandant|Capitaine"
    r"|Lieutenant|Juge|Docteur|Hauptkommissar)(?:in|a|e)?\.? "
)
# "Voss is Judge Abigail Kern"
_IS_TITLED = re.compile(rf"(?P<person>{NAME}) (?:is|ist|es|est) (?={_TITLED.pattern})")
# "Ann Example is in it, she plays Lena Vogt"
_PRONOUN_PLAYS = re.compile(
    r"(?<=[,;] )(?:and |und )?(?:s?he|er|sie) (?:also |again |will )?(?:plays?|voices|portrays"
    r"|spielt) (?=[A-ZÀ-Þ])"
)
_PAREN = re.compile(
    rf"(?P<outside>{NAME})\s?\((?:(?:who )?(?:as|als|como|plays|spielt|joue) )?"
    rf"(?:(?:the|la|le|el|der|die|l['’]|her|his) ?)?(?:[a-zà-ÿ-]+,? ){{0,3}}"
    rf"(?P<inside>[“\"‘]?{NAME}[”\"’]?)(?:, [a-z][^()]{{2,40}})?\)"
)
_CHARACTER = re.compile(
    rf"(?:the |The |la |el |der |die )?(?P<name>(?:[“\"‘][^”\"’]{{1,25}}[”\"’]|{NAME}))"
)
_LONG_DESCRIPTION = re.compile(
    r"(?:(?!(?:the|a|an)\b)[a-zéíóäöü][a-zéíóäöü-]*,? ){1,6}(?=[A-ZÀ-Þ])"
)
# "…, who played Ann, will not be seen again": what is said of the person behind the part
_GONE = re.compile(
    r"[^.;]{0,12}?(?:has|have|had|is|will|does|did)? ?(?:(?:not|also|now) ?)?"
    r"(?:left|exited|departed|leaving|written out|killed off)\b"
    r"| spielt, (?:steigt|verlasst|hort|ist ausgestiegen)"
    r"|,? [^.;,]{0,30}?\b(?:not|won't|n't|isn't|hasn't|no longer|never|no|ne|nicht|kein\w*)\b ?"
    r"(?:\w+ ){0,3}?(?:return|back|appear|seen|includ|announc|part of|figur|estar|volver|regres"
    r"|revien|fera|fait|sera|dabei|zuruck|zu sehen|mehr)"
)
_NAMED = re.compile(
    rf"(?:a|an|the|ein|eine|un|una|une) [a-zà-ÿ '’-]{{3,50}} (?:named|called|by the name of|namens"
    rf"|llamad[ao]|nommée?) (?P<name>{NAME})"
)
_CALLED = re.compile(r"the (?:[a-z '’-]{3,30}, |(?:[a-z-]+ ){1,3})(?=[A-ZÀ-Þ])")
_WORKS = re.compile(
    r"^(?:,? (?:in|on|from|of) (?:the )?(?:[a-z’']+ )?(?:[“‘\"]|HBO|Netflix"
    r"|[A-ZÀ-Þ][\w’]+(?:['’]s)? [“‘\"]))"
)
_MAKER_ROLE = re.compile(
    r"(?:an? |the |its |one of )?(?:co-)?(?:executive|producer|showrunner|director|writer"
    r"|creator|host|judge|narrator|composer|composer|star|guest|lead|series regular|part|well"
    r"|such|part|soon|early|far|much|though|if|it)\b"
)


def _character(text: str, at: int) -> tuple[str, int] | None:
    """The character named from a place on, and where the name ends."""
    described = _LONG_DESCRIPTION.match(text, at)
    if described is not None and text[at : at + 4] != "the ":
        at = described.end()
    elif (called := _CALLED.match(text, at)) is not None:
        at = called.end()
    match = _CHARACTER.match(text, at)
    if match is None:
        return None
    name = trimmed(match["name"]).strip('“”"‘')
    name = name.removesuffix("’") if name.count("’") == 1 and name.endswith("’") else name
    # "as Zeus, Janet McTeer as Hera": a name ends before the comma.
    return (name, match.start("name") + len(trimmed(match["name"]))) if name else None


def parts(
    text: str,
    *,
    in_cast: bool = False,
    in_story: bool = False,
    is_among: bool = False,
    titles: Sequence[tuple[int, int]] = (),
    known: Mapping[str, str] | None = None,
) -> list[Part]:
    """Everyone whom a sentence gives a part, in order.

    `in_cast` says that it stands where a cast is listed, `in_story` that others before it told the
    story, `is_among` that parts were given before it; `titles` are where titles stand; `known` has
    people by their surname.
    """
    found: list[Part] = []
    plain = aligned(text)
    has_word = in_cast or _CAST_WORD.search(plain) is not None
    found += _as(text, known or {})
    found += _possessive(text)
    if in_cast or has_word or is_among:
        found += _copula(text)
    found += list(_inverted(text)) or list(_paired(text)) or _plays(text, known or {})
    if has_word or re.search(r"played|portrayed|gespielt|verkorpert|interpretad|jou|incarn", plain):
        found += _by(text, in_cast=has_word)
    if has_word or len(_PAREN.findall(text)) > 1:
        # "X as Y, alongside A (B) and C (D)"
        given = {part.person for part in found}
        found += [part for part in _parenthesised(text, plain) if part.person not in given]
    elif not found and (in_story or _STORY_WORD.search(plain) or _IN_STORY.search(text)):
        found += _parenthesised(text, plain, story=True)
    if has_word:
        given = {part.person for part in found}
        found += [one for one in _listed(text) if one.person not in given]
    found = [replace(part, character=_unrelated(part.character)) for part in found]
    return [part for part in found if not _is_excluded(text, part) and not _in_title(part, titles)]


# "The inspector Marina Vidal (Ann Example) faces": a character, and in brackets the person
_IN_STORY = re.compile(
    rf"(?:\b[a-zà-ÿ]{{3,}} (?<!and )(?<!with )|['’]s [a-z]+ ){NAME} \({NAME}(?:, [^()]+)?\)"
)


# "ihr Vater Hinnerk": what somebody is to another is no part of a name.
_RELATIVE_OF = re.compile(
    r"(?:Vater|Mutter|Bruder|Schwester|Sohn|Tochter|Mann|Frau|Freund(?:in)?|Kolleg(?:e|in)"
    r"|Chef(?:in)?"
    r"|Nachbar(?:in)?) (?=[A-ZÀ-Þ])"
)


def _unrelated(character: str | None) -> str | None:
    return None if character is None else _RELATIVE_OF.sub("", character)


def _in_title(part: Part, titles: Sequence[tuple[int, int]]) -> bool:
    return any(
        start <= part.start < end or (part.start <= start and end <= part.start + len(part.person))
        for start, end in titles
    )


def _is_excluded(text: str, part: Part) -> bool:
    """Whether the words around say that the person is not, or not here, in that part."""
    start = max(text.rfind(mark, 0, part.start) for mark in (";", " but ", " while ", " – ", " — "))
    window = aligned(text[max(0, start, part.start - 70) : part.end])
    if _NOT_CAST.search(window):
        return True
    behind = text[part.end : part.end + 50]
    return _WORKS.match(behind) is not None or _GONE.match(aligned(behind)) is not None


def _as(text: str, known: Mapping[str, str]) -> Iterator[Part]:
    for match in _AS.finditer(text):
        person = trimmed(without_opening(match["person"]))
        start = match.start("person") + match["person"].find(person)
        person = known.get(person, person)
        if not (is_person(person) or (is_single(person))):
            continue
        if _MAKER_ROLE.match(text, match.end()):
            continue
        article = re.match(r"(?:a|an|ein|eine|un|una|une) ", text[match.end() :])
        named = _NAMED.match(text, match.end())
        if named is not None:
            yield Part(person, trimmed(named["name"]), start, named.end())
        elif article:
            if is_person(person) and _CAST_WORD.search(aligned(text)):
                yield Part(person, None, start, match.end())
            continue
        found = _character(text, match.end())
        if found is None:
            continue
        name, end = found
        if not is_person(person) and not _can_follow_single(name):
            continue
        if name in ("Himself", "Herself", "Themselves"):
            yield Part(person, None, start, end)
        else:
            yield Part(person, name, start, end)


def _can_follow_single(name: str) -> bool:
    return bool(name) and name.split()[0].casefold() not in ("season", "part", "one", "president")


def _plays(text: str, known: Mapping[str, str]) -> Iterator[Part]:
    for match in _PRONOUN_PLAYS.finditer(text):
        before = [one for one in re.finditer(NAME, text[: match.start()]) if is_person(one[0])]
        found = _character(text, match.end())
        if before and found is not None:
            yield Part(trimmed(before[-1][0]), found[0], before[-1].start(), found[1])
    for pattern in (_PLAYS, _ROLE_IN, _RELATIVE, _IS_TITLED):
        for match in pattern.finditer(text):
            person = trimmed(without_opening(match["person"]))
            start = match.start("person") + match["person"].find(person)
            person = known.get(person, person)
            if not (is_person(person) or is_single(person)):
                continue
            if _TOGETHER.search(match[0]) and text[:start].endswith((" and ", " und ", " y ")):
                continue  # "A and B, who play the Pratt twins"
            found = _character(text, match.end())
            if found is not None:
                yield Part(person, found[0], start, found[1])


# "ihren Kollegen Malte Jessen verkörpert Ole Friedrichs": the object stands first.
_INVERTED = re.compile(
    rf"\b(?:[Ii]hren|[Ss]einen|[Dd]en|[Dd]essen"
    rf"|[Dd]eren) (?:[A-ZÀ-Þ][a-zäöüß]+ )(?P<character>{NAME}) "
    rf"(?:verkörpert|spielt|mimt|gibt) (?:wieder |erneut )?(?P<person>{NAME})"
)
# "stars opposite Teddy Okafor's Pastor Lyle"
_POSSESSOR = r"[A-ZÀ-Þ][a-zà-ÿ.-]+(?: [A-ZÀ-Þ][a-zà-ÿ.-]+){1,3}"
_POSSESSIVE = re.compile(
    rf"\b(?:opposite|alongside|as (?:will|does|do|is"
    rf"|are)) (?P<person>{_POSSESSOR})['’]s (?P<character>{NAME})"
)


# "Clara Montes, a la que interpreta la argentina Malena Sosa"
_WHOM = re.compile(
    rf"(?P<character>{NAME}), (?:a (?:la|el) que|a quien|al? que|que|à qui) (?:interpretará"
    rf"|interpreta"
    rf"|encarna|da vida|incarne|joue|interprète) (?:(?:[a-zà-ÿ]+ ){{1,3}})?(?P<person>{NAME})"
)
# "A and B lead the ensemble as C and D"
_PAIRED = re.compile(
    rf"(?P<one>{NAME}) and (?P<two>{NAME}) (?:will |also |both |again )*"
    r"(?:(?:lead|head|star|headline|return|appear|co-star|play|portray|are back)"
    r"(?: (?:in )?the (?:ensemble|cast|series|show|drama|comedy))?) "
    rf"(?:as )?(?P<first>(?:the )?{NAME}) and (?P<second>(?:the )?{NAME})"
)


def _paired(text: str) -> Iterator[Part]:
    for match in _PAIRED.finditer(text):
        for person, character in (("one", "first"), ("two", "second")):
            name = trimmed(without_opening(match[person]))
            if is_person(name):
                yield Part(name, trimmed(match[character]), match.start(person), match.end())


def _inverted(text: str) -> Iterator[Part]:
    for match in chain(_INVERTED.finditer(text), _WHOM.finditer(text)):
        person = trimmed(match["person"])
        if is_person(person):
            yield Part(person, trimmed(match["character"]), *match.span())


# "Lake Bell plays his wife Barb, Sophia Lillis his daughter Natalie"
_GAPPED = re.compile(
    rf"(?:, |,? and )(?P<person>{_POSSESSOR}) (?:his|her|their|the) (?:[a-z-]+ ){{1,2}}"
    rf"(?P<character>{NAME})"
)
# "Lou Llobell is Gaal Dornick."
_COPULA = re.compile(
    rf"(?:^|[,;] |and )(?P<person>{_POSSESSOR}) is (?P<character>{_POSSESSOR}"
    rf"|[A-ZÀ-Þ][a-zà-ÿ]+)(?=[,.;]|$)"
)


def _copula(text: str) -> Iterator[Part]:
    patterns = (_COPULA, _GAPPED) if " plays " in text else (_COPULA,)
    for pattern in patterns:
        for match in pattern.finditer(text):
            if is_person(match["person"]):
                yield Part(
                    match["person"], trimmed(match["character"]), match.start("person"), match.end()
                )


def _possessive(text: str) -> Iterator[Part]:
    for match in _POSSESSIVE.finditer(text):
        if is_person(match["person"]):
            yield Part(match["person"], trimmed(match["character"]), *match.span())


def _by(text: str, *, in_cast: bool) -> Iterator[Part]:
    for match in _BY.finditer(text):
        said = re.search(
            r"played|portrayed|voiced|gespielt|verk|interpr|encarn|jou|incarn|brought", match[0]
        )
        people, end = name_list(text, match.end())
        said = said or re.match(r" (?:gespielt|verkörpert|dargestellt)", text[end:])
        if not said and not in_cast:
            continue
        character = trimmed(re.sub(r"^(?:The cast is as|As|as|The) ", "", match["character"]))
        if not people:
            single = re.match(NAME, text[match.end() :])
            if not said or single is None or not is_single(trimmed(single[0])):
                continue
            people, end = [trimmed(single[0])], match.end() + len(trimmed(single[0]))
        character = without_opening(character)
        if _PARTICIPLE.fullmatch(character):
            continue
        if not said and re.search(
            r"\b(?:[Cc]reated|[Pp]roduced|[Ww]ritten|[Dd]irected|[Bb]ased|[Nn]ovels?|Cré\w+|cré\w+"
            r"|[Cc]read[oa]|[Ii]dee|[Ii]dead[oa]|[Ii]maginée?)\b",
            text[max(0, match.start() - 25) : match.end()],
        ):
            continue
        yield Part(people[0], character, match.start(), end)


# "Protagonizada por", "Portée par"
_PARTICIPLE = re.compile(r"\w+(?:ad|id)[oa]s?|\w+ée?s?")


def _parenthesised(text: str, plain: str, *, story: bool = False) -> Iterator[Part]:
    pairs = []
    for match in _PAREN.finditer(text):
        outside = trimmed(without_opening(match["outside"]))
        inside = match["inside"]
        if inside[0] in '“"‘' or re.search(r"\d", inside):
            continue  # (“Succession”) is where else one has seen them
        pairs.append(
            (match.start() + match["outside"].find(outside), match.end(), outside, trimmed(inside))
        )
    if not pairs:
        return
    titled = [_TITLED.match(outside) is not None for _, _, outside, _ in pairs]
    inside_first = sum(titled) + sum(
        " " not in outside and " " in inside for _, _, outside, inside in pairs
    )
    outside_first = sum(" " in outside and " " not in inside for _, _, outside, inside in pairs)
    if story or (inside_first > outside_first):
        for start, end, outside, inside in pairs:
            if is_person(inside):
                yield Part(inside, outside, start, end, in_story=True)
        return
    for start, end, outside, inside in pairs:
        first, last = plain.rfind(";", 0, start) + 1, _CLAUSE_END.search(plain, end)
        if is_person(outside) and not _is_newcomers(plain[first : last.start() if last else None]):
            yield Part(outside, inside, start, end)


_CLAUSE_END = re.compile(r";| (?:is|are|will be|be) joined by ")


def _is_newcomers(plain: str) -> bool:
    """Whether what stands in brackets is where newcomers were seen before."""
    return (
        re.search(
            r"\b(?:join(?:s|ed|ing)?|added|adds|newcomers|board(?:s|ed|ing)?|stosst|stossen"
            r"|neu dabei)\b",
            plain,
        )
        is not None
    )


_LISTED = re.compile(
    r"\b(?:[Aa]longside|[Ss]tarring|[Ss]tars|[Ss]tarred|[Tt]he stars"
    r"|[Cc]ast (?:also )?(?:includes|is led by"
    r"|features|consists of|stars|of)|[Ll]ed by|[Ff]eaturing|[Ff]eatures|[Hh]eadlined by"
    r"|[Tt]oplined by|[Ee]nsemble (?:also )?(?:includes|of)|[Cc]o-stars(?: include)?|[Aa]lso"
    r" (?:starring are|star are|starring|stars|star)"
    r"|(?:[Aa]lso )?[Rr]eturning(?: [a-z ]{2,20})? are|[Jj]oining (?:them|him|her"
    r"|the cast) (?:are|is)"
    r"|[Rr]ounding out the cast are|[Cc]ast members? (?:include|are)|[Rr]egulars (?:include|are)"
    r"|[Hh]auptrollen (?:spielen|sind|übernehmen)|[Zz]ur Besetzung gehören|[Mm]it dabei sind"
    r"|[Pp]rotagonizada por|[Rr]eparto (?:lo (?:forman|completan|encabezan)|incluye(?: a)?|está"
    r" formado por|formado por)|[Aa]vec|[Pp]orté par|[Ll]a distribution comprend)"
    r":? (?:(?:the )?(?:returning|Oscar winner|Emmy winner|actors?) )?(?:a |al )?(?=[A-ZÀ-Þ])"
)
_STARS = re.compile(
    rf"(?P<names>{NAME}(?:(?:,| and|, and) {NAME}){{0,11}}) (?:also |both |all |will"
    rf" )*(?:co-)?star\b(?!s)"
)


_MAKES = re.compile(r"(?:produc|writ|direct|creat|develop)\w* [^,.;]{0,20}$")


def _listed(text: str) -> Iterator[Part]:
    """People named as the cast, without their characters."""
    for match in _LISTED.finditer(text):
        if _MAKES.search(text[max(0, match.start() - 40) : match.start()]):
            continue
        people, _ = name_list(text, match.end())
        at = match.end()
        for person in people:
            at = text.find(person, at)
            yield Part(person, None, at, at + len(person))
    for match in _STARS.finditer(text):
        for piece in re.split(r",? and |, ", match["names"]):
            person = trimmed(without_opening(piece))
            if is_person(person):
                at = text.find(person, match.start())
                yield Part(person, None, at, at + len(person))


_DASHED = re.compile(r"\s*(?:\s[–—-]\s|:\s|\s?\.{3,}\s?|…|\t+|\s\|\s)\s*")


def item_part(text: str, *, character_first: bool) -> Part | None:
    """The part that an item of a list of a cast names: "Jane Doe as Ann", "Jane Doe – Ann"."""
    found = parts(text, in_cast=True)
    if found:
        return found[0]
    text = re.sub(r"\s*\([^()]*\)$", "", text)
    pieces = _DASHED.split(text, maxsplit=1)
    if len(pieces) != 2:
        name = trimmed(re.split(r"[,(]", text)[0])
        if is_person(name) and len(name) >= len(text.rstrip(" .,;")) - 1:
            return Part(name, None, 0, len(name))
        return None
    one, other = (re.split(r"[,(;.]\s|,$|\. ", piece.strip())[0].strip(" ,;") for piece in pieces)
    if character_first:
        one, other = other, one
    if not re.fullmatch(NAME, one) or not is_person(one):
        if re.fullmatch(NAME, other) and is_person(other) and re.fullmatch(NAME, one):
            one, other = other, one
        else:
            return None
    other = re.sub(r"^(?:the|as|plays) ", "", other)
    if not re.fullmatch(rf"(?:{NAME})|[“\"][^”\"]+[”\"]", other):
        return Part(one, None, 0, len(text))
    return Part(one, other.strip('“”"'), 0, len(text))


_ACTOR_COLUMN = re.compile(
    r"(?:actors?|actress|performers?|played by|portrayed by|cast(?: member)?|star"
    r"|darsteller(?:in)?|schauspieler(?:in)?|gespielt von|besetzung|actor/actriz|actriz"
    r"|interprete|interpretado por|acteurs?|actrice|comedien|voiced by|voice actor|sprecher)s?"
)
_CHARACTER_COLUMN = re.compile(
    r"(?:characters?|roles?|plays|as|rolle|figur|charakter|personajes?|papel|personnages?)s?"
)


def columns(header: Sequence[str]) -> tuple[int, int] | None:
    """Which columns of a table hold the person and the character, by its header; None for none."""
    person = character = None
    for at, cell in enumerate(header):
        plain = aligned(cell).strip(" *:")
        if person is None and _ACTOR_COLUMN.fullmatch(plain):
            person = at
        elif character is None and _CHARACTER_COLUMN.fullmatch(plain):
            character = at
    if person is None and character is not None and len(header) == 2:
        person = 1 - character
    if person is None or character is None:
        return None
    return person, character


def row_part(cells: Sequence[str], places: tuple[int, int]) -> Part | None:
    """The part that a row of a table gives."""
    person_at, character_at = places
    if max(places) >= len(cells):
        return None
    person, character = cells[person_at].strip(" *"), cells[character_at].strip(" *")
    if not (is_person(person) or is_single(person)) or len(person) > 60:
        return None
    character = re.split(r"\s[/(,–]\s?|,\s", character)[0] if len(character) > 40 else character
    return Part(person, character or None, 0, 0)
