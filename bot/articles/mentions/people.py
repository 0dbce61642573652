"""People in a sentence: what is a name, where a list of them ends, whose surname stands alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ..language import words
from .networks import is_network

_CAPITAL = "[A-ZÀ-ÖØ-Þ{}]".format("".join(c for c in map(chr, range(0x100, 0x180)) if c.isupper()))
_PIECE = (
    rf"(?:(?:{_CAPITAL}\.){{1,3}}|(?:St|Dr|Dra|Mr|Mrs|Ms|Sgt|Det|Insp|Supt|Lt|Cmdr|Cdr|Cpl|Pvt|Adm|Const|Gov|Sen|Rep|Hon|Capt|Col|Gen|Maj|Rev|Fr|Hr|Sra?|Srta"
    r"|Dott|Prof)\."
    rf"|{_CAPITAL}[\w'’]{{0,24}}(?:-[A-Za-zÀ-ÿ][\w'’]{{0,24}}){{0,3}})"
)
_NICKNAME = r"(?:[“„\"‘'«]\s?[\w .'’-]{1,20}[”“\"’'»] )"
_LOWER = (
    r"(?:de la|de los|de|del|della|di|da|dos|van der|van den|van|von|der|ten|la|le|bin|ibn|al|el"
    r"|bo|af|av|zu|do|du|des"
    r"|of the|of|the)"
)
NAME_HERE = (
    rf"{_PIECE}(?: (?:{_NICKNAME})?(?:{_LOWER} )?(?!(?:Jr|Sr)\b){_PIECE}){{0,5}}"
    r"(?:,? (?:Jr|Sr)\b\.?)?"
)
"""A run of capitalised words with what stands between the parts of names; where it begins is known:
it may be behind an apostrophe ("d'Anne Roux")."""

NAME = rf"(?<![\w'’.]){NAME_HERE}"
"""The same wherever it begins."""

NAME_AT_START, _ANY_NAME = re.compile(NAME_HERE), re.compile(NAME)

COMPANY = re.compile(
    r"\b(?:Television|TV|Studios?|Pictures|Productions?|Entertainment|Media|Films?|Bros|Company"
    r"|Group|Network|Netflix|HBO|NBC|CBS|ABC|Fox|Apple|Amazon|Hulu|Disney|BBC|ITV|ZDF|ARD|RTL|TF1|RTVE|Movistar|A24|Lionsgate|Universal"
    r"|Sony|Warner|Paramount|Inc|Ltd|LLC|Content|Animation|Works?|Sky|Prime|Peacock"
    r"|Legendary|Skydance|Fremantle|Banijay|Endemol|Constantin|UFA|Bavaria|Gaumont|Mediapro|Plan B"
    r"|Vide|Fiction|Filmes|Producciones|Produções|Produzioni|Produktion|Estudios|Estúdios|Cinema"
    r"|Prod|Images|Télévision|Televisión|Banner|Division|Original(?:e?s?)?|Créations?|Season|Series|Emmys?|Awards?|Oscars?|University)\b"
)
_NO_NAME = words("not_in_names")
MONTH_NAMES = words("months_that_are_names")
_IN_HEADLINES = words("in_headlines")
_NO_END = frozenset(
    ("the", "and", "season", "series", "episode", "cast", "star", "producer", "new")
)


# "L'actrice", "D'origine", "C'est"
_ELIDED = re.compile(r"(?:[LDCNSJ]|Qu)['’][a-zà-ÿ]")


def plainly(name: str) -> str:
    """A name with plain quotes and single spaces, as a catalogue writes it."""
    return " ".join(re.sub(r"[‘’]", "'", re.sub(r"[“”„]|«\s?|\s?»", '"', name)).split())


def is_person(name: str) -> bool:
    """Whether a run of capitals can be the name of a person: two words or more, no company."""
    parts = name.split()
    return (
        2 <= len(parts) <= 6
        and COMPANY.search(name) is None
        and (parts[0].strip("“”\"'").casefold() not in _NO_NAME or _is_month_name(parts))
        and parts[-1].casefold() not in _NO_END
        and _OWNS.search(name) is None
        and HYPHENATED_PARTICIPLE.search(name) is None
        and not any(char.isdigit() for char in name)
        and not is_network(name)
    )


def is_written_as_name(title: str) -> bool:
    """Whether a title may as well be somebody's name: "Bad Monkey", and not "Line of Duty"."""
    return is_person(title) and all(part[0].isupper() for part in title.split())


