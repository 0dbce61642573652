"""Written answers: a section per topic, from the headline to the citations."""

from __future__ import annotations

from dataclasses import replace

from ..facts.models import Fact, Topic
from ..facts.season_verdict import VerdictKind
from ..locale.cldr import listed
from ..locale.languages import base_language, language
from ..locale.messages import N_, _, ngettext, pgettext
from ..presentation.date_text import ago
from ..presentation.markup import Style, capital, clip, tamed
from . import cast, trailers, where_to_watch
from .citations import SETTLED, Cited, heard_at
from .headline import headline
from .lookup import Answer
from .season_details import (
    canceled_meanwhile,
    dates,
    disputed,
    facts,
    has_facts,
    instead,
    length,
    next_episode,
    no_such_part,
    parts,
    special_ahead,
    what_follows,
)
from .season_estimate import estimate_lines
from .season_headline import is_planned, run
from .section_writer import Section, Writer
from .show_overview import index_section, standing, whole_show

_BEING_MADE = VerdictKind.IN_PRODUCTION
"""The headline of a season in one of these states says whether there is a date."""

_STORY = 1200
_CREATORS = 6
_PRODUCERS = 12


def write(answer: Answer, style: Style, *, page: int | None = 0) -> Section:
    """The answer, written out in one style.

    `page` counts from 0 in a long list; None writes all of it.
    """
    section = _section(answer, Writer(answer, style), page)
    poster = answer.show.picture
    if section.picture is not None or poster is None:
        return section
    return replace(section, picture=poster.value)


def _section(answer: Answer, writer: Writer, page: int | None) -> Section:
    if answer.show.is_indexed_only:
        return index_section(writer)
    if answer.overall:
        return whole_show(writer)
    match answer.topic:
        case Topic.RELEASE | Topic.SCHEDULE:
            return release(writer)
        case Topic.EPISODES:
            return episodes(writer)
        case Topic.STATUS:
            return standing(writer)
        case Topic.CAST:
            return cast.cast(writer, page)
        case Topic.TRAILER:
            return trailers.trailer(writer)
        case Topic.STORY:
            return story(writer)
        case Topic.WHERE:
            return where_to_watch.where(writer)
        case _:
            return general(writer)


def fetch_note(answer: Answer, style: Style) -> str:
    """A note that news is being asked for, or why none came; "" if the answer itself says so."""
    fetch = answer.fetch
    if answer.show.is_indexed_only or fetch == SETTLED:
        return ""
    if fetch.failure:
        reason = style.escape(str(fetch.failure))
        return style.small(_("I asked for news: {reason}", reason=reason))
    heard = heard_at(answer.show)
    if heard is None:
        return style.small(_("I am asking for news …"))
    since = ago(answer.now - heard)
    return style.small(_("I last heard of it {ago} and am asking for news …", ago=since))


def general(writer: Writer) -> Section:
    """The section without a topic: everything that is known about a season."""
    season, cited = writer.season, writer.because()
    if season is None or writer.over or not has_facts(season):
        lines = canceled_meanwhile(writer, cited) + _silence(writer) + instead(writer, cited)
    else:
        lines = facts(writer, season, cited)
    lines += what_follows(writer, cited) + estimate_lines(writer)
    lines += special_ahead(writer, cited) + disputed(writer)
    return Section(headline(writer), tuple(lines), tuple(cited))


def _silence(writer: Writer) -> list[str]:
    """A line that nothing one could ask about the season is known."""
    season = writer.season
    if not writer.numbered:
        return []
    if writer.out:
        return [
            writer.sentence(
                N_("I know neither the cast nor the story of {season}, nor a trailer."),
                N_("I know neither the cast nor the story of the specials, nor a trailer."),
            )
        ]
    if not writer.over:
        if writer.verdict.kind is VerdictKind.UNANNOUNCED:
            return [_("I know of no release date, no cast, no story and no trailer yet.")]
        return [_("I know of no cast, no story and no trailer yet.")]
    had = season is not None and (season.cast or season.story or season.trailers)
    if had:
        return [_("So there is no release date. What was said about it before is kept.")]
    return [_("So there is no release date, no cast, no story and no trailer.")]


def release(writer: Writer) -> Section:
    """The section of the release: the season's dates."""
    season, cited = writer.season, writer.because()
    lines: list[str] = []
    if writer.over:
        if writer.numbered:
            lines.append(
                writer.sentence(
                    N_("There is no release date for {season}."),
                    N_("There is no release date for the specials."),
                )
            )
        lines += instead(writer, cited)
    elif season is None:
        if writer.verdict.number is not None and writer.verdict.kind is not _BEING_MADE:
            lines.append(_no_known_date(writer))
        lines += instead(writer, cited)
    else:
        lines += next_episode(writer, cited) + dates(writer, season, cited)
        lines += canceled_meanwhile(writer, cited) + parts(writer, season, cited)
        lines += no_such_part(writer, season)
        lines += length(writer, season, cited)
        if writer.out and writer.start is None:
            lines.append(_no_known_date(writer))
    if writer.answer.topic is not Topic.SCHEDULE:
        lines += what_follows(writer, cited)
    lines += estimate_lines(writer) + special_ahead(writer, cited) + disputed(writer)
    return Section(headline(writer), tuple(lines), tuple(cited))


