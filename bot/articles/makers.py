"""Who created a show, and who produces it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import Spoken
from .people import NAME, is_person, name_list, plainly, trimmed, without_opening
from .status import Said

_CREATED_BY = re.compile(
    r"\b(?:[Cc]o-?)?(?:[Cc]reated(?: once again| again| and [a-z]+)?|[Dd]eveloped and created"
    r"|[Cc]reated and [a-z-]+(?: produced)?|"
    r"[Cc]reated,? (?:written|developed)(?:,? (?:and|directed|written|executive produced)){0,4})"
    r" by "
    r"|\b(?:von der Idee von|[Gg]eschaffen von|[Ee]rfunden von|[Ee]ntwickelt von|[Ii]deada por"
    r"|[Cc]readas? por|[Cc]reado por|[Cc]réée? par|[Ii]maginée? par) "
)
_CREATORS = re.compile(
    r"\b(?:[Cc]o-?)?(?:[Cc]reators?|[Ss]chöpfer(?:in)?|[Ss]erienschöpfer(?:in)?|[Cc]readora?"
    r"|[Cc]réateur|[Cc]réatrice)(?: and (?:showrunner|executive producer|star)| und"
    r" (?:Showrunner(?:in)?|Produzent(?:in)?))?s?,? (?=[A-ZÀ-Þ])"
)
_WHO_CREATED = re.compile(
    rf"(?P<name>{NAME}(?:(?:,| und| y| et| and) {NAME}){{0,3}}),? (?:(?:who )?(?:also )?(?:co-)?"
    r"created (?:with |the |“|‘|\"|this |it\b)"
    r"|(?:die|der) (?:die (?:Serie|Reihe)|das Format|sie) (?:auch |gemeinsam )?"
    r"(?:erfunden|geschaffen|erdacht|entwickelt) ha(?:t|ben)|qu[ei] (?:a )?cré(?:ó|é) (?:la|le) )"
)
_IS_CREATOR = re.compile(
    rf"(?P<name>{NAME}(?:(?:,| and|, and) {NAME}){{0,4}}) (?:is|was|are|were|serves? as|served as)"
    rf" (?:the |its )?(?:series(?:['’])? |show['’]s )?(?:co-)?creators?\b"
)
# "Die von A, B und C („4 Blocks“) erfundene Serie"
_INVENTED = re.compile(
    rf"\bvon (?P<names>{NAME}(?:(?:,| und) {NAME}){{0,4}})(?: \([^()]{{2,40}}\))?"
    r" (?:erfundene|geschaffene|erdachte|entwickelte)[nrs]? "
)
# "A y B, los creadores, no lo descartan"
_THE_CREATORS = re.compile(
    rf"(?P<name>{NAME}(?:(?:,| and| y| et| und) {NAME}){{0,4}}), (?:the|its|los|las|sus|les|ses"
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
    r"\b[Ee]xecutive(?:ly)? produced by |\b[Ee]xecutive producers?(?: (?:are|include|were)|"
    r" (?:of|on|for|behind) (?:the )?[\w“”‘’' ]{2,30} (?:are|include|were))?:? (?=[A-ZÀ-Þ])"
)
_PRODUCED_BY = re.compile(r"(?<![Ee]xecutive )(?<![Cc]o-)\b[Pp]roduced by ")
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
    rf"(?P<name>{NAME})(?!\w)[a-z ,-]{{3,60}}? and (?:also )?(?:executive produces?d?"
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


def makers(spoken: Spoken) -> Iterator[Said]:
    """The creators and producers that a sentence names."""
    text = spoken.sentence.text
    if not re.search(
        r"creat|cread|cré|produ|schöpf|idee|ideada|imagin|entwickel|erfunden|geschaffen", text, re.I
    ):
        return
    for pattern in (_CREATED_BY, _CREATORS):
        for match in pattern.finditer(text):
            yield from _created(
                spoken, match.start(), *name_list(text, match.end(), spoken.reading.people)
            )
    for match in _INVENTED.finditer(text):
        yield from _created(
            spoken, match.start(), *name_list(text, match.start("names"), spoken.reading.people)
        )
    for pattern in (_WHO_CREATED, _IS_CREATOR, _THE_CREATORS):
        for match in pattern.finditer(text):
            people, end = _people(spoken, match["name"]), match.end()
            if beside := _BESIDE.match(text, end):
                more, end = name_list(text, beside.end(), spoken.reading.people)
                people += more
            yield from _created(spoken, match.start(), people, end)
    yield from _producers(spoken, text)


def _created(spoken: Spoken, start: int, people: list[str], end: int) -> Iterator[Said]:
    if not people or _is_of_other(spoken, start, end):
        return
    place = spoken.sentence.place(start)
    subject = spoken.subject(place, spoken.sentence.place(end) + 1)
    if subject is not None:
        yield Said(subject, None, "creators", [plainly(one) for one in people])


def _is_of_other(spoken: Spoken, start: int, end: int) -> bool:
    place = spoken.sentence.place(start)
    near = spoken.coded[max(0, place - 20) : place]
    if spoken.is_question or re.search(r"\b(?:not|nicht|no|pas)\b", near):
        return True
    # "From the creator of “Other”": a title behind it that is not the show of the sentence.
    return _OTHER_PLACE.match(spoken.sentence.text[end:]) is not None and not _followed_by_focus(
        spoken, end
    )


def _followed_by_focus(spoken: Spoken, end: int) -> bool:
    place = spoken.sentence.place(end)
    for at, mark in spoken.sentence.marks:
        if at >= place:
            subject = getattr(mark, "subject", None)
            return subject is not None and subject is spoken.reading.focus
    return False


def _producers(spoken: Spoken, text: str) -> Iterator[Said]:
    found: list[tuple[int, int, list[str], str]] = []
    for match in _ROLE_OF.finditer(text):
        people = _people(spoken, match["names"])
        role = match["role"].rstrip("s")
        beside = _BESIDE.match(text, match.end())
        end = match.end()
        if beside:
            more, end = name_list(text, beside.end(), spoken.reading.people)
            people += more
        found.append((match.start(), end, people, role))
    for pattern in (_EXECUTIVE_VERB, _AS_PRODUCER):
        for match in pattern.finditer(text):
            role = "executive producer" if pattern is _EXECUTIVE_VERB else match["role"].rstrip("s")
            people = _people(spoken, match["names"])
            end = match.end()
            if beside := _BESIDE.match(text, match.end()):
                more, end = name_list(text, beside.end(), spoken.reading.people)
                people += more
            found.append((match.start(), end, people, role))
    for pattern, role in ((_EXECUTIVE, "executive producer"), (_PRODUCED_BY, "producer")):
        for match in pattern.finditer(text):
            people, end = name_list(text, match.end(), spoken.reading.people)
            found.append((match.start(), end, people, role))
    for match in _ALSO.finditer(text):
        people = _people(spoken, match["name"])
        end = match.end()
        if beside := _BESIDE.match(text, end):
            more, end = name_list(text, beside.end(), spoken.reading.people)
            people += more
        found.append((match.start(), end, people, "executive producer"))
    for match in _ALSO_WITH.finditer(text):
        people, end = name_list(text, match.end(), spoken.reading.people)
        found.append((match.start(), end, people, "executive producer"))
    for start, end, people, role in found:
        if not people or _is_of_other(spoken, start, end):
            continue
        place = spoken.sentence.place(start)
        subject = spoken.subject(place, spoken.sentence.place(end) + 1)
        if subject is not None:
            yield Said(
                subject,
                None,
                "producers",
                [{"person": plainly(one), "role": role} for one in people],
            )


def _people(spoken: Spoken, names: str) -> list[str]:
    """The people of a list in front of a verb; a surname alone is the person named before."""
    people: list[str] = []
    for part in re.split(r",? (?:and|und|y|et) |, ", names):
        name = trimmed(without_opening(part))
        whole = spoken.reading.people.get(name) if " " not in name else None
        if whole is not None:
            people.append(whole)
        elif is_person(name):
            people.append(name)
    return people
