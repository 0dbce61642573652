"""The answers in a few lines: the whole, the dates, the standing, the episodes, the story."""

from __future__ import annotations

from ..facts.verdict import VerdictKind
from ..presentation.style import clip, tamed
from ..presentation.words import capital, counted, listed
from .citations import Cited
from .season_lines import dates, facts, instead, length, parts, speaks
from .sentences import headline, run
from .telling import Section, Telling

_STORY = 1200
_CREATORS = 6
_PRODUCERS = 12


def general(told: Telling) -> Section:
    """The whole answer."""
    season, cited = told.season, told.because()
    if season is None or told.over or not speaks(season):
        lines = _silence(told) + instead(told, cited)
    else:
        lines = facts(told, season, cited)
    picture = told.show.picture.value if told.show.picture else None
    return Section(headline(told), tuple(lines), tuple(cited), picture=picture)


def _silence(told: Telling) -> list[str]:
    """That there is nothing to tell of the season, thing by thing."""
    kind, season = told.verdict.kind, told.season
    if told.verdict.number is None or kind is VerdictKind.NO_SUCH_SEASON:
        return []
    if told.out:
        return [f"I know neither the cast nor the story of {told.name}, nor a trailer."]
    if not told.over:
        return ["There is no release date, no cast, no story and no trailer yet."]
    had = season is not None and (season.cast or season.story or season.trailers)
    if had:
        return ["So there is no release date. What had been said of it before is kept."]
    return ["So there is no release date, no cast, no story and no trailer."]


def release(told: Telling) -> Section:
    """The dates."""
    season, cited = told.season, told.because()
    lines: list[str] = []
    if told.over:
        if told.verdict.number is not None and told.verdict.kind is not VerdictKind.NO_SUCH_SEASON:
            lines.append(f"There is no release date for {told.name}.")
        lines += instead(told, cited)
    elif season is None:
        if told.verdict.number is not None:
            lines.append(f"I know of no release date for {told.name}.")
        lines += instead(told, cited)
    else:
        lines += dates(told, season, cited) + parts(told, season, cited)
        lines += length(told, season, cited)
        if told.out and told.start is None:
            lines.append(f"I know of no release date for {told.name}.")
    return Section(headline(told), tuple(lines), tuple(cited))


def status(told: Telling) -> Section:
    """Where the season stands, and no more."""
    return Section(headline(told), (), tuple(told.because()))


def episodes(told: Telling) -> Section:
    """How many episodes there are."""
    season = told.season
    if told.over or season is None or (season.episodes is None and season.parts is None):
        cited = told.because()
        lines = []
        if told.verdict.number is not None and not told.over:
            lines.append(f"I do not know how many episodes {told.name} {told.verb('has', 'have')}.")
        lines += instead(told, cited)
        return Section(headline(told), tuple(lines), tuple(cited))
    cited = []
    lines = length(told, season, cited) + parts(told, season, cited)
    head = headline(told)
    if told.out and season.episodes is not None:
        count = counted(season.episodes.value, "episode")
        verb = told.verb("has", "have")
        head = f"{told.style.bold(told.bold_name(f'{verb} {count}.'))} {run(told)}".rstrip()
    else:
        cited = told.because() + cited
    return Section(head, tuple(lines), tuple(cited))


def story(told: Telling) -> Section:
    """What it is about."""
    season, latest = told.season, told.verdict.latest
    if season is not None and season.story is not None and not told.over:
        what = _about(told, season.story.value)
        cited = [Cited("story", season.story)]
        name = told.style.bold(f"What {told.name} {told.verb('is', 'are')} about:")
        if told.out:
            return Section(name, (what,), tuple(cited))
        return Section(headline(told), (name, what), tuple(told.because() + cited))
    cited = told.because()
    lines = []
    if told.verdict.number is not None and told.verdict.kind is not VerdictKind.NO_SUCH_SEASON:
        none = "There is no story for" if told.over else "I do not know the story of"
        lines.append(f"{none} {told.name}.")
    if latest is not None and latest.story is not None and latest is not season:
        last = told.called(latest.number, latest)
        lines += [told.style.bold(f"What {last} is about:"), _about(told, latest.story.value)]
        cited.append(Cited("story", latest.story))
    elif told.show.synopsis is not None:
        lines.append(told.style.bold("What the show is about:"))
        lines.append(_about(told, told.show.synopsis.value))
        cited.append(Cited("synopsis", told.show.synopsis))
    lines += _makers(told, cited)
    return Section(headline(told), tuple(lines), tuple(cited))


def _about(told: Telling, text: str) -> str:
    return told.style.paragraph(text, _STORY)


def _makers(told: Telling, cited: list[Cited]) -> list[str]:
    lines = []
    creators, producers = told.show.creators, told.show.producers
    if creators is not None and creators.value:
        names = listed([told.person(name) for name in creators.value[:_CREATORS]])
        lines.append(told.labelled("Created by", names))
        cited.append(Cited("creators", creators))
    if producers is not None and producers.value:
        roles: dict[str, list[str]] = {}
        for producer in producers.value[:_PRODUCERS]:
            roles.setdefault(producer.role or "producer", []).append(producer.person)
        for role, people in roles.items():
            label = capital(clip(tamed(role), 60)) + ("s" if len(people) > 1 else "")
            names = listed([told.person(name) for name in people])
            lines.append(told.labelled(told.style.escape(label), names))
        cited.append(Cited("producers", producers))
    return lines