def _is_month_name(parts: Sequence[str]) -> bool:
    """Whether the first name of a person is a month's: "June Park", and not "June Ann Example"."""
    return len(parts) == _FULL_NAME and parts[0].casefold() in MONTH_NAMES


_FULL_NAME = 2
# "Osei’s Red Kettle" is a firm.
_OWNS = re.compile(r"['’]s ")
# "Mammoth-backed Red Kettle", "the BAFTA-winning drama", and not "Mei-ling Example"
HYPHENATED_PARTICIPLE = re.compile(r"-(?:[a-z]{3,}(?:ing|ed)|led|set|born|wide)\b")


def is_single(name: str) -> bool:
    """Whether one capitalised word can be a name by itself ("Zendaya")."""
    return (
        " " not in name
        and len(name) > 2
        and HYPHENATED_PARTICIPLE.search(name) is None
        and _ELIDED.match(name) is None
        and re.search(r"['’](?:ll|re|ve|d)$", name) is None  # "She'll"
        and name.casefold() not in _NO_NAME
        and COMPANY.search(name) is None
    )


def without_opening(name: str) -> str:
    """A name without the capitalised words that begin its sentence ("Starring Jane Doe")."""
    parts = name.split()
    if _is_month_name(parts):
        return name
    while len(parts) > 1 and (
        parts[0].islower()
        or parts[0].casefold().strip(",") in _NO_NAME
        or _ELIDED.match(parts[0]) is not None
    ):
        parts = parts[1:]
    return _OPENING.sub("", " ".join(parts))


_OPENING = re.compile(
    # "In «Gulf» Ann Example stars": a title, and no nickname within a name
    r"^[“\"«][^“”\"«»]+[”\"»] (?=\S)"
    # "nach Drehbüchern von Ann Example"
    r"|^[A-ZÄÖÜ][a-zäöüß]{5,} von (?=[A-Z]\S+ [A-Z])"
)


_SEPARATOR = re.compile(
    # "Ann Example (Mae Chan), Bob Sample"
    r"(?: \([^()]{2,40}\))?"
    # "Moira Blake for Harbourside Films and Owen Tate for Sky Studios"
    # "Ann Example, who plays a preacher, and newcomer Bob Sample"
    r"(?:, (?:who|que|qui|che|die|der) (?:[a-zà-ÿ]+ ){0,2}(?:play|portray|interpret|encarn|jou"
    r"|incarn|spiel|vest|viv|dar[áa] |da vida|ser[áa] )[^,.;]{3,60}(?=, (?:and|und|y|et|e) ))?"
    # "Ann Example, who took over as showrunner, Bob Sample and Cy Other"
    r"(?:, (?:who|que|qui|che) (?!all |both |(?:co-)?creat)"
    r"(?:(?! (?:with|alongside|con|avec|com|created?|creó|criou|cré|ha creato|ideò) )[^,.;]){3,80}"
    rf"(?=, (?:(?:and|und|y|et|e) )?{NAME_HERE}"
    r"(?:,| (?:and|und|y|et|e|for|von|de|di) |[.;]|$)))?"
    r"(?: (?:for|from|of|at) (?:(?:the )?[A-Z0-9][\w.&'’-]*(?: (?=[A-Z0-9])|(?= and |,|;))){1,4}"
    r"(?= and |,|;))?"
    # "… and Example; Bob Sample for Echo Films; and director Cy Other"
    rf"\s*(?:;\s(?=(?:{NAME_HERE}(?:,| and)? ){{1,3}}for [A-Z]|and )(?:and\s)?"
    r"|,? as (?:are|is|do|does|did|was|were) (?:the late )?"
    r"|,?\s+(?:as well as|sowie|ainsi que|así como|assim como|bem como|oltre a)\s+"
    r"|,\s*(?:and|und|y|et|e)\s+|,\s*|\s+(?:and|&|und|y|et|e)(?:\s+|(?=, for )))"
    r"(?:(?:, )?for (?:the )?[A-Z][\w.&]*(?: [A-Z][\w.&]*){0,2}, )?(?:also |with |by |von |par "
    r"|por |da |(?:co-)?(?:director|writer|star|creator|actor|showrunner|author|novelist|host) "
    # "y el argentino Ann Example"
    r"|(?:(?<=\by )|(?<=\be )|(?<=\bet ))(?:el|la|il|lo|le|o|a) [a-zà-ÿ-]{4,14} (?=[A-ZÀ-Þ]))?"
)


