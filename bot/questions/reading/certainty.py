"""How likely the likeliest reading is, and how likely it must be to be answered without asking."""

import math
from collections.abc import Sequence

from bot.questions.reading import hypotheses as readings
from bot.questions.reading.candidates import Candidate
from bot.questions.reading.context import is_content
from bot.questions.reading.features import GOING_ON
from bot.questions.reading.hypotheses import Hypothesis
from bot.questions.reading.model import calibrated
from bot.questions.reading.sentence import Kind, Sentence

SURE = 0.6
"""As likely as this, by what was seen of such likelihoods, a show is answered about without asking
back."""
SURE_OF_WORD = 0.85
"""The same for a word of any sentence, or one beside a word that nobody knows."""
SURE_OF_PART = 0.95
"""The same where its words seem to be a part of a longer title, maybe of one not known here."""
OFFERED = 0.10
"""As likely as this a show is among those that are offered."""
SURE_ALONE = 0.5
"""A title that is all that somebody told us asks about itself from here on."""

# As likely as this no question, a message that mentions us, and one written to us alone, gets no
# answer that asks back.
_QUIET, _QUIET_ALONE = 0.25, 0.7
_DOUBTFUL = frozenset(("exact common", "after unknown weak", "before aux inside"))
_WITHIN = frozenset(("in", "en", "em", "dans", "im", "nel", "nella", "no", "na"))


def key_of(one: Candidate) -> int:
    """The id of the likeliest show of a name."""
    return one.entries[0].show_id


def likeliest(
    ranked: Sequence[tuple[Hypothesis, float]], *, quiet: bool, words: int
) -> tuple[str, Hypothesis | None, float, dict[int, float]]:
    """What kind of sentence it is, or "" for one about shows, which then, and how likely that is.

    A show is as likely as all readings that have it together, alone or beside others. With `quiet`
    what may well be no question is none.
    """
    shows: dict[int, float] = {}
    kinds: dict[str, float] = {}
    for one, chance in ranked:
        kinds[one.kind] = kinds.get(one.kind, 0.0) + chance
        for key in {key_of(title) for title in one.titles}:
            shows[key] = shows.get(key, 0.0) + chance
    best = next((one for one, _ in ranked if one.titles), None)
    alone = best is not None and not quiet and _length(best) == words
    likely = 0.0
    if best is not None:
        said = shows[key_of(best.titles[0])]
        # Who was told to ask and gives a title alone asks about it, or nothing.
        others = kinds[readings.TALK] if alone else 0.0
        likely = calibrated(min(said / max(1.0 - others, 1e-9), 1.0), going_on=_goes_on(best))
    if alone and likely >= SURE_ALONE:
        kind = ""
    elif kinds[readings.TALK] > (_QUIET if quiet else _QUIET_ALONE):
        kind = readings.TALK
    else:
        asking = [each for each in kinds if each != readings.TALK and (each or likely >= OFFERED)]
        kind = max(asking, key=kinds.__getitem__)
    if best is None or kind:
        return kind, None, likely, shows
    return "", best, likely, shows


def _length(title: Hypothesis) -> int:
    """How many words its titles have."""
    return sum(one.end - one.start for one in title.titles)


def needed(sentence: Sentence, title: Hypothesis | None) -> float:
    """How likely a show must be: more where its words seem to be a part of a longer title.

    "fear the walking dead s9" is not The Walking Dead's; "daddy's lunch box" is hardly Daddy's. A
    word of any sentence, or one beside an unknown word, is another doubt.
    """
    if title is None:
        return SURE
    start, end, kinds = title.titles[0].start, title.titles[0].end, sentence.kinds
    if start == 1 and is_content(sentence, 0) and set(kinds[end:]) == {Kind.SEASON}:
        return math.inf
    last = sentence.words[end - 1]
    owns = last.folded != last.bare and kinds[end : end + 1] == (Kind.ORDINARY,)
    signs = GOING_ON & title.features.keys()
    if "quoted" in title.features:
        return SURE
    if start and sentence.words[start - 1].bare in _WITHIN:
        # "who plays Leo in Charmed": a person or a thing is in a show, a title seldom in another.
        signs -= {sign for sign in signs if sign.endswith(" of")}
        return SURE_OF_PART if signs - _DOUBTFUL else SURE_OF_WORD
    if owns or not _DOUBTFUL.issuperset(signs):
        return SURE_OF_PART
    return SURE_OF_WORD if signs else SURE


def _goes_on(title: Hypothesis | None) -> bool:
    """Whether its words seem to be a part of a longer title."""
    return title is not None and not GOING_ON.isdisjoint(title.features)
