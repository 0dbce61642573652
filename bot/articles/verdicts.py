"""Lines that say where a show stands and nothing else: "Status: Renewed", "Canceled."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .article import aligned
from .discourse import Extraction
from .language import Phrases
from .sentence_context import Utterance

_KINDS = ("renewed", "canceled", "ended", "closing", "made", "postponed", "open")
ANY_VERDICT = "(?:" + "|".join(f"(?P<{one}>{{verdict_{one}}})" for one in _KINDS) + ")"
"""A template (`Phrases.pattern`) of where a show may stand, each in a group of its name."""

_VERDICT = rf"\W{{0,3}}(?:{{before_verdict}} )?{ANY_VERDICT}"
# "Canceled after two seasons", "Renewed for Season 3 (and final)"; no "Renewed interest in"
_ALONE = re.compile(
    r"(?:,? (?:for|after|through|until|till|to|at|by|with|mit|con|com|avec|on|bis|hasta|jusqu|fino"
    r"|ate|nach|um|fur|bei|tras|por|para|en|apres|pour|chez|dopo|per|apos|pel[ao])\b[^.!?]{1,50}"
    r"| ?[(:,–-][^.!?]{1,50})?(?:[.!]|$)"
)
_NOTHING_MORE = re.compile(r"[.!]?$|[.!] ")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where a line says that its show stands: the name of a group of `ANY_VERDICT`, behind `start`.

    None is what it says in other words behind "Status:".
    """

    kind: str | None
    start: int


def verdict_of(text: str, words: Phrases) -> Verdict | None:
    """What a line under the heading of a show says of where that stands.

    It has a label ("Status: Renewed"), or begins with the verdict and a full stop behind it.
    """
    plain = aligned(text[:160])
    label = words.pattern(r"{status_column} ?: ?(?=\S)").match(plain)
    start = label.end() if label is not None else 0
    said = words.pattern(_VERDICT).match(plain, start)
    kind = said.lastgroup if said is not None else None
    if label is not None:
        return Verdict(kind, start) if kind or not plain[start].isdigit() else None
    if said is None or not (text[:1].isupper() or not text[:1].isascii()):
        return None
    rest = _NOTHING_MORE if kind == "open" else _ALONE
    return Verdict(kind, start) if rest.match(plain, said.end()) else None


_HEADED = (
    r"^T[^a-z]{0,4}(?: ?\(?(?:N|S)\)?[^a-z]{0,4})?"
    r"(?:(?P<renewed>{verdict_renewed})|(?P<canceled>{verdict_canceled}))"
    # "Brassneck: Axed N drama moves to N" tells what it was.
    r"(?! (?:N |[a-z-]+ ){0,3}(?:drama|comedy|series|show|sitcom|thriller|serie|hit)\b)"
)


def headed_verdict(utterance: Utterance) -> Iterator[Extraction]:
    """Where a show stands by a heading of its own: "“Found” – CANCELED"."""
    match = utterance.discourse.words.pattern(_HEADED).match(utterance.coded)
    if match is None or utterance.is_rescued(match.end()):
        return
    if (subject := utterance.subject(0, 1)) is not None:
        yield Extraction(subject, None, "verdict", "renewed" if match["renewed"] else "canceled")
        if not match["renewed"]:
            yield Extraction(subject, None, "show_status", "canceled")
