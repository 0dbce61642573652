"""What speaks for and against a reading of a sentence, by name: the features of the model.

A feature of a title is conjoined with how ordinary its words are ("common" for words of any
sentence, "plain" for ordinary ones, "rare" for others), since "from" needs another place than
"severance" does to be a title.
"""

import math
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from bot.questions.index.qualifiers import Form, Qualifier, country_named
from bot.questions.index.spelling import ARTICLES, fold
from bot.questions.index.titles import TitleIndex
from bot.questions.reading.candidates import Candidate
from bot.questions.reading.language import in_any
from bot.questions.reading.sentence import Kind, Sentence, bare_number
from bot.questions.reading.topics import Beside
from bot.questions.reading.words import HARD_PAUSES, Word

Features = Mapping[str, float]

AND = frozenset(("and", "y", "e", "et", "und", "aur", "n", "or", "ou", "o", "oder", "ni", "plus"))
PRONOUNS = frozenset(
    ("it", "this", "that", "they", "them", "its", "esta", "eso", "isso", "ela", "elle", "ca", "sie",
     "es", "das", "lo", "la", "show", "series", "serie", "ye", "iska", "uska")
)  # fmt: skip
PERSONS = frozenset(
    ("i", "we", "you", "my", "your", "our", "im", "me", "us", "u", "ich", "wir", "du", "mein", "yo",
     "mi", "tu", "eu", "meu", "je", "mon", "moi", "io", "mio", "mia", "main", "mera", "tum")
)  # fmt: skip
_COMPARING = frozenset(
    ("like", "than", "als", "wie", "como", "comme", "come", "vs", "versus", "before", "after",
     "antes", "avant", "vor", "prima", "connects", "jaisa", "jaise")
)  # fmt: skip
_ASKED_TO = frozenset(
    ("be", "being", "get", "gets", "getting", "got", "have", "has", "come", "coming", "comes",
     "going", "gonna", "ever", "return", "returning", "over", "done", "still", "back", "out", "on",
     "end", "ending", "worth", "good", "dead", "confirmed", "happening", "really", "officially")
)  # fmt: skip
_CLASSES = (("and", AND), ("article", ARTICLES), ("compared", _COMPARING), ("asked to", _ASKED_TO))
# Classes of neighbours that a title seldom has, and those that it may have.
_CROSSING = frozenset(
    ("ordinary", "unknown", "name", "person", "article", "relative", "subtitle", "unknown of",
     "name of")
)  # fmt: skip
_LOOSE = frozenset(
    ("function", "beside", "and", "seasonal", "compared", "number", "of", "aux inside",
     "ordinary of")
)  # fmt: skip
_CONTENT = frozenset(("ordinary", "unknown", "name", "network", "date"))
# "Star Trek: Discovery", "The Walking Dead spinoff" are no Star Trek and no Walking Dead.
_NETWORKS_TOO = frozenset(("discovery", "prime", "max", "sky", "fox", "spike", "bravo", "arte"))
_OFFSPRING = frozenset(("spinoff", "spinoffs", "spin", "prequel", "offshoot", "sequel"))
HOLDING = frozenset(
    ("goes on to a season", "bound", "after subtitle", "after offspring", "part of quoted",
     "before unknown plain", "before unknown common", "before unknown number",
     "before unknown of", "before name of")
)  # fmt: skip
"""With one of these the words seem to be a part of another title, which may be unknown here: they
are asked back about, however likely they are among what is known."""
_FARTHEST_LINKED = 3
_FEW_WORDS = 3
_LONG_PHRASE = 6
_LONGEST_TITLE_COUNTED = 5
_COST = {Kind.FUNCTION: 1.5, Kind.TOPIC: 2.5, Kind.DATE: 2.0, Kind.NUMBER: 2.0, Kind.SEASON: 1.0}
_RAREST, _MOST_UNEXPECTED = 8.5, 25.0
# Beyond this popularity, 30 at TMDB, more says nothing: everybody knows the show.
_FAMOUS = math.log1p(30.0)


