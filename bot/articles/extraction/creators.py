"""Who created a show, and who produces it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..mentions.people import (
    NAME,
    is_person,
    name_list,
    plainly,
    trimmed,
    without_opening,
)
from ..mentions.titles import ArticleShow, TitleMention
from ..sentence_context import Extraction, Utterance
from .cast_lists import HINDI_NAME, behind_label

_CREATED_BY = re.compile(
    r"\b(?:[Cc]o-?)?(?:[Cc]reated(?: once again| again| and [a-z]+)?|[Dd]eveloped and created"
    r"|[Cc]reated and [a-z-]+(?: produced)?|"
    r"[Cc]reated,? (?:written|developed)(?:,? (?:and|directed|written|executive produced)){0,4})"
    r" by "
    r"|\b(?:von der Idee von|[Gg]eschaffen von|[Ee]rfunden von|[Ee]ntwickelt von|[Ii]deada por"
    r"|[Cc]readas? por|[Cc]reado por|[Cc]riad[ao]s? por|[Cc]reat[ao] da|[Ii]deat[ao] da"
    r"|[Cc]réée? (?:et [a-zé]+ )?par|[Ii]maginée? (?:et [a-zé]+ )?par"
    r"|(?:[Cc]read|[Ii]dead|[Cc]oncebid)[ao]s? (?:y|e) [a-z]+ por|[Cc]riad[ao]s? e [a-z]+ por"
    r"|[Cc]oncebid[ao]s? por|(?:[Cc]reat|[Ii]deat|[Cc]oncepit)[ao] e [a-z]+ da|[Cc]oncepit[ao] da"
    r"|(?:es|é|è|est) (?:una |uma |une )?(?:creación|criação|creazione|création|idea) (?:de|di)"
    r"|[Ss]erie nata da un'idea di|d['’]après une idée de"
    r"|nat[ao] da un'idea di|stammt aus der Feder von|(?:[Bb]rainchild|mind) of"
    r"|(?:wurde|wird|ist) von(?= [^.,;]{3,40} (?:erfunden|geschaffen|erdacht|entwickelt|kreiert))) "
    r"|\b(?:Erfinder|Schöpfer|Serienschöpfer|Creator)(?:in)?(?: und [A-Z][\w-]+)?(?: der Serie)?"
    r" (?:ist|sind|bleibt|bleiben|war|waren)(?: (?:wieder|weiterhin|erneut))? "
)
_CREATORS = re.compile(
    r"\b(?:[Cc]o-?)?(?:[Cc]reators?|[Ss]chöpfer(?:in)?|[Ss]erienschöpfer(?:in)?|[Cc]readora?"
    r"|[Cc]riadora?|[Cc]reator[ei]|[Cc]reatrice|[Cc]réateur|[Cc]réatrice)"
    r"(?: (?:of the (?:series|show)"
    r"|de la (?:série|serie|ficción|fiction)|da (?:série|novela|trama)|della (?:serie|fiction)"
    r"|der Serie))?(?: and (?:showrunner|executive producer|star)| und"
    r" (?:Showrunner(?:in)?|Produzent(?:in)?))?s?,? (?=[A-ZÀ-Þ])"
)
_WHO_CREATED = re.compile(
    rf"(?P<names>{NAME}(?:(?:,| und| y| et| and) {NAME}){{0,3}}),? (?:"
    r"(?:hat|haben) (?:die (?:Serie|Reihe) )?[^.,;]{2,50}?"
    r" (?:erfunden|geschaffen|erdacht|kreiert)\b"
    r"|(?:who )?(?:also )?(?:co-)?"
    r"created (?:with |the |“|‘|\"|this |it\b)"
    r"|(?:die|der) (?:die (?:Serie|Reihe)|das Format|sie) (?:auch |gemeinsam )?"
    r"(?:erfunden|geschaffen|erdacht|entwickelt) ha(?:t|ben)|qu[ei] (?:a )?cré(?:ó|é) (?:la|le) )"
)
_IS_CREATOR = re.compile(
    rf"(?P<names>{NAME}(?:(?:,| and|, and| y| e| et| und) {NAME}){{0,4}})"
    r" (?:(?:is|was|are|were|serves? as|served as)"
    r" (?:the |its )?(?:series(?:['’])? |show['’]s )?(?:co-)?creators?\b"
    r"|(?:es|son|é|são|è|sono|est|sont|ist|sind) (?:el |la |los |las |o |a |os |as |il |i |le |gli "
    r"|l['’]|les |der |die )?(?:co-?)?(?:creador|criador|creator|ideator|créat"
    r"|[Ss]chöpfer|Erfinder)"
    r"(?:a|es|as|e|i|ice|eur|eurs|rice|rices|trice|trici|in|innen)?\b)"
)
# "Die von A, B und C („4 Blocks“) erfundene Serie"
_INVENTED = re.compile(
    rf"\bvon (?P<names>{NAME}(?:(?:,| und) {NAME}){{0,4}})(?: \([^()]{{2,40}}\))?"
    r" (?:erfundene|geschaffene|erdachte|entwickelte|kreierte)[nrs]? "
)
# "A y B, los creadores, no lo descartan"
_THE_CREATORS = re.compile(
    rf"(?P<names>{NAME}(?:(?:,| and| y| et| und) {NAME}){{0,4}}), (?:the|its|los|las|sus|les|ses"
    rf"|die)"
    r" (?:series['’]? )?(?:co-)?(?:creators|creadores|creadoras|créateurs|créatrices|Schöpfer)\b"
)
_ROLE_OF = re.compile(
    rf"(?P<names>{NAME}(?:(?:,| and|, and) {NAME}){{0,11}}),? (?:who )?(?:(?:also|all|both|each"
    rf"|will|is|are|was|were|serves?|served|serving|acts?|returns?|continues?|again|jointly)"
    rf" ){{1,4}}(?:as )?"
    rf"(?:the |an? )?(?:[a-z]+, )?(?P<role>executive producers?|producers?)\b(?!['’])"
)
_EXECUTIVE = re.compile(
    r"\b(?:[Aa]usführende[rn]?|[Ee]xecutive) [Pp]roduzent(?:in|en|innen)? (?:ist|sind) "
    r"|\b[Pp]rodutt?or[ei]s? [Ee](?:s|x)ecutiv[oi]s?(?: (?:è|sono|é|são))? (?=[A-ZÀ-Þ])"
    r"|\b[Pp]roductor(?:a|es|as)? ejecutiv[oa]s?(?: (?:es|son))? (?=[A-ZÀ-Þ])"
    r"|\b[Ee]xecutive(?:ly)? produced by |\b[Ee]xecutive producers?"
    r"(?: (?:is|are|include|includes|were)|"
    r" (?:of|on|for|behind) (?:the )?[\w“”‘’' ]{2,30} (?:are|include|were))?:? (?=[A-ZÀ-Þ])"
)
_PRODUCED_BY = re.compile(
    r"(?<![Ee]xecutive )(?<![Cc]o-)\b[Pp]roduced by "
    r"|(?<![Ee]xecutive )\b[Pp]roduzent(?:in|en|innen)? (?:ist|sind|war|waren) (?=[A-ZÀ-Þ])"
)
_EXECUTIVE_VERB = re.compile(
    rf"(?P<names>{NAME}(?:(?:,| and|, and) {NAME}){{0,11}}),? (?:who )?(?:(?:also|both|all|will"
    rf"|each) )*(?:executive produces?|executive produced|exec(?:utive)?[- ]produc(?:es?|ed|ing)"
    rf"|are executive producing|is executive producing)\b(?! by)"
)
_BESIDE = re.compile(
    r"(?:(?: the (?:series|show|drama|comedy)| it)?[, ]+)?(?:alongside|along with|together with"
    r"|with"
    r"|as well as|as are|joined by|and)"
    r"(?: (?:his|her|their|longtime)(?: [a-z-]+)?(?: (?:partner|collaborator))?"
    r"| (?:his|her|their) (?:[a-z-]+ )?(?:brother|sister|wife|husband|partner|collaborator))?"
    r" (?=[A-ZÀ-Þ])"
)
_ALSO = re.compile(
    rf"(?P<names>{NAME})(?!\w)[a-z ,-]{{3,60}}? and (?:also )?(?:executive produces?d?"
    r"|(?:was|is|serves as|served as) an executive producer|executive producer)\b"
)
# "he executive produces with Ann Example"
_ALSO_WITH = re.compile(
    r"\b(?:he|she|they|who|both|and) (?:also )?(?:executive|exec) produces? (?:alongside"
    r"|with) (?=[A-ZÀ-Þ])"
)
_AS_PRODUCER = re.compile(
    rf"(?P<names>{NAME}(?:(?:,| and|, and) {NAME}){{0,11}}) as (?:its |the |an"
    rf" )?(?P<role>(?:co-)?executive producers?|producers?)\b"
)
_OTHER_PLACE = re.compile(
    r"^[^.;]{0,25}(?:of|on|behind|for) (?:the )?(?:film|movie|novel|podcast|play|[“‘\"])"
)


def makers(utterance: Utterance) -> Iterator[Extraction]:
    """The creators and producers that a sentence names."""
    text = utterance.sentence.text
    yield from _labelled(utterance)
    for match in _HINDI_CREATED.finditer(text):
        yield from _created(utterance, match.start(), [match["name"]], match.end())
    if not re.search(
        r"creat|brainchild|mind of|erdacht|kreier|cread|creaci|criad|criaç|creaz|concebid"
        r"|concepit|cré|produ|schöpf|feder|idee|ideada|ideat|imagin|entwickel|erf[iu]nd|geschaffen",
        text,
        re.I,
    ):
        return
    for match in _matches(text, _CREATED_BY, _CREATORS, _INVENTED):
        at = match.start("names") if match.re is _INVENTED else match.end()
        yield from _created(
            utterance, match.start(), *name_list(text, at, utterance.discourse.people)
        )
    for match in _matches(text, _WHO_CREATED, _IS_CREATOR, _THE_CREATORS):
        yield from _created(utterance, match.start(), *_people(utterance, match))
    for match in _matches(text, _ROLE_OF, _EXECUTIVE_VERB, _AS_PRODUCER):
        role = match.groupdict().get("role", "executive producer").rstrip("s")
        yield from _produced(utterance, match.start(), *_people(utterance, match), role)
    for match in _matches(text, _EXECUTIVE, _PRODUCED_BY):
        role = "producer" if match.re is _PRODUCED_BY else "executive producer"
        named = name_list(text, match.end(), utterance.discourse.people)
        yield from _produced(utterance, match.start(), *named, role)
    for match in _matches(text, _ALSO):
        yield from _produced(
            utterance, match.start(), *_people(utterance, match), "executive producer"
        )
    for match in _matches(text, _ALSO_WITH):
        named = name_list(text, match.end(), utterance.discourse.people)
        yield from _produced(utterance, match.start(), *named, "executive producer")


# "इसे X ने क्रिएट किया है"
_HINDI_CREATED = re.compile(rf"(?:इसे|को) (?P<name>{HINDI_NAME}) ने (?:ही )?क्रिएट")


def _labelled(utterance: Utterance) -> Iterator[Extraction]:
    """Those named behind a label: "Created by: Ann Example"."""
    text, known = utterance.sentence.text, utterance.discourse.people
    if (at := behind_label(utterance, "creators_label")) is not None:
        named = name_list(text, utterance.sentence.offsets[at + 1], known)
        yield from _created(utterance, 0, *named)
    if (at := behind_label(utterance, "producers_label")) is not None:
        named = name_list(text, utterance.sentence.offsets[at + 1], known)
        yield from _produced(utterance, 0, *named, "executive producer")


def _matches(text: str, *patterns: re.Pattern[str]) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        yield from pattern.finditer(text)


def _created(utterance: Utterance, start: int, people: list[str], end: int) -> Iterator[Extraction]:
    subject = _made_by(utterance, start, people, end)
    if subject is not None:
        yield Extraction(subject, None, "creators", [plainly(one) for one in people])


def _produced(
    utterance: Utterance, start: int, people: list[str], end: int, role: str
) -> Iterator[Extraction]:
    subject = _made_by(utterance, start, people, end)
    if subject is not None:
        credited = [{"person": plainly(one), "role": role} for one in people]
        yield Extraction(subject, None, "producers", credited)


def _made_by(utterance: Utterance, start: int, people: list[str], end: int) -> ArticleShow | None:
    """The show that a stretch says people made; None where there are none, or it is another's."""
    if not people or _is_of_other(utterance, start, end):
        return None
    place = utterance.sentence.place(start)
    return utterance.subject(place, utterance.sentence.place(end) + 1)


