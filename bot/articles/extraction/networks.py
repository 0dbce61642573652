"""Which network a show is on, and where its seasons can be watched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..discourse import Extraction
from ..mentions.networks import CATCH_UP, NetworkMention
from ..mentions.seasons import SeasonPhrase
from ..mentions.titles import ArticleShow, TitleMention
from ..mentions.unquoted_titles import NOUNS
from ..sentence_context import Utterance


def networks(utterance: Utterance) -> Iterator[Extraction]:
    """The network that a sentence gives a show."""
    words = utterance.discourse.words
    _note_left(utterance)
    for match in words["network"].finditer(utterance.coded):
        start, end = match.span()
        first, last = utterance.clause(start)
        if words["not_network"].search(utterance.coded, first, last):
            continue
        if utterance.is_hedged(start, end) or _is_of_new(utterance, start):
            continue
        if _shows_again(utterance, first, end):
            continue
        name = utterance.network(start, end)
        if name is None:
            continue
        for subject in _whose(utterance, start, _reach(utterance, start, end)):
            yield Extraction(subject, None, "network", name)
    yield from _labelled(utterance)
    yield from _neighbours(utterance)


def _shows_again(utterance: Utterance, start: int, end: int) -> bool:
    """Whether several seasons are told to be at a network: "the first two have landed on N"."""
    return any(
        (len(one.numbers) > 1 or one.relative == "earlier")
        and not utterance.discourse.words["renewing"].search(utterance.coded, start, end)
        for at, one in utterance.sentence.between(start, end, SeasonPhrase)
        if "N" in utterance.coded[at:end]
    )


def _labelled(utterance: Utterance) -> Iterator[Extraction]:
    """The network of a line that says that it is one: "Network: HBO"; not sure."""
    label = utterance.discourse.words["network_label"].match(utterance.coded)
    subject = utterance.discourse.focus
    if label is None or subject is None:
        return
    named = re.compile(r" ?: ?N").match(utterance.coded, label.end())
    if named is not None and (name := utterance.network(0, named.end())) is not None:
        yield Extraction(subject, None, "network", name, sure=False)


def _note_left(utterance: Utterance) -> None:
    """Remember the networks of which a sentence says that they gave a show up."""
    for match in utterance.discourse.words["left_network"].finditer(utterance.coded):
        name = utterance.network(*match.span())
        subject = utterance.subject(*match.span())
        if name is not None and subject is not None:
            utterance.discourse.left.setdefault(id(subject), set()).add(name)


def listed_networks(utterance: Utterance) -> Iterator[Extraction]:
    """The network that heads a list of its shows; not sure.

    Elsewhere than in English such a list may have what foreign networks made, under the name of
    who shows it there; the streamers of all countries show what is their own.
    """
    name = utterance.discourse.heading.network
    if name is None or (utterance.discourse.words.code != "en" and name not in _EVERYWHERE):
        return
    if not utterance.sentence.of(NetworkMention):
        for _, title in utterance.titles:
            if title.subject is not None:
                yield Extraction(title.subject, None, "network", name, sure=False)


_EVERYWHERE = frozenset(("Netflix", "Prime Video", "Disney+", "Apple TV", "Apple TV+"))
_NEAR = 50
_SHOWN_ELSEWHERE = re.compile(
    r"\b(?:stream|watch|availab|binge|rerun|repeat|also|verfugbar|abrufbar|disponib|proyect|next"
    r"|wrote|directed|ran\b|starred|project|novel|since)"
)


def _neighbours(utterance: Utterance) -> Iterator[Extraction]:
    """The network that stands close to a title, with nothing that says why; not sure."""
    marks = [
        (at, one)
        for at, one in utterance.sentence.marks
        if isinstance(one, TitleMention | NetworkMention)
    ]
    for (at, one), (then, other) in pairwise(marks):
        title, network = (one, other) if isinstance(one, TitleMention) else (other, one)
        if not isinstance(title, TitleMention) or not isinstance(network, NetworkMention):
            continue
        first, last = utterance.clause(at)
        clause = utterance.coded[first : max(last, then)]
        if (
            then - at > _NEAR
            or re.search(r" and |;", utterance.coded[at:then])
            or title.subject is None
            or title.aside
            or _shows_again(utterance, first, then + 1)
            or _SHOWN_ELSEWHERE.search(clause)
            or utterance.discourse.words["not_network"].search(clause)
            or (isinstance(one, NetworkMention) and _OF_ANOTHER.match(utterance.coded, at, then))
            or (isinstance(other, NetworkMention) and _is_doing(utterance, at, then))
            or (utterance.coded[at:then] != "N's " and utterance.is_hedged(at, then))
        ):
            continue
        for subject in utterance.subjects(at, then + 1, bracketed=True):
            if network.name in CATCH_UP:
                season = utterance.season(at, subject)[-1]
                yield Extraction(subject, season, "where", {"provider": network.name}, sure=False)
            else:
                yield Extraction(subject, None, "network", network.name, sure=False)


# "BBC One's The Actuary, which is in production, and “Y”"
_OF_ANOTHER = re.compile(r"N['’]s .*,")


def _is_of_new(utterance: Utterance, start: int) -> bool:
    """Whether a clause that a network begins is about a show that is not named.

    "N bets on a thriller"
    """
    first, last = utterance.clause(start)
    clause = utterance.coded[first:last]
    is_first = start > 0 and not utterance.coded[first:start].strip()
    return is_first and not set("TS") & set(clause) and _NEW.search(clause) is not None


_NEW = re.compile(
    r"N [a-z ]{0,30}\b(?:an?|un[ao]?|une|um|uma|eine[nr]?)(?: [a-z-]+){0,2} "
    rf"(?:{NOUNS}|[a-z]*(?:serie|drama|krimi))\b"
)


def _is_doing(utterance: Utterance, at: int, then: int) -> bool:
    """Whether a network begins a clause of its own: "“X” returns, and N bets on a thriller"."""
    joint = _JOINED.fullmatch(utterance.coded, at, then)
    verb = _LOWER.match(utterance.coded, then + 1)
    return joint is not None and verb is not None and not _KIND.match(verb[0].lstrip())


_JOINED = re.compile(r"T(?:.*,)?[\"'’]?(?:,|,? (?:and|while|y|und|et|e|mientras)) ")
_LOWER = re.compile(r" [a-z]+")
_KIND = re.compile(rf"(?:original|{NOUNS}|[a-z]*serie|on|at|am|ab|el|le|il|from)\b")


def _whose(utterance: Utterance, start: int, end: int) -> list[ArticleShow]:
    """The shows that a network's verb is about; all that follow it where no other is named."""
    titles = utterance.sentence.between(start, len(utterance.coded), TitleMention)
    if utterance.coded[start] == "N" and utterance.coded.count("N") == 1 and len(titles) > 1:
        return [one.subject for _, one in titles if one.subject is not None and not one.aside]
    return utterance.subjects(start, end)