def name_list(text: str, at: int, known: Mapping[str, str] | None = None) -> tuple[list[str], int]:
    """The people listed from a place on, and where the list ends: "A B, C D and E F".

    A surname alone is the person that `known` has under it.
    """
    people: list[str] = []
    end, is_last = at, False
    if people_called := _CALLED.match(text, at):
        at = end = people_called.end()
    while True:
        place = end if not people else at
        lead = KNOWN_FOR.match(text, place)
        first, joint, _ = lead[0].partition(" and ") if lead is not None else ("", "", "")
        if lead is not None and not (joint and is_person(first)):
            place = lead.end()  # and "Ann Example and Emmy winner Bob Sample" are two
        match = NAME_AT_START.match(text, place)
        if match is None:
            break
        # "Ann Example of Lantern Street": a firm, or a place.
        name = trimmed(re.split(r" of (?:the )?", match[0])[0])
        if not is_person(name):
            name = _FIRM_OF.sub("", name)
        whole = name if is_person(name) else (known or {}).get(name)
        if whole is None and (family := _FAMILY.match(text, match.start())):
            whole = f"{name} {family['surname']}"  # "Jack and Grace Gilbert"
        if whole is None:
            break
        people.append(whole)
        end = match.start() + len(name)
        separator = _SEPARATOR.match(text, end)
        if separator is None:
            break
        if is_last and _FIRM_BEHIND.match(text, end):
            break  # "Produced by: Ann Example and Bob Sample, Red Kettle"
        is_last = _CONJOINED.match(separator[0].strip()) is not None
        at = separator.end()
    return people, end


def name_lists(
    text: str, known: Mapping[str, str] | None = None, *, surnames: bool = False
) -> Iterator[tuple[list[tuple[str, int]], int]]:
    """Every list of people in a text, each with where they stand, and where the list ends.

    One who is named alone is a list too, and with `surnames` one whose surname is. Where a surname
    stands for a whole name, it is that place.
    """
    at = 0
    while (match := _ANY_NAME.search(text, at)) is not None:
        first = trimmed(without_opening(match[0]))
        start = match.start() + match[0].find(first)
        is_meant = is_person(first) or (surnames and known is not None and first in known)
        people, end = name_list(text, start, known) if is_meant else ([], start)
        if not people:
            at = match.end()
            continue
        if firm := _OF_FIRM.match(text, end):
            end = firm.end()
        places: list[tuple[str, int]] = []
        for name in people:
            start = max(text.find(name, start), start)
            places.append((name, start))
        yield places, end
        at = max(end, match.start() + 1)


