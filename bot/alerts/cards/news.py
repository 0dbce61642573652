"""One sentence for every change: what it was, what it is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ...facts.air_date import AirDate, Precision
from ...facts.models import Credit, Part, SeasonStatus, Show, ShowStatus, Trailer
from ...locale.cldr import listed
from ...presentation.style import Style, clip, site_of, tamed
from ...presentation.words import NAME, TITLE, capital, season_name
from ..queries.events import News

_SEASON_STATUS = {
    SeasonStatus.RUMORED: "{is} only a rumor so far.",
    SeasonStatus.RENEWED: "{is} coming: it was renewed.",
    SeasonStatus.IN_PRODUCTION: "{is} in production.",
    SeasonStatus.POSTPONED: "{is} postponed.",
    SeasonStatus.SCHEDULED: "{is} scheduled.",
    SeasonStatus.AIRING: "{is} airing now.",
    SeasonStatus.AIRED: "{is} out in full.",
    SeasonStatus.CANCELED: "{is} canceled.",
}

_SHOW_STATUS = {
    ShowStatus.IN_DEVELOPMENT: "is in development.",
    ShowStatus.RUNNING: "goes on.",
    ShowStatus.TO_BE_DETERMINED: "has an open future: nobody has decided whether it goes on.",
    ShowStatus.ENDED: "has ended.",
    ShowStatus.CANCELED: "is canceled.",
}

_ORDER = ("status", "final", "premiere", "parts", "finale", "trailers", "cast", "story")

_NAMES = 12
_STORY = 600


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
            return self.style.escape(clip(tamed(self.show.name), TITLE))
        return self.style.escape(season_name(self.season, self.show.season(self.season)))

    def sentences(self, news: Sequence[News]) -> list[str]:
        """The sentences of some changes, the weightiest first; people join in one."""
        ordered = sorted(news, key=lambda n: (_ORDER.index(n.field), n.key))
        lines = [self._one(item) for item in ordered if item.field != "cast"]
        cast = [item for item in ordered if item.field == "cast"]
        if cast:
            at = next((i for i, item in enumerate(ordered) if item.field == "cast"), len(lines))
            lines[at:at] = self._cast(cast)
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
            case _:
                return self._story(item)

    def _is(self) -> str:
        return "are" if self.season == 0 else "is"

    def _bold(self, rest: str) -> str:
        return self.style.bold(f"{capital(self.subject)} {rest}")

    def _status(self, item: News) -> str:
        match item.after:
            case SeasonStatus():
                text = self._bold(_SEASON_STATUS[item.after].replace("{is}", self._is()))
                return text + _until_now(item.before)
            case ShowStatus():
                return self._bold(_SHOW_STATUS[item.after]) + _until_now(item.before)
            case _:
                was = str(getattr(item.before, "value", item.before)).replace("_", " ")
                said = f"Nobody says any more that it {'was' if was == 'renewed' else 'is'} {was}."
                return f"{self._bold(f'{self._is()} open again.')} {said}"

    def _final(self, final: bool) -> str:
        return self._bold(f"will {'' if final else 'not '}be the last one.")

    def _premiere(self, item: News) -> str:
        was, now = known(item.before), known(item.after)
        if now is None:
            so_far = f" It was due {self._when(was)}." if was is not None else ""
            return f"{self._bold('has no date any more.')}{so_far}"
        comes = f"{'come' if self.season == 0 else 'comes'} out {self._when(now)}."
        if not now.exact:
            comes = f"{self._is()} expected {self._when(now)}."
        if was is None:
            return f"{self._bold(comes)} There was no date before."
        so_far = self.style.date(was, self.now)
        if now.refines(was):
            return f"{self._bold(comes)} Until now it was only known as {so_far}."
        if was.refines(now):
            return f"{self._bold(comes)} Until now it was more exact: {so_far}."
        if now.earliest() > was.latest():
            return f"{self._bold('is delayed.')} It {comes} It was due {self._when(was)}."
        if now.latest() < was.earliest():
            return f"{self._bold('comes earlier.')} It {comes} It was due {self._when(was)}."
        return f"{self._bold(comes)} It was due {self._when(was)}."

    def _finale(self, item: News) -> str:
        was, now = known(item.before), known(item.after)
        if now is None:
            return f"The date on which {self.subject} ends is not known any more."
        text = f"{capital(self.subject)} ends {self._when(now)}"
        if was is not None:
            return f"{text}; until now that was {self.style.date(was, self.now)}."
        return f"{text}."

    def _parts(self, item: News) -> str:
        parts = item.after if isinstance(item.after, tuple) else ()
        parts_text = []
        for part in parts[:_NAMES]:
            assert isinstance(part, Part)
            when = known(part.premiere)
            name = self._name(part.label)
            parts_text.append(
                f"{name} {self._when(when)}" if when is not None else f"{name} undated"
            )
        if not parts_text:
            return f"{capital(self.subject)} does not come in parts any more."
        return f"{self._bold('comes in parts:')} {listed(parts_text)}."

    def _trailer(self, item: News) -> str:
        video = item.after
        if not isinstance(video, Trailer):
            return f"A trailer of {self.subject} is not there any more."
        label = clip(tamed(video.title or capital(video.kind.value)), NAME)
        link = self.style.link(label, video.url)
        new = self.style.bold(f"There is a new {video.kind.value} for {self.subject}.")
        return f"{new} {link} ({self.style.escape(site_of(video.url))})"

    def _cast(self, news: Sequence[News]) -> list[str]:
        there = [self._credit(i.after) for i in news if isinstance(i.after, Credit)]
        gone = [self._credit(i.before) for i in news if i.after is None]
        lines = []
        if there:
            lines.append(f"{self.style.bold(f'In the cast of {self.subject}:')} {_some(there)}.")
        if gone:
            lines.append(f"Not in the cast of {self.subject} any more: {_some(gone)}.")
        return lines

    def _credit(self, value: object) -> str:
        if not isinstance(value, Credit):
            return ""
        if value.character is None:
            return self._name(value.person)
        return f"{self._name(value.person)} as {self._name(value.character)}"

    def _story(self, item: News) -> str:
        if not isinstance(item.after, str):
            return f"What {self.subject} is about is not told any more."
        about = self.style.bold(f"What {self.subject} is about:")
        return f"{about} {self.style.paragraph(item.after, _STORY)}"

    def _name(self, text: str) -> str:
        return self.style.escape(clip(tamed(text), NAME))

    def _when(self, when: AirDate) -> str:
        text = self.style.date(when, self.now)
        if when.approximate:
            return text
        return f"on {text}" if when.precision >= Precision.DAY else f"in {text}"


_IN_WORDS = {
    SeasonStatus.RUMORED: "only a rumor",
    SeasonStatus.AIRED: "out",
    ShowStatus.RUNNING: "going on",
    ShowStatus.TO_BE_DETERMINED: "undecided",
}


def _until_now(before: object) -> str:
    """What a status was before, where anybody had said."""
    if not isinstance(before, SeasonStatus | ShowStatus):
        return ""
    return f" Until now it was {_IN_WORDS.get(before, before.value.replace('_', ' '))}."


def known(value: object) -> AirDate | None:
    """A date that says something; None for silence and for "to be announced"."""
    return value if isinstance(value, AirDate) and value.known else None


def _some(names: Sequence[str]) -> str:
    if len(names) <= _NAMES:
        return listed(names)
    return f"{', '.join(names[:_NAMES])} and {len(names) - _NAMES} more"