def _reach(utterance: Utterance, start: int, end: int) -> int:
    """A little further: in "NBC has renewed “X”" the verb is met, and the title stands behind."""
    if utterance.coded[start] == "T":  # “X” (ABC)
        return end
    _, last = utterance.clause(max(0, end - 1))
    tail = utterance.coded[end : min(last, end + 40)]
    at = tail.find("T")
    if at < 0 or _OTHER_SHOW.search(tail[:at]):
        return end
    return end + at + 1


# "the most-watched debut on Hulu since “Gallery Row”"
_OTHER_SHOW = re.compile(
    r"\b(?:since|than|like|unlike|later|after|before|from|of|ran|made|wrote|created|produced"
    r"|directed)"
    r" (?:the )?$"
)


def _all_of(utterance: Utterance, at: int) -> list[NetworkMention]:
    """The networks listed from a place on: "on My5 and on BritBox"."""
    run = re.match(r"N(?:(?:,| and|,? und| y| et|,? as well as)(?: on)? N)*", utterance.coded[at:])
    end = at + (run.end() if run else 1)
    return [one for _, one in utterance.sentence.between(at, end, NetworkMention)]


_EVERY_SHOW = re.compile(r"\ball (?:of (?:these|the) )?(?:series|shows)\b")


# "is all set to stream on N from D": that is when it comes out, and no place to watch it now.
_TO_STREAM = re.compile(r"\b(?:to|will|'ll) (?:be |start |begin )?(?:stream|available)\w*\b")


_CLIPS = frozenset(("YouTube",))
_WHOLE = re.compile(r"[ST]|episod|capitul|folgen|puntat")
_OWNER = re.compile(r"N['’]s? ")
_AT_ONCE, _VERB = 30, 4
_SEEN = re.compile(
    r"\b(?:watch|stream|avail|binge|seen|found|now|all|both|disponib|ver|vist|assist|ved|recuper|voir"
    r"|visib|verfugbar|abrufbar|abruf|sehen|puede|pode|peut|sono|esta|estao|est|sont|sind|ist|is|are)"
)


# A word for watching and a place beside it, in either order; seasons that stand before them.
_SEEN_THERE = (
    r"(?:\b{watch}"
    r"|(?:S(?: of T)?[^.;:?DN]{0,60}?)?\b{viewable}\b[^.;:?N]{0,50}?"
    r" {in_place} (?:the )?N(?!['’]s? )"
    r"|\b{in_place} N(?! and)[^,.;:?N]{0,40}? {viewable}\b(?:[^.;:?SN]{0,30}S)?)"
)


