"""Which of several shows of one name a sentence means, by what stands beside the name."""

from collections.abc import Sequence

from bot.facts.models import TitleEntry
from bot.questions.index import namesake_choice
from bot.questions.index.namesake_choice import Form, Qualifier, country_named
from bot.questions.index.spelling import ARTICLES, fold
from bot.questions.reading.candidates import Candidate
from bot.questions.reading.language import in_any, language_called, languages
from bot.questions.reading.sentence import Kind, Sentence
from bot.questions.reading.tokens import Word
from bot.questions.reading.topics import named, units

# Words between a title and what tells it from its namesakes: "the office, the us version".
_BETWEEN = in_any("version") | in_any("show") | {"the", "live"}
_NO_VERSION = frozenset((Kind.SEASON, Kind.NETWORK))
# Countries that are other words too, unless in capitals.
_WORDS_TOO = frozenset(("ca", "au", "aus", "ie"))
_FARTHEST = 3
_WORLDWIDE = ("netflix", "prime video", "disney plus", "apple tv", "max", "crunchyroll")
# Anime and Korean drama are watched everywhere.
_EXPORTING = {"JP", "KR"}
_AT_HOME, _NAMED = 3.0, 5.0
# So many times less often a show is asked about for each ten years that it is the older.
_EACH_DECADE, _COMMON_YEAR = 1.3, 2010


def meant(
    sentence: Sentence, one: Candidate, familiar: frozenset[int], year: int | None = None
) -> TitleEntry | None:
    """The show that is meant by a name; None where nothing tells.

    A year, a country or a form beside it must fit: where those of none is known to, or only
    another's, nothing is answered in its place.
    """
    entries = list(one.entries)
    fits = _fits(sentence, one)
    if fits:
        right = [entry for entry in entries if fits[entry.show_id] == "right"]
        likely = right or [entry for entry in entries if fits[entry.show_id] == "open"]
        # Where it told some apart, what is left is a choice of its own; else nothing tells.
        if not likely or (not right and len(likely) == len(fits) > 1):
            return None
        entries = likely
    if len(entries) > 1 and _is_remade(sentence, one):
        newest = max(entry.year or 0 for entry in entries)
        entries = [entry for entry in entries if entry.year == newest] or entries
    typed = " ".join(word.raw for word in sentence.words[one.start : one.end])
    odds = _odds(sentence, entries) if len(entries) > 1 else {}
    return namesake_choice.meant(
        typed, entries, familiar=familiar, year=year, odds=odds, clearly=namesake_choice.RATHER
    )


def _is_remade(sentence: Sentence, one: Candidate) -> bool:
    """Whether the newest show of a name is asked for: "the dallas reboot"."""
    words = sentence.words
    before = words[max(0, one.start - 2) : one.start]
    behind = words[one.end : one.end + 2]
    return any(word.bare in in_any("remade") for word in (*before, *behind))


def _odds(sentence: Sentence, entries: Sequence[TitleEntry]) -> dict[int, float]:
    """How many times likelier each show is for a network that is named, its language, its age."""
    said = {
        word.bare
        for word, kind in zip(sentence.words, sentence.kinds, strict=True)
        if kind is Kind.NETWORK
    }
    # People ask about the shows of their own language more often than their fame says.
    spoken = [language_called(code).words["spoken_in"] for code in sentence.codes]
    countries = frozenset().union(*spoken)
    return {
        entry.show_id: (_NAMED if said & set(fold(entry.network or "").split()) else 1.0)
        * (_AT_HOME if _is_near(entry, countries) else 1.0)
        * _EACH_DECADE ** ((_year(entry) - _COMMON_YEAR) / 10.0)
        for entry in entries
    }


def _year(entry: TitleEntry) -> int:
    """The year it began; of an anime, which may run for decades, that says nothing."""
    return _COMMON_YEAR if entry.year is None or entry.country == "JP" else entry.year


def _is_near(entry: TitleEntry, countries: frozenset[str]) -> bool:
    networks = fold(entry.network or "")
    worldwide = entry.country is None or any(name in networks for name in _WORLDWIDE)
    return worldwide or not (countries | _EXPORTING).isdisjoint((entry.country or "").split("|"))


