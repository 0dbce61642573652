"""Which season a date is told of."""

from __future__ import annotations

from datetime import timedelta

from ....facts.air_date import AirDate
from ...discourse import LATEST
from ...mentions.dates import Side
from ...mentions.seasons import SeasonPhrase
from ...mentions.titles import TitleMention
from ...sentence_context import Utterance
from ..following_seasons import following_season
from .dated import Dated

# "has been in it since the show began in 2012": its first season, whichever the sentence is about
_SINCE = r"{since} ?(?P<verb>[a-z']+)[^DS,;]{0,20},? ?(?:in (?:the )?(?:[a-z]+ ){0,2})?$"
# "a second season of the thriller, which bowed in February": of that is told when it began
_OF_NOUN = r"S [^,;.TD]{0,40}{show_noun},? {which} (?:(?:first|only|just|originally) )?$"
# "the best launch of the series, which debuted on D"
_OF_SHOW = (
    r"{show_noun},? {which} (?:(?:first|only|just|originally|se|ha|a) )?(?:(?:am|im) )?(?:D )?$"
)
# "Lancée en 2023, la série"
_SHOW_BEHIND = r", (?:{article} |l')?{show_noun}"
# "Launched on D before 6 million viewers, “X” had"
_LAUNCHED = r"{launched}\b[^;DST]{0,30}D[^;DST]{0,70}, (?:(?:{article} |l')?{show_noun}|T)"

_A_SEASON = timedelta(days=300)
"""What is further back is hardly the season that an article is about."""

_APART = r"\b{apart} (?:[a-z']+ )?$"


def season_of(utterance: Utterance, said: Dated, day: AirDate, side: Side) -> int | None:
    """The season that a day is told of; None where it is of several, or only in passing."""
    is_ahead = side is Side.FUTURE
    seasons = utterance.season(
        said.at, said.subject, upcoming=is_ahead, ahead=is_ahead and said.kind != "finale"
    )
    if len(seasons) != 1:
        return None
    if said.kind == "finale":
        return _of_finale(utterance, said, day, seasons[0])
    if id(said.subject) in utterance.discourse.renewed and utterance.discourse.words.pattern(
        _APART
    ).search(utterance.coded, said.start, said.at):
        return None  # "was handed a second season ahead of its May debut"
    return _of_premiere(utterance, said, day, seasons[0]) if said.kind == "premiere" else seasons[0]


def _of_premiere(utterance: Utterance, said: Dated, day: AirDate, season: int) -> int:
    words = utterance.discourse.words
    since = words.pattern(_SINCE).search(utterance.coded[said.start : said.at])
    returns = words["returns"].search(said.text) is not None
    published = utterance.discourse.published
    is_gone = published is None or day.earliest() <= published
    told = utterance.coded[: said.event.place]
    is_old = published is not None and published - day.latest() > _A_SEASON
    if not returns and (
        (is_gone and words.pattern(_OF_NOUN).search(told))
        or (is_old and words.pattern(_OF_SHOW).search(told))
    ):
        return 1
    if since is not None and is_gone and words["premiere"].match(since["verb"]):
        season = 1
    is_ordered = season in utterance.discourse.renewed.get(id(said.subject), ())
    is_named = utterance.sentence.between(said.start, said.at, SeasonPhrase) and not is_ordered
    behind = utterance.sentence.between(said.at, len(utterance.coded), SeasonPhrase)
    if (
        is_ordered
        and is_gone
        and behind
        and not utterance.sentence.between(0, said.at, SeasonPhrase)
    ):
        season = LATEST  # "“X,” which premiered on D and was renewed for S"
    if not is_named and words["after_premiere"].search(utterance.coded, said.start, said.at):
        season = LATEST  # "renewed a month after its premiere on D": what is out premiered
    is_unsaid = season == LATEST or _is_of_past_year(utterance, day, said.at)
    if is_unsaid and _is_of_show(utterance, said) and not returns:
        season = 1  # "The series premiered in 2019": its first season did.
    if season < 0 and not returns and _is_of_new_show(utterance, said):
        season = 1
    if season < 0 and returns:
        utterance.discourse.later.add(id(said.subject))  # What returns was there before.
    return season


def _is_of_new_show(utterance: Utterance, said: Dated) -> bool:
    """Whether a clause names a show as a new one: "the freshman drama “X” gets a Monday launch"."""
    is_new = utterance.discourse.words["new_show"].search(utterance.coded, said.start, said.end)
    return is_new is not None and any(
        one.subject is said.subject
        for _, one in utterance.sentence.between(said.start, said.end, TitleMention)
    )


def _is_of_show(utterance: Utterance, said: Dated) -> bool:
    """Whether a clause is about a show as a whole."""
    words, left = utterance.discourse.words, utterance.coded[said.start : said.at]
    return (
        words["show_alone"].search(left) is not None
        or "T" in left
        or words.pattern(_SHOW_BEHIND).match(utterance.coded, said.at + 1) is not None
        or words.pattern(_LAUNCHED).match(utterance.coded) is not None
    )


def _is_of_past_year(utterance: Utterance, day: AirDate, at: int) -> bool:
    """Whether a clause without a season tells of a month or a year before the article's."""
    published = utterance.discourse.published
    return (
        published is not None
        and not day.exact
        and day.latest().year < published.year
        and not utterance.sentence.between(*utterance.clause(at), SeasonPhrase)
    )


def _of_finale(utterance: Utterance, said: Dated, day: AirDate, season: int) -> int | None:
    is_ordered = season in utterance.discourse.renewed.get(id(said.subject), ())
    if is_ordered and not utterance.sentence.of(SeasonPhrase):
        season = LATEST  # What is only ordered does not end yet.
    if season != LATEST:
        return season
    following = following_season(utterance, said.subject)
    if following and not said.subject.is_main and not day.exact:
        return None  # "“X” ended in 2021 after two seasons": a word in passing
    return (following or season + 1) - 1