def of_title(sentence: Sentence, titles: TitleIndex, one: Candidate, others: Sequence[Candidate],
             asks: Beside, familiar: frozenset[int] = frozenset(), *,
             told: bool = False) -> dict[str, float]:  # fmt: skip
    """The features of a title that is asked about.

    `asks` is what phrases say beside it; `told` is whether somebody
    spoke to us alone.
    """
    start, end = one.start, one.end
    kinds, words = sentence.kinds[start:end], sentence.words[start:end]
    grade = _grade(sentence, titles, one)
    popularity = min(math.log1p(one.popularity), _FAMOUS)
    left = neighbour(sentence, start, -1, asks.explained)
    right = neighbour(sentence, end, 1, asks.explained)
    crossed = (left in _CROSSING) + (right in _CROSSING)
    loose = (left in _LOOSE) + (right in _LOOSE)
    framed = "crossed" if crossed else ("framed", "half framed", "loose")[loose]
    found: dict[str, float] = {
        f"{framed} {grade}": 1.0,
        f"{framed} {one.how}": 1.0,
        f"{one.how}": 1.0,
        f"{one.how} {grade}": 1.0,
        f"before {left}": 1.0,
        f"before {left} {grade}": 1.0,
        f"after {right}": 1.0,
        f"after {right} {grade}": 1.0,
        f"{one.how} {grade} words": float(min(end - start, _LONGEST_TITLE_COUNTED)),
        "letters": math.log(sum(len(word.folded) for word in words)),
    }
    clear = one.how in ("exact", "short") and grade in ("rare", "phrase")
    if not clear or loose or crossed:
        # A title that stands clearly where one is asked about needs no fame: a server's own
        # has none.
        found[f"{one.how} {grade} popular"] = popularity
        found[f"{framed} {one.how} popular"] = popularity
    if one.how in ("part", "initials"):
        found[f"{one.how} rivals"] = math.log1p(one.rivals)
    if one.how == "part":
        found["part missing"] = 1.0 - one.share
        found["part begins"] = float(_begins(one, words))
        found[f"part of {min(end - start, 3)}"] = 1.0
    if one.edits:
        typed = sum(len(word.folded) for word in words)
        found |= {"edits": float(one.edits), "edits share": one.edits / typed}
        if words[0].folded[:1] != fold(one.name).replace("the ", "")[:1]:
            found["edits first letter"] = float(words[0].folded not in ARTICLES)
    unexpected = _unexpected(sentence, titles, one)
    found |= {f"unexpected {one.how}": unexpected, f"unexpected {framed}": unexpected}
    found[f"asks {grade}"] = float(min(asks.topics, 2))
    found[f"asks words {grade}"] = float(min(asks.longest, _LONG_PHRASE))
    found[f"asks it words {grade}"] = float(min(asks.longest_of_title, _LONG_PHRASE))
    found[f"asks it {grade}"] = float(min(asks.of_title, 1))
    going_on = right in ("ordinary", "unknown", "unknown foreign", "name", "network")
    named_next = sentence.kinds[end + 1 : end + 2] in ((Kind.UNKNOWN,), (Kind.ORDINARY,))
    if going_on or (right == "relative" and named_next):
        beyond = sentence.kinds[end + 1 : end + 3]
        if Kind.SEASON in beyond:
            found |= {"goes on to a season": 1.0, f"goes on to a season {grade}": 1.0}
    if _is_bound(sentence, one, left, right):
        found["bound"] = 1.0
    for side, edge, step in (("before", start, -1), ("after", end, 1)):
        if _reaches(sentence, edge, step, asks.explained):
            found |= {f"goes on {side}": 1.0, f"goes on {side} {grade}": 1.0}
    found |= _capitals(sentence, one, grade)
    found |= _rest(sentence, one, others, grade, asks, crossed=crossed > 0)
    qualifier = qualifier_beside(sentence, start, end)
    if qualifier is not None:
        fits = {qualifier.fits(entry) for entry in one.entries}
        found["qualified " + ("right" if True in fits else "open" if None in fits else "wrong")] = (
            1.0
        )
    networks = {fold(name) for name in (one.entries[0].network or "").split("|")}
    said = {
        word.bare for word, kind in zip(sentence.words, sentence.kinds, strict=True)
        if kind is Kind.NETWORK
    }  # fmt: skip
    if any(said.intersection(name.split(" ")) for name in networks):
        found["on its network"] = 1.0
    if any(entry.show_id in familiar or entry.scope for entry in one.entries):
        found["familiar"] = 1.0
    if end - start == len(sentence.words):
        found[f"alone {grade}"] = 1.0
        if told:
            found |= {"alone told": 1.0, "alone told popular": popularity}
    if all(kind is Kind.TOPIC for kind in kinds):
        found["a topic"] = 1.0
    return found


