"""What a heading says of all that stands below it, and the show that the headline is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ..questions.index.spelling import fold
from .article import Article, Block, Role, aligned
from .date_mentions import DateMention, date_mentions
from .mentions import network_mentions
from .titles import CREDIT_BEFORE, is_title, key_of, marked_spans, trimmed_title
from .unquoted_titles import NO_START, SHOW_AFTER, SHOW_BEFORE, Resolver, stripped, unquoted_titles

_STATUS = re.compile(
    r"(?P<renewed>renewed|returning|coming back|picked up|safe|verlangert|renovadas?|renouvelees?)"
    r"\b[^.]{0,40}$"
    r"|(?P<canceled>cancell?ed|axed|not (?:coming back|returning)|ending|abgesetzt|canceladas?"
    r"|annulees?)\b[^.]{0,40}$"
)
_DATES = re.compile(
    r"\b(?:(?:season |series )?premieres?|(?:premiere|return|release|start) dates|new (?:seasons"
    r"|shows|series)"
    r"|neue (?:staffeln|serien)|nuevas (?:temporadas|series)|nouvelles saisons"
    r"|returning|coming (?:soon|up|back)|starttermine|estrenos|fechas de estreno"
    r"|dates de diffusion|calendar|schedule)\b"
)
_CAST = re.compile(
    r"\b(?:cast|who(?:'s| is| will be| stars)?(?: \w+){0,3} (?:in|back|returning|star)|starring"
    r"|stars|characters|besetzung|darsteller|wer spielt|reparto|elenco|quien|casting"
    r"|distribution|qui joue)\b"
)
_CHARACTER_FIRST = re.compile(
    r"\b(?:characters?(?:,| and| \(| –)|played by|who plays whom|figur|personaje y|personnages?"
    r" et|and the (?:actors|people) (?:who|behind))\b"
)
_BILLING = re.compile(
    r"(?:(?:main|recurring|guests?|supporting|regulars?|also|starring|returning|new|co-?stars?"
    r"|introducing|haupt\w*|neben\w*|principal(?:es)?|secundarios?|invites?|recurrents?)(?: |$)"
    r"(?:cast|stars?|starring|characters?|role|roles)?){1,2}"
)
_EPISODES = re.compile(
    r"\b(?:how many (?:episodes|parts|instal+ments)|(?:episode|folgen) ?(?:count|zahl)"
    r"|wie viele (?:folgen|episoden)|cuantos (?:episodios|capitulos)|combien d'episodes)\b"
)
_WHERE = re.compile(
    r"\b(?:where (?:can|to|could|do|is|are)[^?]*\b(?:watch|stream|binge|find|air|available)"
    r"|how (?:can|do|to)[^?]*\b(?:watch|stream)|wo (?:kann|lauft|gibt|ist)|donde (?:ver|se puede"
    r"|puedo)"
    r"|ou (?:voir|regarder|peut-on))\b"
)
_ELSEWHERE = re.compile(
    r"\W*(?:read (?:more|also|next|the full)|related(?: stories| articles)?\b|see also|also read"
    r"|also see|more (?:from|on|like|stories)\b|don't miss|in other news"
    r"|recommended|you (?:may|might) also like|trending|most (?:read|popular)|sign up|subscribe"
    r"|follow us|watch next|up next|click here|must[- ]read"
    r"|lesen sie auch|mehr zum thema|auch interessant|das konnte (?:sie|dich)|lee tambien|mas"
    r" informacion|te puede interesar|tambien te puede|leer mas"
    r"|lire aussi|a lire aussi|voir aussi|sur le meme sujet|editor'?s? picks?|photo(?:"
    r" credit)?s?:|image(?: credit)?s?:|credit:|advertisement|sponsored|newsletter|previously:"
    r"|more:|next:"
    r"|copyright|all rights reserved|got a tip|comments?:)"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as it bears on the blocks below it.

    `status` is where the shows listed there stand, "renewed" or "canceled"; `day` is the day of
    all that is listed there, for a heading that is a day and nothing else.
    """

    plain: str = ""
    status: str | None = None
    lists_dates: bool = False
    lists_cast: bool = False
    is_character_first: bool = False
    asks_episodes: bool = False
    asks_where: bool = False
    day: DateMention | None = None

    @property
    def is_lead(self) -> bool:
        """Whether it only leads to what follows: "She is joined by:"."""
        return self.plain.rstrip(" *").endswith(":")

    @property
    def says_something(self) -> bool:
        """Whether it bears on anything below it."""
        return self.lists_shows or self.lists_cast or self.asks_episodes or self.asks_where

    @property
    def is_billing(self) -> bool:
        """Whether it parts a cast by its billing: "Main", "Recurring"."""
        return _BILLING.fullmatch(self.plain.strip(" :*")) is not None

    @property
    def lists_shows(self) -> bool:
        """Whether what is listed there is shows."""
        return self.status is not None or self.lists_dates or self.day is not None