def fit_of(sentence: Sentence, one: Candidate) -> str | None:
    """How well what stands beside a name fits its shows: "right", "open", "wrong"; None if nothing
    does."""
    found = set(_fits(sentence, one).values())
    return next((fit for fit in ("right", "open", "wrong") if fit in found), None)


def _fits(sentence: Sentence, one: Candidate) -> dict[int, str]:
    """How well what stands beside a name fits each of its shows, by id; empty if nothing does."""
    qualifier = _qualifier(sentence, one.start, one.end)
    if qualifier is None and len(one.entries) > 1:
        qualifier = _of_version(sentence, one)
    if qualifier is None or (len(one.entries) == 1 and _is_whereabouts(sentence, qualifier)):
        return {}
    by_answer = {True: "right", None: "open", False: "wrong"}
    return {entry.show_id: by_answer[qualifier.fits(entry)] for entry in one.entries}


def _is_whereabouts(sentence: Sentence, qualifier: Qualifier) -> bool:
    """Whether a country is where somebody wants to watch: "sons of anarchy uk where"."""
    only = qualifier.country is not None and qualifier.year is None and qualifier.form is None
    return only and "where" in named(units(sentence), sentence.spoken).strong


def _qualifier(sentence: Sentence, start: int, end: int) -> Qualifier | None:
    """What tells namesakes apart beside a title: "charmed 2018", "the us office", "(UK)"."""
    words = sentence.words
    year: int | None = None
    country: str | None = None
    form: Form | None = None
    for at in range(end, min(end + _FARTHEST, len(words))):
        word = words[at].bare
        pair = f"{word} {words[at + 1].bare}" if at + 1 < len(words) else word
        dated = len(word) == 4 and word.isascii() and word.isdecimal() and 1930 < int(word) < 2100
        if dated and sentence.kinds[at] is not Kind.SEASON:
            year = int(word)
        elif country is None and (named := _country(words[at])):
            country = named
        elif (shaped := Form.of(pair) or Form.of(word)) is not None:
            form = shaped
        elif word not in _BETWEEN:
            break
    # "netflix usa ghosts": that country is the network's.
    of_network = start > 1 and sentence.kinds[start - 2] is Kind.NETWORK
    if country is None and start and not of_network and words[start - 1].bare != "us":
        country = _country(words[start - 1])
    inner = start + (words[start].bare in ARTICLES)
    if country is None and inner + 1 < end:
        american = words[inner].bare in ("american", "us")
        country = _country(words[inner]) if not american or inner > start else ""
    if year is None and not country and form is None:
        return None
    return Qualifier(year, country or None, form)


def _of_version(sentence: Sentence, one: Candidate) -> Qualifier | None:
    """What a word that stands for the title says of it, elsewhere: "the 2017 version". None unless
    it fits a show of that name: "the german version" may be what it is dubbed in."""
    words, kinds = sentence.words, sentence.kinds
    apart = [at for at in range(len(words)) if not one.start <= at < one.end]
    # Words that stand for a title: "is ghosts back, the american one".
    stands = in_any("version")
    stand = [at for at in apart if words[at].bare in stands and kinds[at] not in _NO_VERSION]
    for beside in (at for place in stand for at in (place - 1, place + 1) if at in apart):
        said = words[beside].bare
        year = kinds[beside] is Kind.DATE and len(said) == 4 and said.isdecimal()
        # "the us version", but "tell us one thing".
        person = said == "us" and not (beside and words[beside - 1].bare in ARTICLES)
        named = (_country(words[beside]), *(one.countries.get(said) for one in languages()))
        country = None if person else next(filter(None, named), None)
        found = Qualifier(int(said) if year else None, country)
        if (year or country) and any(found.fits(entry) for entry in one.entries):
            return found
    return None


def _country(word: Word) -> str | None:
    return None if word.bare in _WORDS_TOO and not word.raw.isupper() else country_named(word.bare)
