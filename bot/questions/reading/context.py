"""What the place of some words in a sentence says for, or against, their being a title."""

from bot.questions.index.spelling import ARTICLES
from bot.questions.reading.language import in_any, languages
from bot.questions.reading.seasons import ROMAN
from bot.questions.reading.sentence import Kind, Sentence
from bot.questions.reading.words import HARD_PAUSES

_BEFORE_SEASON, _AFTER_SEASON_OF, _AFTER_SEASON = 4.0, 4.0, 2.0
_BEFORE_NUMBER = 3.0
_BEFORE_TOPIC, _AFTER_TOPIC, _BOTH = 2.5, 1.5, 1.0
_QUOTED, _PART_OF_QUOTED = 5.0, -3.0
_CAPITAL, _CAPITAL_OF_FUNCTION, _CAPITAL_AT_START = 2.5, 4.5, 0.5
_LOWER, _PLAIN_LOWER, _LOWER_BESIDE_QUOTED = -1.5, -2.5, -4.0
_PART_OF_NAME, _PART_OF_NETWORK = -2.5, -4.0
_OF_NETWORK, _BESIDE_NETWORK = 3.0, 1.0
_ASKED_ABOUT, _AT_START, _ALL_ELSE_EXPLAINED = 1.5, 0.5, 1.5
_HEADS_SEASON, _HEADS_COLON, _HEADS_QUESTION, _ASKED_WHETHER = 1.5, 2.0, 1.0, 1.5
_NUMBER_AS_SUBJECT = 2.0
# "shows like T", "better than T": T is not what is asked about.
_COMPARED = -6.0
_COMPARING = frozenset(("like", "than", "als", "wie", "como", "comme", "come", "vs", "versus"))
_PLAIN_WITHOUT_FRAME, _ASKING_WORD, _TOPIC_ITSELF = -3.0, -5.0, -3.0
# What follows a title that a question asks about: "will T be …", "is T getting …".
_ASKED_TO = frozenset(
    ("be", "being", "get", "gets", "getting", "have", "come", "coming", "going", "gonna", "ever",
     "return", "returning", "over", "done", "still", "back", "really", "actually", "officially")
)  # fmt: skip
_MOST_BARE_SEASON = 40
# Between "season 3 of" and the title: "the series".
_FILLERS = frozenset(
    ("the", "series", "show", "anime", "drama", "tv", "serie", "la", "die", "der", "a", "o", "web")
)
# What is no title by itself where nothing marks it as one: "is the show over".
_NO_TITLE = ARTICLES | _FILLERS


def place(sentence: Sentence, start: int, end: int, *, plain: bool) -> float:
    """The likelihood to add for words `start` to `end` (exclusive) standing where they do.

    `plain` words are those of any sentence ("You", "From", "The Cast"): they need a place that
    only a title has, since "a trailer from season 3" is no question about From.
    """
    quoted = _quoted(sentence, start, end)
    kinds = sentence.kinds[start:end]
    only_function = all(kind is Kind.FUNCTION for kind in kinds)
    asked = start > 0 and sentence.words[start - 1].bare in in_any("aux")
    opening = start == 0 or sentence.words[start].pause in HARD_PAUSES
    beside = _beside_season_or_topic(sentence, start, end)
    network = _beside_network(sentence, start, end)
    capital = _capital(sentence, start, end, plain=plain)
    if only_function and asked and beside < _BEFORE_SEASON:
        # "will you release it": a pronoun before its verb, no title before a topic.
        beside = 0.0
    score = quoted + beside + network + capital + _neighbours(sentence, start, end)
    score += _spoken_of(sentence, start, end, beside, plain=plain)
    if not plain:
        return score
    said = sentence.words[start:end]
    if quoted <= 0 and all(word.bare in _NO_TITLE or word.bare in in_any("aux") for word in said):
        score += _ASKING_WORD
    if quoted <= 0 and kinds == (Kind.TOPIC,) and beside < _BEFORE_SEASON:
        score += _TOPIC_ITSELF
    framed = (
        quoted > 0
        or opening
        or asked
        or network >= _OF_NETWORK
        or capital >= _CAPITAL
        or sentence.words[start - 1].bare in in_any("of")
        or (Kind.ORDINARY in kinds and _is_called_out(sentence, start, beside))
        or (Kind.ORDINARY in kinds and _is_told_of(sentence, end))
    )
    return score if framed else score + _PLAIN_WITHOUT_FRAME - max(beside, 0.0) / 2


