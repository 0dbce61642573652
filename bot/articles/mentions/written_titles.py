"""What is written as a title: within quotes or italics, with its capitals, and no nickname."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from ...questions.index.spelling import compact, fold
from ..article import Block
from .capital_runs import SMALL, YEAR_BEHIND
from .networks import is_network

_QUOTED = re.compile(
    r"(?:“|„)(?P<a>[^“”„«»\n]{1,70}?)[”“]|«\s?(?P<e>[^“”„«»\n]{1,70}?)\s?»"
    r"|»(?P<f>[^“”„«»\n]{1,70}?)«"
    r"|(?<![\w])\"(?P<b>[^\"\n]{1,70}?)\"(?!\w)"
    r"|(?<![\w’'])[‘](?P<c>[^‘\n]{1,70}?)[’](?!\w)"
    r"|(?<![\w’'])'(?P<d>[A-Z0-9\u0900-\u097f][^'\n]{1,68}?)'(?!\w)"
)


def key_of(title: str) -> str:
    return compact(fold(title))


# "[MOD POST] Ironbark", "(Update) Ironbark"
_TAG = re.compile(r"^(?:[^\[\]]*\]|\([A-Za-z ]{2,20}\)) (?=\S)")


def trimmed_title(text: str) -> str:
    text = YEAR_BEHIND.sub("", _TAG.sub("", text.strip().rstrip(",;:")))
    return text if text.endswith("..") else text.removesuffix(".").strip()


def is_title(text: str, language: str = "en") -> bool:
    """Whether a phrase is written as a title is: few words, with capitals, and no sentence."""
    parts = text.split()
    if not parts or len(parts) > 9 or len(text) > 70 or not any(c.isalnum() for c in text):
        return False
    first = next(c for c in text if c.isalnum())
    if not (first.isupper() or first.isdigit() or not first.isascii()):
        return False
    if text.endswith((",", ";")) or (re.search(r"[.!?] [A-Z]", text) and len(parts) > 5):
        return False
    lower = [word for word in parts if word[0].islower() and fold(word) not in SMALL]
    if language != "en":
        return len(parts) <= 6 or len(lower) <= 2
    return len(lower) <= (1 if len(parts) > 2 else 0)


def is_nickname(text: str, start: int, end: int) -> bool:
    """Whether the quotes hold a nickname: Samson “Sam” Hughes."""
    before = re.search(r"[A-Z][\w.]+ $", text[max(0, start - 20) : start])
    after = re.match(r" [A-Z][a-z’']", text[end : end + 4])
    inner = text[start:end].strip("“”\"'‘’„«»")
    if " " in inner:
        # Michael “Killer Mike” Render, and not NBC’s “Bad Monkey”
        forename = _FORENAME.search(text, max(0, start - 20), start)
        surname = _SURNAME.match(text, end)
        return forename is not None and surname is not None and not is_network(forename["name"])
    return (
        bool(before and after) or _OF_CHARACTER.search(text, max(0, start - 60), start) is not None
    )


_FORENAME = re.compile(r"(?<!\w)(?P<name>[A-ZÀ-Þ][a-zà-ÿ]+) $")
_SURNAME = re.compile(
    r" [A-ZÀ-Þ][a-zà-ÿ]+(?=,|\.?$|\. | (?:and|und|y|e|et|as|als|como|come|will|is|plays)\b)"
)
# "Ann Example como Juan Manuel 'Levante', Bob Sample como"
_OF_CHARACTER = re.compile(
    r"[A-ZÀ-Þ][\w’-]+ (?:as|como|als|comme|nei panni di) (?:[a-zà-ÿ]+ ){0,2}"
    r"(?![A-Z]\w*(?:serie|drama|krimi|reihe|film|show|thriller)\b)"
    r"[A-ZÀ-Þ][\w’-]+(?: [A-ZÀ-Þ][\w’-]+)* $"
)


_SAYING = re.compile(
    r"[”\"’»]?(?:: ?|, )(?:cos[iì]|as[ií]|ainsi|so)\b"
    r"|[,]?[”\"’]?\s*(?:said|says|told|added|wrote|explained|noted|teased|joked|continued|recalled"
    r"|afirm(?:ou|o|a)|disse|diz|contou|dijo|asegur[oó]|explic[oó]|cont[oó]|ha detto|afferma|spiega"
    r"|racconta|(?:a )?déclaré|(?:a )?dit|explique|confie|sagte|sagt|erklärte?|meint"
    r"|(?:he|she|they|[A-Z]\w+(?: [A-Z]\w+)?) (?:said|says|told|added|wrote|explains?|teased))\b"
)


_SHOUTED = re.compile(
    r"\b(?:shout|yell|scream|chant|cri)\w*:? $|\b(?i:risposta|answer|antwort|respuesta|réponse"
    r"|resposta): $|\bsigns? (?:that )?read(?:s|ing)?:? $"
)


def is_speech(text: str, start: int, end: int) -> bool:
    return (
        _SAYING.match(text[end : end + 40]) is not None
        or _SHOUTED.search(text[max(0, start - 24) : start]) is not None
    )


def marked_spans(block: Block) -> Iterator[tuple[int, int, int, int]]:
    """Spans in quotes or italics: with the quotes, and without."""
    taken: list[tuple[int, int]] = []
    for match in _QUOTED.finditer(block.text):
        group = match.lastgroup or "a"
        yield (*match.span(), *match.span(group))
        taken.append(match.span())
    for span in block.emphasised:
        near = bisect_left(taken, (span.start, span.end))
        if not any(
            span.start < end and start < span.end
            for start, end in taken[max(0, near - 1) : near + 1]
        ):
            yield span.start, span.end, span.start, span.end


def is_title_case(text: str) -> bool:
    """Whether a line has its words in capitals as headlines do, so that they tell no names."""
    long = [word for word in text.split() if len(word) > 3]
    return sum(word[0].isupper() or not word[0].isalpha() for word in long) * 3 > len(long) * 2
