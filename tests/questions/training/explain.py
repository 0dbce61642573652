"""What a sentence is read by: `python -m tests.questions.training.explain "is dark renewed"`.

It prints the likeliest readings, and of each the features that add or take most; then the same of
the seasons that the likeliest reading's first show may be asked about, and of the topics.
"""

import sys
from collections.abc import Iterator

from bot.questions.index.titles import TitleIndex
from bot.questions.reading import hypotheses as readings
from bot.questions.reading import sentence as sentences
from bot.questions.reading import topics
from bot.questions.reading.candidates import candidates, parted
from bot.questions.reading.compound import of_title
from bot.questions.reading.disambiguation import fits_of
from bot.questions.reading.model import Features, score
from bot.questions.reading.season_choice import AskedSeason, asked_season, options
from tests.questions.real_titles import large_index

_READINGS, _FEATURES, _LEAST = 3, 12, 0.05


def explained(text: str, titles: TitleIndex) -> Iterator[str]:
    """The lines of it."""
    sentence = sentences.read(parted(text, titles))
    found = candidates(sentence, titles)
    named = topics.named(topics.units(sentence), sentence.phrases).strong
    fits = {one: fits_of(sentence, one) for one in found}
    each = readings.hypotheses(sentence, titles, found, named, fits, told=True)
    every = readings.likely(list(each))
    for one, chance in every[:_READINGS]:
        name = " + ".join(title.entries[0].title for title in one.titles) or one.kind
        yield f"{name}: {chance:.3f}"
        yield from _weighed(one.features, one.kind or readings.SHOW)
    titles_of = every[0][0].titles
    first = titles_of[0] if titles_of else None
    near = of_title(sentence, first, titles_of)
    for season, features in options(near, first):
        yield f"{_spelled(season)}: {score(features, 'season'):+.2f}"
        yield from _weighed(features, "season")
    season = asked_season(near, first)
    units, places = topics.placed(sentence, [range(one.start, one.end) for one in titles_of])
    said = topics.named(units, sentence.phrases)
    features = topics.of_topics(said, season, question=sentence.question)
    features |= topics.of_words(sentence, units, places)
    yield f"{_spelled(season)}; {' '.join(units)}"
    for topic in topics.TOPICS:
        yield f"{topic}: {score(features, topic):+.2f}"
        yield from _weighed(features, topic)


def _spelled(season: AskedSeason) -> str:
    said = {"season": season.number, "part": season.part, "": season.relative}
    return (
        " ".join(f"{name} {value}".strip() for name, value in said.items() if value) or "no season"
    )


def _weighed(features: Features, choice: str) -> Iterator[str]:
    weighed = [(score({name: value}, choice), name) for name, value in features.items()]
    weighed.sort(key=lambda one: -abs(one[0]))
    for weight, name in weighed[:_FEATURES]:
        if abs(weight) >= _LEAST:
            yield f"  {weight:+.2f}  {name}"


if __name__ == "__main__":
    for line in explained(" ".join(sys.argv[1:]), large_index()):
        print(line)
