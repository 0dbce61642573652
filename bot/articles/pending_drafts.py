"""The drafts of one article while they wait for an editor, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ..editing.receipts import Act
from ..errors import BadInputError, GoneError
from ..facts.air_date import AirDate
from ..facts.fields import field_of
from ..facts.models import Claim, Credit, SeasonStatus, Show, Tier
from ..facts.queries.claims import EDITOR
from ..facts.resolve import Change
from ..facts.value_codecs import BadValueError
from ..facts.writes import Written
from ..locale.messages import N_
from .refusals import NoArticleError

if TYPE_CHECKING:
    from .drafts import Draft


@dataclass(frozen=True, slots=True)
class Proposed:
    """One fact of an article about a show of the catalogue.

    `field` is its stored name and `value` its JSON form; `quote` is where it stands.
    """

    show_id: int
    title: str
    season: int | None
    field: str
    value: Any
    quote: str
    on: bool

    @property
    def decoded(self) -> object:
        """The domain value."""
        return field_of(self.season, self.field).decode(self.value)

    @property
    def key(self) -> str:
        """What tells it from the other members of a collection; "" for a single value."""
        return field_of(self.season, self.field).key(self.decoded)


@dataclass(frozen=True, slots=True)
class DraftSet:
    """The drafts of one article, for the person who had it read in that server.

    `interaction_id` is that of the act that made them, by which the edit is written once and
    undone. `suggests` says that they are a member's, and go to the editors' queue. `unknown` are
    titles that the article states something of and the catalogue lacks, and `standing` is how many
    of its facts stood here already.
    """

    token: str
    interaction_id: int
    guild_id: int
    scope: int
    user_id: int
    suggests: bool
    link: str
    as_of: date
    drafts: tuple[Proposed, ...]
    unknown: tuple[str, ...] = ()
    standing: int = 0

    @property
    def chosen(self) -> tuple[Proposed, ...]:
        """Those that are on."""
        return tuple(one for one in self.drafts if one.on)

    def toggled(self, place: int) -> DraftSet:
        """The same with one turned on or off; unchanged where there is none at that place."""
        if not 0 <= place < len(self.drafts):
            return self
        drafts = list(self.drafts)
        drafts[place] = replace(drafts[place], on=not drafts[place].on)
        return replace(self, drafts=tuple(drafts))


_STORED = {"show_status": "status", "trailer": "trailers"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """What an article states that is not known here yet, waiting to be approved.

    `shows` are those it speaks of as they resolve now, by id.
    """

    drafts: DraftSet
    shows: Mapping[int, Show]


def unknown_facts(drafts: Sequence[Draft], shows: Mapping[int, Show]) -> tuple[list[Proposed], int]:
    """What is not known yet of shows that are, and how many facts stand already."""
    fresh: list[Proposed] = []
    standing = 0
    for draft in drafts:
        entry = draft.subject.entry
        show = shows.get(entry.show_id) if entry is not None else None
        if show is None:
            continue
        field = _STORED.get(draft.field, draft.field)
        one = Proposed(
            show.id, show.name, draft.season, field, draft.value, draft.quote, draft.sure
        )
        try:
            value, key = one.decoded, one.key
        except BadValueError:
            continue  # a trailer without its link, a name no person has
        fact = show.fact(one.season, field, key)
        if fact is not None and _says_as_much(fact.value, value):
            standing += 1
        else:
            fresh.append(one)
    return fresh, standing


def _says_as_much(current: object, value: object) -> bool:
    """Whether what stands says the same, or more of the same."""
    if isinstance(current, AirDate) and isinstance(value, AirDate):
        return current == value or current.refines(value)
    if isinstance(current, Credit) and isinstance(value, Credit):
        return value.character in (None, current.character)
    if value is SeasonStatus.RENEWED and current in _AFTER_RENEWAL:
        return True  # the article is older, or says less
    return current == value


_AFTER_RENEWAL = frozenset(
    (
        SeasonStatus.IN_PRODUCTION,
        SeasonStatus.SCHEDULED,
        SeasonStatus.AIRING,
        SeasonStatus.AIRED,
    )
)


@dataclass(frozen=True, slots=True)
class Approved:
    """Drafts that became an edit of each show; `interaction_id` is the act's, to undo them all."""

    act: Act
    interaction_id: int
    written: tuple[Written, ...]
    titles: tuple[str, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """All that they changed."""
        return tuple(change for written in self.written for change in written.changes)


@dataclass(frozen=True, slots=True)
class QueuedDrafts:
    """How many drafts went to the editors' queue, and why the rest did not."""

    count: int
    refusal: str | None


def owned(act: Act, drafts: DraftSet | None) -> DraftSet:
    """The drafts, of the person whose they are.

    Raises:
        GoneError: they were decided, or wait for nobody here.
    """
    if drafts is None or (drafts.guild_id, drafts.user_id) != (act.guild_id, act.user_id):
        raise GoneError("Those drafts are no longer waiting.")
    if drafts.scope != act.scope:
        raise GoneError("Your edits now apply somewhere else; draft from the article again.")
    return drafts


def claim_of(one: Proposed, drafts: DraftSet) -> Claim:
    """The claim that one becomes when it is approved."""
    return Claim(
        one.season,
        one.field,
        one.key,
        one.decoded,
        Tier.CURATOR,
        EDITOR,
        drafts.link,
        drafts.as_of,
    )


def nothing_new(unknown: Sequence[str], standing: int, *, suggests: bool) -> BadInputError:
    """The refusal of an article of which nothing can be drafted.

    `suggests`: whoever reads it is no editor, and cannot add a show.
    """
    if standing:
        return BadInputError("Everything that it states is known already.")
    if unknown:
        names = ", ".join(f"“{name}”" for name in unknown[:3])
        return BadInputError(
            N_(
                "It is about shows that I do not know: {names}. Ask this server's editors to add "
                "one."
            )
            if suggests
            else N_("It is about shows that I do not know: {names}. `/catalog add` adds one."),
            names=names,
        )
    return NoArticleError("I found nothing in it that I can set.")
