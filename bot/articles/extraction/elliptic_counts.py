"""How many episodes a season had, where the word for them stands elsewhere in the paragraph.

"Ten episodes, up from eight apiece for the first two"; "the second had eight; the first, six".
"""

from __future__ import annotations

from collections.abc import Iterator

from ..counted import count_of
from ..discourse import Extraction
from ..mentions.seasons import SeasonPhrase
from ..sentence_context import Utterance
from .episode_counts import MOST_EPISODES, NUMBER

# "The second had eight", "the first, six"
_BEHIND = (
    rf"S(?:,|,? {{had_number}})? (?:{{only}} )?{NUMBER}"
    r"(?=[.,;)]|$| {conjunction} | {in_place_of} | {each})"
)
# "eight apiece for the first two", "acht in der ersten"
_BEFORE = rf"{NUMBER}(?: {{each}})?,? {{in_season}}(?: {{bare_article}})? (?=S)"


def elliptic_counts(utterance: Utterance) -> Iterator[Extraction]:
    """The numbers of episodes that a sentence tells without saying what it counts."""
    words, coded, discourse = utterance.discourse.words, utterance.coded, utterance.discourse
    if "S" not in coded:
        return
    if not discourse.counts_episodes and words["episodes"].search(coded) is None:
        return
    found = [
        (match, match.start(), match.start("n")) for match in words.pattern(_BEHIND).finditer(coded)
    ] + [(match, match.end(), match.start("n")) for match in words.pattern(_BEFORE).finditer(coded)]
    for match, at, counted in found:
        number = count_of(match["n"])
        if not 2 <= number <= MOST_EPISODES or utterance.is_hedged(*match.span()):
            continue
        if words.pattern(r"(?:{about}|\d|-) ?$").search(coded[max(0, counted - 14) : counted]):
            continue
        subject = utterance.subject(match.start(), match.end())
        seasons = utterance.sentence.between(at, at + 1, SeasonPhrase)
        if subject is None or not seasons:
            continue
        for season in utterance.numbers(seasons[0][1], subject):
            yield Extraction(subject, season, "episodes", number)
