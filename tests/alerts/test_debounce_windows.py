"""What opens a window, how long it stays open, and what comes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.alerts.change_kinds import AlertKind
from bot.alerts.debounce_rules import FLAP_WAIT, Evidence, Patience, Settlement, settlement_of
from bot.alerts.queries.debounce_windows import Window, of_show
from bot.alerts.transport import LimitedError, RefusedError
from bot.facts.air_date import AirDate
from bot.facts.models import SeasonStatus, ShowStatus
from bot.facts.resolve import resolve
from tests.alerts.conftest import CHANNEL, GUILD, Stage, open_stage, written
from tests.clock import TODAY, StoppedClock
from tests.facts.made import claims

RENEWED, CANCELED = SeasonStatus.RENEWED, SeasonStatus.CANCELED


async def test_an_edit_is_told_once_its_time_to_undo_is_over(stage: Stage) -> None:
    await stage.follow()
    await stage.edit({"status": "renewed"})
    await stage.pass_time(seconds=59)
    assert stage.heard() == []
    await stage.pass_time(seconds=1)
    assert stage.heard() == [[("status", None, RENEWED)]]
    await stage.pass_time(days=3)
    assert stage.transport.total == 1


async def test_several_edits_of_a_season_make_one_message(stage: Stage) -> None:
    await stage.follow()
    await stage.edit({"status": "renewed"})
    await stage.pass_time(seconds=40)
    await stage.edit({"premiere": "2027-03-04"})
    await stage.pass_time(seconds=40)
    assert stage.heard() == []
    await stage.pass_time(seconds=20)
    told = [("premiere", None, AirDate.parse("2027-03-04")), ("status", None, RENEWED)]
    assert [sorted(news) for news in stage.heard()] == [told]


async def test_edits_of_several_seasons_make_one_message_for_who_follows_that(
    stage: Stage,
) -> None:
    """Each channel hears of its kinds; what is undone later is struck alone, beside the rest."""
    await stage.follow()
    await stage.follow(101, kinds=AlertKind.DATE)
    await stage.edit({"status": "renewed"}, 2)
    await stage.pass_time(seconds=40)
    made = await stage.edit({"premiere": "2028-03-04"}, 3)
    await stage.pass_time(seconds=40)
    assert stage.heard() == []
    await stage.pass_time(seconds=20)
    [both], [one] = (stage.transport.posted[channel] for channel in (CHANNEL, 101))
    assert written(both.envelope.message) == [
        "### Example",
        "**Season 2 is coming: it was renewed.**",
        "**Season 3 comes out on 4 March 2028 (US).** There was no date before.",
    ]
    assert written(one.envelope.message) == [
        "### Example · Season 3",
        "**Season 3 comes out on 4 March 2028 (US).** There was no date before.",
    ]
    await stage.undo(made)
    await stage.pass_time(minutes=2)
    assert written(both.edits[0].message) == [
        "### Example",
        "**Season 2 is coming: it was renewed.**",
        "~~**Season 3 comes out on 4 March 2028 (US).** There was no date before.~~",
        "That was taken back. Now it is: **Nothing announced.** Nobody has announced season 3 "
        "of Example. It has one season. Next comes season 2.",
    ]
    assert stage.transport.total == 2


async def test_what_a_source_says_of_a_show_and_its_seasons_is_one_message(stage: Stage) -> None:
    await stage.follow()
    for status, second in (("running", "renewed"), ("canceled", "canceled")):
        said: dict[int | None, dict[str, Any]] = {
            None: {"network": "Netflix", "status": status},
            1: {"status": "aired"},
            2: {"status": second},
            3: {} if second == "renewed" else {"story": "They never meet."},
        }
        for _ in range(2):
            await stage.source(said)
            await stage.pass_time(minutes=31)
    assert [written(p.envelope.message) for p in stage.transport.posted[CHANNEL]] == [
        ["### Example · Season 2", "**Season 2 is coming: it was renewed.**"],
        [
            "### Example",
            "**Example is canceled.** Until now it was going on.",
            "**Season 2 is canceled.** Until now it was renewed.",
            "**What season 3 is about:** They never meet.",
        ],
    ]


@pytest.mark.sqlite
@pytest.mark.parametrize("days", [0, 6, 8])
async def test_a_show_that_was_removed_and_is_back_within_a_week_is_told_of(
    stage: Stage, days: int
) -> None:
    await stage.follow()
    await stage.edit({"status": "renewed"})
    hidden = await stage.edit({"hidden": True}, None, action="remove")
    await stage.pass_time(minutes=2)
    await stage.pass_time(days=days)
    assert stage.heard() == []
    await stage.undo(hidden)
    await stage.pass_time(minutes=6)
    await stage.pass_time(minutes=6)
    assert stage.heard() == ([[("status", None, RENEWED)]] if days < 7 else [])


@pytest.mark.sqlite
@pytest.mark.parametrize("removed", [False, True])
async def test_what_cannot_be_told_yet_is_looked_at_later_and_nothing_else_moves(
    stage: Stage, removed: bool
) -> None:
    await stage.follow()
    await stage.edit({"status": "renewed"})
    await stage.pass_time(seconds=50)
    await stage.edit({"premiere": "2031-03-01"})
    if removed:
        await stage.edit({"hidden": True}, None, action="remove")
    before = await due_in(stage)
    await stage.pass_time(seconds=15)
    after = await due_in(stage)
    assert stage.heard() == []
    assert before["status"] < timedelta(seconds=15) < before["premiere"]
    assert after["status"] > timedelta(0)
    assert after["premiere"] == before["premiere"] - timedelta(seconds=15)


async def due_in(stage: Stage) -> dict[str, timedelta]:
    """In how long each open window of the server is looked at, by its field."""
    async with stage.services.database.read() as reading:
        opened = await of_show(reading, GUILD, stage.show)
    return {window.field: window.due_at - stage.clock() for window in opened}


async def test_going_on_editing_does_not_hold_a_message_up_forever(stage: Stage) -> None:
    await stage.follow()
    for status, year in (("renewed", 2031), ("in_production", 2032), ("canceled", 2033)):
        for edit in ({"status": status}, {"premiere": f"{year}"}):
            await stage.edit(edit)
            await stage.pass_time(seconds=50)
    assert stage.transport.total >= 1


async def test_nor_does_going_on_to_edit_one_value(stage: Stage) -> None:
    await stage.follow()
    for day in range(1, 9):
        await stage.edit({"premiere": f"2031-03-0{day}"})
        await stage.pass_time(seconds=50)
    told = [str(after) for news in stage.heard() for _, _, after in news]
    assert told == ["2031-03-04", "2031-03-08"]


@pytest.mark.slow
async def test_what_is_undone_or_edited_back_in_time_is_never_told(stage: Stage) -> None:
    await stage.follow()
    for _ in range(10):
        made = await stage.edit({"status": "canceled"})
        await stage.pass_time(seconds=20)
        await stage.undo(made)
        await stage.pass_time(seconds=20)
    await stage.pass_time(days=1)
    await stage.edit({"status": "renewed"})
    await stage.pass_time(hours=1)
    assert stage.heard() == [[("status", None, RENEWED)]]
    await stage.edit({"status": "canceled"})
    await stage.edit({"status": "renewed"})
    await stage.pass_time(hours=1)
    assert stage.transport.total == 1


async def test_a_source_must_say_so_again_half_an_hour_later(stage: Stage) -> None:
    await stage.follow()
    said = {1: {"status": "aired"}, 2: {"status": "renewed"}}
    await stage.source(said)
    await stage.pass_time(minutes=29)
    await stage.source(said)
    await stage.pass_time(hours=5)
    assert stage.heard() == []
    await stage.source(said)
    await stage.pass_time(minutes=6)
    assert stage.heard() == [[("status", None, RENEWED)]]


async def test_another_source_may_agree_instead(stage: Stage) -> None:
    await stage.follow()
    await stage.source({1: {"status": "aired"}}, by="tmdb")
    said = {1: {"status": "aired"}, 2: {"status": "renewed"}}
    await stage.source(said)
    await stage.source(said, by="tmdb")
    await stage.pass_time(minutes=31)
    assert stage.heard() == [[("status", None, RENEWED)]]


@pytest.mark.sqlite
@pytest.mark.parametrize("by", ["catalog", "import"])
async def test_a_file_that_agrees_makes_nothing_sure(stage: Stage, by: str) -> None:
    """It was written before, or from the same source."""
    await stage.follow()
    said = {1: {"status": "aired"}, 2: {"status": "renewed"}}
    await stage.source(said)
    await stage.source(said, by=by)
    await stage.pass_time(minutes=31)
    assert stage.heard() == []


@pytest.mark.parametrize(
    ("flapped", "waited", "expected"),
    [
        (False, timedelta(minutes=29), Settlement.WAIT),
        (False, timedelta(minutes=30), Settlement.ANNOUNCE),
        (True, timedelta(minutes=31), Settlement.WAIT),
        (True, FLAP_WAIT, Settlement.ANNOUNCE),
    ],
)
def test_a_source_whose_record_is_gone_is_waited_for_as_long(
    flapped: bool, waited: timedelta, expected: Settlement
) -> None:
    said = claims(2, {"status": "renewed"})
    window = Window(
        *(0, 1, 2, "status", "", None, TODAY, TODAY, TODAY), source="tvmaze", flapped=flapped
    )
    patience = Patience(timedelta(), timedelta(minutes=30))
    evidence = Evidence(said, resolve(said), {}, TODAY + waited, patience)
    assert settlement_of(window, evidence) is expected


async def test_a_source_that_takes_it_back_is_not_told(stage: Stage) -> None:
    await stage.follow()
    await stage.source({1: {"status": "aired"}, 2: {"status": "renewed"}})
    await stage.pass_time(minutes=20)
    await stage.source({1: {"status": "aired"}})
    await stage.pass_time(days=3)
    assert stage.transport.total == 0


@pytest.mark.sqlite
async def test_a_source_that_flaps_for_a_day_says_nothing_wrong(stage: Stage) -> None:
    await stage.follow()
    await stage.source({1: {"status": "aired"}, 2: {"status": "renewed"}})
    await stage.pass_time(hours=1)
    await stage.source({1: {"status": "aired"}, 2: {"status": "renewed"}})
    await stage.pass_time(minutes=10)
    assert stage.heard() == [[("status", None, RENEWED)]]
    for _ in range(12):
        for status in ("canceled", "renewed"):
            await stage.source({1: {"status": "aired"}, 2: {"status": status}})
            await stage.pass_time(hours=1)
    await stage.pass_time(hours=1)
    assert stage.transport.total == 1
    # What it settles on in the end is what was told already.
    for _ in range(10):
        await stage.source({1: {"status": "aired"}, 2: {"status": "renewed"}})
        await stage.pass_time(hours=3)
    assert stage.transport.total == 1


@pytest.mark.slow
async def test_a_value_that_came_back_within_the_week_waits_a_day(stage: Stage) -> None:
    await stage.follow()

    async def says(status: str) -> None:
        await stage.source({1: {"status": "aired"}, 2: {"status": status}})

    await says("renewed")
    await stage.pass_time(hours=1)
    await says("renewed")
    await stage.pass_time(hours=1)
    assert stage.transport.total == 1
    await says("canceled")
    await stage.pass_time(hours=1)
    await says("renewed")
    await stage.pass_time(hours=1)
    await says("canceled")
    for _ in range(22):
        await stage.pass_time(hours=1)
        await says("canceled")
    assert stage.transport.total == 1
    for _ in range(3):
        await stage.pass_time(hours=1)
        await says("canceled")
    await stage.pass_time(minutes=10)
    assert stage.heard()[1:] == [[("status", RENEWED, CANCELED)]]
    # It says something else, and so has not fallen silent: that is news, and strikes nothing.
    for _ in range(6):
        await says("renewed")
        await stage.pass_time(hours=6)
    assert stage.heard()[2:] == [[("status", CANCELED, RENEWED)]]


@pytest.mark.parametrize("by", ["tmdb", "import", "catalog"])
async def test_first_knowledge_is_no_news(stage: Stage, by: str) -> None:
    await stage.follow()
    for _ in range(3):
        await stage.source({1: {"status": "aired"}, 2: {"status": "canceled"}}, by=by)
        await stage.pass_time(hours=1)
    assert stage.transport.total == 0


async def test_what_nobody_checked_for_two_weeks_is_no_ground_for_news(stage: Stage) -> None:
    await stage.follow()
    stage.clock.advance(days=15)
    said = {1: {"status": "aired"}, 2: {"status": "renewed"}}
    for _ in range(3):
        await stage.source(said)
        await stage.pass_time(hours=1)
    assert stage.transport.total == 0


async def test_imports_merges_and_new_shows_of_people_are_no_news(stage: Stage) -> None:
    await stage.follow()
    for action in ("import", "merge", "split", "add"):
        made = await stage.edit({"status": "canceled"}, action=action)
        await stage.pass_time(hours=1)
        await stage.undo(made)
        await stage.pass_time(hours=1)
    assert stage.transport.total == 0


async def test_everybody_hears_but_those_who_say_something_else_themselves(stage: Stage) -> None:
    await stage.follow()
    await stage.follow(200, 20)
    await stage.edit({"status": "in_production"}, scope=20)
    await stage.pass_time(minutes=5)
    assert stage.heard() == []
    await stage.edit({"status": "renewed", "premiere": "2027"}, scope=0)
    await stage.pass_time(minutes=5)
    assert [sorted(n[0] for n in news) for news in stage.heard()] == [["premiere", "status"]]
    assert [[n[0] for n in news] for news in stage.heard(200)] == [["status"], ["premiere"]]


PARTS = [{"label": "Part 1", "premiere": "2027-03-01"}, {"label": "Part 2"}]


@pytest.mark.slow
@pytest.mark.parametrize("status", ["canceled", "postponed", "rumored"])
@pytest.mark.parametrize(
    "moved", [{"premiere": "2027-03-01"}, {"finale": "2027-05-01"}, {"parts": PARTS}]
)
async def test_no_day_is_told_of_a_season_that_is_off(
    stage: Stage, status: str, moved: dict[str, Any]
) -> None:
    """The source goes on moving its dates, and the card says that it is canceled."""
    await stage.follow()
    for _ in range(4):
        await stage.source({2: {"premiere": "2026-12-20", "status": status}})
        await stage.pass_time(minutes=31)
    before = len(stage.heard())
    for _ in range(4):
        await stage.source({2: {"premiere": "2026-12-20", "status": status, **moved}})
        await stage.pass_time(days=2)
    assert stage.heard()[before:] == []


@pytest.mark.slow
@pytest.mark.parametrize("status", ["canceled", "postponed", "renewed"])
async def test_no_day_is_told_in_a_server_by_whose_word_the_season_is_off(
    stage: Stage, status: str
) -> None:
    dates = {"premiere": "2027-03-01", "finale": "2027-05-01"}
    await stage.follow(100, 10)
    await stage.follow(200, 20)
    await stage.source({1: {"status": "aired"}, 2: {"episodes": 8}})
    await stage.edit({"status": status}, scope=20)
    await stage.pass_time(minutes=2)
    for _ in range(3):
        await stage.source({1: {"status": "aired"}, 2: dates})
        await stage.pass_time(hours=2)
    heard = {c: {name for some in stage.heard(c) for name, *_ in some} for c in (100, 200)}
    assert heard[100] == dates.keys()
    assert heard[200] == {"status"} | (dates.keys() if status == "renewed" else set())
    news = await stage.services.calendar.news(TODAY - timedelta(days=1), scope=20)
    told = {item.kind.value for item in news}
    assert ("dated" in told) is (status == "renewed")


async def test_one_server_never_hears_of_anothers_edits(stage: Stage) -> None:
    await stage.follow(200, 20)
    await stage.edit({"status": "renewed"}, scope=GUILD)
    await stage.pass_time(hours=1)
    assert stage.heard(200) == []
    assert stage.heard(CHANNEL) == []


SAID = {1: {"status": "aired"}, 2: {"status": "renewed"}}


async def confirmed(stage: Stage) -> None:
    """The source goes on saying so until everybody was told."""
    for _ in range(3):
        await stage.pass_time(minutes=31)
        await stage.source(SAID)
    await stage.pass_time(minutes=31)


@pytest.mark.parametrize("sooner", [True, False])
async def test_a_server_whose_people_say_the_same_hears_it_once(stage: Stage, sooner: bool) -> None:
    """Their own word covers what everybody is told, so it is their word that is told."""
    await stage.follow()
    await stage.follow(200, 20)
    if sooner:
        await stage.edit({"status": "renewed"})
    await stage.source(SAID)
    await stage.pass_time(seconds=10)
    if not sooner:
        await stage.edit({"status": "renewed"})
    await stage.pass_time(minutes=2)
    assert stage.heard() == [[("status", None, RENEWED)]]
    assert stage.heard(200) == []
    await confirmed(stage)
    assert stage.heard(200) == stage.heard() == [[("status", None, RENEWED)]]


@pytest.mark.sqlite
@pytest.mark.parametrize("again", [False, True])
async def test_what_a_server_said_first_is_not_told_there_again_with_all_others(
    stage: Stage, again: bool
) -> None:
    """Its people say it, a source says the same, and they take theirs back; what changed and
    came back since is told each time."""
    await stage.follow()
    await stage.follow(200, 20)
    made = await stage.edit({"status": "renewed"})
    await stage.pass_time(minutes=2)
    said: dict[int | None, dict[str, Any]] = {1: {"status": "aired"}, 2: {"status": "renewed"}}
    await stage.source(said)
    await stage.undo(made)
    for _ in range(2):
        await stage.pass_time(minutes=31)
        await stage.source(said)
    await stage.pass_time(minutes=31)
    assert stage.heard() == stage.heard(200) == [[("status", None, RENEWED)]]
    if again:
        for status in ("canceled", "renewed", "canceled", "renewed"):
            await stage.edit({"status": status}, scope=0)
            await stage.pass_time(minutes=2)
        assert len(stage.heard()) == len(stage.heard(200)) == 5


@pytest.mark.sqlite
@pytest.mark.parametrize("waits", ["to settle", "to be tried again", "for a paused channel"])
async def test_a_server_whose_people_say_what_waits_to_be_told_there_hears_it(
    stage: Stage, waits: str
) -> None:
    """All are told of a season and its day; there they say the one, and nothing of the other."""
    await stage.follow()
    values = {"status": "renewed", "premiere": "2027-03-01"}
    if waits == "to settle":
        # Before it settles they say it themselves, after something else.
        await stage.edit(values, scope=0)
        await stage.pass_time(seconds=30)
        await stage.edit({"status": "in_production"})
        await stage.edit({"status": "renewed"})
    else:
        trouble: Exception = RefusedError("gone")
        if waits == "to be tried again":
            trouble = LimitedError(30)
        stage.transport.faults[CHANNEL].append(trouble)
        await stage.edit(values, scope=0)
        await stage.pass_time(minutes=2)
        await stage.edit({"status": "renewed"})
        await stage.alerts.paused_channels.resume(CHANNEL, GUILD)
    await stage.pass_time(minutes=5)
    heard = [change for message in stage.heard() for change in message]
    day = AirDate.parse("2027-03-01")
    assert sorted(heard, key=str) == [("premiere", None, day), ("status", None, RENEWED)]
    news = await stage.services.calendar.news(TODAY, scope=GUILD)
    assert {(item.kind.value, item.after) for item in news} == {
        ("renewed", RENEWED),
        ("dated", day),
    }


async def test_a_server_that_denies_a_change_before_it_is_told_hears_nothing(stage: Stage) -> None:
    await stage.follow()
    await stage.source({1: {"status": "aired"}, 2: {"status": "in_production"}})
    await stage.pass_time(hours=2)
    await stage.source({1: {"status": "aired"}, 2: {"status": "in_production"}})
    await stage.pass_time(hours=2)
    assert [n[2] for news in stage.heard() for n in news] == [SeasonStatus.IN_PRODUCTION]
    await stage.source(SAID)
    await stage.pass_time(seconds=10)
    await stage.edit({"status": "in_production"})
    await stage.pass_time(minutes=2)
    await confirmed(stage)
    assert len(stage.heard()) == 1


async def test_an_edit_of_a_server_that_spoke_before_is_told_as_its_own(stage: Stage) -> None:
    await stage.follow()
    await stage.edit({"status": "in_production"})
    await stage.pass_time(minutes=2)
    await stage.source(SAID)
    await stage.pass_time(seconds=10)
    await stage.edit({"premiere": "2031"})
    await stage.edit({"status": "canceled"})
    await stage.pass_time(minutes=2)
    assert ("status", SeasonStatus.IN_PRODUCTION, CANCELED) in stage.heard()[1]
    await confirmed(stage)
    assert len(stage.heard()) == 2


async def test_an_undone_edit_leaves_a_general_change_to_be_told_once(stage: Stage) -> None:
    """Not with the undo: the source has not confirmed it yet."""
    await stage.follow()
    made = await stage.edit({"status": "canceled"})
    await stage.source(SAID)
    await stage.pass_time(seconds=10)
    await stage.undo(made)
    await stage.pass_time(minutes=5)
    assert stage.heard() == []
    await confirmed(stage)
    assert stage.heard() == [[("status", None, RENEWED)]]
    await stage.pass_time(hours=1)
    assert stage.transport.total == 1


async def test_two_sources_that_see_one_change_at_once_are_heard_once(
    url: str, clock: StoppedClock
) -> None:
    """Where nothing is to be confirmed, the more precise of the two is still waited for."""
    async with open_stage(url, clock, settle=0) as stage:
        await stage.source({1: {"status": "aired"}}, by="tmdb")
        await stage.follow()
        await stage.source({1: {"status": "aired"}, 2: {"premiere": "2031-03"}}, by="tmdb")
        await stage.pass_time(seconds=1)
        await stage.source({1: {"status": "aired"}, 2: {"premiere": "2031-03-04"}})
        await stage.pass_time(seconds=3)
        assert stage.heard() == [[("premiere", None, AirDate.parse("2031-03-04"))]]


@pytest.mark.sqlite
@pytest.mark.parametrize("first", ["tmdb", "tvmaze"])
async def test_a_beginning_and_an_end_from_two_sources_are_one_message(
    stage: Stage, first: str
) -> None:
    """Whichever of them is asked first, and confirmed a while before the other."""
    last = {"tmdb": "tvmaze", "tvmaze": "tmdb"}[first]
    dates = {"tvmaze": {"premiere": "2027-03-04"}, "tmdb": {"finale": "2027-04-22"}}
    for by in dates:
        await stage.source({1: {"status": "aired"}}, by=by)
    await stage.follow()
    for _ in range(2):
        await stage.source({1: {"status": "aired"}, 2: dates[first]}, by=first)
        await stage.pass_time(seconds=20)
        await stage.source({1: {"status": "aired"}, 2: dates[last]}, by=last)
        await stage.pass_time(minutes=31)
    for _ in range(20):
        await stage.pass_time(seconds=30)
    told = [sorted(field for field, *_ in news) for news in stage.heard()]
    assert told == [["finale", "premiere"]]


@pytest.mark.sqlite
@pytest.mark.sqlite
@pytest.mark.parametrize(("hours", "messages"), [(2, 1), (13, 2)])
async def test_an_end_added_within_hours_is_edited_into_the_message_about_the_beginning(
    stage: Stage, hours: int, messages: int
) -> None:
    """Nobody is called twice; nor is a paused channel told less, and a moved beginning is news."""
    await stage.follow()
    await stage.follow(101)
    dates = {"premiere": "2027-03-04"}

    async def says(**more: str) -> None:
        dates.update(more)
        for _ in range(2):
            await stage.source({1: {"status": "aired"}, 2: dates})
            await stage.pass_time(minutes=31)

    stage.transport.dead[101] = "gone"
    await says()
    await stage.pass_time(hours=hours)
    await says(finale="2027-04-22")
    begins, ends = (
        "**Season 2 comes out on 4 March 2027.** There was no date before.",
        "Season 2 ends on 22 April 2027.",
    )
    posted = stage.transport.posted[CHANNEL]
    assert len(posted) == messages
    assert [written(edit.message)[1:] for edit in posted[0].edits] == [[begins, ends]][
        messages - 1 :
    ]
    if messages == 2:
        assert written(posted[1].envelope.message)[1:] == [ends]
    stage.transport.dead.clear()
    await stage.alerts.paused_channels.resume(101, GUILD)
    await stage.run()
    [told] = stage.transport.posted[101]
    assert begins in " ".join(written(told.envelope.message))
    assert ends in " ".join(written(told.envelope.message))
    await says(premiere="2027-03-11", finale="2027-04-29")
    assert len(posted) == messages + 1
    assert [name for name, _, _ in stage.heard()[-1]] == ["finale", "premiere"]


async def test_no_end_is_told_before_the_beginning_is_sure(stage: Stage) -> None:
    ends = {1: {"status": "aired"}, 2: {"finale": "2027-04-22"}}
    begins = {1: {"status": "aired"}, 2: {"premiere": "2027-03-04"}}
    for by in ("tvmaze", "tmdb"):
        await stage.source({1: {"status": "aired"}}, by=by)
    await stage.follow()
    await stage.source(ends, by="tmdb")
    await stage.source(begins)
    await stage.pass_time(minutes=31)
    await stage.source(ends, by="tmdb")
    await stage.pass_time(hours=2)
    assert stage.heard() == []
    await stage.source(begins)
    await stage.pass_time(minutes=6)
    told = [sorted(field for field, *_ in news) for news in stage.heard()]
    assert told == [["finale", "premiere"]]


@pytest.mark.sqlite
@pytest.mark.parametrize("silent", [("tmdb", "tvmaze"), ("tvmaze", "tmdb")])
async def test_what_all_sources_fell_silent_about_is_struck_whoever_was_last(
    stage: Stage, silent: tuple[str, str]
) -> None:
    nothing = {1: {"status": "aired"}}
    for by in silent:
        await stage.source(nothing, by=by)
    await stage.follow()
    for said in ({**nothing, 2: {"status": "renewed"}}, nothing):
        for _ in range(2):
            for by in silent:
                await stage.source(said, by=by)
                await stage.pass_time(minutes=31)
    await stage.pass_time(days=2)
    [posted] = stage.transport.posted[CHANNEL]
    assert [[item.struck for item in edit.message.news] for edit in posted.edits] == [[True]]


@pytest.mark.sqlite
@pytest.mark.parametrize("season", [{}, {2: {"status": "renewed"}}], ids=["alone", "with season"])
async def test_a_show_that_is_revived_by_a_new_season_is_told_once(
    stage: Stage, season: dict[int | None, dict[str, Any]]
) -> None:
    over = {None: {"network": "Netflix", "status": "ended"}, 1: {"status": "aired"}}
    for _ in range(2):
        await stage.source(over)
        await stage.pass_time(hours=6)
    await stage.follow()
    await stage.pass_time(days=1)
    for _ in range(2):
        await stage.source({**over, None: {"network": "Netflix", "status": "running"}, **season})
        await stage.pass_time(minutes=31)
    await stage.pass_time(hours=2)
    told = [[after for _, _, after in news] for news in stage.heard()]
    assert told == ([[RENEWED]] if season else [[ShowStatus.RUNNING]])


@pytest.mark.sqlite
@pytest.mark.parametrize("between", [ShowStatus.CANCELED, ShowStatus.ENDED])
async def test_a_show_said_to_be_over_after_its_renewal_is_told_to_go_on(
    stage: Stage, between: ShowStatus
) -> None:
    """The renewal of days ago is no news of that: the channel's last word was that it is over."""
    season = {1: {"status": "aired"}, 2: {"status": "renewed"}}
    states = [ShowStatus.ENDED, ShowStatus.RUNNING, between, ShowStatus.RUNNING]
    for at, status in enumerate(states):
        show = {"network": "Netflix", "status": status.value}
        for _ in range(3):
            await stage.source({None: show, **(season if at else {1: season[1]})})
            await stage.pass_time(hours=9)
        if not at:
            await stage.follow()
    await stage.pass_time(days=2)
    told = [after for news in stage.heard() for _, _, after in news]
    assert told == [RENEWED, between, ShowStatus.RUNNING]


