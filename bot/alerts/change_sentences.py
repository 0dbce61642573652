"""A sentence for every change: what it was, and what it is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..facts.air_date import AirDate, Precision, has_passed, known_date
from ..facts.models import Credit, Part, SeasonStatus, Show, ShowStatus, Trailer, TrailerKind
from ..facts.season_order import SeasonOrder, first_day, is_off
from ..facts.season_verdict import OUT, season_verdict
from ..facts.time_zones import on_air
from ..locale.cldr import listed
from ..locale.messages import N_, _, ngettext
from ..presentation.date_text import whose
from ..presentation.markup import Style, capital, clip, site_of, tamed
from ..presentation.names import NAME, part_name, season_name, season_sentence, short_title
from ..presentation.values import choice_name
from .queries.event_news import News
from .status_sentences import SEASON_STATUS, SHOW_STATUS, no_more, until_now

_NEW_VIDEO = {
    TrailerKind.TRAILER: (
        N_("There is a new trailer for {season}."),
        N_("There is a new trailer for the specials."),
    ),
    TrailerKind.TEASER: (
        N_("There is a new teaser for {season}."),
        N_("There is a new teaser for the specials."),
    ),
    TrailerKind.CLIP: (
        N_("There is a new clip for {season}."),
        N_("There is a new clip for the specials."),
    ),
    TrailerKind.FEATURETTE: (
        N_("There is a new featurette for {season}."),
        N_("There is a new featurette for the specials."),
    ),
}

_COMES = (N_("{season} comes out {when}."), N_("The specials come out {when}."))
_IS_EXPECTED = (N_("{season} is expected {when}."), N_("The specials are expected {when}."))
_IT_COMES = (N_("It comes out {when}."), N_("They come out {when}."))
_IT_IS_EXPECTED = (N_("It is expected {when}."), N_("They are expected {when}."))

_IS_LAST = {
    (True, True): (N_("{season} is the last one."), N_("The specials are the last one.")),
    (True, False): (
        N_("{season} will be the last one."),
        N_("The specials will be the last one."),
    ),
    (False, True): (N_("{season} is not the last one."), N_("The specials are not the last one.")),
    (False, False): (
        N_("{season} will not be the last one."),
        N_("The specials will not be the last one."),
    ),
}
"""Sentences by whether a season is the final one, and by whether it is out."""

ORDER = ("status", "final", "premiere", "parts", "finale", "trailers", "cast", "story")
"""The fields whose changes are told, the most important first."""

_HALTS = (SeasonStatus.POSTPONED, SeasonStatus.CANCELED, SeasonStatus.RUMORED)

_NAMES = 12
_STORY = 600

_SOLSTICE = timedelta(days=22)
"""How much longer people count a season of the year than to the end of its last month: for a
premiere announced for fall, 2 December is no delay."""


@dataclass(frozen=True, slots=True)
class ChangeSentences:
    """Writes sentences about one season of a show, or about the show itself."""

    show: Show
    season: int | None
    style: Style
    now: datetime

    @property
    def subject(self) -> str:
        """What the sentences are about: "season 2", "the specials", the show's title."""
        if self.season is None:
            return self.style.escape(short_title(self.show))
        return self.style.escape(season_name(self.season, self.show.season(self.season)))

    def sentences(self, news: Sequence[News]) -> list[str]:
        """The sentences about some changes, the most important first; people are named in one
        sentence."""
        ordered = sorted(news, key=lambda item: (ORDER.index(item.field), item.key))
        premiere = next((item for item in ordered if item.field == "premiere"), None)
        lines: list[str] = []
        cast = [item for item in ordered if item.field == "cast"]
        for item in ordered:
            if item.field == "cast":
                lines += self._cast(cast) if item is cast[0] else []
            elif item.field == "status" and premiere is None:
                lines.append(self._one(item) + self._day_that_holds_again(item))
            elif not is_told_by_premiere(item, premiere):
                lines.append(self._one(item))
        return lines

    def _one(self, item: News) -> str:
        match item.field:
            case "status":
                return self._status(item)
            case "final":
                return self._final(item.after is True)
            case "premiere":
                return self._premiere(item)
            case "finale":
                return self._finale(item)
            case "parts":
                return self._parts(item)
            case "trailers":
                return self._trailer(item)
            case "story":
                return self._story(item)
        raise LookupError(f"a change of {item.field} has no sentence")

    def sentence(self, of_a_season: str, of_the_specials: str, **values: object) -> str:
        """The message that fits the season's name; see `season_sentence`."""
        number = -1 if self.season is None else self.season
        return season_sentence(number, self.subject, of_a_season, of_the_specials, **values)

    def _bold(self, of_a_season: str, of_the_specials: str, **values: object) -> str:
        return self.style.bold(self.sentence(of_a_season, of_the_specials, **values))

    def _status(self, item: News) -> str:
        match item.after:
            case SeasonStatus():
                return self._bold(*SEASON_STATUS[item.after]) + until_now(item.before)
            case ShowStatus():
                text = capital(_(SHOW_STATUS[item.after], show=self.subject))
                return self.style.bold(text) + until_now(item.before)
        if self.season is None:
            future = _("The future of {show} is open again.", show=self.subject)
            again = self.style.bold(capital(future))
        else:
            again = self._bold(
                N_("The future of {season} is open again."),
                N_("The future of the specials is open again."),
            )
        return again + no_more(item.before)

    def _day_that_holds_again(self, item: News) -> str:
        """The date of a season that had been postponed, canceled or only rumored and now comes.

        While it was off, no date of it was reported, because none applied.
        """
        season = self.show.season(self.season)
        if item.before not in _HALTS or season is None or is_off(season):
            return ""
        first = first_day(season)
        when = known_date(first.value) if first is not None else None
        if when is None or item.after in _HALTS or has_passed(when, on_air(self.show, self.now)):
            return ""
        message = _IT_COMES if when.exact else _IT_IS_EXPECTED
        return f" {self.sentence(*message, when=self._comes(when))}"

    def _final(self, final: bool) -> str:
        season = self.show.season(self.season)
        out = season is not None and (
            season_verdict(SeasonOrder(self.show, self.now), season)[0] in OUT
        )
        return self._bold(*_IS_LAST[final, out])

    def _premiere(self, item: News) -> str:
        was, now = known_date(item.before), known_date(item.after)
        if now is None:
            gone = self._bold(
                N_("{season} no longer has a date."), N_("The specials no longer have a date.")
            )
            return f"{gone} {self._was_due(was)}" if was is not None else gone
        when, before = self._comes(now), self._so_far(was, now)
        if now.exact and has_passed(now, on_air(self.show, self.now)):
            out = self._bold(N_("{season} is out."), N_("The specials are out."))
            came = self.sentence(N_("It came out {when}."), N_("They came out {when}."), when=when)
            return f"{out} {came} {before}"
        moved = self._moved(was, now)
        if moved is not None:
            message = _IT_COMES if now.exact else _IT_IS_EXPECTED
            return f"{moved} {self.sentence(*message, when=when)} {before}"
        message = _COMES if now.exact else _IS_EXPECTED
        return f"{self._bold(*message, when=when)} {before}"

    def _so_far(self, was: AirDate | None, now: AirDate) -> str:
        """What was known of a date before the change."""
        if was is None:
            return _("There was no date before.")
        if now.refines(was):
            date = self.style.date(was, self.now)
            return _("Until now, only {date} was known.", date=date)
        if was.refines(now):
            date = self.style.date(was, self.now)
            return _("Until now it was more precise: {date}.", date=date)
        return self._was_due(was)

    def _moved(self, was: AirDate | None, now: AirDate) -> str | None:
        if was is None or now.refines(was) or was.refines(now):
            return None
        lenient = _SOLSTICE if was.precision is Precision.SEASON else timedelta(0)
        if now.earliest() - was.latest() > lenient:
            return self._bold(N_("{season} is delayed."), N_("The specials are delayed."))
        if now.latest() < was.earliest():
            return self._bold(
                N_("{season} comes out earlier."), N_("The specials come out earlier.")
            )
        return None

    def _was_due(self, was: AirDate) -> str:
        return self.sentence(
            N_("It was due {when}."), N_("They were due {when}."), when=self._when(was)
        )

    def _finale(self, item: News) -> str:
        was, now = known_date(item.before), known_date(item.after)
        if now is None:
            return self.sentence(
                N_("It is no longer known when {season} ends."),
                N_("It is no longer known when the specials end."),
            )
        when = self._comes(now)
        if has_passed(now, on_air(self.show, self.now)):
            return self.sentence(
                N_("{season} ended {when}."), N_("The specials ended {when}."), when=when
            )
        if was is None:
            return self.sentence(
                N_("{season} ends {when}."), N_("The specials end {when}."), when=when
            )
        return self.sentence(
            N_("{season} ends {when}; until now that was {before}."),
            N_("The specials end {when}; until now that was {before}."),
            when=when,
            before=self._when(was),
        )

    def _parts(self, item: News) -> str:
        parts = item.after if isinstance(item.after, tuple) else ()
        sentences = []
        for part in parts[:_NAMES]:
            assert isinstance(part, Part)
            when = known_date(part.premiere)
            name = self.name(part_name(part.label))
            if when is None:
                sentences.append(_("{part} undated", part=name))
            else:
                # Translators: {when} is "on 5 October 2026" or the like.
                sentences.append(_("{part} {when}", part=name, when=self._comes(when)))
        if not sentences:
            return self.sentence(
                N_("{season} no longer comes in parts."),
                N_("The specials no longer come in parts."),
            )
        comes = self._bold(
            N_("{season} comes in parts:"),
            N_("The specials come in parts:"),
        )
        return f"{comes} {_stopped(listed(sentences))}"

    def _trailer(self, item: News) -> str:
        video = item.after
        if not isinstance(video, Trailer):
            return self.sentence(
                N_("A trailer for {season} is no longer there."),
                N_("A trailer for the specials is no longer there."),
            )
        label = clip(tamed(video.title or capital(choice_name(video.kind))), NAME)
        link = self.style.link(label, video.url)
        return f"{self._bold(*_NEW_VIDEO[video.kind])} {link} ({self._site(video.url)})"

    def _site(self, url: str) -> str:
        return self.style.escape(site_of(url))

    def _cast(self, news: Sequence[News]) -> list[str]:
        there = [self._credit(item.after) for item in news if isinstance(item.after, Credit)]
        gone = [self._credit(item.before) for item in news if item.after is None]
        lines = []
        if there:
            heading = self._bold(N_("In the cast of {season}:"), N_("In the cast of the specials:"))
            lines.append(f"{heading} {_stopped(_some(there))}")
        if gone:
            lines.append(
                self.sentence(
                    N_("No longer in the cast of {season}: {people}."),
                    N_("No longer in the cast of the specials: {people}."),
                    people=_some(gone),
                )
            )
        return lines

    def _credit(self, value: object) -> str:
        if not isinstance(value, Credit):
            return ""
        if value.character is None:
            return self.name(value.person)
        return _(
            "{person} as {character}",
            person=self.name(value.person),
            character=self.name(value.character),
        )

    def _story(self, item: News) -> str:
        if not isinstance(item.after, str):
            return self.sentence(
                N_("The story of {season} was taken back."),
                N_("The story of the specials was taken back."),
            )
        about = self._bold(N_("What {season} is about:"), N_("What the specials are about:"))
        return f"{about} {self.style.paragraph(item.after, _STORY)}"

    def name(self, text: str) -> str:
        """A name, shortened and escaped."""
        return self.style.escape(clip(tamed(text), NAME))

    def _comes(self, when: AirDate) -> str:
        """The date that is valid now, with the country whose day it is."""
        return whose(self._when(when), when, self.show, self.now)

    def _when(self, when: AirDate) -> str:
        return self.style.when(when, self.now)


def is_told_by_premiere(item: News, premiere: News | None) -> bool:
    """Whether an end without a date adds nothing, because the season has no first day either."""
    return (
        item.field == "finale"
        and premiere is not None
        and known_date(item.after) is None
        and known_date(premiere.after) is None
    )


def _stopped(text: str) -> str:
    # Translators: The end of a sentence.
    return _("{text}.", text=text)


def _some(names: Sequence[str]) -> str:
    if len(names) <= _NAMES:
        return listed(names)
    return ngettext(
        "{names} and {number} more",
        "{names} and {number} more",
        len(names) - _NAMES,
        names=", ".join(names[:_NAMES]),
    )
