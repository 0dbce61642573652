"""Lists of titles in a sentence that names more shows than are answered about at once."""

from collections.abc import Sequence

from bot.questions.reading.candidates import Candidate
from bot.questions.reading.context import AND
from bot.questions.reading.hypotheses import MOST_SHOWS
from bot.questions.reading.language import in_any
from bot.questions.reading.sentence import Sentence, bare_number


def with_fewer_listed(plain: str, sentence: Sentence, named: Sequence[Candidate]) -> str:
    """The text that was read, without the last titles of the longest list of three or more in it,
    so that the list has three at most and fewer than before; "" where there is no such list, or no
    title beside the three.

    "When do Dark, Silo, Lupin and Elite return": what stands behind the list is kept.
    """
    words = sentence.words
    # "The Season" is a show, and seldom meant beside others.
    seasons = {at for one in sentence.seasons for at in one.places}
    apart = [one for one in named if not seasons.issuperset(one.places)]
    # Of titles that begin together the longest is the one that is written.
    by_start = {one.start: one for one in sorted(apart, key=lambda one: one.end)}
    if len(by_start) <= MOST_SHOWS:
        return ""
    listed: list[range] = []
    longest: list[range] = []
    for start, one in sorted(by_start.items()):
        # "Back" is a show too, but not right behind "Dark".
        free = listed[-1].stop + (not words[start].pause) if listed else 0
        if words[start].bare in AND or start < free:
            continue
        item = _with_season(sentence, one.places)
        link = item.start - (item.start > 0 and words[item.start - 1].bare in AND)
        linked = link < item.start or words[item.start].pause
        listed = [*listed, item] if listed and linked and link == listed[-1].stop else [item]
        longest = max(longest, listed, key=len)
    if len(longest) < MOST_SHOWS:
        return ""
    ends = [words[one.stop - 1].start + len(words[one.stop - 1].raw) for one in longest]
    starts = [words[one.start].start for one in longest]
    if len(longest) == MOST_SHOWS:
        return plain[: ends[-2]] + plain[ends[-1] :]
    # What joins the last of all joins the last of those that are left: "and", or a quote.
    before, last = ends[MOST_SHOWS - 2], MOST_SHOWS - 1
    joined = plain[ends[-2] : starts[-1]] + plain[starts[last] : ends[last]]
    return plain[:before] + joined + plain[ends[-1] :]


def _with_season(sentence: Sentence, title: range) -> range:
    """The places of a title and of the season beside it: "season 2 of Dark", "Dark 2"."""
    words, start, end = sentence.words, title.start, title.stop
    of = start > 0 and not words[start].pause and words[start - 1].bare in in_any("of")
    for one in sentence.seasons:
        if one.end == start - of and not words[start].pause:
            return range(one.start, end)
        if one.start == end and not words[end].pause:
            return range(start, one.end)
    return range(start, end + (bare_number(sentence, end) is not None))