def _is_bound(sentence: Sentence, one: Candidate, left: str, right: str) -> bool:
    """Whether a single word seems to end a title: "the last …", "is love is …", "Prime …"."""
    if one.end - one.start > 1 or one.how not in ("exact", "short", "typo") or left == "edge":
        return False
    word, first = sentence.words[one.start - 1], sentence.words[one.start]
    if word.quote != first.quote or (sentence.cased and first.capital and not word.capital):
        return False
    owned = word.folded != word.bare
    networked = left == "network" and word.bare in _NETWORKS_TOO and not owned
    again = one.start > 2 and sentence.words[one.start - 3].bare in in_any("aux")
    doubled = left == "aux" and again and not word.pause
    inside = left == "article" and one.start > 1 and one.how == "exact"
    inside = inside and _class(sentence, one.start - 2, frozenset()) in ("function", *_CONTENT)
    ending = one.edits == 1 and first.bare[:-1] == fold(one.name)
    renewed = left == "relative" and right == "season"
    return left == "aux inside" or doubled or networked or inside or ending or renewed


def _unexpected(sentence: Sentence, titles: TitleIndex, one: Candidate) -> float:
    """How little one expects these words in this order in any sentence, in tens of nats."""
    cost = max(0.0, one.end - one.start - 2.0)
    for at in range(one.start, one.end):
        word = sentence.words[at].bare
        if sentence.kinds[at] is Kind.UNKNOWN and not one.edits:
            rarity = _RAREST - 0.7 * math.log1p(titles.frequency(word))
            cost += max(3.5, min(rarity, 2.0 * len(word)))
        else:
            cost += _COST.get(sentence.kinds[at], 3.0)
    return min(cost, _MOST_UNEXPECTED) / 10.0


def _grade(sentence: Sentence, titles: TitleIndex, one: Candidate) -> str:
    kinds = sentence.kinds[one.start : one.end]
    if Kind.UNKNOWN in kinds and not one.edits:
        return "rare"
    if one.edits:
        return "rare"
    content = [kind for kind in kinds if kind is not Kind.FUNCTION]
    if not content:
        return "common" if len(kinds) < 3 else "plain"
    if all(kind in (Kind.NUMBER, Kind.DATE, Kind.SEASON) for kind in content):
        return "number"
    return "plain" if len(kinds) < 2 or len(content) + len(kinds) < 4 else "phrase"


def neighbour(sentence: Sentence, edge: int, step: int, explained: frozenset[int]) -> str:
    """The class of the word beside a title, before `edge` or at it: "aux", "of", "season" …"""
    at = edge - 1 if step < 0 else edge
    words = sentence.words
    if not 0 <= at < len(words):
        return "edge"
    pausing, following = words[edge if step < 0 else at], sentence.kinds[at]
    if pausing.pause == ":" and step > 0 and following is Kind.UNKNOWN and at not in explained:
        return "subtitle"
    if pausing.pause in HARD_PAUSES:
        return "colon" if pausing.pause == ":" else "stop"
    if pausing.pause:
        return "comma"
    if step > 0 and bare_number(sentence, at) is not None:
        return "bare number"
    return _class_before(sentence, at, explained) if step < 0 else _class(sentence, at, explained)


