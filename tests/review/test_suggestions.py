"""The queue: what members suggest, and sources that come to say otherwise."""

from __future__ import annotations

import asyncio

import pytest

from bot.app import Services
from bot.editing.acts import Act
from bot.errors import BadInputError, GoneError
from bot.facts.queries import external_ids as externals
from bot.review.queue import QueuePosition
from bot.review.suggestions import MEMBER_DAILY, MEMBER_OPEN, Suggested
from bot.settings import Settings
from tests.clock import StoppedClock
from tests.editing.editors import HERE, SOURCE, THERE, act, put, seen, stated, value
from tests.facts.stated import Stored, says


@pytest.fixture
def settings(url: str) -> Settings:
    return Settings(database_url=url, catalog_dir=None)


@pytest.fixture
async def show(services: Services) -> int:
    return await stated(services, "Lamp", {1: {"episodes": 8}}, network="ZDF")


async def suggest(
    services: Services,
    by: Act,
    show: int,
    text: str = "HBO",
    *,
    name: str = "network",
    season: int | None = None,
    source: str = SOURCE,
) -> Suggested:
    fact = services.curation.read(season, name, text, source, by.zone)
    view = await seen(services, show, by.guild_id)
    return await services.suggestions.suggest(by, view, fact)


async def first(services: Services, guild: int = HERE, *, curator: bool = False) -> QueuePosition:
    return await services.review_queue.at(act(guild, curator=curator), 0)


async def token_of(services: Services) -> str:
    row = (await first(services)).proposal
    assert row is not None
    return row.token


