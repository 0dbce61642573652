"""The cast: a page of it, or the people a question names ("who plays Joel?")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ..facts.models import Credit, Fact, Show
from ..locale.cldr import listed
from ..locale.messages import N_, _, ngettext
from ..questions.index.spelling import fold
from .citations import Cited
from .headline import Missing, headline, list_headline, list_title, listed_season
from .section_writer import Section, Writer

CAST_PAGE = 15
"""How many credits are shown on a page."""

_NO_CAST = Missing(
    (N_("There is no cast for {season}."), N_("There is no cast for the specials.")),
    (N_("I know of no cast for {season}."), N_("I know of no cast for the specials.")),
    (N_("I know of no cast for {season} yet."), N_("I know of no cast for the specials yet.")),
)

_MOST = 10
"""How many people of one name are shown; a name that more of them share identifies nobody."""


@dataclass(slots=True)
class _Role:
    """A person as one character; `seasons` is empty if only the show as a whole credits them."""

    fact: Fact[Credit]
    seasons: set[int] = field(default_factory=set)

    @property
    def person(self) -> str:
        return fold(self.fact.value.person)

    @property
    def character(self) -> set[str]:
        return _words(self.fact.value.character)


def cast(writer: Writer, page: int | None) -> Section:
    """The cast, one page of it or all of it without a page; or only the people whom the question
    names."""
    if writer.answer.names and (named := credits_of(writer)) is not None:
        return named
    season, lines, cited = listed_season(writer, _NO_CAST, lambda season: bool(season.cast))
    if season is not None:
        everybody = season.cast
        title = list_title(
            writer,
            season,
            (N_("The cast of {season}"), N_("The cast of the specials")),
            # Translators: {what} is "The cast of season 2" or "Where to watch season 2".
            N_("{what} of {show}:"),
        )
        head, lead = list_headline(writer, season, title, lines)
    elif everybody := writer.show.cast:
        # Some source credits the show and not its seasons.
        title = writer.style.bold(_("The cast of {show}, over all its seasons:", show=writer.title))
        head, lead = headline(writer), (*lines, title)
    else:
        return Section(headline(writer), tuple(lines), tuple(cited))
    size = len(everybody) if page is None else CAST_PAGE
    pages = -(-len(everybody) // size)
    start = min(page or 0, pages - 1) * size
    shown = everybody[start : start + size]
    names = [writer.credit(fact.value) for fact in shown]
    if pages > 1:
        counted = _(
            "{first} to {last} of {number}",
            first=start + 1,
            last=start + len(shown),
            number=len(everybody),
        )
        names.append(writer.style.small(counted))
    cited += [Cited("cast", fact) for fact in shown]
    return Section(head, (*lead, *names), tuple(cited), pages, listed=len(names))


def credits_of(writer: Writer) -> Section | None:
    """The people named beside the title, a line each; None if nobody of the cast is."""
    roles = _named(_roles(writer.show), frozenset(writer.answer.names))[:_MOST]
    if not roles:
        return None
    known = {season.number for season in writer.show.seasons if season.cast}
    whole = len(known) == len(writer.show.seasons)
    told = [
        # They are in all casts that are known, but some are unknown: "seasons 1 and 9" would claim
        # too much.
        _told(writer, role, [] if not whole and role.seasons == known else sorted(role.seasons))
        for role in roles
    ]
    first, *rest = _not_in_season(writer, roles, known) + told
    if unknown := _unknown_between(roles, known, whole=whole):
        rest.append(_unknown_told(unknown))
    cited = [Cited("cast", role.fact) for role in roles]
    return Section(writer.style.bold(first), tuple(rest), tuple(cited), listed=len(rest))


def credits_in_full(show: Show, names: Sequence[str]) -> bool:
    """Whether these words contain the full name of somebody in the cast, first and last."""
    said = frozenset(names)
    if len(said) < 2:
        return False
    people = (fold(fact.value.person).split() for _number, fact in _credited(show))
    return any(len(person) > 1 and said.issuperset(person) for person in people)


def _not_in_season(writer: Writer, roles: Sequence[_Role], known: set[int]) -> list[str]:
    """What is known about these people, if the season that is asked about does not credit them."""
    number = writer.answer.asked
    if number is None or writer.over or any(number in role.seasons for role in roles):
        return []
    people = list(dict.fromkeys(role.fact.value.person for role in roles))
    if len(people) > 1:
        return []
    values = {
        "person": writer.person(people[0]),
        "season": writer.called(number, writer.show.season(number)),
    }
    if number in known:
        return [_("{person} is not in the cast of {season} that I know.", **values)]
    return [_("I do not know whether {person} is in {season}.", **values)]


def _unknown_between(roles: Sequence[_Role], known: set[int], *, whole: bool) -> list[int]:
    """The seasons between two of theirs of which no cast is known."""
    if whole:
        return []
    spans = [
        range(min(role.seasons), max(role.seasons))
        for role in roles
        if role.seasons and role.seasons != known
    ]
    return sorted({number for span in spans for number in span if number and number not in known})


def _unknown_told(numbers: Sequence[int]) -> str:
    return _("I do not know the cast of {seasons}.", seasons=_seasons(numbers))


def _roles(show: Show) -> list[_Role]:
    """Everybody credited, the latest seasons first, each character of a person once."""
    by_person: dict[str, list[_Role]] = {}
    for number, fact in _credited(show):
        person = by_person.setdefault(fold(fact.value.person), [])
        words = _words(fact.value.character)
        # "Joel" in one season and "Joel Miller" in another are the same character.
        same = (role for role in person if role.character <= words or words <= role.character)
        role = next(same, None)
        if role is None:
            role = _Role(fact)
            person.append(role)
        elif len(words) > len(role.character):
            role.fact = fact
        if number is not None:
            role.seasons.add(number)
    return [role for person in by_person.values() for role in person]


def _credited(show: Show) -> Iterator[tuple[int | None, Fact[Credit]]]:
    for season in reversed(show.seasons):
        for fact in season.cast:
            yield season.number, fact
    for fact in show.cast:
        yield None, fact


def _named(roles: Sequence[_Role], names: frozenset[str]) -> list[_Role]:
    """The credits whose names have the most of these words; among namesakes the character
    decides."""
    characters = [(len(role.character & names), role) for role in roles]
    people = [(len(set(role.person.split()) & names), role) for role in roles]
    most = max((count for count, _role in (*characters, *people)), default=0)
    if not most:
        return []
    found = [role for count, role in characters if count == most]
    return found or [role for count, role in people if count == most]


def _words(name: str | None) -> set[str]:
    return set(fold(name).split()) if name else set()


def _told(writer: Writer, role: _Role, seasons: Sequence[int]) -> str:
    """The sentence "Pedro Pascal plays Joel (seasons 1–2)."; without brackets if no seasons are
    given."""
    credit = role.fact.value
    values = {"person": writer.person(credit.person), "seasons": _seasons(seasons)}
    if credit.character is not None:
        values["character"] = writer.person(credit.character)
        if seasons:
            return _("{person} plays {character} ({seasons}).", **values)
        return _("{person} plays {character}.", **values)
    if seasons:
        return _("{person} is in the cast ({seasons}).", **values)
    return _("{person} is in the cast.", **values)


def _seasons(numbers: Sequence[int]) -> str:
    """ "season 1", "seasons 1–3 and 5", "the specials"."""
    regular = [number for number in numbers if number]
    told = []
    if regular:
        runs = listed(list(_runs(regular)))
        # Translators: {numbers} is "2", "1–3" or "1–3 and 5".
        told.append(ngettext("season {numbers}", "seasons {numbers}", len(regular), numbers=runs))
    if len(regular) < len(numbers):
        told.append(_("the specials"))
    return listed(told)


def _runs(numbers: Iterable[int]) -> Iterator[str]:
    for _at, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        several = [number for __, number in run]
        yield str(several[0]) if len(several) == 1 else f"{several[0]}–{several[-1]}"
