"""Lines about one season: its parts, its length, where it is, what the last one has."""

from __future__ import annotations

from ..facts.air_date import AirDate
from ..facts.models import Fact, Offer, Season, Tier
from ..locale.cldr import listed, number_text
from ..locale.messages import N_, _, ngettext, pgettext
from ..presentation.words import capital
from .citations import Cited, source_name
from .writer import Writer

_PARTS = 12
_NAMED = 3


def facts(writer: Writer, season: Season, cited: list[Cited]) -> list[str]:
    """What there is to know of a season besides its verdict, a line each."""
    lines = dates(writer, season, cited)
    if season.final is not None and season.final.value:
        lines.append(writer.told(N_("It is the final season."), N_("They are the final season.")))
        cited.append(Cited("final", season.final))
    lines += parts(writer, season, cited)
    lines += length(writer, season, cited)
    places = [fact for fact in offers(writer, season) if fact.value.provider][:_NAMED]
    if places:
        named = ", ".join(offer(writer, fact) for fact in places)
        lines.append(writer.labelled(_("Where"), named))
        cited += [Cited("where", fact) for fact in places]
    if season.cast:
        names = [writer.person(fact.value.person) for fact in season.cast[:_NAMED]]
        more = len(season.cast) - _NAMED
        if more > 0:
            names.append(ngettext("{number} more", "{number} more", more))
        # Translators: A label before the names of people in a cast.
        lines.append(writer.labelled(_("With"), listed(names)))
        cited.append(Cited("cast", season.cast[0]))
    return lines


def has_facts(season: Season) -> bool:
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


def dates(writer: Writer, season: Season, cited: list[Cited]) -> list[str]:
    """Cites the season's dates, and tells where sources disagree about its first day."""
    if season.finale is not None and writer.out:
        cited.append(Cited("finale", season.finale))
    if season.premiere is None:
        return []
    cited.append(Cited("premiere", season.premiere))
    return _otherwise(writer, season.premiere)


def _otherwise(writer: Writer, fact: Fact[AirDate]) -> list[str]:
    """What other sources say of a date, where they do not just say it less exactly."""
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
        told = [_("date not announced")]
        if part.premiere is not None and part.premiere.known:
            told = [writer.date(part.premiere)]
        if part.episodes:
            told.append(ngettext("{number} episode", "{number} episodes", part.episodes))
        lines.append(writer.labelled(writer.person(part.label), ", ".join(told)))
    return lines


def length(writer: Writer, season: Season, cited: list[Cited]) -> list[str]:
    """How many episodes of how many minutes."""
    known = []
    if season.episodes is not None:
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


def offers(writer: Writer, season: Season) -> list[Fact[Offer]]:
    """Where it can be watched in the asker's region; everywhere where it has none there."""
    region = writer.answer.region
    here = [fact for fact in season.where if region is None or fact.value.region in (region, None)]
    return here or list(season.where)


def offer(writer: Writer, fact: Fact[Offer]) -> str:
    """A provider with its region, as text alone."""
    place = f" ({fact.value.region})" if fact.value.region else ""
    return writer.person(fact.value.provider) + place


def instead(writer: Writer, cited: list[Cited]) -> list[str]:
    """What the last season that is out has, for a season that has nothing."""
    latest = writer.verdict.latest
    if latest is None or latest.number == writer.verdict.number:
        return []
    season = writer.called(latest.number, latest)
    known = []
    if latest.premiere is not None and latest.premiere.value.known:
        known.append(_("it premiered {when}", when=writer.when(latest.premiere.value)))
        cited.append(Cited("premiere", latest.premiere))
    if latest.episodes is not None:
        known.append(ngettext("{number} episode", "{number} episodes", latest.episodes.value))
        cited.append(Cited("episodes", latest.episodes))
    if latest.where:
        providers = dict.fromkeys(writer.person(f.value.provider) for f in offers(writer, latest))
        # Translators: {providers} is where it can be watched: "Netflix and Hulu".
        known.append(_("on {providers}", providers=listed(list(providers)[:_NAMED])))
        cited.append(Cited("where", latest.where[0]))
    out = writer.style.bold(capital(_("{season} is out", season=season)))
    if known:
        # Translators: {out} is "Season 1 is out", {known} "it premiered in 2024, 10 episodes".
        lines = [_("{out}: {known}.", out=out, known=", ".join(known))]
    else:
        lines = [_("{out}.", out=out)]
    has = [
        word
        for word, there in (
            (pgettext("a thing I have", "cast"), latest.cast),
            (pgettext("a thing I have", "story"), latest.story),
            (pgettext("a thing I have", "trailer"), latest.trailers),
        )
        if there
    ]
    if has:
        # Translators: {things} is "cast, story and trailer", or some of these.
        lines.append(_("For {season} I have the {things}.", season=season, things=listed(has)))
    return lines