def _class_before(sentence: Sentence, at: int, explained: frozenset[int]) -> str:
    if sentence.words[at].bare not in in_any("of"):
        found = _class(sentence, at, explained)
        bound = found == "aux" and at > 0 and not sentence.words[at].pause
        bound = bound and _class(sentence, at - 1, explained) in _CONTENT
        return "aux inside" if bound else found
    lead = _class(sentence, at - 1, explained) if at else "edge"
    return f"{lead} of" if lead in ("season", "topic", "unknown", "name", "ordinary") else "of"


def _class(sentence: Sentence, at: int, explained: frozenset[int]) -> str:
    word, kind = sentence.words[at], sentence.kinds[at]
    if kind is Kind.SEASON:
        return "season" if _is_numbered(sentence, at) else "seasonal"
    for name, words in _CLASSES:
        if word.bare in words:
            return name
    if word.bare in in_any("aux"):
        return "aux"
    if at in explained and kind in (Kind.TOPIC, Kind.ORDINARY, Kind.FUNCTION):
        return "topic"
    if word.bare in _OFFSPRING:
        return "offspring"
    if word.bare in _NETWORKS_TOO and _before_season(sentence, at):
        return "ordinary"
    if kind in (Kind.DATE, Kind.NETWORK, Kind.NUMBER):
        return kind.name.lower()
    if word.bare in _relative():
        return "relative"
    if word.bare in PERSONS:
        return "person"
    if word.bare in in_any("beside"):
        return "beside"
    if kind is Kind.FUNCTION:
        return "function"
    if kind is not Kind.UNKNOWN:
        return "ordinary"
    if sentence.cased and word.capital:
        return "name"
    return "unknown" if len(sentence.spoken) == 1 else "unknown foreign"


def _before_season(sentence: Sentence, at: int) -> bool:
    return sentence.kinds[at + 1 : at + 2] == (Kind.SEASON,)


@cache
def _relative() -> frozenset[str]:
    return in_any("next") | in_any("final") | in_any("latest")


def _reaches(sentence: Sentence, edge: int, step: int, explained: frozenset[int]) -> bool:
    """Whether linking words lead to one that no phrase accounts for: "tales of the …"."""
    at = edge - 1 if step < 0 else edge
    for distance in range(_FARTHEST_LINKED):
        if not 0 <= at < len(sentence.words) or sentence.words[at + (step < 0)].pause:
            return False
        found = _class(sentence, at, explained)
        if found in ("unknown", "name", "ordinary"):
            return distance > 0
        if found not in ("article", "and", "relative", "of") and (
            sentence.words[at].bare not in in_any("of")
        ):
            return False
        at += step
    return False


def _is_numbered(sentence: Sentence, at: int) -> bool:
    return any(
        one.start <= at < one.end and (one.number is not None or one.part is not None)
        for one in sentence.seasons
    )


def _begins(one: Candidate, words: Sequence[object]) -> bool:
    typed = " ".join(word.folded for word in words)  # type: ignore[attr-defined]
    return fold(one.name).startswith(typed) or fold(one.name).startswith(f"the {typed}")


def _capitals(sentence: Sentence, one: Candidate, grade: str) -> dict[str, float]:
    found: dict[str, float] = {}
    words = sentence.words[one.start : one.end]
    quote = words[0].quote
    if quote:
        inside = sum(word.quote == quote for word in sentence.words)
        found["quoted" if inside == len(words) else "part of quoted"] = 1.0
    elif any(word.quote for word in sentence.words):
        found["beside quoted"] = 1.0
    if sentence.cased and not words[0].raw[0].isdecimal():
        capital = sum(word.capital for word in words if len(word.raw) > 3 or len(words) < 3)
        if not capital:
            found[f"lower {grade}"] = 1.0
        elif one.start == 0 or words[0].pause in HARD_PAUSES:
            found[f"capital opening {grade}"] = 1.0
        else:
            found[f"capital {grade}"] = 1.0
        for at, edge in ((one.start - 1, one.start), (one.end, one.end)):
            if (
                0 <= at < len(sentence.words)
                and not sentence.words[min(edge, len(sentence.words) - 1)].pause
            ):
                beside = sentence.words[at]
                named = sentence.kinds[at] in (Kind.UNKNOWN, Kind.ORDINARY, Kind.FUNCTION)
                if beside.capital and at and named and beside.folded == beside.bare:
                    found["capital goes on"] = 1.0
    elif (
        len(words) == 1
        and words[0].raw.isupper()
        and not all(w.raw.isupper() for w in sentence.words)
    ):
        found["capitals"] = 1.0
    return found


