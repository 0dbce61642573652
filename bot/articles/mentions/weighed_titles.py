"""Runs of capitals that may be titles, weighed by what stands around them: a noun, a network."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..article import aligned
from ..language import phrases
from .capital_runs import RUN, is_inside_sentence, stripped
from .known_titles import is_credited
from .networks import NETWORKS, is_network, network_mentions
from .quoted_characters import bracketed_person
from .titles import names_no_show
from .unquoted_titles import GENRE, NOUNS, SHOW_AFTER, SHOW_BEFORE, is_whose, with_head

# A firm's letters, "12-episode"
_NO_TITLE = re.compile(
    r"[A-Z0-9+]{2,4}$|[\d–-]+$|\d+-[a-z]|[\w-]+-(?:set|based|born|style|led|era|made|backed|winning"
    r"|speaking)$|.*-(?:led|starring|fronted|headlined|created|penned)$"
)
_ROLE_BEHIND = (
    r"(?! (?:[a-z]{4,}(?:er|or|ress|ent|ist)|actor|star|lead|regular|boss|critic|queen|fan)\b)"
)
"""Behind a noun: it only tells of what somebody is, as "the series producer" does."""
_IS_A = re.compile(
    r" (?:is|was|ist|war|es|era|est|etait|e|foi) (?:an?|the|eine?|die|der|una?|la|el|une?|uma?|il)"
    rf" (?:[a-z-]+ ){{0,6}}(?:{NOUNS}|[a-z]+serie)\b{_ROLE_BEHIND}"
)
_ENTRY_OF = re.compile(rf": (?:an?|the|eine?|una?|une) (?:[a-z-]+ ){{0,4}}{NOUNS}\b")
# "The Widow Tierney, a four-part thriller starring"
_APPOSED = re.compile(
    rf", (?:an?|(?:une |sa )?nouvelle|une?|(?:una |su )?nueva|una|uno|uma|nova|nuova)"
    rf" (?:[a-z-]+ ){{0,3}}{NOUNS}\b{_ROLE_BEHIND}(?! school\b)"
)
_LEAD = r"\b(?:by|as|starring|featuring|par|por|da|como|come|comme|with|con|avec|com)"
_BY = re.compile(rf"{_LEAD} $")
# "the drama led by Ann Example and Bob Sample has been renewed"
_LED_BY = re.compile(rf"{_LEAD} (?:[^.;:]{{2,40}} (?:and|et|y|e) )?$")
# "Tracker and Ghosts were picked up" are two.
_SEVERAL = re.compile(r" (?:were|are|have)\b")
_CALLS_IT = re.compile(rf"(?:^|[ -]){NOUNS}s? $")
_OF_PERSON = re.compile(
    r" (?:has (?:exclusively )?learn(?:ed|t)|(?:exclusively )?(?:understands|reports|hears)"
    r"|can (?:exclusively )?(?:reveal|confirm|report)|has obtained)\b"
    r"|(?:, \d\d,)?(?: \([^()]*\))?,? (?:(?:also |will |has |have |and |who ){0,3}(?:said|says|told"
    r"|plays?|played|stars? as|starred|recurr|joins?|joined|created(?! by)|writes|wrote|directs"
    r"|added|explains)\b|(?:is|are|was|returns?|back)(?: back)? as\b|as [a-z ]{0,20}[A-Z])"
)
# "Prime Video cast Ann Example in season 2 of “Overland”"
_CASTS = re.compile(
    r"\b(?:casts?|taps?|tapped|hires?|hired|signs?|signed|adds?|added|writer|creator|director"
    r"|showrunner|actor|actress|comedian|author) $"
)
_SEASON_NEAR = re.compile(r"[^.;:]{1,40}\b(?:season|series \w+|temporada|saison|stagione)\b")
# "Starz is ending Marchlands", "PBS announced that Marchlands would return"
_DOES = re.compile(rf"(?:^|[\s“]){NETWORKS}(?: (?:[a-z’']+|The|Its)){{1,4}} $")


def weighed_titles(text: str, language: str) -> Iterator[tuple[str, int]]:
    """Runs of capitals that may be titles, with a weight each; it is negative for a person."""
    plain = aligned(text)
    only_shows = phrases(language)["only_shows"]
    for match in re.finditer(RUN, text):
        if is_credited(text, match.start()):
            continue
        if _SEVERAL.match(text, match.end()) is not None:
            title = re.split(r",? and ", match[0])[-1]
        else:
            title = re.split(r",? and (?=The |A )", match[0])[0]
        genre = GENRE.match(title) if not is_network(title) else None
        title = stripped(
            title[genre.end() :] if genre else title,
            is_inside=is_inside_sentence(text, match.start()),
        )
        start = match.start() + match[0].find(title)
        title = with_head(text, start, title)
        end = start + len(title)
        before, after = plain[max(0, start - 50) : start], plain[end : end + 60]
        if not title or _NO_TITLE.match(title) or is_whose(before, title, text, end):
            continue
        if _OF_PERSON.match(text, end) or _CASTS.search(before) or _is_character(text, end):
            if not names_no_show(before, language):
                yield title, -2
            continue
        weight = 2 * is_beside_network(text, start, end) + 3 * bool(_IS_A.match(after))
        weight += 2 * (
            language != "de"
            and (" " in title or is_inside_sentence(text, start))
            and bool(_APPOSED.match(after))
            and not _BY.search(before)
        )
        weight += 2 * (start == 0 and bool(_ENTRY_OF.match(after))) + 2 * bool(genre)
        if language != "de":
            is_inside = start > 1 and text[start - 2 : start] not in (". ", ": ", "? ", "! ")
            weight += 2 * bool(_CALLS_IT.search(before)) + bool(SHOW_AFTER.match(after))
            weight += 2 * bool(only_shows.match(plain, end) and not _LED_BY.search(before))
            weight += bool(SHOW_BEFORE.search(before))
            if _DOES.search(text[max(0, start - 60) : start]) and (
                _SEASON_NEAR.match(after) or SHOW_AFTER.match(after)
            ):
                weight += 2
            weight += is_inside and title.startswith("The ") and before.endswith(" ")
        # "Season 4 is based on The Law of Harbors, the sixth book in the series"
        if weight and not names_no_show(before, language):
            yield title, weight


def _is_character(text: str, end: int) -> bool:
    """Whether behind a name stands who plays it: "Ellis (Tom Arkwright)"."""
    actor = bracketed_person(text, end)
    return actor is not None and not any(network_mentions(actor["name"]))


def is_beside_network(text: str, start: int, end: int) -> bool:
    """Whether a phrase is a network's: "HBO's “X”", "“X” (HBO)"."""
    lead, tail = text[max(0, start - 24) : start], text[end : end + 24]
    return any(
        re.match(r"['’]s? $", lead[one.end :]) is not None for one in network_mentions(lead)
    ) or any(re.fullmatch(r" \((?:[^()]*, )?", tail[: one.start]) for one in network_mentions(tail))