async def stands(stage: Stage, said: dict[int | None, dict[str, Any]], by: str = "tvmaze") -> None:
    """A source says that, and again for as long as any change of its waits to be told."""
    for _ in range(5):
        await stage.source({1: {"status": "aired"}, **said}, by=by)
        await stage.pass_time(days=1)


@pytest.mark.slow
async def test_a_trailer_is_told_once_whatever_its_source_does_with_it(stage: Stage) -> None:
    await stage.follow()
    one = {"url": "https://youtu.be/a", "title": "First look", "published": "2026-11-20"}
    await stands(stage, {2: {"trailers": [one]}})
    assert [[n[0] for n in news] for news in stage.heard()] == [["trailers"]]
    again = one | {"title": "Official trailer", "url": "https://www.youtube.com/watch?v=a"}
    for said in ({}, {2: {"trailers": [one]}}, {}, {2: {"trailers": [again]}}):
        await stands(stage, said)
    # The video of the whole show is listed with an earlier season too.
    await stands(stage, {1: {"trailers": [again]}, 2: {"trailers": [again]}})
    assert stage.transport.total == 1
    await stands(stage, {2: {"trailers": [again, {"url": "https://youtu.be/b"}]}})
    assert stage.transport.total == 2


@pytest.mark.sqlite
async def test_a_trailer_that_is_old_by_its_day_is_no_new_one(stage: Stage) -> None:
    await stage.follow()
    old = {"url": "https://youtu.be/old", "published": "2019-02-01"}
    await stands(stage, {1: {"status": "aired", "trailers": [old]}})
    assert stage.transport.total == 0


