"""The words of each language, one table a file in bot/questions/reading/languages.

A table is TOML. Words are written folded (no case, accents or apostrophes), separated by spaces:
`season`, `part`, `episode`: nouns that a number may stand beside; `cardinals`, `ordinals`: in order
from one, spellings of one number joined by "|"; `next`, `final`, `latest`: what a season is called
without its number, `next_one`: what stands for the next one, `specials`: what the episodes are
called that are of none, in phrases, in which "a|b" is either word; `canceled`, `after`: with them a
first season means what was to follow it; `of`: what links a title to the noun before it; `aux`:
what a question begins with, before a title; `asking`: the question words, which open another
question behind a comma or "and"; `help`: with which somebody asks what can be asked here; `and`:
what joins two titles; `pronouns`: what stands for a show that was named before; `comparing`,
`correcting`: what leads to another show, and to the one that is meant in its place; `asked_to`:
what a title is asked to do or be, right behind it; `show`: what a title is said to be; `offspring`:
what sprang from it; `version`: what stands for a show that has namesakes, `origin`: what leads to
when or where one was made; `persons`: who speaks, and who is spoken to; `spoken_in`: the countries
where the language is spoken;
`function`, `ordinary`: words of any sentence, the very common ones and the others, so that they
are not taken for titles; `beside`: those that may stand right beside a title, where any other
means that the title goes on;
`dates`, `date_phrases`: months and the like; `days`: those of them that are near at hand.

`[topics]` holds phrases by topic; a key may name two topics. In a phrase "a|b" is either word,
"a?" may be absent, "..." is up to nine words of the same clause, and T, S, D, N, P stand for the
title, a numbered season, a date (of the `days` any, which may also be named), a network and,
beside a known title, words that no table knows: a person's name. The longest phrase wins its
words. `[weak]` holds phrases that count only where nothing else does. `[overall]` holds, in the
same way, what asks about the whole of what there is: its `start`, its `end`, the `count` of its
seasons, whether it is `on`. `[coming]` holds, in words alone, what asks about all shows: `what`
comes within the days that are named, `shows` also where none are, and a `request` before either; a
number is how many days those of its phrases reach ahead, today being the first.
"""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, filterfalse, product
from pathlib import Path

from bot.questions.reading.phrases import DATE, MARKS, PERSON, Phrase, PhraseTable, table_of

_TABLES = Path(__file__).with_name("languages")
_FREQUENCIES = Path(__file__).with_name("frequencies.toml")
_GAP = "..."
_LISTS = (
    "season", "part", "episode", "next", "final", "latest", "canceled", "after", "of", "aux",
    "asking", "help", "and", "pronouns", "comparing", "correcting", "asked_to", "show", "offspring",
    "version", "origin", "persons", "possessives", "spoken_in", "dates", "days", "beside",
    "function", "ordinary",
)  # fmt: skip
_RUNS = ("next_one", "specials", "date_phrases")


@dataclass(frozen=True, slots=True)
class Language:
    """One table: `words` and `runs` of words are those under each of its keys, `topic_words` those
    of any phrase of a topic."""

    code: str
    cardinals: dict[str, int]
    ordinals: dict[str, int]
    runs: dict[str, frozenset[tuple[str, ...]]]
    words: dict[str, frozenset[str]]
    phrases: PhraseTable
    overall: PhraseTable
    coming: PhraseTable
    topic_words: frozenset[str]


@cache
def languages() -> tuple[Language, ...]:
    """Every table, read once."""
    return tuple(_load(path) for path in sorted(_TABLES.glob("*.toml")))


@cache
def language_called(code: str) -> Language:
    """The table of the language with that code (ISO 639-1), which must have one."""
    return next(language for language in languages() if language.code == code)


@cache
def in_any(name: str) -> frozenset[str]:
    """The words of all tables under one of their keys, "beside" or the like."""
    return frozenset().union(*(language.words[name] for language in languages()))


@cache
def runs_in_any(name: str) -> frozenset[tuple[str, ...]]:
    """The runs of words of all tables under one of their keys, "specials" or the like."""
    return frozenset().union(*(language.runs[name] for language in languages()))


@cache
def evidence() -> Mapping[str, Mapping[str, int]]:
    """How much each word speaks for a sentence being in a language, by the code of that."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in languages():
        much = [*one.words["function"], *one.words["season"]]
        for word in (*(one.words["ordinary"] | one.topic_words), *much, *much):
            found[word][one.code] += 1
    return dict(found)


@cache
def _frequencies() -> dict[str, float]:
    table = tomllib.loads(_FREQUENCIES.read_text(encoding="utf-8"))
    return {word: float(zipf) for zipf, words in table.items() for word in words.split()}


def zipf(word: str) -> float | None:
    """How common a folded word is in everyday text, 4 to 6, by the Zipf scale; None if it is not.

    It is the logarithm to base 10 of how often the word is met in 10^9 words.
    """
    return _frequencies().get(word)


def _load(path: Path) -> Language:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    words = {name: frozenset(table[name].split()) for name in _LISTS}
    days = words["days"]
    topics = list(_phrases(table["topics"], days))
    of_topics = (frozenset[str]().union(*filter(None, one.words)) for one in topics)
    # What a person does ("says", "shares") is no topic by itself.
    strong = frozenset[str]().union(*(words for words in of_topics if PERSON not in words))
    return Language(
        code=path.stem,
        cardinals=_numbers(table["cardinals"]),
        ordinals=_numbers(table["ordinals"]),
        runs={name: frozenset(chain(*map(_runs, table[name]))) for name in _RUNS},
        words=words,
        phrases=table_of((*topics, *_phrases(table["weak"], days, weak=True))),
        overall=table_of(_phrases(table["overall"], days)),
        coming=table_of(_phrases(table["coming"], days)),
        topic_words=frozenset(
            filterfalse(str.isdecimal, strong - words["function"] - days - MARKS)
        ),
    )


def _numbers(text: str) -> dict[str, int]:
    return {word: value for value, words in enumerate(text.split(), 1) for word in words.split("|")}


def _runs(text: str) -> Iterable[tuple[str, ...]]:
    return product(*(word.split("|") for word in text.split()))


def _phrases(
    table: dict[str, list[str]], days: frozenset[str], *, weak: bool = False
) -> Iterable[Phrase]:
    for topics, texts in table.items():
        for text in texts:
            parts = text.split()
            optional = tuple(part.endswith("?") for part in parts)
            words = tuple(
                None if part == _GAP else frozenset(part.rstrip("?").split("|")) for part in parts
            )
            words = tuple(each | days if each and DATE in each else each for each in words)
            yield Phrase(tuple(topics.split()), words, optional, weak)
