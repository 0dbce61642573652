"""Which of several shows of one name a sentence means, by what stands beside the name."""

from collections.abc import Callable, Mapping, Sequence

from bot.facts.models import TitleEntry
from bot.questions.index import namesake_choice
from bot.questions.index.qualifiers import NEWER, NOTHING, OLDER, Qualifier, airs_on, qualifier_at
from bot.questions.index.spelling import ARTICLES
from bot.questions.reading.candidates import Candidate
from bot.questions.reading.language import in_any, language_called
from bot.questions.reading.sentence import Kind, Sentence
from bot.questions.reading.topics import named, units

# Words between a title and what tells it from namesakes; `_LINKS` only where it has some here.
_STANDS = in_any("version")
_BETWEEN = _STANDS | in_any("show") | {"the", "live"}
_LINKS = _BETWEEN | in_any("origin") | ARTICLES
_NO_AGE = in_any("season") | in_any("episode") | {"episodes", "trailer", "trailers", "teaser"}
_FARTHEST = 3
Fits = Mapping[int, str]
"""How well what is said fits each of some shows, by id: "right", "open" or "wrong"."""


def meant(
    sentence: Sentence, one: Candidate, fits: Fits, familiar: frozenset[int], year: int | None
) -> TitleEntry | None:
    """The show that is meant by a name; None where nothing tells.

    A year, a country or a form beside it must fit: where those of none is known to, or only
    another's, nothing is answered in its place.
    """
    entries = fitting(one, fits)
    # Where it told some apart, what is left is a choice of its own; else nothing tells.
    told = {fits[entry.show_id] for entry in entries if fits}
    if told == {"wrong"} or (told == {"open"} and len(entries) == len(fits) > 1):
        return None
    if len(entries) < 2:
        return next(iter(entries), None)
    typed = " ".join(word.raw for word in sentence.words[one.start : one.end])
    kinds = zip(sentence.words, sentence.kinds, strict=True)
    networks = {word.bare for word, kind in kinds if kind is Kind.NETWORK}
    spoken = (language_called(code).words["spoken_in"] for code in sentence.codes)
    odds = namesake_choice.odds(entries, networks, frozenset().union(*spoken))
    return namesake_choice.meant(
        typed, entries, familiar=familiar, year=year, odds=odds, clearly=namesake_choice.RATHER
    )


def fitting(one: Candidate, fits: Fits) -> list[TitleEntry]:
    """The shows of a name that what stands beside it fits best; all where nothing does."""
    best = best_fit(fits)
    return [entry for entry in one.entries if best in (None, fits.get(entry.show_id))]


def best_fit(fits: Fits) -> str | None:
    """How well what is said beside a name fits: "right", "open" or "wrong"; None for nothing."""
    return next((fit for fit in ("right", "open", "wrong") if fit in fits.values()), None)


def fits_of(sentence: Sentence, one: Candidate) -> Fits:
    """How well what stands beside a name fits each of its shows; empty if nothing does."""
    right = _told_apart(sentence, one) if len(one.entries) > 1 else one.entries
    if len(right) < len(one.entries):
        return {each.show_id: "right" if each in right else "wrong" for each in one.entries}
    qualifier = _qualifier(sentence, one.start, one.end)
    # "sons of anarchy uk where": a country may be where somebody wants to watch.
    only = len(one.entries) == 1 and qualifier == Qualifier(countries=qualifier.countries)
    if not qualifier or (only and "where" in named(units(sentence), sentence.phrases).strong):
        return {}
    by_answer = {True: "right", None: "open", False: "wrong"}
    return {entry.show_id: by_answer[qualifier.fits(entry)] for entry in one.entries}


def _qualifier(sentence: Sentence, start: int, end: int) -> Qualifier:
    """What must fit a show of this name, right beside it: "charmed 2018", "the us office"."""
    words, found = sentence.words, NOTHING
    for at in range(end, min(end + _FARTHEST, len(words))):
        said = _said_at(sentence, at)
        if said:
            found |= said
        elif words[at].bare not in _BETWEEN:
            break
    # "netflix usa ghosts": that country is the network's.
    of_network = start > 1 and sentence.kinds[start - 2] is Kind.NETWORK
    if not found.countries and start and not of_network and words[start - 1].bare != "us":
        found |= _said_at(sentence, start - 1).of_country
    inner = start + (words[start].bare in ARTICLES)
    american = inner == start and words[inner].bare in ("american", "us")
    if not found.countries and inner + 1 < end and not american:
        found |= _said_at(sentence, inner).of_country
    return found


