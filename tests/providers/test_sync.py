"""The sync: what it takes over, in which order, and that nothing is lost, repeated or guessed."""

from __future__ import annotations

import asyncio
import copy
from contextlib import suppress
from datetime import date, datetime, timedelta

import httpx
import pytest

from bot.alerts.queries import subscriptions
from bot.alerts.subscriptions import Following
from bot.answers.lookup import Lookup
from bot.answers.network_lookup import Networks
from bot.calendar.read_model import Calendar
from bot.editing.queries.merges import move_record
from bot.facts.projections import DateProjection
from bot.facts.queries.records import stored_records
from bot.facts.queries.shows import add_shows
from bot.foundation import lease
from bot.foundation.database import Database
from bot.foundation.lease import BusyError, Lease
from bot.providers import fetch_schedule, provider_health
from bot.providers.fetch_schedule import Tracking
from bot.providers.models import Fetched
from bot.providers.tvmaze.client import TVmaze
from bot.review import queries as proposals
from tests.clock import TODAY, be_the_servers_clock
from tests.facts.stated import Stored, draft, filed, person, says
from tests.providers.provided import Site, Time, catalogued, of, shows_asked


async def test_a_tracked_show_gets_its_facts_and_the_others_do_not(here: Site) -> None:
    one, _two = await catalogued(here, 1, 2)
    here.tables.tvmaze_show(1, "One")
    here.tables.tvmaze_show(2, "Two")
    await here.track(one)
    reports = await here.sources.sync.round()
    assert shows_asked(here) == ["1"]
    assert of(reports, "tvmaze").fetched == 1
    show = await here.show(one)
    season = show.season(2)
    assert season is not None
    assert season.premiere is not None
    assert str(season.premiere.value) == "2027-03-01"
    assert (season.premiere.claim.by, season.premiere.claim.checked_at) == ("tvmaze", here.clock())


async def test_only_what_changed_is_fetched_again(here: Site) -> None:
    shows = await catalogued(here, 1, 2, 3)
    for number in (1, 2, 3):
        here.tables.tvmaze_show(number, f"Show {number}")
    await here.track(*shows)
    await here.sources.sync.round()
    here.clock.advance(hours=30)
    # The first fetch changed what was known, so each is looked at once more; then all is quiet.
    await here.sources.sync.round()
    here.clock.advance(hours=5)
    await here.sources.sync.round()
    here.tables.asked.clear()
    here.clock.advance(hours=2)
    here.tables.tvmaze["2"]["_embedded"]["seasons"][1]["premiereDate"] = "2027-05-01"
    here.tables.touch(2)
    await here.sources.sync.round()
    assert sorted(here.tables.asked) == [
        "tmdb.test /3/tv/changes",
        "tvmaze.test /shows/2",
        "tvmaze.test /updates/shows",
    ]
    season = (await here.show(shows[1])).season(2)
    assert season is not None
    assert season.premiere is not None
    assert str(season.premiere.value) == "2027-05-01"


@pytest.mark.slow
async def test_a_change_is_fetched_once_and_once_more_past_the_cache(here: Site) -> None:
    shows = await catalogued(here, *range(1, 6))
    for number in range(1, 6):
        here.tables.tvmaze_show(number, f"Show {number}")
    await here.track(*shows)
    await here.sources.sync.round()
    for _ in range(5):
        # As often as somebody starts it: what was read since it changed is not read again.
        here.clock.advance(minutes=1)
        await here.sources.sync.round(at_once=True)
    assert sorted(shows_asked(here)) == ["1", "2", "3", "4", "5"]
    here.clock.advance(minutes=60)
    await here.sources.sync.round(at_once=True)
    here.clock.advance(hours=6)
    await here.sources.sync.round(at_once=True)
    assert sorted(shows_asked(here)) == sorted([*"12345", *"12345"])


@pytest.mark.slow
async def test_a_list_of_days_has_no_show_fetched_every_hour(here: Site) -> None:
    here.tables.lookalikes()
    (show,) = await catalogued(here, 900001)
    await here.track(show)
    here.tables.changed.add(800001)
    for _ in range(12):
        await here.sources.sync.round(at_once=True)
        here.clock.advance(hours=1)
    assert here.tables.asked.count("tmdb.test /3/tv/800001") <= 1 + 12 // 4 + 2


