"""The one show that an article is about: by its headline, or by what all of its text is of."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from ...questions.index.spelling import fold
from ..article import Article, Block, Role, aligned
from ..language import phrases, words
from .capital_runs import NO_START, stripped
from .networks import is_network, network_mentions
from .occurrences import occurrences, stands_in
from .season_titles import unseasoned
from .show_headings import is_line_word
from .title_candidates import TitleCandidate
from .titles import CREDIT_BEFORE, MAKER_BEHIND, NUMBERED, names_no_show
from .unquoted_titles import SHOW_AFTER, SHOW_BEFORE, TELLS_OF_SHOWS, Resolver, unquoted_titles
from .written_titles import is_speech, is_title, key_of, marked_spans, trimmed_title

_CUT = re.compile(
    r"\s*(?:[:|]\s|\s[–—|-]\s|[?!,]|\b(?:anime|renew(?:s|ed|al)?|cancel(?:s|led|ed|ing)?|axe[sd]?"
    r"|ends?"
    r"|ending"
    r"|ended|returns?|returning|gets?|sets?|reveals?|confirms?|announces?|season|seasons|series|"
    r"staffel|temporada|saison|release|premieres?|trailer|cast|everything|about|for|after|at|is|are"
    r"|will|there|be|officially|picked up|picks up|orders?|ordered|drops?|debuts?|starts?"
    r"|starring|when|why|"
    r"what|how|does|has|been|first|second|third|fourth|fifth|final|date|not|no|more|coming|back|"
    r"another|its|says?|star|stars|ahead|by|s\d|on netflix|wird|bekommt|geht|kommt|hat"
    r"|verlangert|abgesetzt|"
    r"eingestellt|startet|vuelve|tendra|renueva|renovada|cancelada|cancela|estreno|estrena|aura"
    r"|stagione|renova|cancelado|estreia|ganha|volta|retorna|tera|rinnovata|cancellata|rinnova"
    r"|cancella|torna|debutta|arriva|quando|tutto|tudo|revient|renouvelee|annulee|annule|date|wann|"
    r"cuando|quand|alles|todo|tout|zu|zur|eine|neue|una|une|la suite|with|from|to open|moves?"
    r"|delayed|pushed|"
    r"explained|ending|recap|review|which|who|shows?|hit|drama|comedy|thriller|we know"
    r"|dates?)\b)\s*"
)
# "[Official Thread] Harrow Bay S3"
_TAG = re.compile(r"^(?:\[[^\[\]]{1,40}\] ?)+")
_SUFFIX = re.compile(r"\s+[|–—-]\s+[^|–—]{2,40}$")


def main_show(
    article: Article,
    candidates: dict[str, TitleCandidate],
    resolve: Resolver,
    language: str,
    of_seasons: Collection[str],
) -> str | None:
    """The key of the show that the headline names, or that the text cannot do without."""
    headline = article.headline
    body = " ".join(block.text for block in article.blocks if block.text != headline)
    plain_body = aligned(body[:40_000])
    scores: dict[str, float] = {}
    spans = [
        (_unseasoned(trimmed_title(headline[a:b]), candidates), start, end)
        for start, end, a, b in marked_spans(Block(Role.HEADING, headline))
        if not is_speech(headline, start, end)
        # "… After Two Seasons, Ending the ‘Bosch’ Franchise's Last Show"
        and MAKER_BEHIND.match(headline, end) is None
    ]
    spans = [one for one in spans if not _is_said(one[0], candidates)]
    plain_headline = aligned(headline)
    called = {key for key, one in candidates.items() if one.evidence - one.against >= 2}
    chunks = [
        (title, True)
        for title, start, end in spans
        if is_title(title, language)
        and not (_OF_SPEAKER.match(aligned(title)) and key_of(title) not in called)
        and key_of(title) not in of_seasons
        and not names_no_show(plain_headline[max(0, start - 50) : start], language)
        and not CREDIT_BEFORE.search(plain_headline[max(0, start - 50) : start])
        and (
            aligned(title) in plain_body
            or SHOW_BEFORE.search(plain_headline[:start])
            or SHOW_AFTER.match(plain_headline[end:])
        )
    ]
    if len({key_of(title) for title, _ in chunks}) > 1:
        beside = {key_of(title) for title, _, end in spans if _BESIDE.match(plain_headline[end:])}
        return beside.pop() if len(beside) == 1 and beside & candidates.keys() else None
    if not chunks:
        chunks += [(title, True) for title in unquoted_titles(headline, language)][:1]
        if not any(stands_in(aligned(title), plain_body) for title, _ in chunks):
            # What else has a capital there is whom or what the show is about.
            chunks += [(chunk, False) for chunk in _chunks(headline)]
        chunks += [
            (one.title, False)
            for one in candidates.values()
            if one.evidence - one.against >= 2 and stands_in(aligned(one.title), plain_headline)
        ]
    is_of_shows = TELLS_OF_SHOWS.search(plain_body) or TELLS_OF_SHOWS.search(plain_headline)
    alone = _only_quoted(spans, headline, language) if is_of_shows else None
    if (
        alone is not None
        and not stands_in(aligned(alone), plain_body)
        and any(
            one.evidence - one.against > 1
            and stands_in(aligned(one.title), plain_headline.replace(aligned(alone), ""))
            and stands_in(aligned(one.title), plain_body)
            for one in candidates.values()
        )
    ):
        alone = None  # “I Know What Is in the Boat”: Low Tide Showrunner on That Ending
    if alone is not None and not any(
        strong and stands_in(aligned(title), plain_body) for title, strong in chunks
    ):
        chunks = [(alone, True)]
    for written, is_marked in chunks:
        title = _unnumbered(
            _whole(written, candidates, plain_headline), candidates, resolve, plain_body
        )
        key = key_of(title)
        strong = is_marked or title != written
        if (
            len(key) < 2
            or (title.isdigit() and resolve(title) is None and key not in candidates)
            or key in of_seasons
            or not is_title(title, language)
            or (any(network_mentions(title)) and (len(title.split()) < 2 or is_network(title)))
            or is_line_word(title, phrases(language))
            or aligned(title) in _NO_TITLES
        ):
            continue
        count = _count(aligned(title), plain_body)
        known = candidates.get(key)
        evidence = (known.evidence - known.against) if known else 0
        entry = resolve(title)
        if not strong and entry is None and evidence < 2 and (count < 2 or fold(title) in NO_START):
            continue
        if strong and count == 0 and entry is None and len(chunks) > 1 and written != alone:
            continue
        if key not in candidates:
            candidates[key] = TitleCandidate(title, 2)
        if written == alone:
            candidates[key].evidence = max(candidates[key].evidence, 1)
        scores[key] = 3 * strong + min(count, 8) + min(evidence, 8) + 2 * (entry is not None)
    named = [key for key in scores if candidates[key].evidence >= 1 or scores[key] > 3]
    if len(named) > 1 and _MANY.search(aligned(headline)):
        return None
    if named:
        return max(named, key=lambda key: scores[key])
    shows = {key: one for key, one in candidates.items() if one.evidence - one.against >= 2}
    if len(shows) == 1:
        return next((key for key, one in shows.items() if _is_about(one, article)), None)
    most = sorted(shows.values(), key=lambda one: -one.count)
    if most and most[0].count >= 3 * most[1].count and most[0].count >= 3:
        return key_of(most[0].title)
    return None


def _unseasoned(quoted: str, candidates: dict[str, TitleCandidate]) -> str:
    """What a headline has in quotes without its season, where the text has a show so called."""
    return quoted if key_of(quoted) in candidates else unseasoned(quoted)


def _is_said(quoted: str, candidates: dict[str, TitleCandidate]) -> bool:
    """Whether a headline quotes what somebody says: so many words that no text calls a show, where
    it calls another one so."""
    known = candidates.get(key_of(quoted))
    return (
        len(quoted.split()) >= _FEWEST_SAID
        and (known is None or known.evidence < _TOLD)
        and any(one.evidence - one.against >= _TOLD for one in candidates.values())
    )


def _is_about(only: TitleCandidate, article: Article) -> bool:
    """Whether an article is about the only show that it names: again and again, or at its head."""
    title = aligned(only.title)
    text = [aligned(one.text) for one in article.blocks if one.role is not Role.HEADING]
    head = (aligned(article.headline), *(one[:_HEAD] for one in text[:1]))
    return any(title in one for one in head) or sum(_count(title, one) for one in text) > 1


_NO_TITLES = words("no_titles")
_HEAD = 300
_FEWEST_SAID, _TOLD = 5, 2


def _count(title: str, plain: str) -> int:
    """How often a folded text has a folded title."""
    return sum(1 for _ in occurrences(title, plain))


def _whole(title: str, candidates: dict[str, TitleCandidate], headline: str) -> str:
    """The longer title of which one is a part wherever the headline has it: "Sangre real"."""
    longer = [
        one.title
        for one in candidates.values()
        if one.evidence - one.against >= 2
        and f" {aligned(title)} " in f" {aligned(one.title)} "
        and _count(aligned(one.title), headline) == _count(aligned(title), headline)
    ]
    return max(longer, key=len, default=title)


def _unnumbered(
    title: str, candidates: dict[str, TitleCandidate], resolve: Resolver, body: str
) -> str:
    """The title of a show that a headline calls by it and the number of a season: “Doc 4”."""
    numbered = NUMBERED.fullmatch(title)
    if numbered is None or key_of(title) in candidates or resolve(title) is not None:
        return title
    bare = numbered["title"]
    is_show = key_of(bare) in candidates or resolve(bare) is not None
    is_show = is_show or (" " in bare and stands_in(aligned(bare), body))
    return numbered["title"] if is_show else title


# „Ich bin keine gute Lügnerin“: what somebody says of himself
_OF_SPEAKER = re.compile(
    r"(?:i|i'm|i've|we|we're|you|my|ich|wir|mein|je|j'(?=\w)|nous|yo|me|nosotros|io|noi|eu|nos|no"
    r"|mi|siento|tengo|ho|abbiamo|tenho) (?=\S+ \S)"
)
_FOR_FANS = re.compile(r"\b(?:fans|seguidores|fas) (?:of|de|do|da|di|von) $")
_NO_NAME_BEFORE = re.compile(r"(?:[:,]|\b(?:says?|said|sagt|dice|dit|diz)) $")


def _only_quoted(spans: list[tuple[str, int, int]], headline: str, language: str) -> str | None:
    """The one title that a headline has in quotes, where it is not what somebody says.

    One that only tells who is meant ("the “X” creator") does not count.
    """
    plain = aligned(headline)
    named = [
        title
        for title, start, _ in spans
        if not names_no_show(plain[:start], language)
        and not _OF_SPEAKER.match(aligned(title))
        and not _NO_NAME_BEFORE.search(plain[:start])
        and (not CREDIT_BEFORE.search(plain[:start]) or _FOR_FANS.search(plain[:start]))
    ]
    return named[0] if len(named) == 1 else None


_BESIDE = re.compile(
    r"(?:'s)?(?: (?:finale |premiere )?(?:recap|review)[:,]?)?,?"
    r" (?:(?:the|its|la|die|su) (?:\w+ )?)?"
    r"(?:season|staffel|temporada|saison|stagione|series \w+)\b"
)
_MANY = re.compile(
    r"\b(?:and|und|y|et|e)\b.*\b(?:renewed|canceled|cancelled)|\d+ (?:shows|series)"
    r"|, .*\b(?:and|&|und|y|e|et) (?:more|mehr|mas|mais|plus|altro)\b"
)


def _chunks(headline: str) -> Iterable[str]:
    headline = re.sub(r"[“”„«»]", " | ", _SUFFIX.sub("", _TAG.sub("", headline)))
    plain = aligned(headline)
    at = 0
    for match in _CUT.finditer(plain):
        if match.start() > at:
            yield stripped(headline[at : match.start()].strip(" '’\""))
        at = match.end()
    yield stripped(headline[at:].strip(" '’\""))
