"""Lines about one season: its parts, its length, where to watch it, what the season before it
has."""

from __future__ import annotations

from ..facts.air_date import AirDate, has_passed
from ..facts.fields import SPECIALS, YEAR_NUMBERED
from ..facts.models import Fact, Season, ShowStatus, Tier
from ..facts.season_order import first_day, last_day
from ..facts.season_verdict import COMING, OUT, SHOW_OVER, VerdictKind
from ..locale.cldr import listed, number_text
from ..locale.messages import N_, _, ngettext, pgettext
from ..presentation.markup import capital
from ..presentation.names import part_name
from .citations import Cited, is_fetched, source_name
from .headline import canceled_by, headline, unannounced
from .season_headline import is_planned
from .section_writer import Writer, of_season
from .where_to_watch import offer_text, places

_PARTS = 12
_NAMED = 3


def facts(writer: Writer, season: Season, cited: list[Cited]) -> list[str]:
    """Everything known about a season besides its verdict, a line each."""
    lines = next_episode(writer, cited) + dates(writer, season, cited) + last_one(writer, cited)
    lines += parts(writer, season, cited) + no_such_part(writer, season)
    lines += length(writer, season, cited)
    found, _here = places(writer, season)
    if found := found[:_NAMED]:
        named = ", ".join(offer_text(writer, place) for place in found)
        lines.append(writer.labelled(_("Where"), named))
        cited += [Cited("where", place.facts[0]) for place in found]
    if cast := season.cast or writer.show.cast:
        names = [writer.person(fact.value.person) for fact in cast[:_NAMED]]
        more = len(cast) - _NAMED
        if more > 0:
            names.append(ngettext("{number} more", "{number} more", more))
        # Translators: A label before the names of people in a cast.
        label = _("With") if season.cast else _("With, over all seasons")
        lines.append(writer.labelled(label, listed(names)))
        cited.append(Cited("cast", cast[0]))
    return lines


def disputed(writer: Writer) -> list[str]:
    """What other sources say about the whole show, if one has it ended and another running."""
    status = writer.show.status
    if status is None or status.claim.tier is not Tier.SOURCE or status.value not in _STATUS_SAID:
        return []
    said: dict[ShowStatus, list[str]] = {}
    for claim in sorted(status.others, key=lambda claim: claim.by):
        value = claim.value
        if claim.tier is not Tier.SOURCE or not isinstance(value, ShowStatus):
            continue
        if value in _STATUS_SAID and (value in SHOW_OVER) is not (status.value in SHOW_OVER):
            said.setdefault(value, []).append(writer.style.escape(source_name(claim.by)))
    voices = [_(_STATUS_SAID[value], sources=listed(names)) for value, names in said.items()]
    if not voices:
        return []
    return [writer.style.small(_("Sources disagree: {voices}.", voices=listed(voices)))]


_STATUS_SAID = {
    # Translators: {sources} are names, "TVmaze and TMDB"; "it" is the show.
    ShowStatus.RUNNING: N_("{sources}: it goes on"),
    ShowStatus.ENDED: N_("{sources}: it has ended"),
    ShowStatus.CANCELED: N_("{sources}: it was canceled"),
}


def next_episode(writer: Writer, cited: list[Cited]) -> list[str]:
    """When the next episode of a season that is out comes out, unless a part begins with it."""
    season = writer.season
    if season is None or season.number == SPECIALS or writer.verdict.kind not in OUT:
        return []
    following, part = season.next_episode, writer.next_part
    if following is None or has_passed(following.value, writer.air_now):
        return []
    ahead = part.premiere if part is not None else None
    if ahead is not None and ahead.known and following.value.latest() >= ahead.earliest():
        return []
    cited.append(Cited("next_episode", following))
    return [_("The next episode comes out {when}.", when=writer.when(following.value))]