async def test_the_list_is_asked_for_once_in_an_interval(here: Site) -> None:
    await here.sources.sync.round()
    here.clock.advance(minutes=61)
    await here.sources.sync.round()
    assert "tvmaze.test /updates/shows" in here.tables.asked
    here.tables.asked.clear()
    here.clock.advance(minutes=59)
    await here.sources.sync.round()
    assert here.tables.asked == []
    await here.sources.sync.round(at_once=True)
    assert "tvmaze.test /updates/shows" in here.tables.asked


async def test_each_providers_list_is_taken_over_up_to_an_instant_of_its_own(
    here: Site, stored: Stored
) -> None:
    await here.sources.sync.round()
    began = here.clock()
    here.clock.advance(minutes=61)
    here.tables.broken["tmdb.test /3/tv/changes"] = lambda request: httpx.Response(500)
    await here.sources.sync.round()
    here.clock.advance(minutes=59)
    here.tables.broken.clear()
    here.tables.asked.clear()
    await here.sources.sync.round()
    assert set(here.tables.asked) == {"tmdb.test /3/tv/changes"}
    at = dict(stored("SELECT provider, at FROM cursors ORDER BY provider"))
    assert (at["tvmaze"], at["tmdb"]) == tuple(
        int((began + timedelta(minutes=late)).timestamp()) for late in (61, 120)
    )


@pytest.mark.parametrize(
    ("changed", "checked", "tried", "due"),
    [
        (None, None, None, 0),
        (None, -1, None, None),
        (None, -24 * 7 - 1, None, 0),
        (None, None, -1, None),
        (None, -24 * 7 - 1, -1, None),
        # A clock was ahead as it was checked.
        (None, 3, None, 0),
        # Eight hours after the change no cache holds what was before.
        (-1, -2, None, 0),
        (-2, -1, None, 6),
        (-2, None, -1, None),
        (-9, -0.5, None, None),
        (-9, -2, None, 0),
        (-9, -2, -1, 0),
    ],
)
def test_when_a_record_is_due(
    changed: float | None, checked: float | None, tried: float | None, due: float | None
) -> None:
    """In hours from now."""

    def at(hours: float | None) -> datetime | None:
        return None if hours is None else TODAY + timedelta(hours=hours)

    told = fetch_schedule._due(at(changed), at(checked), at(tried), TODAY, timedelta(hours=8))
    assert told == at(due)


async def test_a_change_is_looked_at_again_so_that_it_can_settle(
    here: Site, stored: Stored
) -> None:
    (show,) = await catalogued(here, 1)
    here.tables.tvmaze_show(1, "One")
    await here.track(show)
    await here.sources.sync.round()
    here.tables.updated.clear()
    here.tables.asked.clear()
    here.clock.advance(minutes=30)
    await here.sources.sync.round()
    assert shows_asked(here) == []
    here.clock.advance(minutes=2)
    await here.sources.sync.round()
    assert shows_asked(here) == ["1"]
    assert stored("SELECT * FROM visits") == []


@pytest.mark.slow
@pytest.mark.parametrize("years", [1, 60])
async def test_a_clock_that_was_ahead_keeps_nothing_from_being_fetched(
    here: Site, years: int
) -> None:
    one, _two = await catalogued(here, 1, 2)
    away = await here.ledger.state(
        "import", filed({"title": "A", "year": 2001, "ids": {"imdb": "tt77"}})
    )
    here.tables.tvmaze_show(1, "One")
    await here.track(one, *away.show_ids)
    here.clock.ahead = timedelta(days=365 * years)
    await here.sources.sync.round()
    here.clock.ahead = timedelta()
    here.tables.asked.clear()
    await here.sources.sync.round()
    assert shows_asked(here) == ["1"]
    assert "tvmaze.test /lookup/shows" in here.tables.asked
    here.tables.asked.clear()
    await here.sources.sync.round(at_once=True)
    assert shows_asked(here) == []
    assert "tvmaze.test /lookup/shows" not in here.tables.asked


async def test_saying_the_same_moves_only_the_time_it_was_checked(
    here: Site, stored: Stored
) -> None:
    (show,) = await catalogued(here, 1)
    here.tables.tvmaze_show(1, "One")
    await here.track(show)
    await here.sources.sync.round()
    revision = stored.one("SELECT value FROM meta WHERE name = 'revision'")
    here.clock.advance(days=3)
    here.tables.touch(1)
    await here.sources.sync.round()
    assert stored.one("SELECT value FROM meta WHERE name = 'revision'") == revision
    (title,) = [(await here.show(show)).title]
    assert title.claim.as_of.day == 22
    status = (await here.show(show)).status
    assert status is not None
    assert status.claim.checked_at is not None
    assert here.clock() - status.claim.checked_at < timedelta(minutes=1)


