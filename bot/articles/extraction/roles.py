"""Who plays whom, in the words that the language of an article has for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..mentions.people import (
    NAME,
    NAME_HERE,
    is_person,
    is_single,
    name_list,
    name_lists,
    trimmed,
    without_opening,
)
from ..sentence_context import Utterance
from .characters import character_here, without_lead
from .credit_patterns import CAST_WORD, MAKER_ROLE, CreditMention

# What may stand between a person and the verb: "(“Elsewhere”)", ", 34,", ", who grew up in Oregon,"
_AT_ONCE = re.compile(r"(?: \([^()]*\)|,? \(?\d\d\)?(?=,| [a-z]))?,? ")
_KNOWN = r"(?: \([^()]*\))?, (?:best )?{known_from}, "
_ASIDE = re.compile(r"(?: \([^()]*\))?, (?P<said>[^,.;]{3,60}), ")


def behind_name(utterance: Utterance, place: int) -> Iterator[tuple[int, bool]]:
    """Where a sentence goes on behind a name: at once, and behind an aside of who that is."""
    for pattern in (_AT_ONCE, _ASIDE):
        if (match := pattern.match(utterance.coded, place)) is None:
            continue
        said = utterance.sentence.raw(*match.span("said")) if pattern is _ASIDE else ""
        bare = _IN_QUOTES.sub("", said)  # "fresh from “Mina Settembre”"
        if _RELATIVE.match(said) or not any(
            is_person(trimmed(one[0])) for one in _NAME.finditer(bare)
        ):
            yield match.end(), pattern is _ASIDE
    known = utterance.discourse.words.pattern(_KNOWN).match(utterance.coded, place)
    if known is not None:
        yield known.end(), True


_RELATIVE = re.compile(r"(?:who|que|qui|che|die|der) (?!.*\b(?:and|y|et|e|und)\b)")
_NAME = re.compile(NAME)
_IN_QUOTES = re.compile(r"[“\"«„‘][^“”\"«»]*[”\"»“’]")
# "the veteran ", "his partner ", "forensic scientist ": what leads to a person's name
_WHO = re.compile(r"(?:[a-z'-]+ |T |N ){0,4}")
_NAMED_BEFORE = re.compile(
    rf"(?P<name>{NAME})(?: [“\"][^”\"]{{1,20}}[”\"])?(?:, \d\d)?"
    # "don Saverio, the priest played by"
    r"(?:, (?:the|an?|il|la|lo|le|der|die|das|el|une?|una|o|a) [a-zà-ÿ' -]{3,40})?"
    r"(?:,|:| [–—-])? ?\(?$"
)
_LONGEST_NAME = 100


def roles(utterance: Utterance) -> Iterator[CreditMention]:
    """Everyone to whom a sentence gives a part with a verb or a noun for it."""
    yield from _playing(utterance)
    yield from _played_by(utterance)
    yield from _in_role(utterance)
    yield from _fronted(utterance)
    yield from _being_in_it(utterance)


def _playing(utterance: Utterance) -> Iterator[CreditMention]:
    """ "Ann Example takes on the role of Mae Chan"."""
    text, known = utterance.sentence.text, utterance.discourse.people
    words = utterance.discourse.words
    behind_it = r"(?: |(?<='))(?!{agent} )"
    verb = words.pattern(
        r"(?:(?:(?:{auxiliary}|{joins}|{cast_after}) )*{plays}"
        # "Ann Example returns in season 2 as Mae"
        r"|(?:(?:{auxiliary}|{joins}) )*(?:(?:{auxiliary}|{joins})(?<=[ST]) ){as_role})" + behind_it
    )
    verb_first = words.pattern("{plays} (?:wieder |erneut |auch )?$")
    # "Ann Example, who joined last year, as Mae Chan"
    verb_or_as = words.pattern(r"(?:(?:{auxiliary}|{joins}) )*(?:{plays}|{as_role})" + behind_it)
    if not words.pattern("{plays}|{plays_first} | {as_role}[ ']").search(utterance.coded):
        return
    for match in _NAME.finditer(text):
        person = trimmed(without_opening(match[0]))
        start = match.start() + match[0].find(person)
        known_as = None
        if _WORK_BEFORE.search(text, max(0, start - _WORK_LEAD), start) is not None:
            known_as = _KNOWN_AS.search(text, max(0, start - _FAR_BEFORE), start)
        whole, begin = known.get(person) or _by_first_name(person, known), start
        if known_as is not None:
            whole, begin = trimmed(without_opening(known_as["name"])), known_as.start("name")
        if not is_person(whole) and not (is_single(whole) and start == match.start()):
            continue  # "Das Moor gibt": a noun behind its article
        first, place = (utterance.sentence.place(at) for at in (start, start + len(person)))
        if words.pattern("{beside_lead} $").search(utterance.coded, max(0, first - _NEAR), first):
            continue  # "An der Seite von Ann Example spielt Bob Sample"
        told = [
            (verb_or_as if is_aside else verb).match(utterance.coded, end)
            for end, is_aside in behind_name(utterance, place)
        ]
        behind = next(
            (one for one in told if one is not None and not _is_capital(utterance, one)), None
        )
        if behind is None and words.pattern("{plays_first} $").search(
            utterance.coded, max(0, first - _NEAR), first
        ):
            # "Darin übernimmt Ann Example erneut die Rolle der Ärztin Mae Chan"
            behind = words.pattern(" {plays_last} ").match(utterance.coded, place)
        if behind is None:
            # "In „X“ spielt Ann Example die Ärztin Mae Chan": in German the verb may come first.
            at = start + len(person)
            if words.code == "de" and (object_ := _OBJECT.match(text, at)) is not None:
                led = verb_first.search(utterance.coded, max(0, first - _NEAR), first)
                found = character_here(text, object_.end()) if led is not None else None
                if found is not None:
                    yield CreditMention(whole, found[0], begin, found[1])
                    yield from _gapped(text, found[1], known)
            continue
        if words.pattern("{played_beside} ").match(utterance.coded, behind.end()):
            if is_person(whole):  # "Ann Example jouera aux côtés de Bob Sample"
                yield CreditMention(whole, None, begin, start + len(person))
            continue
        if _TOGETHER.search(behind[0]) and text.startswith("and ", start - 4):
            continue  # "A and B, who play the Pratt twins"
        found = character_here(text, utterance.sentence.offsets[behind.end()])
        if found is not None:
            yield CreditMention(whole, found[0], begin, found[1])
            yield from _gapped(text, found[1], known)
        elif is_person(whole) and _SOMEBODY.match(utterance.coded, behind.end()):
            yield CreditMention(whole, None, begin, utterance.sentence.offsets[behind.end()])


_WORK_BEFORE = re.compile(r" (?:in|on|from|aus|en|de|dans|em|di|nella|no|na) (?:the )?$")
_WORK_LEAD = 12
# "Ann Example, known to all as Ruth in Night Boat, who plays Mae Chan"
_KNOWN_AS = re.compile(
    rf"(?P<name>{NAME}), (?:[a-zà-ÿ]+ ){{0,2}}"
    r"(?:known|seen|bekannt|conocid[oa]|connue?|conhecid[oa]|not[oa]|vist[oa]) (?:[a-zà-ÿ]+ ){0,3}?"
    rf"(?:as|als|como|comme|come) {NAME_HERE}{_WORK_BEFORE.pattern}"
)
_FAR_BEFORE = 110


def _is_capital(utterance: Utterance, verb: re.Match[str]) -> bool:
    """Whether what looks like a verb has a capital: "Mae Chan, Sara Example" is no "sarà"."""
    first = verb[0].lstrip(" ,")[:1]
    at = verb.start() + verb[0].find(first)
    return first.islower() and utterance.sentence.raw(at, at + 1).isupper()


# "spielt die Ärztin Lena Vogt, Ben Ost ihren Bruder Hauke": the verb is said once.
_NEXT = re.compile(
    rf"(?:, [^,;.()]{{3,80}}?)??(?:,|,? (?:and|und|y|e|et|sowie|while|während)) (?P<person>{NAME})"
    r" (?:(?:en (?:la|el)|nei|in quell[io]|dans (?:le|celui|celle)|n[ao]) d(?:e|i|el|ella) (?:la )?"
    r"|(?=(?:his|her|their|the|den|die|das|dem|ihr(?:en|e)?|sein(?:en|e)?|einen?|a|al|el|la|le|il"
    r"|lo|un|una|une|um|uma|son|sa|su|sua|suo|seu|o) |l['’])(?:al?(?: la)? )?)"
)
_OBJECT = re.compile(r" (?=(?:den|die|das|dem|ihr(?:en|e)?|sein(?:en|e)?|einen?) )")
_IS_ALL = re.compile(r"(?:[,.;)]|,? (?:and|und|y|e|et|sowie) |$)")


def _gapped(text: str, at: int, known: Mapping[str, str]) -> Iterator[CreditMention]:
    """Those behind a part whose own are told without the verb that was said once for all."""
    while (match := _NEXT.match(text, at)) is not None:
        person = known.get(trimmed(match["person"]), trimmed(match["person"]))
        found = character_here(text, match.end())
        if not is_person(person) or found is None or _IS_ALL.match(text, found[1]) is None:
            return
        yield CreditMention(person, found[0], match.start("person"), found[1])
        at = found[1]


# "plays a butler with a past", and not "plays a key role"
_SOMEBODY = re.compile(
    r"(?:an?|the|une?|una?|uma?|eine?n?) (?!(?:[a-z-]+ )?(?:roles?|parts?|games?|tricks?|violin"
    r"|piano|guitar|song|rolle|spiel|streich|papel|rol|ruolo|jeu|titel|main|key)\b)[a-z]"
)


def _by_first_name(person: str, known: Mapping[str, str]) -> str:
    """Who is called by the first name alone: "Ben", where "Ben Ostrander" was named."""
    if " " in person:
        return person
    names = {name for name in known.values() if name.startswith(f"{person} ")}
    return names.pop() if len(names) == 1 else person


_NEAR = 20
_TOGETHER = re.compile(r"(?<!will )(?<!to )\bplay ")


def _played_by(utterance: Utterance) -> Iterator[CreditMention]:
    """ "Mae Chan, played by Ann Example", "the role of Mae Chan went to Ann Example"."""
    words, text = utterance.discourse.words, utterance.sentence.text
    for match in words.pattern(
        r"(?:{auxiliary} )*(?:{played_by}|(?P<given>{role_given})) "
    ).finditer(utterance.coded):
        at = utterance.sentence.offsets[match.start()]
        named = _NAMED_BEFORE.search(text, max(0, at - _LONGEST_NAME), at)
        if named is None:
            continue
        place = utterance.sentence.place(named.start("name"))
        if match["given"] and not words.pattern(r"{role_of}(?: |(?<='))$").search(
            utterance.coded, max(0, place - _LONGEST_NAME), place
        ):
            continue
        character = trimmed(without_lead(named["name"]))
        person = _person_at(utterance, match.end())
        if person is not None and character:
            yield CreditMention(person, character, named.start("name"), named.end())


def _in_role(utterance: Utterance) -> Iterator[CreditMention]:
    """ "In the role of Mae Chan is Ann Example"."""
    words, text = utterance.discourse.words, utterance.sentence.text
    for match in words.pattern(r"{in_role}(?: |(?<='))").finditer(utterance.coded):
        found = character_here(text, utterance.sentence.offsets[match.end()])
        if found is None:
            continue
        then = words.pattern(r",? {role_then} ").match(
            utterance.coded, utterance.sentence.place(found[1])
        )
        person = _person_at(utterance, then.end()) if then is not None else None
        if person is not None:
            at = utterance.sentence.offsets[match.start()]
            yield CreditMention(person, found[0], at, found[1])


def _fronted(utterance: Utterance) -> Iterator[CreditMention]:
    """ "As the farmer Mae Chan, Ann Example growls"."""
    words, text = utterance.discourse.words, utterance.sentence.text
    for match in words.pattern(r"(?:^|; ){as_role}(?: |(?<='))").finditer(utterance.coded):
        found = character_here(text, utterance.sentence.offsets[match.end()])
        if found is None or (then := _THEN.match(text, found[1])) is None:
            continue
        people, end = name_list(text, then.end(), utterance.discourse.people)
        if len(people) == 1 and _ACTS.match(text, end):
            at = utterance.sentence.offsets[match.start()]
            yield CreditMention(people[0], found[0], at, end)


_THEN = re.compile(r", (?:[a-zà-ÿ-]+ ){0,3}(?=[A-ZÀ-Þ])")
_ACTS = re.compile(
    r" (?!(?:said|says|told|tells|explain|added|wrote|notes?|dijo|dice|sagt)\b)[a-zà-ÿ]"
)


def _being_in_it(utterance: Utterance) -> Iterator[CreditMention]:
    """ "Ann Example is joining this season as Mae Chan": some words on being in it between them."""
    words, text, coded = utterance.discourse.words, utterance.sentence.text, utterance.coded
    found_as = list(words.pattern(r",? {as_role}(?: |(?<='))(?![TSDN])").finditer(coded))
    if not found_as or not CAST_WORD.search(coded):
        return
    people = None
    for match in found_as:
        first = max(coded.rfind(mark, 0, match.start()) for mark in ";:.") + 1
        if people is None:
            people = list(name_lists(text, utterance.discourse.people, surnames=True))
        before = [
            (names, place)
            for names, end in people
            if first <= (place := utterance.sentence.place(end)) <= match.start()
            and _IN_BRACKETS.match(coded, place) is None
        ]
        if not before:
            continue
        names, place = before[-1]
        told = _BRACKETED.sub("", coded[place : match.start()])
        if (
            len(names) != 1
            or len(told) > _FAR
            or told.count(",") > 1
            or not (CAST_WORD.search(told) or _IS_NEW.search(told))
        ):
            continue
        found = character_here(text, utterance.sentence.offsets[match.end()])
        if (
            found is None
            or not _MAY_END.match(text, found[1])
            or MAKER_ROLE.match(text, utterance.sentence.offsets[match.end()])
            or MAKER_ROLE.fullmatch(found[0].lower())
        ):
            continue
        yield CreditMention(names[0][0], found[0], names[0][1], found[1])


_FAR = 70
_IN_BRACKETS, _BRACKETED = re.compile(r"[^()]*\)"), re.compile(r" \([^()]*\)")
_IS_NEW = re.compile(
    r"\b(?:new|cameos?|acts?|acting|signed|turns? up|pops? up|steps? in|deb[uü]ts?"
    r"|leads?|led|fronts|heads)\b|^ (?:ist|sind|wird)$"
)
_MAY_END = re.compile(
    r"(?:[,.;:)(–—]|,? (?:and|who|in|on|for|opposite|alongside|with|this|from|again|y|en|et|dans"
    r"|und|e|nella|na|no|que|qui|von|mit|wieder|erneut|zu|der|die)\b|$)"
)


def _person_at(utterance: Utterance, place: int) -> str | None:
    """The person named at a place of the coded text: "the veteran actor Ann Example"."""
    text = utterance.sentence.text
    who = _WHO.match(utterance.coded, place)
    end = who.end() if who is not None else place
    for at in dict.fromkeys((place, end)):
        people, _ = name_list(text, utterance.sentence.offsets[at], utterance.discourse.people)
        if people:
            return people[0]
    return None