def canceled_meanwhile(writer: Writer, cited: list[Cited]) -> list[str]:
    """A line that the show was canceled, for an answer about its last season, which comes all the
    same."""
    show, season = writer.show, writer.season
    if show.status is None or show.status.value is not ShowStatus.CANCELED or season is None:
        return []
    if season is not show.seasons[-1] or writer.verdict.kind not in _ALL_THE_SAME:
        return []
    cited.append(Cited("status", show.status))
    values = canceled_by(writer, show.status)
    if _is_older(show.status, writer.verdict.because):
        return [_("{who} had canceled {show} before that{reported}.", **values)]
    return [_("{who} canceled {show}{reported}.", **values)]


def _is_older(canceled: Fact[ShowStatus], because: Fact[object] | None) -> bool:
    """Whether the cancellation is older than the news of the season, as of a show that was revived.

    A provider's day does not count, because it is the day on which the provider was read.
    """
    if because is None or is_fetched(canceled.claim) or is_fetched(because.claim):
        return False
    return canceled.claim.as_of < because.claim.as_of


def what_follows(writer: Writer, cited: list[Cited]) -> list[str]:
    """Whether another season follows the one that is on, if no season was asked for by number.

    "Is it renewed?" means the one after it. Shows numbered by year go on unannounced.
    """
    number = writer.verdict.number
    if writer.answer.asked is not None or writer.verdict.kind is not VerdictKind.AIRING:
        return []
    if number is None or number == SPECIALS or number >= YEAR_NUMBERED:
        return []
    later = [season.number for season in writer.show.seasons if season.number > number]
    about = of_season(writer, min(later, default=number + 1))
    if about.verdict.kind is VerdictKind.UNANNOUNCED:
        return [unannounced(about)]
    if about.season is None or about.out:
        return []
    cited += about.because()
    return [headline(about)]


_ALL_THE_SAME = frozenset({*COMING, VerdictKind.POSTPONED, VerdictKind.AIRING})


def special_ahead(writer: Writer, cited: list[Cited]) -> list[str]:
    """When a special comes out, for an answer about something else."""
    specials = writer.show.season(SPECIALS)
    if specials is None or writer.verdict.number == SPECIALS:
        return []
    field, day = "next_episode", specials.next_episode
    if day is None and of_season(writer, SPECIALS).verdict.kind is VerdictKind.SCHEDULED:
        field, day = "premiere", first_day(specials)
    if day is None or has_passed(day.value, writer.air_now):
        return []
    cited.append(Cited(field, day))
    return [_("A special comes out {when}.", when=writer.when(day.value))]


def has_facts(season: Season) -> bool:
    """Whether anything is known about the season besides its status."""
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


def dates(writer: Writer, season: Season, cited: list[Cited]) -> list[str]:
    """Cites the season's dates, and tells where sources disagree about its first day."""
    if season.finale is not None and writer.out:
        cited.append(Cited("finale", season.finale))
    if season.premiere is None:
        return []
    cited.append(Cited("premiere", season.premiere))
    return _otherwise(writer, season.premiere)


def _otherwise(writer: Writer, fact: Fact[AirDate]) -> list[str]:
    """What other sources say about a date, unless they only say it less exactly."""
    said = {
        claim.by: claim.value
        for claim in fact.others
        if isinstance(claim.value, AirDate)
        and claim.value.known
        and claim.tier is Tier.SOURCE
        and not fact.value.refines(claim.value)
    }
    by_value: dict[str, list[str]] = {}
    for by in sorted(said):
        by_value.setdefault(writer.date(said[by]), []).append(writer.style.escape(source_name(by)))
    voices = [
        ngettext(
            "{sources} says {value}",
            "{sources} say {value}",
            len(names),
            sources=listed(names),
            value=value,
        )
        for value, names in by_value.items()
    ]
    if not voices:
        return []
    # Translators: {voices} is "TMDB says 5 October 2026 and TVmaze says 6 October 2026".
    return [writer.style.small(_("Sources disagree: {voices}.", voices=listed(voices)))]


def parts(writer: Writer, season: Season, cited: list[Cited]) -> list[str]:
    """The season's parts with their dates, a line each."""
    if season.parts is None or not season.parts.value:
        return []
    cited.append(Cited("parts", season.parts))
    lines = []
    for part in season.parts.value[:_PARTS]:
        details = [_("date not announced")]
        if part.premiere is not None and part.premiere.known:
            details = [writer.date(part.premiere)]
        if part.episodes:
            details.append(ngettext("{number} episode", "{number} episodes", part.episodes))
        lines.append(writer.labelled(writer.person(part_name(part.label)), ", ".join(details)))
    return lines


