"""What speaks for and against a reading of a whole sentence, by name: one without a title, and one
with several."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from bot.questions.reading.candidates import Candidate
from bot.questions.reading.context import AND, COMPARING, PRONOUNS, is_strange
from bot.questions.reading.language import in_any
from bot.questions.reading.sentence import Kind, Sentence
from bot.questions.reading.topics import Beside
from bot.questions.reading.word_senses import sense_of

_FEW_WORDS, _LONG_PHRASE = 3, 6


def of_sentence(
    sentence: Sentence, asks: Beside, topics: Mapping[str, int], units: Sequence[str],
    found: Sequence[Candidate] = (), *, told: bool = False,
) -> dict[str, float]:  # fmt: skip
    """The features of a sentence that is read without a title.

    `topics` are those that phrases name, with the length of the phrase, and `asks` what they say
    where nothing is a title.
    """
    counts = Counter(sentence.kinds)
    bare = {word.bare for word in sentence.words}
    numbered = any(one.number is not None for one in sentence.seasons)
    strange = {at for at in range(len(sentence.words)) if is_strange(sentence, at)}
    named = strange & {at for one in found if one.how == "exact" for at in one.places}
    opening = sentence.words[0].bare if sentence.words else ""
    kinds = zip(sentence.words, sentence.kinds, strict=True)
    capital = any(word.capital and kind is Kind.UNKNOWN for word, kind in kinds)
    senses = list(filter(None, (sense_of(word, sentence.spoken) for word in units)))
    said = {
        # Words of everyday text that no table has, strange ones, and those of a title.
        "everyday": math.log1p(counts[Kind.UNKNOWN] - len(strange)),
        "strange": math.log1p(len(strange)),
        "strange unnamed": math.log1p(len(strange - named)),
        "all named": float(bool(named) and strange == named),
        "named by sound": float(any(one.how == "sound" for one in found)),
        # How many words it has, of which kinds, and how many no phrase accounts for.
        "words": math.log1p(len(sentence.words)),
        "function": math.log1p(counts[Kind.FUNCTION]),
        "ordinary": math.log1p(asks.ordinary),
        "unexplained": math.log1p(asks.ordinary + asks.strangers),
        "asked words": float(min(max(topics.values(), default=0), _LONG_PHRASE)),
        "topics": math.log1p(counts[Kind.TOPIC]),
    }
    # What it asks, and of what.
    is_so = {
        "always": True, "asked": bool(topics), "asking": sentence.question,
        "network": counts[Kind.NETWORK], "date": counts[Kind.DATE],
        "numbered": numbered, "seasonal": sentence.seasons and not numbered,
        "opens asking": opening in in_any("asking") or opening in in_any("aux"),
        "pronoun": bare & PRONOUNS, "persons": bare & sentence.persons,
        "names": sentence.cased and capital, "quoted": any(word.quote for word in sentence.words),
        "alone told": told and len(sentence.words) <= _FEW_WORDS,
    }  # fmt: skip
    its = [name for name, so in is_so.items() if so]
    its += (f"asks {topic}" for topic in topics)
    its += (f"~{each}" for each in (*units, *map(" ".join, pairwise(units))))
    its += (f"={each}" for each in (*senses, *map(" ".join, pairwise(senses))))
    return {name: value for name, value in said.items() if value} | dict.fromkeys(its, 1.0)


def of_pair(sentence: Sentence, one: Candidate, other: Candidate) -> Counter[str]:
    """The features of what is between two titles that are asked about together."""
    between = range(one.end, other.start)
    bare = [sentence.words[at].bare for at in between]
    kinds = {sentence.kinds[at] for at in between if sentence.words[at].bare not in AND}
    pause = any(sentence.words[at].pause for at in (*between, other.start))
    joined = "and" if not AND.isdisjoint(bare) else "comma" if pause else "unlinked"
    found = [f"several {joined}", f"several {joined} by {min(len(bare), _FEW_WORDS + 1)}"]
    if len(bare) <= _FEW_WORDS:
        found += (*(f"several ~{word}" for word in set(bare)), f"several between ~{' '.join(bare)}")
    if not kinds - {Kind.SEASON, Kind.NUMBER}:
        found.append("several beside")
    elif kinds & {Kind.UNKNOWN, Kind.ORDINARY}:
        found.append("several apart")
    return Counter(found + ["several compared"] * (not COMPARING.isdisjoint(bare)))


def of_several(
    sentence: Sentence, titles: Sequence[Candidate], pairs: Iterable[Counter[str]],
    behind: Iterable[str],
) -> dict[str, float]:  # fmt: skip
    """The features of several titles being asked about together, beside their own: `pairs` are
    those of each two side by side, `behind` the classes of the words behind each."""
    words, found = sentence.words, Counter({f"several {len(titles)}": 1})
    for its in pairs:
        found.update(its)
    found["several compared"] = int("several compared" in found)
    start, end = titles[0].start, titles[-1].end
    found[f"several before ~{words[start - 1].bare if start else '^'}"] = 1
    found[f"several behind ~{words[end].bare if end < len(words) else '$'}"] = 1
    found["several seasoned"] = int({"season", "bare number"}.issuperset(behind))
    return {name: float(value) for name, value in found.items()}
