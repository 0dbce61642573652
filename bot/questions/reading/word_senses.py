"""What single words speak of, in the same terms for every language: what is learnt of one holds in
the others.

The tables in bot/questions/reading/senses are TOML, one a language, a list of folded words for
each term: `renew`, `cancel`, `end`, `comeback`, `production`, `future` and what else becomes of a
show; `premiere`, `date`, `delay`, `wait`; `cast`, `join`, `leave`, `play`, `maker`; `trailer`,
`image`, `reveal`; `plot`, `recap`, `fate` (who dies) and `event` (what else happens in it);
`watch`, `service`, `dub`; `episode`, `count`, `length`; `weekly`, `time`, `today`, `pause`,
`next`; `review`, `good`, `bad`, `ratings`, `award`, `interview`, `news` (also what there is to
know), `recommend`, `fans`, `behind` (music, places, books …), `show`, `spinoff`, `film`, `season`;
question words (`ask_who` …), `doubt`, `negation`, `me`, `you` (all who may be spoken to), `please`
(greetings and fillers) and `life` (all that is no show).
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from bot.questions.reading.language import Language, language_called

_TABLES = Path(__file__).with_name("senses")


def sense_of(word: str, spoken: Iterable[Language]) -> str:
    """What a folded word speaks of in the first of these languages that has it, "" if it is but a
    function word there; of a word that none of them has, what all others agree on."""
    for one in spoken:
        sense = tables()[one.code].get(word, "")
        if sense or word in one.words["function"]:
            return sense
    return _agreed().get(word, "")


@cache
def _agreed() -> Mapping[str, str]:
    """The sense of each word that has but one in all languages."""
    # English is mixed into every language: of its words no other tells what they mean.
    english = language_called("en")
    ours = english.words["function"] | english.words["ordinary"] | english.topic_words
    senses: dict[str, set[str]] = {}
    for table in tables().values():
        for word in table.keys() - ours:
            senses.setdefault(word, set()).add(table[word])
    return {word: its.pop() for word, its in senses.items() if len(its) == 1}


@cache
def tables() -> Mapping[str, Mapping[str, str]]:
    """The sense of each folded word, by the code (ISO 639-1) of a language."""
    return {
        path.stem: {
            word: sense
            for sense, words in tomllib.loads(path.read_text(encoding="utf-8")).items()
            for word in words.split()
        }
        for path in sorted(_TABLES.glob("*.toml"))
    }