class TestTracking:
    async def test_followed_asked_and_on_a_followed_network(self, here: Site) -> None:
        outcome = await here.ledger.state(
            "import",
            filed(
                {"title": "A", "year": 2001},
                {"title": "B", "year": 2002},
                {"title": "C", "year": 2003, "network": "Hulu"},
                {"title": "D", "year": 2004},
            ),
        )
        a, b, c, d = outcome.show_ids
        async with here.database.write() as writing:
            for target, key, show in (("show", str(b), b), ("network", "hulu", None)):
                wanted = subscriptions.Subscription(1, 2, target, key, 1, show_id=show)
                await subscriptions.put(writing, wanted, here.clock())
        await here.track(a)
        assert await here.tracked() == [b, a, c]
        assert d not in await here.tracked()

    async def test_the_least_recently_asked_are_dropped(self, here: Site) -> None:
        shows = await catalogued(here, *range(1, 8))
        for show in shows:
            here.clock.advance(minutes=1)
            await here.track(show)
        few = Tracking(here.database, here.clock, bound=3)
        async with here.database.read() as reading:
            assert await few.shows(reading) == shows[:-4:-1]

    async def test_a_hidden_show_is_not_tracked(self, here: Site) -> None:
        (show,) = await catalogued(here, 1)
        await here.track(show)
        await here.ledger.edit(draft(9, show, person(None, "hidden", True)))
        assert await here.tracked() == []


class TestJoining:
    async def test_two_providers_are_joined_by_their_ids(self, here: Site) -> None:
        here.tables.lookalikes()
        (show,) = await catalogued(here, 900001)
        await here.track(show)
        reports = await here.sources.sync.round()
        assert [(r.fetched, r.bad, r.failing) for r in reports] == [(1, 0, None), (1, 0, None)]
        known = await here.show(show)
        assert {name: fact.value for name, fact in known.ids.items()} == {
            "tvmaze": "900001",
            "tmdb": "800001",
            "imdb": "tt9100001",
        }
        season = known.season(3)
        assert season is not None
        assert season.premiere is not None
        # What they say of one day, both are cited for.
        said = {season.premiere.claim.by, *(c.by for c in season.premiere.others)}
        assert said == {"tvmaze", "tmdb"}
        first = known.season(1)
        assert first is not None
        assert {fact.claim.by for fact in first.cast} == {"tmdb"}
        assert any(s.trailers for s in known.seasons)

    async def test_by_tvdb_where_that_is_all_they_share(self, here: Site) -> None:
        here.tables.lookalikes()
        here.tables.tvmaze["900001"]["externals"]["imdb"] = None
        here.tables.tmdb["800001"]["external_ids"]["imdb_id"] = None
        (show,) = await catalogued(here, 900001)
        await here.track(show)
        await here.sources.sync.round()
        assert (await here.show(show)).ids["tmdb"].value == "800001"

    async def test_a_record_is_never_linked_by_its_title_alone(
        self, here: Site, stored: Stored
    ) -> None:
        here.tables.tvmaze_show(1, "Dallas")
        await here.ledger.state("import", filed({"title": "Dallas", "year": 2025}))
        brought = await here.fetcher.fetch(here.sources.kept[0], "1")
        assert brought.show_id == 2
        assert stored.one("SELECT count(*) FROM titles WHERE title = 'Dallas'") == 2

    async def test_a_show_nobody_knows_by_its_ids_is_not_asked_for_every_hour(
        self, here: Site
    ) -> None:
        outcome = await here.ledger.state(
            "import", filed({"title": "A", "year": 2001, "ids": {"imdb": "tt77"}})
        )
        await here.track(*outcome.show_ids)
        await here.sources.sync.round()
        assert sorted(here.tables.asked) == ["tmdb.test /3/find/tt77", "tvmaze.test /lookup/shows"]
        here.tables.asked.clear()
        here.clock.advance(days=2)
        await here.sources.sync.round()
        assert not [asked for asked in here.tables.asked if "lookup" in asked or "find" in asked]
        here.clock.advance(days=30)
        await here.sources.sync.round()
        assert "tvmaze.test /lookup/shows" in here.tables.asked

    async def test_a_split_record_stays_split(self, here: Site, stored: Stored) -> None:
        here.tables.lookalikes()
        (show,) = await catalogued(here, 900001)
        await here.track(show)
        await here.sources.sync.round()
        async with here.database.write() as writing:
            (record,) = await stored_records(writing, source="tmdb")
            await add_shows(writing, [50], scope=0, revision=99, now=here.clock())
            await move_record(writing, record.id, 50, 99)
        await here.track(show, 50)
        here.clock.advance(days=8)
        here.tables.changed.add(800001)
        here.tables.touch(900001)
        await here.sources.sync.round()
        assert stored(
            "SELECT source, show_id FROM records WHERE source <> 'import' ORDER BY show_id"
        ) == [("tvmaze", show), ("tmdb", 50)]