# "Ann Example von Kessel Film"
_FIRM_OF = re.compile(
    r" (?:von|de|del|di|da|do|du|des) [^ ](?:(?! (?:von|de|del|di|da|do|du|des) ).)*$"
)
_CONJOINED = re.compile(r"(?:and|&|und|y|et|e)\b")
_FIRM_BEHIND = re.compile(rf", {NAME_HERE}$")
# "Ann Example of Red Kettle Films"
_OF_FIRM = re.compile(r" (?:of|from|for|at) [A-Z0-9][\w.&'’-]*(?: [A-Z0-9][\w.&'’-]*){0,3}")


def named_at_end(text: str, end: int) -> Iterator[tuple[str, int]]:
    """The person whose name ends at a place of a text, and where it begins; nothing for none."""
    match = _NAME_AT_END.search(text, max(0, end - _LONGEST), end)
    if match is not None and is_person(name := without_opening(match[0])):
        yield name, end - len(name)


_NAME_AT_END = re.compile(rf"{NAME}$")
_LONGEST = 60


# "Line of Duty's Ann Example, Derry Girls star Bob Sample and newcomer Cy Other"
_TITLED = r"[A-Z][\w.&-]*(?: (?:(?:of|the|and|in|on|to|a) ){0,2}[A-Z0-9][\w.&-]*){0,4}"
KNOWN_FOR = re.compile(
    rf"(?:(?:[“‘\"] ?{_TITLED} ?[”’\"]|{_TITLED})['’]s (?=[A-Z])"
    r"|(?:[A-Z][\w.&-]* ){0,3}[A-Z][\w.&-]*s['’] (?=[A-Z])"
    rf"|(?:(?:[“‘\"]{_TITLED}[”’\"]|{_TITLED}) )?(?:former )?(?:star|actor|actress|alum|breakout"
    r"|veteran|newcomer|comedian|singer|winner|nominee|favou?rite|regular)s? (?=[A-Z])"
    r"|[A-Z][a-z]+(?:ish|ian|ese|can) (?:[a-z-]+ ){1,3}(?=[A-Z]))"
)
# "created by sisters Erin and Maeve Colgan"
_CALLED = re.compile(
    r"(?:(?:the|his|her|die|den|los|las|les) )?(?:[A-Z][a-z]+(?:ish|an|ese|ch) )?"
    r"(?:(?!(?:and|und|with|for|from|von|der|des|del|per|par|pour|por) )[a-zà-ÿ-]{3,14} ){1,3}"
    r"(?=[A-ZÀ-Þ])"
)
_FAMILY = re.compile(rf"{_PIECE} (?:and|&|und|y|et) {_PIECE} (?P<surname>{_PIECE})(?! {_PIECE})")


# "Ann Example-led"
_COMPOUND = re.compile(
    r"-(?:(?:co-)?(?:created|written|directed|produced|penned|hosted)|led|starring|fronted"
    r"|headlined|toplined|headed|helmed)$"
)


def trimmed(name: str) -> str:
    """A name without a possessive ending, the end of its sentence and the small words there."""
    name = _COMPOUND.sub("", re.sub(r"['’]s$|['’]$|(?<=[a-zà-ÿ]{3})\.$", "", name.strip()))
    while True:
        parts = name.split()
        if len(parts) > 1 and (parts[-1].islower() or parts[-1] == "The"):
            name = " ".join(parts[:-1])
        else:
            return name


def remember(people: dict[str, str], text: str) -> None:
    """Keep each full name by its surname, for the sentences that give the surname alone."""
    for match in re.finditer(NAME, text):
        # "based on Ann Example's New York Times bestseller"
        name = trimmed(without_opening(_OWNS.split(match[0])[0]))
        if name.count(" ") == _FULL_NAME and name.split()[-1].casefold() in _IN_HEADLINES:
            name = name.rpartition(" ")[0]  # "No Season 3 for Ann Example Mystery"
        if is_person(name) and len(name.split()) <= 4 and not is_network(name.split()[-1]):
            people.setdefault(name.split()[-1], name)
            people.setdefault(" ".join(name.split()[1:]), name)
