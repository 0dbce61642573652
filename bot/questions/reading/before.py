"""What stands before some words and tells that they are the end of another title, or no title.

"Only murders" is not of Murders, nor is "this is us" of Us where This Is Us is not known.
"""

from bot.questions.index.qualifiers import country_named
from bot.questions.index.spelling import ARTICLES
from bot.questions.reading.language import in_any
from bot.questions.reading.sentence import Kind, Sentence, parted

# What opens a title or is of its middle, and hardly stands before a title inside a question.
OPENING = frozenset(
    ("no", "only", "my", "your", "our", "his", "her", "their", "not", "we", "i", "do", "you")
)
# Ordinary words that may stand beside a title, but hardly between it and "is" or "of".
_HARDLY_FRAMED = frozenset(
    ("love", "get", "go", "hello", "hi", "good", "bad", "wait", "like", "hate", "best", "worst",
     "great", "say", "see", "need", "want", "know", "morning", "night")
)  # fmt: skip
COPULAS = frozenset(("is", "are", "was", "am"))
_PLACES = frozenset(
    ("deutschland", "osterreich", "espana", "italia", "brasil", "mexico", "france", "india")
)
_ASKING_WHETHER = frozenset(("is", "are", "was", "will", "does", "did", "has", "of"))
# Networks whose names are words of titles too: "Prime Suspect", "Sound of the Sky".
WORDS_AS_WELL = frozenset(
    ("prime", "max", "sky", "fox", "wow", "spike", "bravo", "arte", "discovery")
)


def is_renewed(sentence: Sentence, start: int, end: int) -> bool:
    """ "new girl season 8", "the last kingdom season 4": hardly the new season of The Girl."""
    if not start or parted(sentence, start - 1):
        return False
    before = sentence.words[start - 1].bare
    relative = any(before in in_any(name) for name in ("next", "final", "latest"))
    return relative and any(one.start == end and one.number is not None for one in sentence.seasons)


def is_of_a_phrase(sentence: Sentence, start: int, end: int, *, plain: bool) -> bool:
    """ "in the US", "this is us", "the last of us": pronouns and countries, no shows."""
    before = sentence.words[start - 1].bare if start else ""
    if before in ("in", "en", "em", "im") and sentence.words[end - 1].bare in _PLACES:
        return True
    if start and sentence.words[start - 1].raw == "&":
        return True
    if not (start and plain) or any(
        kind is not Kind.FUNCTION for kind in sentence.kinds[start:end]
    ):
        return False
    if country_named(sentence.words[end - 1].bare) and before in ("the", "in"):
        return True
    led = sentence.kinds[start - 2] if start > 1 else None
    if before in COPULAS:
        return led is Kind.FUNCTION and sentence.words[start - 2].bare not in in_any("aux")
    return before == "of" and led not in (Kind.SEASON, Kind.TOPIC)


def is_owner(sentence: Sentence, start: int, end: int) -> bool:
    """ "when does daddy's lunch box start" asks about what the owner has."""
    last, asked = sentence.words[end - 1], start and sentence.words[start - 1].bare in in_any("aux")
    return bool(
        asked
        and last.folded != last.bare
        and end < len(sentence.words)
        and sentence.kinds[end] in (Kind.UNKNOWN, Kind.ORDINARY)
    )


def is_owned(sentence: Sentence, start: int) -> bool:
    """Whether ordinary words are what somebody unknown has: "Mandy's First Marriage"."""
    if not start or sentence.words[start].pause:
        return False
    owner, first = sentence.words[start - 1], sentence.words[start]
    unknown = sentence.kinds[start - 1] is Kind.UNKNOWN
    return unknown and owner.folded != owner.bare and owner.quote == first.quote


def is_opened_before(sentence: Sentence, start: int) -> bool:
    """Whether the word before seems to open the title: "only murders", "no game no life"."""
    if not start or parted(sentence, start - 1):
        return False
    word, first = sentence.words[start - 1], sentence.words[start]
    if sentence.cased and first.capital and not word.capital:
        return False
    if sentence.kinds[start - 1] is Kind.NETWORK:
        return word.bare in WORDS_AS_WELL
    if word.bare in _HARDLY_FRAMED and start > 1:
        framing = sentence.words[start - 2].bare
        return framing in in_any("aux") or framing == "of" or framing in ARTICLES
    return word.bare in OPENING and (start > 1 or word.bare != "do")


def is_second_part(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a copula binds the title to a word before: "is love is blind out"."""
    if start < 2 or sentence.words[start - 1].bare not in COPULAS:
        return False
    if parted(sentence, start - 1) or parted(sentence, start - 2):
        return False
    if sentence.kinds[start - 2] not in (Kind.UNKNOWN, Kind.ORDINARY):
        return False
    if start > 2 and sentence.words[start - 3].bare in _ASKING_WHETHER:
        return True
    heads = start - 2 == (sentence.words[0].bare in ARTICLES)
    said = sentence.words[start - 2].bare in in_any("beside")
    return heads and not said and end < len(sentence.kinds) and sentence.kinds[end] is Kind.SEASON