class TestNumbering:
    async def test_what_counts_otherwise_is_kept_apart_and_queued_once(
        self, here: Site, stored: Stored
    ) -> None:
        here.tables.lookalikes()
        rows = here.tables.tvmaze["900001"]["_embedded"]["seasons"]
        # TVmaze takes the second half of season 1 for a season, so its third is TMDB's second.
        for row in rows[1:]:
            row["number"] += 1
        rows.insert(
            1, rows[0] | {"number": 2, "premiereDate": "2024-11-06", "endDate": "2024-12-04"}
        )
        here.tables.tvmaze["900001"]["_embedded"]["nextepisode"] = None
        (show,) = await catalogued(here, 900001)
        await here.track(show)
        for _ in range(2):
            await here.sources.sync.round()
            here.clock.advance(days=8)
            here.tables.changed.add(800001)
        known = await here.show(show)
        casts = {s.number: {fact.claim.by for fact in s.cast} for s in known.seasons}
        # Its first is TVmaze's first two, and nobody's season alone; its second is the third.
        assert (casts[1], casts[3]) == (set(), {"tmdb"})
        assert stored("SELECT kind, season, field, said_by, state, scope FROM proposals") == [
            ("numbering", 1, "premiere", "tmdb", "open", 0)
        ]

    async def test_a_video_goes_to_the_season_that_its_title_names_or_waits(
        self, here: Site, stored: Stored
    ) -> None:
        here.tables.lookalikes()
        here.tables.tmdb["800001"]["seasons"] = here.tables.tmdb["800001"]["seasons"][1:2]
        page = here.tables.tmdb_seasons["800001", 1]
        video = page["videos"]["results"][0]
        page["videos"]["results"] = [
            video | {"key": f"key{number}", "name": f"Season {number} Trailer"}
            for number in (2, 3, 9)
        ]
        here.tables.tmdb["800001"]["videos"] = {"results": []}
        (show,) = await catalogued(here, 900001)
        await here.track(show)
        await here.sources.sync.round()
        videos = {
            s.number: [f.value.title for f in s.trailers] for s in (await here.show(show)).seasons
        }
        assert videos == {1: [], 2: ["Season 2 Trailer"], 3: ["Season 3 Trailer"], 4: []}
        assert stored("SELECT kind, season, field, said_by FROM proposals") == [
            ("numbering", 9, "trailers", "tmdb")
        ]

    @pytest.mark.slow
    async def test_one_that_was_settled_leaves_the_queue(self, here: Site, stored: Stored) -> None:
        here.tables.lookalikes()
        rows = here.tables.tvmaze["900001"]["_embedded"]["seasons"]
        before = copy.deepcopy(rows)
        (show,) = await catalogued(here, 900001)
        await here.track(show)

        async def state_after(halved: bool) -> list[tuple[object, ...]]:
            rows[:] = copy.deepcopy(before)
            if halved:
                for row in rows[1:]:
                    row["number"] += 1
            here.tables.touch(900001)
            here.tables.changed.add(800001)
            await here.sources.sync.round(at_once=True)
            here.clock.advance(hours=3)
            return stored("SELECT said_by, state FROM proposals")

        assert await state_after(halved=True) == [("tmdb", "open")]
        assert await state_after(halved=False) == [("tmdb", "moot")]
        assert await state_after(halved=True) == [("tmdb", "open")]
        async with here.database.write() as writing:
            (row,) = await proposals.of_show(writing, show)
            await proposals.decide(writing, row.id, "rejected", by=1, now=here.clock())
        assert await state_after(halved=False) == [("tmdb", "rejected")]
        assert await state_after(halved=True) == [("tmdb", "rejected")]

    async def test_years_are_no_other_seasons_numbers(self, here: Site, stored: Stored) -> None:
        here.tables.lookalikes()
        for row in here.tables.tvmaze["900001"]["_embedded"]["seasons"]:
            row["number"] += 2023
        here.tables.tvmaze["900001"]["_embedded"]["nextepisode"] = None
        (show,) = await catalogued(here, 900001)
        await here.track(show)
        await here.sources.sync.round()
        numbers = [season.number for season in (await here.show(show)).seasons]
        assert [n for n in numbers if 0 < n < 1900] == []
        assert stored.one("SELECT count(*) FROM proposals") == 1

    async def test_a_postponed_season_is_the_same_season(self, here: Site, stored: Stored) -> None:
        outcome = await here.ledger.state(
            "import",
            filed(
                {
                    "title": "One",
                    "year": 2025,
                    "ids": {"tvmaze": "1"},
                    "seasons": [
                        {"number": 1, "premiere": "2025-03-01"},
                        {"number": 2, "premiere": "2026-10-01"},
                    ],
                }
            ),
        )
        here.tables.tvmaze_show(1, "One")
        await here.track(*outcome.show_ids)
        await here.sources.sync.round()
        season = (await here.show(outcome.show_ids[0])).season(2)
        assert season is not None
        assert season.premiere is not None
        assert {c.by for c in season.premiere.others} | {season.premiere.claim.by} == {
            "import",
            "tvmaze",
        }
        assert stored("SELECT * FROM proposals") == []