def _spoken_of(sentence: Sentence, start: int, end: int, beside: float, *, plain: bool) -> float:
    """What the build of the sentence says: asked about, at its head, all that it is about."""
    score = 0.0
    kinds = sentence.kinds[start:end]
    following = sentence.words[end] if end < len(sentence.words) else None
    opening = start == 0 or sentence.words[start].pause in HARD_PAUSES
    asked = start > 0 and sentence.words[start - 1].bare in in_any("aux")
    if start and sentence.words[start - 1].bare in _COMPARING:
        score += _COMPARED
    if asked and (not plain or beside >= _BEFORE_TOPIC):
        score += _ASKED_ABOUT
    if asked and following is not None and following.bare in _ASKED_TO:
        score += _ASKED_WHETHER
    if all(kind in (Kind.NUMBER, Kind.DATE) for kind in kinds):
        # "1899 cancelled?" and "24 season 9", but "6 series" counts them.
        subject = opening and (beside >= _BEFORE_SEASON or Kind.DATE in kinds)
        score += _NUMBER_AS_SUBJECT if asked or subject else 0.0
    if opening:
        score += _AT_START
    if start == 0 and following is not None:
        score += _HEADS_SEASON if beside >= _BEFORE_SEASON else 0.0
        if following.pause == ":" and sentence.words[end - 1].bare not in in_any("beside"):
            score += _HEADS_COLON
            beside = max(beside, _BOTH)
        elif following.bare in in_any("aux") and not plain:
            score += _HEADS_QUESTION
        elif following.bare in in_any("asking") and Kind.FUNCTION not in kinds:
            # "30 rock where to watch"
            score += _HEADS_QUESTION
            beside = max(beside, _BOTH)
    outside = (*sentence.kinds[:start], *sentence.kinds[end:])
    if Kind.UNKNOWN not in outside and (not plain or beside > 0):
        score += _ALL_ELSE_EXPLAINED
    return score


def _is_called_out(sentence: Sentence, start: int, beside: float) -> bool:
    """ "omg dark season 4": behind a word that may stand beside a title, before a season."""
    return beside >= _BEFORE_SEASON and sentence.words[start - 1].bare in in_any("beside")


def _is_told_of(sentence: Sentence, end: int) -> bool:
    """ "so the boys is done": what is spoken of as one thing."""
    return end < len(sentence.words) and sentence.words[end].bare in ("is", "was", "has", "got")


def bare_season(sentence: Sentence, end: int) -> int | None:
    """The season that a number right behind a title is: "Mirzapur 3". None if it is none."""
    if end >= len(sentence.words):
        return None
    roman = ROMAN.get(sentence.words[end].bare) if len(sentence.words[end].bare) > 1 else None
    if sentence.kinds[end] is not Kind.NUMBER and roman is None:
        return None
    number = roman or int(sentence.words[end].bare)
    if not 0 < number <= _MOST_BARE_SEASON or sentence.words[end].pause in HARD_PAUSES:
        return None
    following = sentence.words[end + 1].bare if end + 1 < len(sentence.words) else ""
    unpaused = end + 1 < len(sentence.words) and not sentence.words[end + 1].pause
    if unpaused and sentence.kinds[end + 1] in (Kind.ORDINARY, Kind.UNKNOWN):
        return None
    counted = any(
        following in language.episode or following in language.season or following in language.dates
        for language in languages()
    )
    plural = following in ("episodes", "seasons", "days", "years", "million", "de", "episodios")
    return None if counted or plural else number


def _quoted(sentence: Sentence, start: int, end: int) -> float:
    number = sentence.words[start].quote
    if not number:
        return 0.0
    inside = [
        at
        for at, word in enumerate(sentence.words)
        if word.quote == number and sentence.kinds[at] is not Kind.SEASON
    ]
    held = [at for at in range(start, end) if sentence.kinds[at] is not Kind.SEASON]
    return _QUOTED if inside == held else _PART_OF_QUOTED