def heading(text: str) -> Heading:
    """What a heading says of what stands below it."""
    plain = aligned(text)
    bare = plain.strip(" :*")
    status = _STATUS.match(bare)
    return Heading(
        plain,
        status.lastgroup if status else None,
        _DATES.search(bare) is not None and not bare.endswith("?"),
        _CAST.search(plain) is not None,
        _CHARACTER_FIRST.search(plain) is not None,
        _EPISODES.search(plain) is not None,
        _WHERE.search(plain) is not None,
        day_alone(plain),
    )


def day_alone(plain: str) -> DateMention | None:
    """The day that a line is, where it is nothing else: "Sunday, November 2"."""
    if len(plain) > 40:
        return None
    for one in date_mentions(plain):
        rest = plain[: one.start] + plain[one.end :]
        if one.day is not None and not rest.strip(" .,:–-*"):
            return one
    return None


def is_elsewhere(text: str) -> bool:
    """Whether a line begins what leads to other pages: "Read more", "You may also like"."""
    return _ELSEWHERE.match(aligned(text[:60])) is not None


@dataclass(slots=True)
class TitleCandidate:
    """A phrase that may be a title, and how much speaks for it and against it."""

    title: str
    evidence: int = 0
    against: int = 0
    count: int = 0


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
    r"|revient|renouvelee|annulee|annule|date|wann|"
    r"cuando|quand|alles|todo|tout|zu|zur|eine|neue|una|une|la suite|with|from|to open|moves?"
    r"|delayed|pushed|"
    r"explained|ending|recap|review|which|who|shows?|hit|drama|comedy|thriller|we know"
    r"|dates?)\b)\s*"
)
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
        (trimmed_title(headline[a:b]), start, end)
        for start, end, a, b in marked_spans(Block(Role.HEADING, headline))
    ]
    plain_headline = aligned(headline)
    chunks = [
        (title, True)
        for title, start, end in spans
        if is_title(title, language)
        and key_of(title) not in of_seasons
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
        chunks += [(chunk, False) for chunk in _chunks(headline)]
        chunks += [
            (one.title, False)
            for one in candidates.values()
            if one.evidence - one.against >= 2 and _occurrences(aligned(one.title), plain_headline)
        ]
    for title, strong in chunks:
        key = key_of(title)
        if (
            len(key) < 2
            or key in of_seasons
            or not is_title(title, language)
            or (any(network_mentions(title)) and len(title.split()) < 2)
        ):
            continue
        count = _occurrences(aligned(title), plain_body)
        known = candidates.get(key)
        evidence = (known.evidence - known.against) if known else 0
        entry = resolve(title)
        if not strong and entry is None and evidence < 2 and (count < 2 or fold(title) in NO_START):
            continue
        if strong and count == 0 and entry is None and len(chunks) > 1:
            continue
        if key not in candidates:
            candidates[key] = TitleCandidate(title, 2)
        scores[key] = 3 * strong + min(count, 8) + min(evidence, 8) + 2 * (entry is not None)
    named = [key for key in scores if candidates[key].evidence >= 1 or scores[key] > 3]
    if len(named) > 1 and _MANY.search(aligned(headline)):
        return None
    if named:
        return max(named, key=lambda key: scores[key])
    shows = {key: one for key, one in candidates.items() if one.evidence - one.against >= 2}
    if len(shows) == 1:
        return next(iter(shows))
    most = sorted(shows.values(), key=lambda one: -one.count)
    if most and most[0].count >= 3 * most[1].count and most[0].count >= 3:
        return key_of(most[0].title)
    return None


def _occurrences(title: str, plain: str) -> int:
    """How often a folded text has a folded title as whole words."""
    count, at = 0, plain.find(title)
    while at >= 0:
        end = at + len(title)
        count += not (plain[at - 1 : at].isalnum() or plain[end : end + 1].isalnum())
        at = plain.find(title, end)
    return count


_BESIDE = re.compile(
    r"(?:'s)?,? (?:(?:the|its|la|die|su) (?:\w+ )?)?"
    r"(?:season|staffel|temporada|saison|series \w+)\b"
)
_MANY = re.compile(r"\b(?:and|und|y|et)\b.*\b(?:renewed|canceled|cancelled)|\d+ (?:shows|series)")


def _chunks(headline: str) -> Iterable[str]:
    headline = re.sub(r"[“”„«»]", " | ", _SUFFIX.sub("", headline))
    plain = aligned(headline)
    at = 0
    for match in _CUT.finditer(plain):
        if match.start() > at:
            yield stripped(headline[at : match.start()].strip(" '’\""))
        at = match.end()
    yield stripped(headline[at:].strip(" '’\""))