def offers(utterance: Utterance) -> Iterator[re.Match[str]]:
    """Where a sentence says in the words of its language where something can be watched."""
    words = utterance.discourse.words
    # Only the phrases of the table have a service that is not named: "on the platform".
    phrases = words.pattern(_SEEN_THERE) if "N" in utterance.coded else words["watch"]
    for match in phrases.finditer(utterance.coded):
        is_dated = "D" in utterance.coded[match.end() : match.end() + 12]
        last = match[0].rpartition("D")[2] if "D" in match[0] else ""
        # "è fissato per domenica 27 settembre su Rai 1": that is when it comes.
        is_seen = _SEEN.search(last) is not None or match[0].startswith("finden ")
        is_dated_at_once = bool(last) and len(last) < _AT_ONCE and not is_seen
        told = utterance.coded[max(0, match.start() - _VERB) : match.end()]
        if not is_dated_at_once and not (is_dated and _TO_STREAM.search(told)):
            yield match


def watch_offers(utterance: Utterance) -> Iterator[Extraction]:
    """Where a sentence says that seasons can be watched."""
    if utterance.discourse.words["trailer"].search(utterance.coded) or _EVERY_SHOW.search(
        utterance.coded
    ):
        return
    for match in offers(utterance):
        start, end = match.span()
        if utterance.is_hedged(start, end) or utterance.is_denied(start, end):
            continue
        subject = utterance.subject(start, end)
        if subject is None:
            continue
        marks = utterance.sentence.between(start, end, NetworkMention)
        if marks:
            providers = [one.name for one in _all_of(utterance, marks[-1][0])]
        else:
            # "on the platform": that of which the article has spoken
            providers = utterance.discourse.networks.get(id(subject), [])[:1]
        seasons: list[int] = []
        for _, named in utterance.sentence.between(start, end, SeasonPhrase):
            # "the two seasons so far"
            told = utterance.numbers(named, subject) or range(1, (named.span or 0) + 1)
            seasons += told
        named_as_earlier = any(
            one.relative == "earlier"
            for _, one in utterance.sentence.between(start, end, SeasonPhrase)
        )
        if named_as_earlier and not seasons:
            continue  # Nothing tells how many "earlier seasons" are.
        found = tuple(dict.fromkeys(seasons)) or utterance.season(start, subject)
        if _CLIPS.issuperset(providers) and not _WHOLE.search(match[0]):
            continue  # "the spot (watch it on YouTube)"
        for name in providers:
            for season in found:
                yield Extraction(subject, season, "where", {"provider": name}, season > 0)


def catch_up_offers(utterance: Utterance) -> Iterator[Extraction]:
    """Where a broadcaster shows a season again, named beside its channel: "on BBC One and iPlayer".

    A sentence that only names both, with no show, season or day, is of the broadcaster itself.
    """
    words = utterance.discourse.words
    runs = list(words.pattern(_BESIDE_CHANNEL).finditer(utterance.coded))
    if not runs or words["trailer"].search(utterance.coded):
        return
    for run in runs:
        first, last = utterance.clause(run.start())
        if not re.search("[TSD]", utterance.coded[first:last]):
            continue
        if utterance.is_hedged(*run.span()) or utterance.is_denied(*run.span()):
            continue
        subject = utterance.subject(*run.span())
        for _, one in utterance.sentence.between(*run.span(), NetworkMention):
            if subject is not None and one.name in CATCH_UP:
                season = utterance.season(run.start(), subject, upcoming=True)[-1]
                where = {"provider": one.name}
                yield Extraction(subject, season, "where", where, season > 0)


_BESIDE_CHANNEL = r"N(?:(?:,|,? {conjunction}|,? {as_well}| ?/| ?&) (?:{in_place} )?N)+"


def answers(utterance: Utterance) -> Iterator[Extraction]:
    """Where seasons can be watched, under a heading that asks it: "Only on Netflix"."""
    subject = utterance.discourse.focus
    if not utterance.discourse.heading.asks_where or subject is None:
        return
    if utterance.discourse.words["not_network"].search(utterance.coded):
        return
    if "D" in utterance.coded and _TO_STREAM.search(utterance.coded):
        return
    for at, one in utterance.sentence.of(NetworkMention):
        # "HBO's mystery returns"
        is_owner = _OWNER.match(utterance.coded, at) is not None
        first, _ = utterance.clause(at)
        # "It is not on N, nor on N"
        is_denied = utterance.discourse.words["negation"].search(utterance.coded, first, at)
        if not utterance.is_hedged(at, at + 1) and not is_owner and is_denied is None:
            for season in utterance.season(at, subject):
                yield Extraction(subject, season, "where", {"provider": one.name}, season > 0)
