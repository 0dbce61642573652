"""Whom a sentence gives a part: by its patterns, in brackets, in a list; not who is out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from types import MappingProxyType

from ..article import aligned
from ..language import phrases, words
from ..mentions.networks import is_network
from ..mentions.people import (
    COMPANY,
    HYPHENATED_PARTICIPLE,
    NAME,
    is_person,
    trimmed,
    without_opening,
)
from ..mentions.performers import Performers
from .cast_sides import as_characters, is_rank
from .characters import fully_named
from .credit_copulas import copula, possessive
from .credit_patterns import (
    CAST_WORD,
    MAKER_ROLE,
    TITLED,
    CreditMention,
    inverted,
    played_by,
    plays,
    quoted_characters,
    said_as,
)
from .paired_credits import SEPARATOR

_STORY_WORD = re.compile(
    r"\b(?:follows?|finds?|discovers?|picks up|the story|set in|centers|centres|when|after|tells"
    r"|must|begins with|learns|falls|struggles|investigat\w+|na trama|nella trama|en la trama|"
    r"folgt|ermittelt|handelt|sigue|cuenta|suit|raconte|acompanha|segue|racconta|conta)\b"
)
# "The series follows Mae Chan": a story is of its characters. "Lo segue Bob" is of people.
_TELLS_STORY = (
    r"(?<!lo )\b(?:follows?|cent(?:er|re)s (?:on|around)|revolves around"
    r"|tells the (?:story|tale) of"
    r"|handelt von|folgt|erzahlt (?:die geschichte )?(?:von|der|des)|dreht sich um"
    r"|im mittelpunkt steht|sigue (?:al?|los pasos de)|cuenta la historia|gira en torno"
    r"|suit|raconte l'histoire|racconta(?: la storia)? d\w+|segue|acompanha|conta a historia)\b"
)
_STORY_BEFORE = re.compile(rf"{_TELLS_STORY}[^.;()]*$")
_NO_CAST_WORD = (
    r"(?:(?!\b(?:stars?|starring|cast|joins?|features?|returns?|played|led by)\b)[^(;.])*"
)
# Without a word of a cast before the first brackets
_STORY_ALONE = re.compile(rf"^{_NO_CAST_WORD}{_TELLS_STORY}{_NO_CAST_WORD}\(")
_NOT_CAST = re.compile(
    r"\b(?:replac(?:e|es|ed|ing)|recast|instead of|no longer|exit(?:s|ed|ing)?|leav(?:e|es|ing)"
    r"|left(?! for dead| behind| off\b| open)"
    r"|depart(?:s|ed|ing|ure)?|won't|will not|not (?:be )?return\w*|died|late actor"
    r"|known (?:for|as)|best known|famous for|bekannt (?:aus|als)|conocid[oa]s? (?:por|como)"
    r"|connue? pour|conhecid[oa]s? por|not[oa] per|lasci(?:a|ato|era)|deix(?:a|ou)|nominated for"
    r"|won an? |turned down|auditioned|beat(?:s|ing)? out|nicht mehr|tampoco|ya no"
    r"|rumou?red|talks|considered|dropped out|out as|ersetzt|sustituye|remplace|credits include"
    r"|previously (?:played|starred|appeared))\b"
)
# "Ann Example, best known as Ruth in Night Boat, plays Mae Chan"
_KNOWN_AS = re.compile(
    r", (?:[a-z]+ )?(?:known|bekannt|conocid[oa]|connue?|conhecid[oa]|not[oa]) (?:[a-z]+ ){0,2}?"
    r"(?:as|als|como|comme|come) [^,;.]{2,60},"
)
_PAREN = re.compile(
    rf"(?P<outside>{NAME})\s?\((?!(?:played|portrayed|voiced) )"
    rf"(?:(?:who )?(?:as|als|como|plays|spielt|joue) )?"
    rf"(?:(?:the|la|le|el|der|die|l['’]|her|his) ?)?(?:[a-zà-ÿ-]+,? ){{0,3}}"
    rf"(?P<inside>[“\"‘]?{NAME}[”\"’]?)(?:, [a-z][^()]{{2,40}}"
    r"|, (?:who|whose|qui|que|che|die|der) [^()]{2,120}|(?P<works>, [A-Z0-9“\"‘][^()]{2,60}))?\)"
)
# "…, who played Ann, will not be seen again": what is said of the person behind the part
_GONE = re.compile(
    r"[^.;]{0,12}?(?:has|have|had|is|will|does|did)? ?(?:(?:not|also|now) ?)?"
    r"(?:left|exited|departed|leaving|written out|killed off|(?:said|bid) (?:goodbye|farewell))\b"
    r"| spielt, (?:steigt|verlasst|hort|ist ausgestiegen)"
    r"|,? [^.;,]{0,30}?\b(?:not|won't|n't|isn't|hasn't|no longer|never|no|nao|non|ne|nicht"
    r"|kein\w*)\b ?"
    r"(?:\w+ ){0,3}?(?:return|back|appear|seen|includ|announc|part of|figur|estar|volver|regres"
    r"|vuelv|volta|retorn|torn|revien|fera|fait|sera|dabei|zuruck|zu sehen|mehr)"
)
# "will next be seen in the film “Night Boat” alongside Ann Example"
_IN_FILM = re.compile(
    r"\b(?:(?:film|movie|play|musical|podcast|película|Spielfilm|Kinofilm|pièce|filme) "
    r"[“‘\"«„] ?[^“”\"«»„]{2,50}[”’\"’»“][^.;“”]{0,30}"
    r"|(?:film|movie|película|Spielfilm|Kinofilm|filme) (?:[A-ZÀ-Þ][\w’']+,? ){1,5}[^.;“”]{0,60})$"
)
_WORKS = re.compile(
    r"^(?:,? (?:in|on|from|of) (?:the )?(?:[a-z’']+ )?(?:[“‘\"]|HBO|Netflix"
    r"|[A-ZÀ-Þ][\w’]+(?:['’]s)? [“‘\"]))"
)


def credit_mentions(
    text: str,
    *,
    in_cast: bool = False,
    in_story: bool = False,
    is_among: bool = False,
    titles: Sequence[tuple[int, int]] = (),
    own: Mapping[int, int] = MappingProxyType({}),
    pairs: Iterable[CreditMention] = (),
    told: Iterable[CreditMention] = (),
    listed: Iterable[CreditMention] = (),
    known: Mapping[str, str] | None = None,
    performers: Performers | None = None,
    in_brackets: bool = False,
    in_plot: bool = False,
) -> list[CreditMention]:
    """Everyone whom a sentence gives a part, in order.

    `in_cast` says that it stands where a cast is listed, `in_story` that others before it told the
    story, `is_among` that parts were given before it; `titles` are where titles stand, and `own`
    where those that are the show's begin and end; `pairs` are people in a list beside that of their
    characters (`paired_credits`), `told` those to whom it gives parts with a verb (`roles`), and
    `listed` those whom lists of it name (`cast_lists`); `known` has people by their surname,
    `performers` knows who acts elsewhere in the article, and `in_brackets` says that parts stood in
    brackets before, `in_plot` that its paragraph tells the story.
    """
    found: list[CreditMention] = []
    plain = aligned(text)
    has_word = in_cast or CAST_WORD.search(plain) is not None
    pairs = list(pairs)
    in_pairs = {part.person for part in pairs} | {part.character for part in pairs}
    found += pairs
    found += [
        part
        for part in said_as(text, known or {})
        if not in_pairs & {part.person, part.character or part.person}
    ]
    found += possessive(text, known or {})
    found += quoted_characters(text)
    found += copula(text, known or {}, in_cast=in_cast, has_word=has_word or is_among)
    found += list(inverted(text)) or [
        part
        for part in (*told, *plays(text, known or {}))
        if not in_pairs & {part.person, part.character or part.person}
    ]
    if has_word or re.search(r"played|portrayed|gespielt|verkorpert|interpretad|jou|incarn", plain):
        found += [
            part
            for part in played_by(text, in_cast=has_word)
            if not in_pairs & {part.person, part.character or part.person}
        ]
    if not in_cast and "(" in plain and _STORY_ALONE.search(plain) is not None:
        # "X follows investigator Mae Chan (Ann Example), who returns to the island"
        given = {part.person for part in found}
        told_of = _parenthesised(text, plain, known or {}, performers, story=True)
        found += [part for part in told_of if part.person not in given]
    elif has_word or len(_PAREN.findall(text)) > 1 or _SAID_AS.search(text):
        # "X as Y, alongside A (B) and C (D)"
        given = {part.person for part in found}
        sided = _parenthesised(
            text, plain, known or {}, performers, are_parts=in_brackets, in_plot=in_plot
        )
        found += [part for part in sided if part.person not in given]
    elif not found and (
        in_story or _STORY_WORD.search(plain) or _IN_STORY.search(text) or _is_called_alone(text)
    ):
        found += _parenthesised(text, plain, known or {}, performers, story=True)
    given = {part.person for part in found}
    more = chain(listed, _starring(text) if has_word else (), _behind_last(text, found))
    found += [one for one in more if one.person not in given]
    found = [
        replace(part, character=fully_named(text, part.character, part.start)) for part in found
    ]
    return [
        part
        for part in found
        if not _is_excluded(text, part, own)
        and not _in_title(part, titles)
        and not (part.character and " " in part.character and is_network(part.character))
        and not (part.character and MAKER_ROLE.fullmatch(part.character.casefold()))
        and not (part.character and HYPHENATED_PARTICIPLE.search(part.character))
    ]


# "The inspector Marina Vidal (Ann Example) faces": a character, and in brackets the person
_IN_STORY = re.compile(
    rf"(?:\b[a-zà-ÿ]{{3,}} (?<!and )(?<!with )|['’]s [a-z]+ ){NAME} \({NAME}(?:, [^()]+)?\)"
)


# "Hannah (Ann Example) is still on the dock": one who is called by a first name alone
_CALLED_ALONE = re.compile(
    rf"(?:^|[.;,:] |\b(?:and|et|e|y|und|that|qu['’]|che|que|dass) ?)"
    rf"(?P<lead>[A-ZÀ-Þ][a-zà-ÿ]+,? )?(?:[A-ZÀ-Þ][\w’-]+) \({NAME}(?:, [a-z][^()]*)?\)"
    r" (?!(?:as|als|como|come)\b)[a-zà-ÿ]"
)


_NO_NAMES = words("not_in_names")


def _is_called_alone(text: str) -> bool:
    """Whether a sentence tells of somebody by a first name, be it behind "Meanwhile"."""
    return any(
        not found["lead"] or found["lead"].strip(" ,").casefold() in _NO_NAMES
        for found in _CALLED_ALONE.finditer(text)
    )


def _in_title(part: CreditMention, titles: Sequence[tuple[int, int]]) -> bool:
    return any(
        start <= part.start < end or (part.start <= start and end <= part.start + len(part.person))
        for start, end in titles
    )


def _is_excluded(text: str, part: CreditMention, own: Mapping[int, int]) -> bool:
    """Whether the words around say that the person is not, or not here, in that part."""
    start = max(text.rfind(mark, 0, part.start) for mark in (";", " but ", " while ", " – ", " — "))
    window = aligned(text[max(0, start, part.start - 70) : part.end])
    window = _KNOWN_AS.sub(",", window)
    if _NOT_CAST.search(window) or _IN_FILM.search(text, max(0, part.start - 90), part.start):
        return True
    behind = text[part.end : part.end + 50]
    if (works := _WORKS.match(behind)) is not None:
        its = [last for at, last in own.items() if part.end < at <= part.end + works.end()]
        if not its:
            return True
        behind = text[its[0] :].lstrip("”’\"'»")[:50]
    return _GONE.match(aligned(behind)) is not None


def _parenthesised(
    text: str,
    plain: str,
    known: Mapping[str, str],
    performers: Performers | None,
    *,
    story: bool = False,
    are_parts: bool = False,
    in_plot: bool = False,
) -> Iterator[CreditMention]:
    pairs = []
    elsewhere: set[int] = set()  # where the brackets end that tell what else one has seen them in
    made = None
    if performers is not None and "(" in text:
        made = performers.words.pattern("{produced_by}|{executive_by}").search(plain)
    for match in _PAREN.finditer(text):
        if made is not None and _SAME_LIST.fullmatch(text, made.end(), match.start()):
            continue  # "Producers are Ann Example and Bob Sample (Kettle)"
        outside = trimmed(without_opening(match["outside"]))
        inside = match["inside"]
        if inside[0] in '“"‘' or re.search(r"\d", inside):
            continue  # (“Succession”) is where else one has seen them
        if match["works"]:
            if not is_person(inside):
                continue  # "Ann Example (Borderland, The Salt Road)"
            elsewhere.add(match.end())
        if COMPANY.search(inside) or is_network(inside) or aligned(inside) in _NO_CHARACTERS:
            continue  # "Ninth Ward (Tuesdays)"
        if _MADE.search(text, max(0, match.start() - _NEAR), match.start()):
            continue  # "created by Ann Example (Night Boat)"
        is_whole = match["outside"].startswith(outside)  # nothing was taken off before it
        behind_article = _ARTICLE.search(text, max(0, match.start() - 6), match.start())
        if is_whole and behind_article and " " in outside:
            outside = outside.partition(" ")[2]  # "der Däne Mads Kjeldsen", "die Schwestern Jule"
        pairs.append(
            (match.start() + match["outside"].find(outside), match.end(), outside, trimmed(inside))
        )
    if not pairs:
        return
    before = [outside for _, _, outside, _ in pairs]
    behind = [inside for _, _, _, inside in pairs]
    story = story or _STORY_BEFORE.search(plain, 0, pairs[0][0]) is not None
    words = performers.words if performers is not None else phrases("en")
    story = story or words.pattern(r"\({played_by} ").search(plain) is not None
    described = sum(
        words.pattern("{character_before} $").search(plain, max(0, start - _NEAR), start)
        is not None
        for start, *_ in pairs
    )
    if in_plot and not words.pattern(" {performer_behind}").match(plain, pairs[-1][1]):
        described += 1
    if _are_characters(before, behind, known, performers, story=story, described=described):
        for start, end, outside, inside in pairs:
            # A surname in brackets is that of who is named in full elsewhere.
            person = inside if " " in inside else known.get(inside, inside)
            if is_person(person):
                yield CreditMention(person, outside, start, end, in_story=True)
        return
    old = list(words.pattern("(?P<old>{already_cast})|{played_beside}").finditer(plain))
    for start, end, outside, inside in pairs:
        if end in elsewhere:
            continue
        first, last = plain.rfind(";", 0, start) + 1, _CLAUSE_END.search(plain, end)
        told = plain[first : last.start() if last else None]
        # "They join returning cast members Ann Example (Mae)", "opposite Ann Example (Mae)"
        is_old = any(
            at.start() >= first and (at["old"] or at.end() <= pairs[0][0])
            for at in old
            if at.end() <= start and plain.find(";", at.end(), start) < 0
        )
        person = known.get(outside, outside) if " " not in outside else outside
        if is_person(person) and (is_old or are_parts or not words["newcomers"].search(told)):
            yield CreditMention(person, inside, start, end)


def _are_characters(
    before: Sequence[str],
    behind: Sequence[str],
    known: Mapping[str, str],
    performers: Performers | None,
    *,
    story: bool,
    described: int,
) -> bool:
    """Whether those before the brackets are the characters, by all the pairs of a sentence.

    A surname that stands for a whole name may be either's; who acts elsewhere is none. `described`
    is how much else speaks for it: "her partner Mae Chan (Ann Example)".
    """
    acting = 0
    if performers is not None:
        acting = sum(map(performers.has, behind)) - sum(map(performers.has, before))
    if acting:
        return acting > 0
    titled = sum(TITLED.match(one) is not None and not is_rank(one) for one in before)
    whole = [one for one in before if " " in one or one not in known]
    return story or titled + described + as_characters(whole, "") > as_characters(behind, "")


_SAME_LIST = re.compile(r" (?:[A-ZÀ-Þ][^.;:()]{2,40} )?")
_NO_CHARACTERS = words("no_titles")
_NEAR = 40
_MADE = re.compile(
    r"(?i:\b(?:creat|writ|direct|produc|develop|penn|cread|escrit|dirigid|créée?|écrit|réalisé"
    r"|imaginée?|erdacht|erfunden|geschrieben|inszeniert|ideat|scritt|dirett|prodott|criad)\w*"
    r"(?: and \w+)? (?:by|von|por|par|da|pel[ao]) )$"
)
# "Ann Example (as the poisoner Mae Chan)"
_SAID_AS = re.compile(r"\((?:as|als|como|come|plays|spielt|joue|interpreta) [^()]*[A-ZÀ-Þ][^()]*\)")
_ARTICLE = re.compile(r"\b(?:der|die|den|dem|des|ihre?n?|seine?n?) $")
_CLAUSE_END = re.compile(
    r";| (?:is|are|will be|be) joined by | al? (?:que|los que|las que) se suman? |"
    r" auxquel(?:le)?s? "
    r"| rejointe?s? par | a cui si (?:unisce|aggiunge)| aos? quais? se junta| stoss?(?:t|en) "
)


_STARS = re.compile(
    rf"(?P<names>{NAME}(?:(?:,|,? (?:and|und|y|et|e)) {NAME}){{0,11}}) (?:also |both |all |will"
    rf" )*(?:(?:co-)?star\b(?!s| [A-ZÀ-Þ])|(?:reprise|are reprising) (?:their|his|her) roles?\b"
    rf"|(?:return|are (?:set to return|returning|(?:all |both )?back))(?= to (?:the )?(?:cast"
    rf"|roles?|series|show)|[.,;]|$)"
    rf"|(?:vuelven|volverán|regresan|regresarán|repiten)(?= (?:a|al|en|como|para)\b|[.,;]|$)"
    rf"|(?:retoman|retomarán|retomam|riprendono) (?:sus|seus|os|i loro|i) "
    rf"|(?:sont|seront) (?:tous |toutes |tous les deux )?de retour\b|reprennent leurs? rôles?\b"
    rf"|(?:spielen|übernehmen) (?:wieder|erneut) |(?:sind|kehren) (?:wieder|erneut|alle)? ?(?:dabei"
    rf"|zurück)\b|tornano\b|torneranno\b|voltam\b|retornam\b|estão de volta\b)"
)


# "with Ann Example as Mae Chan, Bob Sample and Cy Maker."
_LAST_NAMES = re.compile(
    rf"(?P<names>(?:, {NAME})+,? (?:and|y|e|et|und|sowie) {NAME})(?=[.;]|$)(?! (?:as|como|als)\b)"
)
_WITH = re.compile(r"\b(?:[Ww]ith|[Ss]tars?|[Ss]tarring|[Cc]on|[Mm]it|[Aa]vec|[Cc]om) (?=[A-ZÀ-Þ])")


def _behind_last(text: str, found: Sequence[CreditMention]) -> Iterator[CreditMention]:
    """Those whom a list of parts ends with, without their characters."""
    last = max((part for part in found if part.character), key=lambda part: part.end, default=None)
    if last is None or _WITH.search(text, 0, last.start + 1) is None:
        return
    names = _LAST_NAMES.match(text, last.end)
    for piece in re.split(r",? (?:and|y|e|et|und|sowie) |, ", names["names"]) if names else ():
        if is_person(person := trimmed(piece)):
            at = text.find(person, last.end)
            yield CreditMention(person, None, at, at + len(person))


_MADE_BY = re.compile(r"\b(?:by|da|par|por|pel[ao]|von|vom|de|di|du) $")


def _starring(text: str) -> Iterator[CreditMention]:
    """People of whom a sentence says that they star, or are back, without their characters."""
    for match in _STARS.finditer(text):
        if _MADE_BY.search(text[max(0, match.start() - 12) : match.start()]):
            continue  # "Nella serie ideata da Ann Example torneranno Bob Sample e"
        for piece in SEPARATOR.split(match["names"]):
            person = trimmed(without_opening(piece))
            if is_person(person):
                at = text.find(person, match.start())
                yield CreditMention(person, None, at, at + len(person))