class TestSuggestions:
    async def test_the_same_twice_is_one_row_and_both_hear(
        self, services: Services, show: int, stored: Stored
    ) -> None:
        new = await suggest(services, act(user=1), show)
        mine = await suggest(services, act(user=1), show)
        other = await suggest(services, act(user=2), show, source="https://b.example/")
        assert [(q.again, q.mine) for q in (new, mine, other)] == [
            (False, False),
            (True, True),
            (True, False),
        ]
        assert stored.one("SELECT count(*) FROM proposals") == 1
        at = await first(services)
        assert at.proposal is not None
        assert (at.proposal.proposers, at.total, at.current) == ((1, 2), 1, "ZDF")

    async def test_an_event_delivered_twice_at_once_is_one(
        self, services: Services, show: int, stored: Stored
    ) -> None:
        by = act(user=1)
        await asyncio.gather(*(suggest(services, by, show) for _ in range(3)))
        assert stored.one("SELECT count(*) FROM proposals") == 1
        assert stored.one("SELECT count(*) FROM proposers") == 1

    async def test_what_the_answer_says_already_is_no_suggestion(
        self, services: Services, show: int, stored: Stored
    ) -> None:
        with pytest.raises(BadInputError, match="what I say already"):
            await suggest(services, act(), show, "ZDF")
        assert stored.one("SELECT count(*) FROM proposals") == 0

    async def test_limits_of_a_member_and_their_day(
        self, services: Services, show: int, clock: StoppedClock, stored: Stored
    ) -> None:
        for n in range(MEMBER_OPEN):
            await suggest(services, act(user=1), show, f"N{n}")
        with pytest.raises(BadInputError, match=f"{MEMBER_OPEN} of your suggestions are waiting"):
            await suggest(services, act(user=1), show, "One more")
        await suggest(services, act(user=2), show, "One more")
        with pytest.raises(BadInputError, match="waiting"):
            await suggest(services, act(user=1), show, "One more")
        await suggest(services, act(THERE, user=1), show, "Elsewhere there is room")
        while (at := await first(services)).proposal is not None:
            await services.review_queue.reject(act(), at.proposal.token, "no")
        for n in range(MEMBER_DAILY - MEMBER_OPEN):
            await suggest(services, act(user=1), show, f"M{n}")
            await services.review_queue.reject(act(), await token_of(services), "no")
        with pytest.raises(BadInputError, match=f"{MEMBER_DAILY} suggestions today"):
            await suggest(services, act(user=1), show, "And another")
        clock.advance(days=1, seconds=1)
        await suggest(services, act(user=1), show, "And another")

    async def test_limit_of_a_server(
        self, services: Services, show: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.review.suggestions.SERVER_OPEN", 3)
        for n in range(3):
            await suggest(services, act(user=n), show, f"N{n}")
        with pytest.raises(BadInputError, match="queue is full"):
            await suggest(services, act(user=9), show, "One more")
        await suggest(services, act(user=9), show, "N0")
        await suggest(services, act(THERE, user=9), show, "One more")

    async def test_two_servers_side_by_side(
        self, services: Services, show: int, stored: Stored
    ) -> None:
        await suggest(services, act(user=1), show)
        assert (await first(services, THERE)).proposal is None
        assert (await first(services, curator=True)).proposal is None
        theirs = await suggest(services, act(THERE, user=1), show)
        assert not theirs.again, "the same of another server is a row of its own"
        token = await token_of(services)
        before = stored.everything()
        for stranger in (act(THERE), act(curator=True)):
            with pytest.raises(GoneError, match="not there any more"):
                await services.review_queue.get(stranger, token)
            with pytest.raises(GoneError):
                await services.review_queue.approve(stranger, token)
            with pytest.raises(GoneError):
                await services.review_queue.reject(stranger, token, "no")
        assert stored.everything() == before


class TestDecisions:
    async def test_approving_is_an_edit_in_one_transaction(
        self, services: Services, show: int, stored: Stored
    ) -> None:
        await suggest(services, act(user=1), show)
        done = await services.review_queue.approve(act(user=9), await token_of(services))
        assert done.receipt is not None
        assert value(await seen(services, show), "network") == "HBO"
        assert stored("SELECT state, decided_by FROM proposals") == [("approved", 9)]
        assert stored("SELECT author_id, link FROM edits JOIN claims ON edit_id = edits.id") == [
            (9, SOURCE)
        ]

    async def test_when_closing_fails_nothing_is_written(
        self, services: Services, show: int, stored: Stored
    ) -> None:
        await suggest(services, act(user=1), show)
        token = await token_of(services)
        before = stored.everything()
        async with services.database.write() as writing:
            await writing.exec_driver_sql(
                "CREATE TRIGGER broken BEFORE UPDATE ON proposals "
                "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
            )
        with pytest.raises(Exception, match="disk is full"):
            await services.review_queue.approve(act(), token)
        assert stored.everything() == before

    async def test_somebody_faster(self, services: Services, show: int, stored: Stored) -> None:
        await suggest(services, act(user=1), show)
        token = await token_of(services)
        done = await asyncio.gather(
            services.review_queue.approve(act(user=8), token),
            services.review_queue.reject(act(user=9), token, "no"),
            services.review_queue.approve(act(user=10), token),
            return_exceptions=True,
        )
        lost = [error for error in done if isinstance(error, BaseException)]
        assert len(lost) == 2
        assert all(isinstance(e, GoneError) and "faster" in str(e) for e in lost)
        assert stored.one("SELECT count(*) FROM edits") == stored.one(
            "SELECT state = 'approved' FROM proposals"
        )
        with pytest.raises(GoneError, match="Somebody was faster"):
            await services.review_queue.get(act(), token)

    async def test_a_reason_is_needed(self, services: Services, show: int, stored: Stored) -> None:
        await suggest(services, act(user=1), show)
        token = await token_of(services)
        for reason in ("", "  \n ", "x" * 301):
            with pytest.raises(BadInputError, match="Give a reason"):
                await services.review_queue.reject(act(), token, reason)
        assert stored.one("SELECT state FROM proposals") == "open"

    async def test_what_was_turned_down_comes_again_with_a_better_source_or_later(
        self, services: Services, show: int, clock: StoppedClock, stored: Stored
    ) -> None:
        await suggest(services, act(user=1), show)
        old = await token_of(services)
        await services.review_queue.reject(act(), old, "**no** source")
        with pytest.raises(BadInputError, match=r"turned down: \\\*\\\*no\\\*\\\* source"):
            await suggest(services, act(user=2), show)
        await suggest(services, act(user=2), show, source="https://variety.com/x")
        assert stored.one("SELECT count(*) FROM proposals") == 1
        at = await first(services)
        assert at.proposal is not None
        assert (at.proposal.proposers, at.proposal.link) == ((2,), "https://variety.com/x")
        with pytest.raises(GoneError):
            await services.review_queue.get(act(), old)
        await services.review_queue.reject(act(), at.proposal.token, "still no")
        clock.advance(days=31)
        await suggest(services, act(user=1), show, source="https://variety.com/x")
        assert (await first(services)).total == 1

    async def test_what_was_approved_and_changed_since_can_be_suggested_again(
        self, services: Services, show: int
    ) -> None:
        await suggest(services, act(user=1), show)
        await services.review_queue.approve(act(), await token_of(services))
        await put(services, act(), show, "network", "Netflix")
        await suggest(services, act(user=1), show)
        assert (await first(services)).total == 1


class TestSourceConflicts:
    async def test_a_source_never_hides_an_editor_and_is_listed_once(
        self, services: Services, show: int, stored: Stored, clock: StoppedClock
    ) -> None:
        await put(services, act(), show, "network", "HBO")
        assert (await first(services)).proposal is None, "it said so before"
        for _ in range(3):
            clock.advance(hours=6)
            await stated(services, "Lamp", {1: {"episodes": 8}}, network="Netflix")
            await stated(services, "Lamp", {1: {"episodes": clock.now.hour + 1}}, network="Netflix")
        assert value(await seen(services, show), "network") == "HBO"
        at = await first(services)
        assert at.proposal is not None
        assert (at.total, at.proposal.said_by, at.proposal.value) == (1, "tvmaze", "Netflix")
        assert (await first(services, THERE)).proposal is None
        assert stored.one("SELECT count(*) FROM proposals") == 1
        await services.review_queue.reject(act(), at.proposal.token, "ours is right")
        await stated(services, "Lamp", {1: {"episodes": 3}}, network="ZDF")
        await stated(services, "Lamp", {1: {"episodes": 3}}, network="Netflix")
        listed = [
            t for t in [await first(services)] if t.proposal and t.proposal.value == "Netflix"
        ]
        assert listed == [], "what was decided stays decided"

    async def test_each_scope_that_said_something_gets_its_own(
        self, services: Services, show: int
    ) -> None:
        await put(services, act(), show, "network", "HBO")
        await put(services, act(THERE, curator=True), show, "network", "BBC")
        await stated(services, "Lamp", {1: {"episodes": 8}}, network="Netflix")
        assert (await first(services)).total == 1
        assert (await first(services, curator=True)).total == 1

    @pytest.mark.parametrize("how", ["undone", "taken back", "agreed"])
    async def test_one_that_became_moot_leaves_the_queue(
        self, services: Services, show: int, how: str, stored: Stored
    ) -> None:
        by = act()
        await put(services, by, show, "network", "HBO")
        await stated(services, "Lamp", {1: {"episodes": 8}}, network="Netflix")
        if how == "undone":
            await services.curation.undo.interaction(act(), by.interaction_id)
        elif how == "taken back":
            await stated(services, "Lamp", {1: {"episodes": 8}}, network="HBO")
        else:
            await put(services, act(), show, "network", "Netflix")
        assert (await first(services)).proposal is None
        assert stored("SELECT state, decided_by FROM proposals") == [("moot", None)]

    async def test_a_moot_one_that_comes_back_is_listed_again(
        self, services: Services, show: int
    ) -> None:
        await put(services, act(), show, "network", "HBO")
        await stated(services, "Lamp", network="Netflix")
        await stated(services, "Lamp", network="HBO")
        assert (await first(services)).proposal is None
        await stated(services, "Lamp", network="Netflix")
        assert (await first(services)).total == 1

    async def test_approving_takes_its_value(self, services: Services, show: int) -> None:
        await put(services, act(), show, "network", "HBO")
        await stated(services, "Lamp", network="Netflix")
        await services.review_queue.approve(act(), await token_of(services))
        assert value(await seen(services, show), "network") == "Netflix"
        assert (await first(services)).proposal is None

    async def test_what_two_sources_say_is_listed_once(
        self, services: Services, show: int, stored: Stored
    ) -> None:
        async def tmdb(network: str) -> None:
            statement = says("1", "Lamp", source="tmdb", network=network)
            pairs = {"1": [("imdb", "tt1")]}
            outcome = await services.ledger.state("tmdb", [statement], ids=pairs)
            assert list(outcome.show_ids) == [show]
            await services.library.refresh()

        async with services.database.write() as writing:
            await externals.put(writing, "tvmaze", "Lamp", {"imdb": "tt1"})
        await put(services, act(), show, "network", "HBO")
        await stated(services, "Lamp", network="Netflix")
        await tmdb("Netflix")
        at = await first(services)
        assert (at.total, at.sources) == (1, ("tvmaze", "tmdb"))
        await stated(services, "Lamp", network="HBO")
        at = await first(services)
        assert (at.total, at.sources) == (1, ("tmdb",)), "one of them still says so"
        await services.review_queue.reject(act(), await token_of(services), "ours is right")
        await stated(services, "Lamp", network="Netflix")
        assert (await first(services)).proposal is None
        assert stored("SELECT value, state FROM proposals") == [('"Netflix"', "rejected")]