@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.parametrize("scope", [0, GUILD])
@pytest.mark.parametrize("off", ["canceled", "postponed"])
async def test_no_date_is_told_of_a_season_that_people_say_is_off(
    stage: Stage, scope: int, off: str
) -> None:
    await stage.follow()
    await stage.follow(200, 20)
    await stands(stage, {2: {"premiere": "2027-03-01"}})
    here, elsewhere = len(stage.heard()), len(stage.heard(200))
    await stage.edit({"status": off}, scope=scope)
    await stage.pass_time(hours=1)
    for premiere in ("2027-05-01", "2027-04-01"):
        await stands(stage, {2: {"premiere": premiere}})
    assert [[n[0] for n in news] for news in stage.heard()[here:]] == [["status"]]
    told = [[n[0] for n in news] for news in stage.heard(200)[elsewhere:]]
    assert told == ([["status"]] if scope == 0 else [["premiere"], ["premiere"]])


@pytest.mark.sqlite
async def test_a_season_under_another_number_takes_no_date_back(stage: Stage) -> None:
    await stage.follow()
    await stands(stage, {2: {"premiere": "2027-03-01"}})
    for number in (2027, 2):
        # So late nothing is struck any more.
        await stage.pass_time(days=4)
        await stands(stage, {number: {"premiere": "2027-03-01"}})
    assert [(news[0][0], news[0][2] is None) for news in stage.heard()] == [("premiere", False)] * 3


