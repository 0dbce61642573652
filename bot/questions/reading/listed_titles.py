"""Lists of titles in a sentence that names more shows than are answered about at once."""

from collections.abc import Sequence

from bot.questions.reading.candidates import Candidate
from bot.questions.reading.context import AND
from bot.questions.reading.hypotheses import MOST_SHOWS
from bot.questions.reading.sentence import Sentence


def with_fewer_listed(plain: str, sentence: Sentence, named: Sequence[Candidate]) -> str:
    """The text that was read, without the last titles of the longest list of three or more in it,
    so that the list has three at most and fewer than before; "" where there is no such list.

    "When do Dark, Silo, Lupin and Elite return": what stands behind the list is kept.
    """
    words = sentence.words
    # Of titles that begin together the longest is the one that is written.
    by_start = {one.start: one for one in sorted(named, key=lambda one: one.end)}
    listed: list[Candidate] = []
    longest: list[Candidate] = []
    for start, one in sorted(by_start.items()):
        if words[start].bare in AND or (listed and start < listed[-1].end):
            continue
        link = start - (start > 0 and words[start - 1].bare in AND)
        linked = link < start or words[start].pause
        listed = [*listed, one] if listed and linked and link == listed[-1].end else [one]
        longest = max(longest, listed, key=len)
    if len(longest) < MOST_SHOWS:
        return ""
    ends = [words[one.end - 1] for one in (longest[:-1][:MOST_SHOWS][-1], longest[-1])]
    kept, last = (word.start + len(word.raw) for word in ends)
    return plain[:kept] + plain[last:]