def _beside_season_or_topic(sentence: Sentence, start: int, end: int) -> float:
    before, after = 0.0, 0.0
    for mention in sentence.seasons:
        if _reaches(sentence, end, mention.start):
            after = _BEFORE_SEASON
        elif mention.end <= start:
            before = max(before, _behind(sentence, mention.end, start, _AFTER_SEASON))
    if bare_season(sentence, end) is not None:
        after = max(after, _BEFORE_NUMBER)
    kinds = sentence.kinds
    if (
        end < len(kinds)
        and kinds[end] is Kind.TOPIC
        and sentence.words[end].pause not in HARD_PAUSES
    ):
        after = max(after, _BEFORE_TOPIC)
    elif end < len(kinds) and kinds[end] is Kind.TOPIC:
        after = max(after, _BOTH)
    if all(kind in (Kind.NUMBER, Kind.DATE) for kind in kinds[start:end]):
        # "renewed in 2020" is no question about 2020, nor "6 series canceled" one about 6.
        return after if after >= _BEFORE_NUMBER or Kind.DATE in kinds[start:end] else 0.0
    for at in range(max(0, start - 4), start):
        if kinds[at] is Kind.TOPIC:
            before = max(before, _behind(sentence, at + 1, start, _AFTER_TOPIC))
    return max(before, after) + (_BOTH if before > 0 and after > 0 else 0.0)


def _reaches(sentence: Sentence, end: int, start: int) -> bool:
    """Whether a season at `start` is of a title that ends at `end`: "Arifureta, la seconda …"."""
    between = sentence.words[end:start]
    return end <= start and all(word.bare in ARTICLES for word in between)


def _behind(sentence: Sentence, end: int, start: int, direct: float) -> float:
    """For a title that a noun ending at `end` leads to: "season 3 of the series …"."""
    between = sentence.words[end:start]
    if any(word.pause in HARD_PAUSES for word in (*between, sentence.words[start])):
        return 0.0
    if not between:
        return direct
    linked = between[0].bare in in_any("of")
    if linked and all(word.bare in _FILLERS or word.bare in in_any("of") for word in between[1:]):
        return _AFTER_SEASON_OF
    return 0.0


def _beside_network(sentence: Sentence, start: int, end: int) -> float:
    kinds = sentence.kinds
    if start and kinds[start - 1] is Kind.NETWORK:
        owner = sentence.words[start - 1]
        return _OF_NETWORK if owner.folded != owner.bare else _BESIDE_NETWORK
    return _BESIDE_NETWORK if end < len(kinds) and kinds[end] is Kind.NETWORK else 0.0


def _capital(sentence: Sentence, start: int, end: int, *, plain: bool) -> float:
    if not sentence.cased:
        return 0.0
    telling = [
        word
        for word, kind in zip(sentence.words[start:end], sentence.kinds[start:end], strict=True)
        if kind is not Kind.FUNCTION
    ] or list(sentence.words[start:end])
    if any(not word.capital and not word.raw[0].isdigit() for word in telling):
        quotes = any(word.quote for word in sentence.words) and not sentence.words[start].quote
        if quotes:
            return _LOWER_BESIDE_QUOTED
        return _PLAIN_LOWER if plain else _LOWER
    if all(word.raw[0].isdigit() for word in telling):
        return 0.0
    opening = start == 0 or sentence.words[start].pause in HARD_PAUSES
    if opening and end - start == 1:
        return _CAPITAL_AT_START
    # Nobody writes "You" or "From" inside a sentence but as a name.
    only_function = all(kind is Kind.FUNCTION for kind in sentence.kinds[start:end])
    return _CAPITAL_OF_FUNCTION if only_function else _CAPITAL


def _neighbours(sentence: Sentence, start: int, end: int) -> float:
    score = 0.0
    for inner, outer, pausing in ((start, start - 1, start), (end - 1, end, end)):
        if not 0 <= outer < len(sentence.words):
            continue
        if sentence.words[pausing].pause or _possessive(sentence, min(inner, outer)):
            continue
        if sentence.kinds[inner] is sentence.kinds[outer] is Kind.NETWORK:
            score += _PART_OF_NETWORK
        if sentence.cased and sentence.kinds[outer] is Kind.UNKNOWN:
            name = sentence.words[inner].capital and sentence.words[outer].capital
            quoted = sentence.words[inner].quote != sentence.words[outer].quote
            score += _PART_OF_NAME if name and not quoted else 0.0
    return score


def _possessive(sentence: Sentence, at: int) -> bool:
    return sentence.words[at].folded != sentence.words[at].bare
