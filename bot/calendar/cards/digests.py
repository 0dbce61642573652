"""What `/digest` answers: receipts, and what would be sent."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from ...locale.messages import N_, _
from ...presentation.boxes import BLUE, boxed, notice
from ...presentation.style import Markdown, clip, tamed
from ..queries.digests import Digest, What
from ..recurrence import Every

_WHAT = {
    What.NEWS: N_("what is new"),
    What.UPCOMING: N_("what comes up"),
    What.BOTH: N_("what is new and what comes up"),
}
_WEEKDAYS = (
    N_("on Mondays"),
    N_("on Tuesdays"),
    N_("on Wednesdays"),
    N_("on Thursdays"),
    N_("on Fridays"),
    N_("on Saturdays"),
    N_("on Sundays"),
)
_STYLE = Markdown()


def digest_told(digest: Digest) -> str:
    """What a channel gets, and when the next one comes."""
    recurrence = digest.recurrence
    if recurrence.every is Every.WEEK:
        day = _(_WEEKDAYS[recurrence.day - 1])
    else:
        day = _("on day {day} of each month", day=recurrence.day)
    told = _(
        "<#{channel}> is told {what} {day} at {hour}:00 ({zone}).",
        channel=digest.channel_id,
        what=_(_WHAT[digest.what]),
        day=day,
        hour=recurrence.hour,
        zone=digest.zone or "UTC",
    )
    lines = [told]
    if digest.network is not None:
        name = _STYLE.escape(clip(tamed(digest.network), 80))
        lines.append(_("Only shows on {network}.", network=name))
    if digest.mine:
        lines.append(_("Only what this server follows."))
    lines.append(
        _("The next one comes {moment}.", moment=f"<t:{int(digest.next_at.timestamp())}:F>")
    )
    return " ".join(lines)


def set_card(digest: Digest) -> ui.LayoutView:
    """The receipt of `/digest set`."""
    hint = _STYLE.small(
        _("Where there is nothing new, nothing is sent. `/digest preview` shows it.")
    )
    return notice(f"{digest_told(digest)}\n{hint}")


def preview_card(digest: Digest, others: Sequence[Digest], lines: Sequence[str]) -> ui.LayoutView:
    """What a digest would tell now, and which others there are."""
    told = "\n".join(lines) or _("There is nothing new, so nothing would be sent.")
    rest = "\n".join(f"- {digest_told(other)}" for other in others)
    footer = _STYLE.small(_("Other digests here:")) + f"\n{rest}" if rest else ""
    return boxed(BLUE, digest_told(digest), told, footer=footer)
