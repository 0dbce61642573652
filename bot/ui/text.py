"""Every sentence of an answer, from the verdict to the source line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..catalog.airdate import AirDate, Precision
from ..catalog.models import Credit, Fact, Season, Show, Tier, Trailer
from ..catalog.verdict import (
    Verdict,
    VerdictKind,
    countdown_to,
    finished,
    is_limited,
    started,
)
from ..services.lookup import Answer, Topic
from .style import Style, clip, site_of, tamed

CAST_PAGE = 15
"""So many credits are shown at a time."""

_STORY = 1200
_SOURCES = 3

_Known = Callable[[Season], bool]

_OVER = (VerdictKind.CANCELED, VerdictKind.ENDED, VerdictKind.NO_SUCH_SEASON)


@dataclass(frozen=True, slots=True)
class Cited:
    """A fact that an answer uses, under its field's name, for the source line."""

    field: str
    fact: Fact[object]


@dataclass(frozen=True, slots=True)
class Section:
    """A written answer: the sentence that answers first, then lines, then what they rest on.

    `pages` counts the pages of a long list. `links` are (label, url) for buttons.
    """

    headline: str
    lines: tuple[str, ...] = ()
    cited: tuple[Cited, ...] = ()
    pages: int = 1
    links: tuple[tuple[str, str], ...] = ()
    picture: str | None = None


def title_of(show: Show) -> str:
    """The show's title, with the year that tells it from its namesakes."""
    name = clip(tamed(show.name), 150)
    return f"{name} ({show.first_year})" if show.first_year else name


def season_name(number: int, season: Season | None = None) -> str:
    """How people call that season: its label where it has one, else "season 2"."""
    if number == 0:
        return "the specials"
    if season is not None and season.label is not None:
        label = clip(tamed(season.label.value), 60)
        if any(char.isdigit() for char in label):
            return label
        return f"season {number} ({label})"
    return f"season {number}"


def write(answer: Answer, style: Style, *, page: int | None = 0) -> Section:
    """The answer, written out for one screen.

    `page` counts from 0 in a long list; None writes all of it.
    """
    writer = _Writer(answer, style)
    match answer.topic:
        case Topic.RELEASE | Topic.SCHEDULE:
            return writer.release()
        case Topic.EPISODES:
            return writer.episodes()
        case Topic.STATUS:
            return writer.status()
        case Topic.CAST:
            return writer.cast(page)
        case Topic.TRAILER:
            return writer.trailer()
        case Topic.STORY:
            return writer.story()
        case Topic.WHERE:
            return writer.where()
        case _:
            return writer.general()


def capital(text: str) -> str:
    """The same text with a capital first letter."""
    return text[:1].upper() + text[1:]