def _rest(
    sentence: Sentence,
    one: Candidate,
    others: Sequence[Candidate],
    grade: str,
    asks: Beside,
    *,
    crossed: bool,
) -> dict[str, float]:
    """What is left beside the title, and which longer title would take its words."""
    found: dict[str, float] = {}
    outside = [at for at in range(len(sentence.words)) if not one.start <= at < one.end]
    unknown, ordinary = asks.strangers, asks.ordinary
    found["rest unknown"] = math.log1p(unknown)
    if not unknown and not ordinary:
        found |= {f"all explained {one.how}": 1.0, f"all explained {grade}": 1.0}
        if not crossed:
            found |= {f"whole {one.how}": 1.0, f"whole {grade}": 1.0}
        if asks.of_title or (asks.topics and sentence.seasons):
            found |= {"all explained asks": 1.0, f"all explained asks {grade}": 1.0}
    found[f"rest ordinary {grade}"] = math.log1p(ordinary)
    same = [other for other in others if (other.start, other.end) == (one.start, one.end)]
    rivals = [other for other in same if other is not one]
    if rivals:
        most = max(math.log1p(other.popularity) for other in rivals)
        found[f"{one.how} against rivals"] = math.log1p(one.popularity) - most
        if one.how not in ("exact", "short"):
            found[f"{one.how} beside exact"] = float(
                any(other.how in ("exact", "short") and not other.edits for other in rivals)
            )
    for other in others:
        longer = other.end - other.start > one.end - one.start
        if longer and other.start <= one.start and one.end <= other.end:
            found[f"inside {other.how}"] = 1.0
            known = math.log1p(other.popularity)
            found[f"inside {other.how} popular"] = max(
                known, found.get(f"inside {other.how} popular", 0)
            )
    overlapping = [
        mention for mention in sentence.seasons
        if mention.start < one.end and one.start < mention.end
    ]  # fmt: skip
    for mention in overlapping:
        inside = one.start <= mention.start and mention.end <= one.end
        found["holds a season" if inside else "cuts a season"] = 1.0
    if len(sentence.seasons) > len(overlapping):
        found[f"season elsewhere {grade}"] = 1.0
    if any(sentence.kinds[at] is Kind.TOPIC for at in outside):
        found[f"topic elsewhere {grade}"] = 1.0
    if sentence.question:
        found[f"question {grade}"] = 1.0
    if any(sentence.words[at].bare in PERSONS for at in outside):
        found[f"persons {grade}"] = 1.0
    return found


def qualifier_beside(sentence: Sentence, start: int, end: int) -> Qualifier | None:
    """What tells namesakes apart beside a title: "charmed 2018", "the us office", "(UK)"."""
    words = sentence.words
    year: int | None = None
    country: str | None = None
    form: Form | None = None
    for at in range(end, min(end + 3, len(words))):
        word = words[at].bare
        seasoned = sentence.kinds[at] is Kind.SEASON
        pair = f"{word} {words[at + 1].bare}" if at + 1 < len(words) else word
        if (
            len(word) == 4
            and word.isascii()
            and word.isdecimal()
            and 1930 < int(word) < 2100
            and not seasoned
        ):
            year = int(word)
        elif (named_country := _country(words[at])) and country is None:
            country = named_country
        elif (named := Form.of(pair) or Form.of(word)) is not None:
            form = named
        elif word not in ("the", "version", "one", "live", "show", "series", "remake", "reboot"):
            break
    if country is None and start and words[start - 1].bare != "us":
        country = _country(words[start - 1])
    inner = start + (words[start].bare in ARTICLES)
    if country is None and inner + 1 < end:
        country = (
            country_named(words[inner].bare)
            if words[inner].bare not in ("american", "us") or inner > start
            else None
        )
    if year is None and country is None and form is None:
        return None
    return Qualifier(year, country, form)