def no_such_part(writer: Writer, season: Season) -> list[str]:
    """A line that the part asked about is not known, unless the season is known to have that
    many."""
    part = writer.answer.part
    known = season.parts.value if season.parts is not None else ()
    if part is None or part <= len(known) or any(str(part) in other.label for other in known):
        return []
    return [
        writer.sentence(
            N_("I know of no part {part} of {season}."),
            N_("I know of no part {part} of the specials."),
            part=part,
        )
    ]


def last_one(writer: Writer, cited: list[Cited]) -> list[str]:
    """A line that it is the final season, if it is, and that the show was canceled meanwhile."""
    season, lines = writer.season, canceled_meanwhile(writer, cited)
    if season is None or season.final is None or not season.final.value:
        return lines
    cited.append(Cited("final", season.final))
    final = writer.sentence(N_("It is the final season."), N_("They are the final season."))
    return [final, *lines]


def length(
    writer: Writer, season: Season, cited: list[Cited], *, counted: bool = False
) -> list[str]:
    """How many episodes of how many minutes; only the minutes if `counted` says that the episodes
    are already written."""
    known = []
    if season.episodes is not None:
        if not counted:
            known.append(number_text(season.episodes.value))
        cited.append(Cited("episodes", season.episodes))
    if season.runtime is not None:
        known.append(
            ngettext(
                "about {number} minute each", "about {number} minutes each", season.runtime.value
            )
        )
        cited.append(Cited("runtime", season.runtime))
    return [writer.labelled(_("Episodes"), ", ".join(known))] if known else []


def instead(writer: Writer, cited: list[Cited]) -> list[str]:
    """What the last season that is out has, for a season of which nothing is known."""
    latest = writer.verdict.latest
    if latest is None or latest.number == writer.verdict.number:
        return []
    about = of_season(writer, latest.number)
    season = writer.called(latest.number, latest)
    known = []
    if about.verdict.kind is VerdictKind.AIRING or is_planned(about):
        days = (("premiere", first_day(latest)), ("finale", last_day(latest)))
        cited += [Cited(name, day) for name, day in days if day is not None]
        return [headline(about), *next_episode(about, cited), *_what_it_has(latest, season)]
    if first := first_day(latest):
        known.append(_("it premiered {when}", when=writer.when(first.value)))
        cited.append(Cited("premiere", first))
    if latest.episodes is not None:
        known.append(ngettext("{number} episode", "{number} episodes", latest.episodes.value))
        cited.append(Cited("episodes", latest.episodes))
    found, is_here = places(writer, latest)
    if found and is_here:
        providers = dict.fromkeys(writer.person(place.offer.provider) for place in found)
        # Translators: {providers} is where it can be watched: "Netflix and Hulu".
        known.append(_("on {providers}", providers=listed(list(providers)[:_NAMED])))
        cited.append(Cited("where", found[0].facts[0]))
    out = writer.style.bold(capital(_("{season} is out", season=season)))
    if known:
        # Translators: {out} is "Season 1 is out", {known} "it premiered in 2024, 10 episodes".
        lines = [_("{out}: {known}.", out=out, known=", ".join(known))]
    else:
        lines = [_("{out}.", out=out)]
    return lines + _what_it_has(latest, season)


def _what_it_has(latest: Season, season: str) -> list[str]:
    """The line about what else is known of the last season; `season` is its name, escaped."""
    has = [
        word
        for word, there in (
            (pgettext("a thing I have", "cast"), latest.cast),
            (pgettext("a thing I have", "story"), latest.story),
            (pgettext("a thing I have", "trailer"), latest.trailers),
        )
        if there
    ]
    if not has:
        return []
    # Translators: {things} is "cast, story and trailer", or some of these.
    return [_("For {season} I have the {things}.", season=season, things=listed(has))]