class _Writer:
    """Writes one answer in one style."""

    def __init__(self, answer: Answer, style: Style) -> None:
        self.answer = answer
        self.show = answer.show
        self.verdict = answer.verdict
        self.season = answer.verdict.season
        self.now = answer.now
        self.style = style
        self.title = style.escape(clip(tamed(answer.show.name), 150))

    # -- the sentence that answers ---------------------------------------------------------

    def headline(self) -> str:
        """The verdict: bold first, and the sentence that explains it."""
        bold, rest = self._verdict()
        return " ".join(part for part in (self.style.bold(bold), rest) if part)

    def _verdict(self) -> tuple[str, str]:
        name = self.name()
        match self.verdict.kind:
            case VerdictKind.CANCELED:
                return self._canceled()
            case VerdictKind.ENDED:
                return self._ended()
            case VerdictKind.NO_SUCH_SEASON:
                return f"There is no {name}.", f"{self.title} {self._what_there_is()}."
            case VerdictKind.UNANNOUNCED:
                return self._unannounced()
            case VerdictKind.RUMORED:
                return (
                    f"{capital(name)} is only a rumor.",
                    "Nobody has confirmed it, and there is no release date.",
                )
            case VerdictKind.POSTPONED:
                return f"{capital(name)} is postponed.", self._date_or_none("No new date is set.")
            case VerdictKind.RENEWED:
                return self._promised(f"{capital(name)} is coming: it was renewed.")
            case VerdictKind.IN_PRODUCTION:
                return self._promised(f"{capital(name)} is in production.")
            case VerdictKind.SCHEDULED:
                return self._scheduled()
            case VerdictKind.AIRING:
                return f"{capital(name)} is airing now.", self._run()
            case _:
                return f"{capital(name)} is out.", self._run()

    def name(self) -> str:
        """The season the answer is about, escaped."""
        if self.verdict.number is None:
            return "the next season"
        return self.style.escape(season_name(self.verdict.number, self.season))

    def _canceled(self) -> tuple[str, str]:
        network = self.show.network
        who = self.style.escape(clip(tamed(network.value), 60)) if network else "The network"
        because = self.verdict.because
        when = ""
        if because is not None and because.claim.source:
            when = f" (reported {self._day(because)})"
        after = ""
        latest = self.verdict.latest
        if latest is not None and latest.number != self.verdict.number:
            after = f" after {self.style.escape(season_name(latest.number, latest))}"
        told = f"{who} canceled {self.title}{after}{when}."
        name = self.name()
        number = self.verdict.number
        if number is None or (latest is not None and latest.number == number):
            return "Canceled.", told
        return f"{capital(name)} is canceled.", f"{told} It will not be made."

    def _ended(self) -> tuple[str, str]:
        latest = self.verdict.latest
        name = self.name()
        told = f"{self.title} has ended."
        if latest is not None:
            told = (
                f"{self.title} ended with {self.style.escape(season_name(latest.number, latest))}."
            )
        if is_limited(self.show):
            told = f"{self.title} is a limited series: its story is told."
        if self.verdict.number is None:
            return "It has ended.", told
        return f"There is no {name}.", told

    def _unannounced(self) -> tuple[str, str]:
        if self.verdict.number is None or not self.show.seasons:
            return (
                "Nothing announced.",
                f"I know of {self.title}, but nobody has told me about its seasons yet.",
            )
        told = f"Nobody has announced {self.name()} of {self.title}."
        if self.verdict.latest is not None:
            told += f" It {self._what_there_is()}."
        return "Nothing announced.", told

    def _promised(self, bold: str) -> tuple[str, str]:
        if self.verdict.overdue and self.season is not None and self.season.premiere is not None:
            due = self._when(self.season.premiere.value)
            return bold, f"It was due {due}; no source has said since that it came out."
        return bold, self._date_or_none("No release date is announced yet.")

    def _date_or_none(self, none: str) -> str:
        premiere = self.season.premiere if self.season else None
        if premiere is None or not premiere.value.known:
            return none
        if started(premiere.value, self.now):
            return f"It was due {self._when(premiere.value)}. {none}"
        return f"It is due {self._when(premiere.value)}."

    def _scheduled(self) -> tuple[str, str]:
        name = capital(self.name())
        premiere = self.season.premiere.value if self.season and self.season.premiere else None
        if premiere is None or not premiere.known:
            return f"{name} is scheduled.", "Its date is not announced yet."
        if premiere.exact:
            return f"{name} comes out {self._when(premiere)}.", self._countdown(premiere)
        return (
            f"{name} is expected {self._when(premiere)}.",
            "The exact day is not announced yet.",
        )

    def _countdown(self, when: AirDate) -> str:
        left = countdown_to(when, self.now)
        if left is None:
            return ""
        if when.precision is Precision.INSTANT:
            hours = int(left / timedelta(hours=1))
            if left < timedelta(days=2):
                return f"That is in {_count(hours, 'hour')}." if hours else "Any minute now."
            return f"That is in {_count(left.days, 'day')}."
        match left.days:
            case 0:
                return "That is today."
            case 1:
                return "That is tomorrow."
            case days:
                return f"That is in {_count(days, 'day')}."

    def _run(self) -> str:
        """When a season that is out began and ended."""
        season = self.season
        if season is None:
            return ""
        premiere = season.premiere.value if season.premiere else None
        finale = season.finale.value if season.finale else None
        if premiere is None or not premiere.known:
            return ""
        if finale is not None and finale == premiere:
            episodes = season.episodes.value if season.episodes else 0
            all_of = f"All {episodes} episodes" if episodes > 1 else "It"
            return f"{all_of} came out {self._when(premiere)}."
        begun = f"It premiered {self._when(premiere)}"
        if finale is None or not finale.known:
            return f"{begun}."
        verb = "ended" if finished(finale, self.now) else "ends"
        return f"{begun} and {verb} {self._when(finale)}."

    def _what_there_is(self) -> str:
        """ "has 3 seasons so far", from what is out."""
        latest = self.verdict.latest
        numbers = [s.number for s in self.show.seasons if s.number > 0]
        if latest is None:
            announced = ", ".join(map(str, numbers[:10]))
            return f"has only season {announced} on record" if announced else "has no seasons yet"
        last = self.style.escape(season_name(latest.number, latest))
        if latest.number >= 1900:
            return f"is numbered by year; the latest I know of is {last}"
        if latest.number == 1:
            return "has one season"
        return f"has {latest.number} seasons; the last one out is {last}"

    def _when(self, when: AirDate) -> str:
        text = self.style.date(when, self.now)
        if when.precision >= Precision.DAY:
            return f"{'' if when.approximate else 'on '}{text}"
        return text if when.approximate else f"in {text}"

    def _day(self, fact: Fact[object]) -> str:
        return self.style.date(AirDate.on(fact.claim.as_of), self.now)

    # -- the topics ---------------------------------------------------------------------------

    def general(self) -> Section:
        """The whole answer."""
        season = self.season
        lines: list[str] = []
        cited = self._because()
        silent = season is None or self.verdict.kind in _OVER or not _speaks(season)
        if silent or season is None:
            if self.verdict.number is not None and self.verdict.kind in _OVER:
                lines.append("No release date, no cast, no story, no trailer: there are none.")
            elif self.verdict.number is not None:
                lines.append("No release date, cast, story or trailer is known.")
            lines += self._instead(cited)
        else:
            lines += self._facts(season, cited)
        return Section(self.headline(), tuple(lines), tuple(cited), picture=self._picture())

    def _facts(self, season: Season, cited: list[Cited]) -> list[str]:
        lines = []
        if season.premiere is not None:
            cited.append(Cited("premiere", season.premiere))
            lines += self._otherwise(season.premiere)
        if season.final is not None and season.final.value:
            lines.append("It is the final season.")
            cited.append(Cited("final", season.final))
        lines += self._parts(season, cited)
        lines += self._length(season, cited)
        offers = self._offers(season, cited)
        if offers:
            lines.append(self._labelled("Where", offers))
        if season.cast:
            names = ", ".join(
                self.style.escape(clip(tamed(c.value.person), 60)) for c in season.cast[:3]
            )
            more = f" and {len(season.cast) - 3} more" if len(season.cast) > 3 else ""
            lines.append(self._labelled("With", names + more))
            cited.append(Cited("cast", season.cast[0]))
        return lines

    def _instead(self, cited: list[Cited]) -> list[str]:
        """What the last season that is out has, for a season that has nothing."""
        latest = self.verdict.latest
        if latest is None or latest.number == self.verdict.number:
            return []
        name = self.style.escape(capital(season_name(latest.number, latest)))
        parts = []
        if latest.premiere is not None and latest.premiere.value.known:
            parts.append(self.style.date(latest.premiere.value, self.now))
            cited.append(Cited("premiere", latest.premiere))
        if latest.episodes is not None:
            parts.append(_count(latest.episodes.value, "episode"))
        has = [
            word
            for word, there in (
                ("cast", latest.cast),
                ("trailer", latest.trailers),
                ("story", latest.story),
                ("where to watch", latest.where),
            )
            if there
        ]
        if has:
            parts.append(f"with {_listed(has)}")
        told = f": {' · '.join(parts)}" if parts else ""
        return [f"{self.style.bold(f'{name} is there')}{told}."]

    def release(self) -> Section:
        """The dates."""
        season, cited = self.season, self._because()
        lines: list[str] = []
        if season is None or self.verdict.kind in _OVER:
            if self.verdict.number is not None:
                lines.append(f"There is no release date for {self.name()}.")
            lines += self._instead(cited)
        else:
            if season.premiere is not None:
                cited.append(Cited("premiere", season.premiere))
                lines += self._otherwise(season.premiere)
            if season.finale is not None:
                cited.append(Cited("finale", season.finale))
            lines += self._parts(season, cited)
            lines += self._length(season, cited)
        return Section(self.headline(), tuple(lines), tuple(cited))

    def status(self) -> Section:
        """Where the season stands, and no more."""
        return Section(self.headline(), (), tuple(self._because()))

    def episodes(self) -> Section:
        """How many episodes there are."""
        season = self.season
        if season is None or (season.episodes is None and season.parts is None):
            lines = [f"I know of no number of episodes for {self.name()}."]
            return Section(self.headline(), tuple(lines), tuple(self._because()))
        cited: list[Cited] = []
        lines = self._length(season, cited) + self._parts(season, cited)
        if season.episodes is not None:
            count = _count(season.episodes.value, "episode")
            head = f"{self.style.bold(f'{capital(self.name())} has {count}.')} {self._run()}"
        else:
            head = self.headline()
        return Section(head.rstrip(), tuple(lines), tuple(cited))

    def cast(self, page: int | None) -> Section:
        """Who is in it, a page at a time."""
        season, lines, cited = self._having("cast", "cast", _cast_known)
        if season is None:
            return Section(self.headline(), tuple(lines), tuple(cited))
        size = len(season.cast) if page is None else CAST_PAGE
        pages = -(-len(season.cast) // size)
        start = min(page or 0, pages - 1) * size
        shown = season.cast[start : start + size]
        lines += [self._credit(fact.value) for fact in shown]
        if pages > 1:
            told = f"{start + 1} to {start + len(shown)} of {len(season.cast)}"
            lines.append(self.style.small(told))
        cited += [Cited("cast", fact) for fact in shown]
        name = self.style.escape(season_name(season.number, season))
        head = f"{self.style.bold(f'The cast of {name}')} of {self.title}:"
        if season is not self.season:
            head = self.headline()
        return Section(head, tuple(lines), tuple(cited), pages)

    def trailer(self) -> Section:
        """Links, newest and official first."""
        season, lines, cited = self._having("trailer", "trailers", _trailers_known)
        if season is None:
            return Section(self.headline(), tuple(lines), tuple(cited))
        links = []
        for fact in _by_newest(season.trailers)[:5]:
            trailer = fact.value
            kind = trailer.kind.value
            label = clip(tamed(trailer.title or capital(kind)), 80)
            day = trailer.published
            dated = f" · {self.style.date(day, self.now)}" if day and day.known else ""
            site = self.style.escape(site_of(trailer.url))
            lines.append(f"{self.style.link(label, trailer.url)} ({kind}, {site}){dated}")
            links.append((clip(capital(kind) if len(label) > 40 else label, 80), trailer.url))
            cited.append(Cited("trailers", fact))
        name = self.style.escape(season_name(season.number, season))
        head = f"{self.style.bold(f'There is a trailer for {name}')} of {self.title}."
        if season is not self.season:
            head = self.headline()
        return Section(head, tuple(lines), tuple(cited), links=tuple(links))

    def story(self) -> Section:
        """What it is about."""
        cited: list[Cited] = []
        season = self.season
        name = self.name()
        if season is not None and season.story is not None and self.verdict.kind not in _OVER:
            head = f"{self.style.bold(f'What {name} is about:')}"
            told = self.style.paragraph(season.story.value, _STORY)
            return Section(head, (told,), (Cited("story", season.story),))
        cited = self._because()
        lines = []
        if self.verdict.number is not None:
            lines.append(f"Nothing is known of the story of {name}.")
        latest = self.verdict.latest
        if latest is not None and latest.story is not None and latest is not season:
            last = self.style.escape(season_name(latest.number, latest))
            lines.append(self.style.bold(f"What {last} is about:"))
            lines.append(self.style.paragraph(latest.story.value, _STORY))
            cited.append(Cited("story", latest.story))
        elif self.show.synopsis is not None:
            lines.append(self.style.bold("What the show is about:"))
            lines.append(self.style.paragraph(self.show.synopsis.value, _STORY))
            cited.append(Cited("synopsis", self.show.synopsis))
        lines += self._makers(cited)
        return Section(self.headline(), tuple(lines), tuple(cited))

    def _makers(self, cited: list[Cited]) -> list[str]:
        lines = []
        creators, producers = self.show.creators, self.show.producers
        if creators is not None and creators.value:
            names = _listed([self._person(name) for name in creators.value[:6]])
            lines.append(self._labelled("Created by", names))
            cited.append(Cited("creators", creators))
        if producers is not None and producers.value:
            roles: dict[str, list[str]] = {}
            for producer in producers.value[:12]:
                roles.setdefault(producer.role or "producer", []).append(producer.person)
            for role, people in roles.items():
                label = capital(clip(tamed(role), 60)) + ("s" if len(people) > 1 else "")
                names = _listed([self._person(name) for name in people])
                lines.append(self._labelled(self.style.escape(label), names))
            cited.append(Cited("producers", producers))
        return lines

    def where(self) -> Section:
        """Where to watch it, in the asker's region first."""
        season, lines, cited = self._having("place to watch it", "where", _where_known)
        region = self.answer.region
        if season is None:
            network = self.show.network
            if network is not None and self.verdict.kind not in _OVER:
                lines.append(self._labelled("Network", self._person(network.value)))
                cited.append(Cited("network", network))
            return Section(self.headline(), tuple(lines), tuple(cited))
        local = [f for f in season.where if region is None or f.value.region in (region, None)]
        if region is not None and not local:
            lines.append(f"I know of no place to watch it in {region}. Elsewhere:")
        for fact in (local or season.where)[:12]:
            offer = fact.value
            label = clip(tamed(offer.provider), 80)
            told = self.style.link(label, offer.url) if offer.url else self.style.escape(label)
            lines.append(told + (f" ({offer.region})" if offer.region else ""))
            cited.append(Cited("where", fact))
        name = self.style.escape(season_name(season.number, season))
        head = f"{self.style.bold(f'Where to watch {name}')} of {self.title}:"
        if season is not self.season:
            head = self.headline()
        return Section(head, tuple(lines), tuple(cited))

    # -- pieces ---------------------------------------------------------------------------------

    def _having(
        self, what: str, name: str, known: _Known
    ) -> tuple[Season | None, list[str], list[Cited]]:
        """The season whose list to show: the one asked about, else the last one out."""
        season, latest = self.season, self.verdict.latest
        if season is not None and known(season):
            return season, [], []
        cited = self._because()
        lines = []
        if self.verdict.number is not None:
            silence = "There is no" if self.verdict.kind in _OVER else "I know of no"
            lines.append(f"{silence} {what} for {self.name()}.")
        if latest is None or latest is season or not known(latest):
            return None, lines, cited
        last = self.style.escape(season_name(latest.number, latest))
        noun = {"trailers": "has", "cast": "had", "where": "is here"}[name]
        lines.append(self.style.bold(f"{capital(last)} {noun}:"))
        return latest, lines, cited

    def _because(self) -> list[Cited]:
        because = self.verdict.because
        return [] if because is None else [Cited(because.claim.field, because)]

    def _labelled(self, label: str, text: str) -> str:
        return f"{self.style.bold(f'{label}:')} {text}"

    def _person(self, name: str) -> str:
        return self.style.escape(clip(tamed(name), 80))

    def _credit(self, credit: Credit) -> str:
        if credit.character is None:
            return self._person(credit.person)
        return f"{self._person(credit.person)} as {self._person(credit.character)}"

    def _otherwise(self, fact: Fact[AirDate]) -> list[str]:
        """What other sources say of a date, where they do not just say it less exactly."""
        said = {
            claim.by: claim.value
            for claim in fact.others
            if isinstance(claim.value, AirDate)
            and claim.tier is Tier.SOURCE
            and not fact.value.refines(claim.value)
        }
        told = [
            f"{source_name(by)} says {self.style.date(when, self.now)}"
            for by, when in sorted(said.items())
        ]
        return [self.style.small(f"Sources disagree: {_listed(told)}.")] if told else []

    def _parts(self, season: Season, cited: list[Cited]) -> list[str]:
        if season.parts is None or not season.parts.value:
            return []
        cited.append(Cited("parts", season.parts))
        lines = []
        for part in season.parts.value[:12]:
            when = "date not announced"
            if part.premiere is not None and part.premiere.known:
                when = self.style.date(part.premiere, self.now)
            count = f", {_count(part.episodes, 'episode')}" if part.episodes else ""
            lines.append(f"{self.style.bold(self._person(part.label))}: {when}{count}")
        return lines

    def _length(self, season: Season, cited: list[Cited]) -> list[str]:
        told = []
        if season.episodes is not None:
            told.append(str(season.episodes.value))
            cited.append(Cited("episodes", season.episodes))
        if season.runtime is not None:
            told.append(f"about {season.runtime.value} minutes each")
            cited.append(Cited("runtime", season.runtime))
        return [self._labelled("Episodes", ", ".join(told))] if told else []

    def _offers(self, season: Season, cited: list[Cited]) -> str:
        region = self.answer.region
        offers = [f for f in season.where if region is None or f.value.region in (region, None)]
        names = []
        for fact in (offers or season.where)[:3]:
            place = f" ({fact.value.region})" if fact.value.region else ""
            names.append(self._person(fact.value.provider) + place)
            cited.append(Cited("where", fact))
        return ", ".join(names)

    def _picture(self) -> str | None:
        return self.show.picture.value if self.show.picture else None


def _speaks(season: Season) -> bool:
    """Whether anything is known of the season besides where it stands."""
    return bool(
        season.premiere
        or season.episodes
        or season.cast
        or season.trailers
        or season.story
        or season.parts
        or season.where
        or season.final
    )


def _cast_known(season: Season) -> bool:
    return bool(season.cast)


def _trailers_known(season: Season) -> bool:
    return bool(season.trailers)


def _where_known(season: Season) -> bool:
    return bool(season.where)


def _by_newest(trailers: Sequence[Fact[Trailer]]) -> list[Fact[Trailer]]:
    """Official ones first, then the newest, then trailers before teasers and clips."""
    kinds = list(type(trailers[0].value.kind)) if trailers else []

    def order(fact: Fact[Trailer]) -> tuple[bool, int, int]:
        day = fact.value.published
        newest = -day.latest().toordinal() if day is not None and day.known else 0
        return (not fact.value.official, newest, kinds.index(fact.value.kind))

    return sorted(trailers, key=order)


def newest_trailer(answer: Answer) -> str | None:
    """The link of the trailer that `/trailer` shows first, if it shows any."""
    for season in (answer.season, answer.verdict.latest):
        if season is not None and season.trailers:
            return _by_newest(season.trailers)[0].value.url
    return None


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _listed(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


_SOURCE_NAMES = {"tvmaze": "TVmaze", "tmdb": "TMDB", "anilist": "AniList"}


def source_name(by: str) -> str:
    """A source as people know it."""
    return _SOURCE_NAMES.get(by, by)


def source_line(cited: Iterable[Cited], style: Style, now: datetime) -> str:
    """Who says so, where, as of when: the few sources that the answer rests on most."""
    seen: dict[tuple[str, str], Fact[object]] = {}
    for item in cited:
        claim = item.fact.claim
        seen.setdefault((claim.by, claim.source), item.fact)
    if not seen:
        return style.small("No source says anything about it.")
    told = [_source(fact, style, now) for fact in list(seen.values())[:_SOURCES]]
    more = f" · and {len(seen) - _SOURCES} more" if len(seen) > _SOURCES else ""
    return style.small(f"Source: {' · '.join(told)}{more}")


def _source(fact: Fact[object], style: Style, now: datetime) -> str:
    claim = fact.claim
    label = source_name(claim.by) if claim.by in _SOURCE_NAMES else site_of(claim.source)
    link = style.link(label, claim.source) if claim.source else "the operator's own list"
    told = f"{link}, as of {style.date(AirDate.on(claim.as_of), now)}"
    if claim.author is not None:
        whose = "this server's editors" if claim.tier is Tier.SERVER else "a curator"
        return f"{told}, set by {whose}"
    if claim.checked_at is not None and claim.by in _SOURCE_NAMES:
        return f"{told}, checked {ago(now - claim.checked_at)}"
    return told


def ago(age: timedelta) -> str:
    """A length of time gone by, in the largest unit that fits."""
    seconds = max(0, int(age.total_seconds()))
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length:
            return f"{_count(seconds // length, unit)} ago"
    return "just now"


def summary(verdict: Verdict) -> str:
    """The verdict in one or two words, for lists."""
    return verdict.kind.value.replace("_", " ")