def _country(word: Word) -> str | None:
    """The country a word names; "ca", "au" and "ie" are other words too, unless in capitals."""
    short = word.bare in ("ca", "au", "ie") and not word.raw.isupper()
    return None if short else country_named(word.bare)


def of_sentence(
    sentence: Sentence,
    kind: str,
    topics: Mapping[str, int],
    found: Sequence[Candidate] = (),
    *,
    told: bool = False,
) -> dict[str, float]:
    """The features of a reading without a title: `kind` "talk", "follow" or "unnamed"."""
    counts = {each: sentence.kinds.count(each) for each in Kind}
    bare = {word.bare for word in sentence.words}
    beside = sum(
        each is Kind.ORDINARY and word.bare in in_any("beside")
        for word, each in zip(sentence.words, sentence.kinds, strict=True)
    )
    numbered = any(one.number is not None for one in sentence.seasons)
    named = {
        at for one in found if one.how == "exact" for at in range(one.start, one.end)
        if sentence.kinds[at] is Kind.UNKNOWN
    }  # fmt: skip
    first = sentence.words[0].bare if sentence.words else ""
    said = {
        "": 1.0,
        " unknown": math.log1p(counts[Kind.UNKNOWN]),
        " unknown unnamed": math.log1p(counts[Kind.UNKNOWN] - len(named)),
        " all named": float(bool(named) and counts[Kind.UNKNOWN] == len(named)),
        " ordinary": math.log1p(counts[Kind.ORDINARY] - beside),
        " function": math.log1p(counts[Kind.FUNCTION]),
        " words": math.log1p(len(sentence.words)),
        " topic": float(counts[Kind.TOPIC] > 0),
        " topics": math.log1p(counts[Kind.TOPIC]),
        " asked": math.log1p(len(topics)),
        " asked words": float(min(max(topics.values(), default=0), _LONG_PHRASE)),
        " network": float(counts[Kind.NETWORK] > 0),
        " date": float(counts[Kind.DATE] > 0),
        " numbered": float(numbered),
        " seasonal": float(bool(sentence.seasons) and not numbered),
        " asking": float(sentence.question),
        " opens asking": float(first in in_any("asking") or first in in_any("aux")),
        " pronoun": float(bool(bare & PRONOUNS)),
        " persons": float(bool(bare & PERSONS)),
        " names": float(sentence.cased and any(
            word.capital and each is Kind.UNKNOWN
            for word, each in zip(sentence.words, sentence.kinds, strict=True))),
        " quoted": float(any(word.quote for word in sentence.words)),
        " alone told": float(told and len(sentence.words) <= _FEW_WORDS),
    }  # fmt: skip
    return {kind + name: value for name, value in said.items() if value}


def of_several(sentence: Sentence, titles: Sequence[Candidate]) -> dict[str, float]:
    """The features of several titles being asked about together, beside their own."""
    found: dict[str, float] = {f"several {len(titles)}": 1.0}
    seasoned = 0
    for one, other in pairwise(titles):
        between = range(one.end, other.start)
        bare = [sentence.words[at].bare for at in between]
        kinds = {sentence.kinds[at] for at in between if sentence.words[at].bare not in AND}
        pause = any(sentence.words[at].pause for at in (*between, other.start))
        if AND.intersection(bare):
            found["several and"] = found.get("several and", 0.0) + 1
        elif pause:
            found["several comma"] = found.get("several comma", 0.0) + 1
        else:
            found["several unlinked"] = found.get("several unlinked", 0.0) + 1
        if not kinds - {Kind.SEASON, Kind.NUMBER}:
            found["several beside"] = found.get("several beside", 0.0) + 1
        elif kinds & {Kind.UNKNOWN, Kind.ORDINARY}:
            found["several apart"] = found.get("several apart", 0.0) + 1
        if {*bare} & _COMPARING:
            found["several compared"] = 1.0
    for one in titles:
        seasoned += neighbour(sentence, one.end, 1, frozenset()) in ("season", "bare number")
    found["several seasoned"] = float(seasoned == len(titles))
    return found