def _is_of_other(utterance: Utterance, start: int, end: int) -> bool:
    place = utterance.sentence.place(start)
    near = utterance.coded[max(0, place - 20) : place]
    if utterance.is_question or re.search(r"\b(?:not|nicht|no|pas|nao|non)\b", near):
        return True
    # "From the creator of “Other”": a title behind it that is not the show of the sentence.
    return _OTHER_PLACE.match(utterance.sentence.text[end:]) is not None and not _followed_by_focus(
        utterance, end
    )


def _followed_by_focus(utterance: Utterance, end: int) -> bool:
    place = utterance.sentence.place(end)
    for at, mark in utterance.sentence.marks:
        if at >= place:
            focus = utterance.discourse.focus
            return focus is not None and isinstance(mark, TitleMention) and mark.subject is focus
    return False


def _people(utterance: Utterance, match: re.Match[str]) -> tuple[list[str], int]:
    """Those named in front of a verb and beside it, and where that ends.

    A surname alone is the person named before.
    """
    people: list[str] = []
    for part in re.split(r",? (?:and|und|y|et) |, ", match["names"]):
        name = trimmed(without_opening(part))
        whole = utterance.discourse.people.get(name) if " " not in name else None
        if whole is not None:
            people.append(whole)
        elif is_person(name):
            people.append(name)
    if beside := _BESIDE.match(utterance.sentence.text, match.end()):
        more, end = name_list(utterance.sentence.text, beside.end(), utterance.discourse.people)
        return people + more, end
    return people, match.end()
