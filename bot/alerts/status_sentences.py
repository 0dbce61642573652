"""Sentences about a status: what it is now, what it was before, that nobody states it any more."""

from __future__ import annotations

from ..facts.models import SeasonStatus, ShowStatus
from ..locale.messages import N_, _

SEASON_STATUS = {
    SeasonStatus.RUMORED: (
        N_("{season} is only a rumor so far."),
        N_("The specials are only a rumor so far."),
    ),
    SeasonStatus.RENEWED: (
        N_("{season} is coming: it was renewed."),
        N_("The specials are coming: they were renewed."),
    ),
    SeasonStatus.IN_PRODUCTION: (
        N_("{season} is in production."),
        N_("The specials are in production."),
    ),
    SeasonStatus.POSTPONED: (N_("{season} is postponed."), N_("The specials are postponed.")),
    SeasonStatus.SCHEDULED: (N_("{season} is scheduled."), N_("The specials are scheduled.")),
    SeasonStatus.AIRING: (N_("{season} is airing now."), N_("The specials are airing now.")),
    SeasonStatus.AIRED: (N_("{season} is out in full."), N_("The specials are out in full.")),
    SeasonStatus.CANCELED: (N_("{season} is canceled."), N_("The specials are canceled.")),
}
"""For a season, and in the plural for the specials."""

SHOW_STATUS = {
    ShowStatus.IN_DEVELOPMENT: N_("{show} is in development."),
    ShowStatus.RUNNING: N_("{show} continues."),
    ShowStatus.TO_BE_DETERMINED: N_(
        "The future of {show} is open: nobody has decided whether it continues."
    ),
    ShowStatus.ENDED: N_("{show} has ended."),
    ShowStatus.CANCELED: N_("{show} is canceled."),
}

_UNTIL_NOW = {
    SeasonStatus.RUMORED: N_("Until now it was only a rumor."),
    SeasonStatus.RENEWED: N_("Until now it was renewed."),
    SeasonStatus.IN_PRODUCTION: N_("Until now it was in production."),
    SeasonStatus.POSTPONED: N_("Until now it was postponed."),
    SeasonStatus.SCHEDULED: N_("Until now it was scheduled."),
    SeasonStatus.AIRING: N_("Until now it was airing."),
    SeasonStatus.AIRED: N_("Until now it was out."),
    SeasonStatus.CANCELED: N_("Until now it was canceled."),
    ShowStatus.IN_DEVELOPMENT: N_("Until now it was in development."),
    ShowStatus.RUNNING: N_("Until now it was going on."),
    ShowStatus.TO_BE_DETERMINED: N_("Until now it was undecided."),
    ShowStatus.ENDED: N_("Until now it was over."),
}
"""What a status was before; a season and a show may share one, as they share its text."""

_NO_MORE = {
    SeasonStatus.RUMORED: N_("The rumor is not repeated any more."),
    SeasonStatus.RENEWED: N_("Nobody says it was renewed any more."),
    SeasonStatus.IN_PRODUCTION: N_("Nobody says it is in production any more."),
    SeasonStatus.POSTPONED: N_("Nobody says it is postponed any more."),
    SeasonStatus.SCHEDULED: N_("Nobody says it is scheduled any more."),
    SeasonStatus.AIRING: N_("Nobody says it is airing any more."),
    SeasonStatus.AIRED: N_("Nobody says it is out any more."),
    SeasonStatus.CANCELED: N_("Nobody says it is canceled any more."),
    ShowStatus.IN_DEVELOPMENT: N_("Nobody says it is in development any more."),
    ShowStatus.RUNNING: N_("Nobody says it will continue any more."),
    ShowStatus.TO_BE_DETERMINED: N_("Nobody says it is undecided any more."),
    ShowStatus.ENDED: N_("Nobody says it is over any more."),
}


def until_now(before: object) -> str:
    """What the status was until now; empty if there was none."""
    if not isinstance(before, SeasonStatus | ShowStatus):
        return ""
    return f" {_(_UNTIL_NOW[before])}"


def no_more(before: object) -> str:
    """That nobody states the status any more; empty if nobody had."""
    if not isinstance(before, SeasonStatus | ShowStatus):
        return ""
    return f" {_(_NO_MORE[before])}"