def _told_apart(sentence: Sentence, one: Candidate) -> Sequence[TitleEntry]:
    """The shows of a name that what is said of it leaves; all where nothing tells them apart.

    Said it is beside the name, and beside a word that stands for it: "charmed, is the old one on
    netflix". What fits none of them says something else: "the german version" may be a dubbed one.
    """
    left: Sequence[TitleEntry] = one.entries
    words, kinds, size = sentence.words, sentence.kinds, len(sentence.words)
    apart = [at for at in range(size) if at not in one.places]
    others = (Kind.SEASON, Kind.NETWORK)  # "season one", "BBC One"
    stand = [at for at in apart if words[at].bare in _STANDS and kinds[at] not in others]
    for start, end in ((one.start, one.end), *((at, at + 1) for at in stand)):
        for places in (range(end, size), range(start - 1, -1, -1)):
            for at in places[: _FARTHEST + 1]:
                found = _meant_at(sentence, at, one, left) if at in apart else ()
                negated = at >= one.end and "negation" in sentence.senses[max(at - 2, one.end) : at]
                left = [e for e in left if negated != (e in found)] if found else left
                leads = kinds[at + 1 : at + 2] == (Kind.NETWORK,) and words[at].bare in in_any("of")
                link = leads or words[at].bare in _LINKS or kinds[at] is Kind.NETWORK
                if at not in apart or not (found or link):
                    break
    for at in apart if len(left) == len(one.entries) else ():
        left = _meant_at(sentence, at, one, left, near=False) or left
    return left


def _meant_at(
    sentence: Sentence, at: int, one: Candidate, left: Sequence[TitleEntry], *, near: bool = True
) -> Sequence[TitleEntry]:
    """Those of some shows of a name of which a word says when, where or as what they were made;
    one that is not `near` the name says it by a year, a form, or a network that has them alone."""
    words, word = sentence.words, sentence.words[at].bare
    named_on = sentence.kinds[at] in (Kind.NETWORK, Kind.UNKNOWN)
    if named_on and (shown := [entry for entry in left if airs_on(entry, word)]):
        asks = () if near else named(units(sentence), sentence.phrases).strong
        far = not near and (namesake_choice.is_worldwide(shown[0]) or "where" in asks)
        return () if far else shown
    if near and (age := _age_at(sentence, at, one)):
        year = age((entry.year for entry in one.entries if entry.year), default=0)
        return [entry for entry in left if entry.year == year]
    # "the us version", but "tell us one thing".
    article = at > 0 and words[at - 1].bare in ARTICLES
    person = word == "us" and not (words[at].raw.isupper() or at == one.end or article)
    said = NOTHING if person else _said_at(sentence, at, elsewhere=True)
    return [entry for entry in left if said and (near or not said.countries) and said.fits(entry)]


def _age_at(sentence: Sentence, at: int, one: Candidate) -> Callable[..., int] | None:
    """Which of the years of a name's shows a word says, "new" or "the original"; None for none.

    "new charmed episodes" and "charmed, the new season" are no newer show's.
    """
    words, word = sentence.words, sentence.words[at].bare
    edge = one.end if at + 1 == one.start else at + 1
    following = words[edge].bare if edge < len(words) else ""
    numbered = any(mention.start == edge and mention.number for mention in sentence.seasons)
    stands = edge == one.end or word in _STANDS or following in _BETWEEN
    stands |= at > 0 and words[at - 1].bare in ARTICLES
    is_newer = word in NEWER and stands and (numbered or following not in _NO_AGE)
    # "en version originale": in the language it was made in.
    is_older = word in OLDER and not (at and words[at - 1].bare in _STANDS and edge != one.end)
    return min if is_older else max if is_newer else None


def _said_at(sentence: Sentence, at: int, *, elsewhere: bool = False) -> Qualifier:
    start, capital = max(at - 1, 0), sentence.words[at].raw.isupper()
    words = [word.bare for word in sentence.words[start : at + 2]]
    said = qualifier_at(words, at - start, capital=capital, elsewhere=elsewhere)
    return NOTHING if said.year and sentence.kinds[at] is Kind.SEASON else said