@pytest.fixture
def _one_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    be_the_servers_clock(monkeypatch, lease)


class TestRestart:
    @pytest.mark.slow
    async def test_killed_anywhere_nothing_is_lost_or_repeated(
        self, here: Site, stored: Stored
    ) -> None:
        numbers = range(1, 13)
        shows = await catalogued(here, *numbers)
        for number in numbers:
            here.tables.tvmaze_show(number, f"Show {number}")
        await here.track(*shows)
        rounds = 0
        while True:
            rounds += 1
            running = asyncio.ensure_future(here.sources.sync.round())
            for _ in range(15 * rounds):
                await asyncio.sleep(0.0005)
                if running.done():
                    break
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            if not running.cancelled():
                running.result()
                break
        assert rounds > 1
        fetched = shows_asked(here)
        # What was on its way when the process ended is asked for again, and nothing else is.
        assert set(fetched) == {str(number) for number in numbers}
        assert len(fetched) <= len(numbers) + rounds - 1
        assert stored.one("SELECT count(*) FROM records WHERE source = 'tvmaze'") == len(numbers)
        assert here.tables.asked.count("tvmaze.test /updates/shows") == 0

    @pytest.mark.usefixtures("_one_clock")
    async def test_one_process_at_a_time(self, here: Site, database: Database, time: Time) -> None:
        (show,) = await catalogued(here, 1)
        here.tables.tvmaze_show(1, "One")
        await here.track(show)
        await Lease(database, time, "sync", "another").take()
        with pytest.raises(BusyError):
            await here.sources.sync.round()
        assert here.tables.asked == []
        time.advance(minutes=11)
        await here.sources.sync.round()
        assert shows_asked(here) == ["1"]

    @pytest.mark.usefixtures("_one_clock")
    async def test_a_lost_lease_writes_nothing(
        self,
        here: Site,
        database: Database,
        time: Time,
        stored: Stored,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        (show,) = await catalogued(here, 1)
        here.tables.tvmaze_show(1, "One")
        await here.track(show)
        fetch = here.sources.kept[0].fetch

        async def stalled(key: str, *, as_of: date) -> Fetched:
            taken = False
            while not taken:
                time.advance(minutes=11)
                # What goes on beside this fetch may just have renewed it.
                with suppress(BusyError):
                    await Lease(database, time, "sync", "another").take()
                    taken = True
            return await fetch(key, as_of=as_of)

        monkeypatch.setattr(here.sources.kept[0], "fetch", stalled)
        await here.sources.sync.round()
        assert stored("SELECT * FROM records WHERE source = 'tvmaze'") == []
        assert len(stored("SELECT * FROM visits")) == 1


async def test_tmdb_records_unchecked_for_six_months_are_dropped(
    here: Site, stored: Stored
) -> None:
    await here.ledger.state("tmdb", [says("5", "Old", source="tmdb")])
    await here.ledger.state("tvmaze", [says("6", "Older")])
    here.clock.advance(days=179)
    await here.sources.sync.round()
    assert stored.one("SELECT count(*) FROM records") == 2
    here.clock.advance(days=2)
    await here.sources.sync.round()
    assert stored("SELECT source FROM records") == [("tvmaze",)]


@pytest.mark.sqlite
async def test_the_rate_limit_is_kept_over_many_shows(here: Site) -> None:
    numbers = range(1, 31)
    shows = await catalogued(here, *numbers)
    for number in numbers:
        here.tables.tvmaze_show(number, f"Show {number}")
    await here.track(*shows)
    await here.sources.sync.round()
    times = [t for t, a in zip(here.tables.times, here.tables.asked, strict=True) if "tvmaze" in a]
    assert len(times) == len(numbers)
    assert all(sum(0 <= t - start < 10 for t in times) <= 20 for start in times)


async def test_a_fetch_that_never_ends_is_given_up(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    (show,) = await catalogued(here, 1)
    await here.track(show)
    monkeypatch.setattr(provider_health, "_LONGEST_FETCH_SECONDS", 0.02)

    async def forever(*args: object, **more: object) -> object:
        await asyncio.sleep(60)
        raise AssertionError

    monkeypatch.setattr(TVmaze, "fetch", forever)
    report = of(await here.sources.sync.round(), "tvmaze")
    assert (report.fetched, report.failing) == (0, None)
    assert here.sources.health.of("tvmaze").misses == 1


async def test_who_followed_a_network_under_its_former_name_hears_of_it(here: Site) -> None:
    one, other, asked_of = await catalogued(here, 1, 2, 3)
    lookup, networks = Lookup(here.library, here.clock), Networks(here.database, here.library)
    following = Following(here.database, here.library, lookup, networks, here.clock)

    async def fetch(*networks: tuple[int, str]) -> None:
        for show, (number, name) in enumerate(networks, start=1):
            named = {"id": number, "name": name, "country": None}
            here.tables.tvmaze_show(show, f"Show {show}", network=named)
        here.clock.advance(days=1)
        await here.sources.sync.round(at_once=True)
        await here.library.refresh()

    async def follow(channel: int, typed: str) -> None:
        target = await following.target(typed, 7)
        await following.follow(
            subscriptions.Subscription(7, channel, target.kind, target.key, 1, target.label)
        )

    async def hearing(show_id: int) -> list[int]:
        network = (await here.show(show_id)).network
        assert network is not None
        ids = [show_id]
        where = subscriptions.following(scope=7, show_ids=ids, network=network.value, kinds=1)
        async with here.database.read() as reading:
            return list((await subscriptions.followers(reading, [where], 7)).here)

    async def listed() -> list[tuple[int, str]]:
        followed = await following.followed(7)
        return [(item.channel_id, followed.names[item.id]) for item in followed.subscriptions]

    await here.track(one, other, asked_of)
    await fetch((3, "Harbour One"), (4, "Harbour One"), (3, "Harbour One"))
    await follow(101, "network:Harbour One")
    await fetch((3, "Lighthouse"), (4, "Harbour One"), (3, "Lighthouse"))
    await follow(102, "network:Lighthouse")
    # Another network keeps the name, and its shows are none of the renamed one's.
    assert [await hearing(show) for show in (one, other)] == [[101, 102], [101]]
    assert await listed() == [(101, "Harbour One"), (102, "Lighthouse")]
    calendar = Calendar(here.database, here.library, DateProjection(here.database, here.clock))
    assert (await calendar.follows(7)).networks == {"harbour one", "lighthouse"}

    await fetch((3, "Lighthouse"), (4, "Lighthouse"), (3, "Lighthouse"))
    assert await listed() == [(101, "Lighthouse"), (102, "Lighthouse")]
    await follow(103, "network:harbour one")
    await following.unfollow(await following.target("network:Lighthouse", 7), 101, 7)
    await following.unfollow(await following.target("network:Harbour One", 7), 102, 7)
    assert await listed() == [(103, "Lighthouse")]


async def test_the_shows_of_a_network_that_is_followed_under_another_name_are_tracked(
    here: Site,
) -> None:
    shows = await catalogued(here, 1, 2, 3)
    names = ("Max", "The Quay", "Pier")
    filed_as = [
        {"title": f"Show {n}", "year": 2025, "network": name, "ids": {"tvmaze": str(n)}}
        for n, name in enumerate(names, start=1)
    ]
    await here.ledger.state("import", filed(*filed_as))
    async with here.database.write() as writing:
        for key in ("hbo max", "quay"):
            network = subscriptions.Subscription(7, 101, subscriptions.NETWORK, key, 1)
            await subscriptions.put(writing, network, here.clock())
    assert sorted(await here.tracked()) == shows[:2]