@pytest.mark.sqlite
async def test_what_waits_for_days_is_not_told_with_what_is_told_now(stage: Stage) -> None:
    await stage.follow()
    await stands(stage, {2: {"premiere": "2027-03-01"}})
    told = stage.transport.total
    for _ in range(2):
        await stage.source({1: {"status": "aired"}, 2: {}})
        await stage.pass_time(minutes=31)
    await stage.edit({"story": "They meet."}, scope=0)
    await stage.pass_time(minutes=2)
    assert [[n[0] for n in news] for news in stage.heard()[told:]] == [["story"]]
    assert stage.transport.posted[CHANNEL][told - 1].edits == []
    await stage.source({1: {"status": "aired"}, 2: {}})
    await stage.pass_time(days=3)
    assert stage.transport.total == told + 1
    [edit] = stage.transport.posted[CHANNEL][told - 1].edits
    assert [(n.field, n.struck) for n in edit.message.news] == [("premiere", True)]


@pytest.mark.sqlite
async def test_an_edit_of_what_a_source_had_changed_has_its_time_to_undo(stage: Stage) -> None:
    await stage.follow()
    await stage.source({1: {"status": "aired"}, 2: {"status": "renewed"}})
    await stage.pass_time(minutes=31)
    await stage.pass_time(minutes=4, seconds=50)
    await stage.edit({"status": "canceled"}, scope=0)
    await stage.pass_time(seconds=59)
    assert stage.heard() == []
    await stage.pass_time(seconds=1)
    assert stage.heard() == [[("status", None, CANCELED)]]


@pytest.mark.sqlite
async def test_a_dated_season_is_not_announced_as_renewed_because_one_source_lacks_the_date(
    stage: Stage,
) -> None:
    await stage.follow()
    for by in ("tmdb", "tvmaze"):
        await stands(stage, {2: {"premiere": "2027-03-01"}}, by=by)
    told = stage.transport.total
    await stands(stage, {2: {"status": "renewed"}})
    assert stage.transport.total == told
    await stands(stage, {2: {"status": "renewed"}}, by="tmdb")
    assert [[n[0] for n in news] for news in stage.heard()[told:]] == [["premiere"]]
