"""What stands beside a run of words: the class of the word before it or behind it."""

from bot.questions.index.spelling import ARTICLES
from bot.questions.reading.language import in_any, zipf
from bot.questions.reading.sentence import Kind, Sentence, bare_number
from bot.questions.reading.tokens import HARD_PAUSES

AND, PRONOUNS, COMPARING = in_any("and"), in_any("pronouns"), in_any("comparing")
_RELATIVE = in_any("next") | in_any("final") | in_any("latest")
_CLASSES = {
    "aux": in_any("aux"), "a show": in_any("show"), "asked to": in_any("asked_to"),
    "compared": COMPARING, "article": ARTICLES, "correcting": in_any("correcting"), "and": AND,
}  # fmt: skip
# Of a word that is of several classes the last counts.
_CLASS_OF = {word: name for name, words in _CLASSES.items() for word in words}
_FARTHEST_LINKED, _LINKS = 3, ("article", "and", "relative")
_CONTENT = frozenset(("ordinary", "unknown", "name", "network", "date"))


def neighbour(sentence: Sentence, edge: int, step: int, explained: frozenset[int]) -> str:
    """The class of the word before `edge` (step -1) or at it (step 1): "aux", "of", "season" …

    `explained` are the words that a phrase of a topic accounts for.
    """
    at = edge - 1 if step < 0 else edge
    words = sentence.words
    if not 0 <= at < len(words):
        return "edge"
    pause = words[edge if step < 0 else at].pause
    strange = sentence.kinds[at] is Kind.UNKNOWN and at not in explained
    if pause == ":" and step > 0 and strange:
        return "subtitle"
    if pause in HARD_PAUSES:
        return "colon" if pause == ":" else "stop"
    if pause:
        near = {word.bare for word in words[at : at + 2]} if step > 0 else set()
        return "comma" if near.isdisjoint(in_any("correcting")) else "corrected"
    if step > 0 and bare_number(sentence, at) is not None:
        return "bare number"
    found = class_of(sentence, at, explained)
    if step > 0:
        # "Dark the final season": the article is the season's.
        seasonal = found == "article" and sentence.kinds[at + 1 : at + 2] == (Kind.SEASON,)
        return class_of(sentence, at + 1, explained) if seasonal else found
    if found == "compared" and not at:
        # "After Severance season 2, is there a third": nothing is before it.
        return "function"
    owned = words[at].folded != words[at].bare or words[at].raw[-1] in "'’"
    if owned and sentence.kinds[at] is Kind.UNKNOWN:
        # "Shonda Rhimes' The Residence"
        return "owner"
    if words[at].bare in in_any("of"):
        lead = class_of(sentence, at - 1, explained) if at else "edge"
        told = lead in ("season", "topic", "unknown", "name", "ordinary", "a show")
        return f"{lead} of" if told else "of"
    if found != "aux" or not at or words[at].pause:
        return found
    return "aux inside" if class_of(sentence, at - 1, explained) in _CONTENT else found


def class_of(sentence: Sentence, at: int, explained: frozenset[int]) -> str:
    """The class of a word."""
    word, kind = sentence.words[at], sentence.kinds[at]
    if kind is Kind.SEASON:
        numbered = any(one.is_numbered for one in sentence.seasons if at in one.places)
        return "season" if numbered else "seasonal"
    if (name := _CLASS_OF.get(word.bare)) is not None:
        return name
    if at in explained:
        return "topic"
    if word.bare in in_any("offspring"):
        return "offspring"
    if kind in (Kind.DATE, Kind.NETWORK, Kind.NUMBER):
        return kind.name.lower()
    if word.bare in _RELATIVE:
        return "relative"
    if word.bare in sentence.persons:
        return "person"
    if word.bare in in_any("beside"):
        return "beside"
    if kind is not Kind.UNKNOWN:
        return "function" if kind is Kind.FUNCTION else "ordinary"
    return "name" if sentence.cased and word.capital else "unknown"


def goes_on(sentence: Sentence, edge: int, step: int, explained: frozenset[int]) -> bool:
    """Whether linking words lead to one that no phrase accounts for: "tales of the …"."""
    at = edge - 1 if step < 0 else edge
    for distance in range(_FARTHEST_LINKED):
        if not 0 <= at < len(sentence.words) or sentence.words[at + (step < 0)].pause:
            break
        found = class_of(sentence, at, explained)
        if found in ("unknown", "name", "ordinary"):
            return distance > 0
        if found not in _LINKS and sentence.words[at].bare not in in_any("of"):
            break
        at += step
    return False


def is_strange(sentence: Sentence, at: int) -> bool:
    """Whether a word is neither of the tables nor of everyday text."""
    return sentence.kinds[at] is Kind.UNKNOWN and zipf(sentence.words[at].bare) is None


def is_content(sentence: Sentence, at: int) -> bool:
    """Whether a word may be of a title, or of another matter."""
    word, kind = sentence.words[at].bare, sentence.kinds[at]
    return kind in (Kind.UNKNOWN, Kind.ORDINARY) and word not in in_any("beside")
