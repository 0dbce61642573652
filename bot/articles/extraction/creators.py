"""Who created a show, and who produces it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..discourse import Extraction
from ..mentions.people import name_list, name_lists, named_at_end, plainly
from ..mentions.titles import ArticleShow, TitleMention
from ..sentence_context import Utterance
from .cast_lists import behind_labels
from .hindi_cast import HINDI_NAME
from .roles import behind_name

_CREATOR, _EXECUTIVE, _PRODUCER = "creator", "executive producer", "producer"
# Roles that are what they are called.
_SAID = ("co-executive producer", "series producer")
# What stands before the names of makers, by the key of its table, and what it makes them.
_BEFORE_NAMES = (
    ("created_by", _CREATOR),
    ("creator", _CREATOR),
    ("executive_by", _EXECUTIVE),
    ("produced_by", _PRODUCER),
)
# What stands behind them, with what may lead to it.
_BEHIND_NAMES = (
    ("creates", "(?:{auxiliary} )*", _CREATOR),
    ("creator", "{as_maker}", _CREATOR),
    ("executive_after", "{as_maker}", _EXECUTIVE),
    ("producer_after", "{as_maker}", _PRODUCER),
)
_FOR = re.compile(r"\b(?:for|für|pour|para|per) $")
_NAMES_MAKER = re.compile(r" [A-ZÀ-Þ][\w.'’-]+ [A-ZÀ-Þ]")
_OF_ONE = re.compile(r"der |who(?:'s| is| was) |qui est |che e |que es |que e ")
_IN_RELATIVE = re.compile(r", (?:who|which|qui|que|che|die|der) [^,]*$")
_OTHER_PLACE = re.compile(
    r"^[^.;]{0,25}(?:of|on|behind|for) (?:the )?(?:film|movie|novel|podcast|play|[“‘\"])"
    # "who executive produced “Night Boat”"
    r"|^ [“‘\"«]"
)


def makers(utterance: Utterance) -> Iterator[Extraction]:
    """The creators and producers that a sentence names."""
    yield from _by_pronoun(utterance)
    yield from _labelled(utterance)
    if utterance.discourse.words.code == "hi":
        yield from _hindi(utterance)
    yield from _behind_phrases(utterance)
    yield from _before_phrases(utterance)
    yield from _together(utterance)
    for match in utterance.discourse.words.pattern("-{compound_creator} ").finditer(
        utterance.coded
    ):
        # "the Ann Example-created drama"
        end = utterance.sentence.offsets[match.start()]
        for person, start in named_at_end(utterance.sentence.text, end):
            yield from _made(utterance, start, [person], end, _CREATOR)


def _hindi(utterance: Utterance) -> Iterator[Extraction]:
    """Those whom a Hindi sentence names as makers; a firm is told from them by its name."""
    for pattern, role in ((_HINDI_CREATED, _CREATOR), (_HINDI_PRODUCED, _PRODUCER)):
        for match in pattern.finditer(utterance.sentence.text):
            named = re.split(r",? और |, ", next(one for one in match.groups() if one is not None))
            people = [one for one in named if not _HINDI_FIRM.search(one)]
            yield from _made(utterance, match.start(), people, match.end(), role)


_HINDI_NAMES = rf"{HINDI_NAME}(?:,? (?:और )?{HINDI_NAME}){{0,3}}?"
# "इसे X ने क्रिएट किया है"
_HINDI_CREATED = re.compile(rf"(?:इसे|को) ({HINDI_NAME}) ने (?:ही )?क्रिएट")
# "इसे X ने प्रोड्यूस किया है", "निर्माण X ने किया है", "निर्माता X हैं", "X इस सीरीज को प्रोड्यूस कर रहे हैं"
_HINDI_PRODUCED = re.compile(
    rf"(?:इसे|को|इसका प्रोडक्शन|का प्रोडक्शन|निर्माण) ({_HINDI_NAMES}) ने (?:ही |मिलकर )?"
    rf"(?:प्रोड्यूस|निर्मित|किया है)"
    rf"|(?:निर्माता|प्रोड्यूसर) ({_HINDI_NAMES}) (?:हैं|है|ने)"
    rf"|^({_HINDI_NAMES}) (?:ही )?(?:इस|इसे|इसको)(?: [\u0900-\u097f]+ को)? प्रोड्यूस"
)
_HINDI_FIRM = re.compile(
    r"एंटरटेनमेंट|फ़?िल्म|प्रोडक्शन|स्टूडियो|पिक्चर|मीडिया|टेलीविज़?न|टेलीफ़?िल्म|बैनर|मूवीज़?|कंपनी"
)


def _labelled(utterance: Utterance) -> Iterator[Extraction]:
    """Those named behind a label: "Created by: Ann Example"."""
    text, known = utterance.sentence.text, utterance.discourse.people
    for key, role in _LABELS:
        for at in behind_labels(utterance, key):
            named = name_list(text, utterance.sentence.offsets[at + 1], known)
            yield from _made(utterance, 0, *named, role)


_LABELS = (
    ("creators_label", _CREATOR), ("producers_label", _EXECUTIVE), ("producing_label", _PRODUCER),
)  # fmt: skip


def _behind_phrases(utterance: Utterance) -> Iterator[Extraction]:
    """ "Created by Ann Example", "executive producers include Ann Example"."""
    words, text = utterance.discourse.words, utterance.sentence.text
    of_other = words.pattern(r"(?<!-){other_creation} (?:[a-z]+ )?(?:[a-z]+ )?$")
    for key, role in _BEFORE_NAMES:
        for match in words.pattern(f"{{{key}}},?(?: |(?<='))").finditer(utterance.coded):
            start = match.start()
            if of_other.search(utterance.coded, max(0, start - _NEAR), start):
                continue  # "costumes created by Ann Example"
            at = utterance.sentence.offsets[match.end()]
            # "Created by Ann Example (“Elsewhere”), Night Boat stars Bob Sample"
            titles = utterance.sentence.between(match.end(), len(utterance.coded), TitleMention)
            end = next((one.start for _, one in titles if not one.aside), len(text))
            if _IS_FIRM.match(text, at):
                continue  # "produced by Little Cormorant in association with Sky Studios"
            people, end = name_list(text[:end], at, utterance.discourse.people)
            if key == "creator" and words["one_creator"].search(match[0]):
                people = people[:1]  # "alongside creator Ann Example, Bob Sample and Cy Other"
            said = utterance.coded[max(0, start - _CO) : match.end()]
            made = next((one for one in _SAID if one in said), role)
            yield from _made(utterance, utterance.sentence.offsets[start], people, end, made)


_NEAR, _CO = 40, 3
_IS_FIRM = re.compile(
    r"(?:[A-ZÀ-Þ][\w&'’-]*(?: |$)){1,4}"
    r"(?:in (?:association|partnership|collaboration|co-production) with|in Zusammenarbeit mit"
    r"|en (?:colaboración|asociación) con|en (?:association|coproduction) avec"
    r"|in (?:collaborazione|associazione) con|em (?:parceria|associação) com)\b"
    r"|[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)* \((?:part of|eine? Tochter|a subsidiary of)\b"
)


def _before_phrases(utterance: Utterance) -> Iterator[Extraction]:
    """ "Ann Example created it", "Ann Example, who executive produces with Bob Sample"."""
    words = utterance.discourse.words
    told = [
        (words.pattern(f"{lead}{{{key}}}"), role)
        for key, lead, role in _BEHIND_NAMES
        if words[key].search(utterance.coded)
    ]
    if not told:
        return
    for people, end in name_lists(
        utterance.sentence.text, utterance.discourse.people, surnames=True
    ):
        place = utterance.sentence.place(end)
        if _IN_RELATIVE.search(utterance.coded, 0, place) and utterance.coded[place] == ",":
            continue  # "Ann Example, who also acts in it as Mae Chan, created the series"
        for pattern, role in told:
            found = [
                (pattern.match(utterance.coded, at), at if is_aside else place)
                for at, is_aside in behind_name(utterance, place)
            ]
            if role is _EXECUTIVE:
                found.append((_also(utterance, place), place))
            match, at = next((one for one in found if one[0] is not None), (None, place))
            if role is _CREATOR and words["creator"].match(utterance.coded, place + 1):
                continue  # "the Crown Street co-creator": a title, and no person
            if (
                match is not None
                and role is not None
                and _NAMES_MAKER.match(
                    utterance.sentence.text, utterance.sentence.offsets[match.end()]
                )
            ):
                continue  # "from Crown Street creator Ann Example": a title, and no person
            if match is not None:
                more, last = _beside(utterance, match.end())
                names = [name for name, _ in people]
                if _FOR.search(utterance.sentence.text, 0, people[0][1]):
                    names = names[1:]  # "the producer for Red Kettle, Ann Example the director"
                if _OF_ONE.match(match[0]):
                    names = names[-1:]
                yield from _made(
                    utterance,
                    people[0][1],
                    names + more,
                    last,
                    next((said for said in _SAID if said in match[0]), role),
                    aside=(place, at),
                )


def _together(utterance: Utterance) -> Iterator[Extraction]:
    """Those with whom somebody executive produces: "They executive produce with Ann Example"."""
    for match in utterance.discourse.words["executive_after"].finditer(utterance.coded):
        people, end = _beside(utterance, match.end())
        yield from _made(
            utterance, utterance.sentence.offsets[match.start()], people, end, _EXECUTIVE
        )


def _by_pronoun(utterance: Utterance) -> Iterator[Extraction]:
    """What the creators named in the sentence before make too: "They executive produce it"."""
    discourse = utterance.discourse
    people = discourse.makers
    if len(people) < _PAIR:
        discourse.makers = []
    match = discourse.words.pattern("^{maker_pronoun} (?:also )?{as_maker}{executive_after}").match(
        utterance.coded
    )
    is_several = match is not None and _SEVERAL.match(match[0]) is not None
    if match is not None and people and is_several == (len(people) >= _PAIR):
        yield from _made(utterance, 0, people, utterance.sentence.offsets[match.end()], _EXECUTIVE)


_PAIR = 2
_SEVERAL = re.compile(
    r"(?:they|both|the|die|beide|ambos|ambas|l[oa]s|ils|elles|tous|toutes|les|entramb\w|i|le|os|as)\b"
)


def _also(utterance: Utterance, place: int) -> re.Match[str] | None:
    """What somebody makes besides something else: "is showrunner and executive produces"."""
    match = utterance.discourse.words.pattern(
        r"[a-z ,'-]{3,60}? {conjunction} (?:also )?{as_maker}{executive_after}"
    ).match(utterance.coded, place)
    is_of_one = match is not None and utterance.sentence.raw(*match.span()).islower()
    return match if is_of_one else None


def _beside(utterance: Utterance, place: int) -> tuple[list[str], int]:
    """Those who make it together with the ones named before, and where that ends."""
    match = utterance.discourse.words.pattern("{along_with} ").match(utterance.coded, place)
    text, end = utterance.sentence.text, utterance.sentence.offsets[place]
    if match is None:
        return [], end
    at = utterance.sentence.offsets[match.end()]
    people, last = name_list(text, at, utterance.discourse.people)
    return (people, last) if people else ([], end)


def _made(
    utterance: Utterance,
    start: int,
    people: list[str],
    end: int,
    role: str,
    *,
    aside: tuple[int, int] = (0, 0),
) -> Iterator[Extraction]:
    """What a stretch of the text says of those who made a show.

    `aside` is where the coded text says beside it who they are.
    """
    subject = _made_by(utterance, start, people, end, aside)
    if subject is None:
        return
    names = [plainly(one) for one in people]
    if role is _CREATOR:
        utterance.discourse.makers = names
        yield Extraction(subject, None, "creators", names)
    else:
        credited = [{"person": name, "role": role} for name in names]
        yield Extraction(subject, None, "producers", credited)


def _made_by(
    utterance: Utterance, start: int, people: list[str], end: int, aside: tuple[int, int]
) -> ArticleShow | None:
    """The show that a stretch says people made; None where there are none, or it is another's."""
    if not people or _is_of_other(utterance, start, end):
        return None
    first, last = utterance.sentence.place(start), utterance.sentence.place(end) + 1
    named = [at for at, _ in utterance.titles if first <= at < last]
    if named and all(aside[0] <= at < aside[1] for at in named):
        return utterance.subject(first, first + 1)  # "Ann Example, who wrote “Elsewhere,” created"
    return utterance.subject(first, last)


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