def _no_known_date(writer: Writer) -> str:
    return writer.sentence(
        N_("I know of no release date for {season}."),
        N_("I know of no release date for the specials."),
    )


def episodes(writer: Writer) -> Section:
    """The section of the episodes: how many there are."""
    season = writer.season
    if writer.over or season is None or (season.episodes is None and season.parts is None):
        cited = writer.because()
        lines = []
        if writer.verdict.number is not None and not writer.over:
            lines.append(
                writer.sentence(
                    N_("I do not know how many episodes {season} has."),
                    N_("I do not know how many episodes the specials have."),
                )
            )
        lines += instead(writer, cited)
        return Section(headline(writer), tuple(lines), tuple(cited))
    cited = []
    head = headline(writer)
    counted = writer.out and season.episodes is not None and not is_planned(writer)
    lines = next_episode(writer, cited) + length(writer, season, cited, counted=counted)
    lines += parts(writer, season, cited)
    if counted and season.episodes is not None:
        count = season.episodes.value
        if season.number:
            told = ngettext(
                "{season} has {number} episode.",
                "{season} has {number} episodes.",
                count,
                season=writer.name,
            )
        else:
            told = ngettext(
                "The specials have {number} episode.", "The specials have {number} episodes.", count
            )
        head = f"{writer.style.bold(capital(told))} {run(writer)}".rstrip()
    else:
        cited = writer.because() + cited
    return Section(head, tuple(lines), tuple(cited))


def story(writer: Writer) -> Section:
    """The section of the story: what the season or the show is about."""
    season, latest = writer.season, writer.answer.latest_told
    if season is not None and season.story is not None and not writer.over:
        text = told_text(writer, season.story)
        cited = [Cited("story", season.story)]
        name = writer.style.bold(
            writer.sentence(N_("What {season} is about:"), N_("What the specials are about:"))
        )
        if writer.out:
            return Section(name, tuple(text), tuple(cited))
        return Section(headline(writer), (name, *text), tuple(writer.because() + cited))
    cited = writer.because()
    lines = []
    # The headline has said that there is no such season.
    is_said = writer.over and season is None and latest is not None and latest.story is not None
    if writer.numbered and not is_said:
        lines.append(_no_story(writer))
    last_out = writer.verdict.latest
    if last_out is not None and latest is None and last_out.story is not None:
        name = writer.called(last_out.number, last_out)
        noun = pgettext("a thing I have", "story")
        lines.append(_("For {season} I have the {things}.", season=name, things=noun))
    if latest is not None and latest.story is not None and latest is not season:
        last = writer.called(latest.number, latest)
        name = writer.style.bold(_("What {season} is about:", season=last))
        lines += [name, *told_text(writer, latest.story)]
        cited.append(Cited("story", latest.story))
    elif writer.show.synopsis is not None:
        lines.append(writer.style.bold(_("What the show is about:")))
        lines += told_text(writer, writer.show.synopsis)
        cited.append(Cited("synopsis", writer.show.synopsis))
    lines += _makers(writer, cited)
    return Section(headline(writer), tuple(lines), tuple(cited))


def _no_story(writer: Writer) -> str:
    if writer.over:
        return writer.sentence(
            N_("There is no story for {season}."), N_("There is no story for the specials.")
        )
    return writer.sentence(
        N_("I do not know the story of {season}."), N_("I do not know the story of the specials.")
    )


def told_text(writer: Writer, told: Fact[str], length: int = _STORY) -> list[str]:
    """A story or synopsis, labelled with its language if that is not the spoken one.

    Texts of the sources and the catalogue are English; people write in any language.
    """
    text = writer.style.paragraph(told.value, length)
    if told.claim.author is not None or base_language(language()) == "en":
        return [text]
    note = writer.style.small(_("This text is in English, as its source has it."))
    return [writer.style.foreign(text, "en"), note]


def _makers(writer: Writer, cited: list[Cited]) -> list[str]:
    lines = []
    creators, producers = writer.show.creators, writer.show.producers
    if creators is not None and creators.value:
        names = listed([writer.person(name) for name in creators.value[:_CREATORS]])
        lines.append(writer.labelled(_("Created by"), names))
        cited.append(Cited("creators", creators))
    if producers is not None and producers.value:
        roles: dict[str, list[str]] = {}
        for producer in producers.value[:_PRODUCERS]:
            roles.setdefault(producer.role or "producer", []).append(producer.person)
        for role, people in roles.items():
            label = _role(capital(clip(tamed(role), 60)), len(people))
            names = listed([writer.person(name) for name in people])
            lines.append(writer.labelled(writer.style.escape(label), names))
        cited.append(Cited("producers", producers))
    return lines


def _role(role: str, people: int) -> str:
    if role == "Producer":
        return ngettext("Producer", "Producers", people)
    if role == "Executive producer":
        return ngettext("Executive producer", "Executive producers", people)
    # Translators: {role} is English, as its source has it, like "Showrunner".
    return ngettext("{role}", "{role}s", people, role=role)
