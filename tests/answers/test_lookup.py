"""From what was typed to one show, several or none, and to an answer about a season."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.answers.library import Library
from bot.answers.lookup import Asked, Found, Lookup, Nothing, Several, marked, not_found_sentence
from bot.errors import BadInputError, GoneError
from bot.facts.ledger import Ledger
from bot.facts.models import TitleEntry, Topic
from bot.facts.verdict import VerdictKind
from bot.locale.languages import speaking
from tests.clock import StoppedClock
from tests.facts.stated import draft, person, says


@pytest.fixture
async def lookup(ledger: Ledger, library: Library, clock: StoppedClock) -> Lookup:
    await ledger.state(
        "tvmaze",
        [
            says("1", "Dallas", year=1978, popularity=5.0),
            says("2", "Dallas", year=2012, popularity=9.0),
            says("3", "24", {1: {"premiere": "2001-11-06", "episodes": 24}}, year=2001),
            says("4", "Soundtrack", {1: {"premiere": "2019-12-18"}, 2: {"status": "canceled"}}),
        ],
    )
    await ledger.edit(draft(1, None, person(None, "title", "Our own"), scope=77))
    await library.refresh()
    return Lookup(library, clock)


async def test_a_title_however_it_is_cased(lookup: Lookup) -> None:
    found = await lookup.find("  sOUNDtrack ")
    assert isinstance(found, Found)
    assert found.show.id == 4


async def test_a_typed_number_is_a_title_and_a_marked_one_an_id(lookup: Lookup) -> None:
    typed, chosen = await lookup.find("24"), await lookup.find(marked(4))
    assert isinstance(typed, Found)
    assert isinstance(chosen, Found)
    assert (typed.show.name, chosen.show.name) == ("24", "Soundtrack")


async def test_namesakes_are_offered_the_popular_one_first(lookup: Lookup) -> None:
    several = await lookup.find("Dallas")
    assert isinstance(several, Several)
    assert [match.entry.year for match in several.matches] == [2012, 1978]
    assert not_found_sentence(several) == (
        "Several shows have that name: `Dallas (2012)` and `Dallas (1978)`."
    )


async def test_of_many_namesakes_a_sentence_names_some_by_names_that_may_be_typed(
    ledger: Ledger, library: Library, clock: StoppedClock
) -> None:
    years = range(2001, 2008)
    await ledger.state("tvmaze", [says(str(year), "La`mp", year=year) for year in years])
    await library.refresh()
    lookup = Lookup(library, clock)
    several = await lookup.find("La`mp")
    assert isinstance(several, Several)
    told = not_found_sentence(several)
    assert told.startswith("Several shows have that name, among them `Lamp (20")
    assert told.count("`Lamp (") == 5
    found = await lookup.find("La`mp (2004)")
    assert isinstance(found, Found)
    assert found.show.year is not None
    assert found.show.year.value == 2004


async def test_a_near_miss_is_offered_and_not_answered(lookup: Lookup) -> None:
    nothing = await lookup.find("soundtrak")
    assert isinstance(nothing, Nothing)
    assert nothing.close[0].entry.title == "Soundtrack"


@pytest.mark.parametrize("typed", ["", "   ", "🎵" * 6000, "x" * 100_000, "\0", "id:", "id:٣x"])
async def test_nonsense_finds_nothing(lookup: Lookup, typed: str) -> None:
    assert isinstance(await lookup.find(typed), Nothing)


async def test_what_nobody_can_see_is_nothing_typed_and_signs_are_near_no_show(
    lookup: Lookup,
) -> None:
    for unseen in ("\u200b\u200b", "\u2060", "\x00\x00", " \ufeff "):
        assert await lookup.find(unseen) == Nothing("", ())
    for signs in ("?!", "💀", "||\u200b"):
        assert await lookup.find(signs) == Nothing(signs, ())


@pytest.mark.parametrize("show_id", ["0", "99", "999999999999999999"])
async def test_an_id_of_no_show_gets_a_sentence(lookup: Lookup, show_id: str) -> None:
    with pytest.raises(GoneError, match="not in my catalogue"):
        await lookup.find(f"id:{show_id}")


async def test_another_servers_show_does_not_exist(lookup: Lookup) -> None:
    assert isinstance(await lookup.find("Our own", 77), Found)
    assert "Our own" in [match.entry.title for match in lookup.suggest("our", 77)]
    for scope in (0, 78):
        assert isinstance(await lookup.find("Our own", scope), Nothing)
        assert "Our own" not in [match.entry.title for match in lookup.suggest("our", scope)]
        with pytest.raises(GoneError):
            await lookup.find(marked(5), scope)


async def test_a_list_has_the_titles_of_the_language_that_is_spoken(
    ledger: Ledger, library: Library, lookup: Lookup
) -> None:
    titles = {"es": "La casa de papel", "und-BR": "Casa de Papel"}
    await ledger.state("tvmaze", [says("9", "Money Heist", translations=titles, popularity=99.0)])
    await library.refresh()
    (match,) = library.titles.exact("money heist")

    async def told(code: str) -> tuple[str, str]:
        with speaking(code):
            (named,) = await lookup.named([match, *lookup.matches([99])])
            return named.entry.title, lookup.suggest("")[0].entry.title

    with speaking("es"):
        assert lookup.suggest("")[0].entry.title == "Money Heist", "typing asks no database"
    assert await told("es") == ("La casa de papel",) * 2
    assert await told("pt_BR") == ("Casa de Papel",) * 2
    assert await told("de") == await told("en") == ("Money Heist",) * 2


async def test_suggestions_for_nothing_typed_are_the_popular_ones(lookup: Lookup) -> None:
    assert [m.entry.show_id for m in lookup.suggest("")][:2] == [2, 1]
    assert len(lookup.suggest("", 77)) == 5


async def test_the_season_asked_for(lookup: Lookup) -> None:
    show = await lookup.by_id(4)
    answer = lookup.answer(show, 2, Topic.RELEASE, Asked())
    assert (answer.verdict.kind, answer.verdict.number) == (VerdictKind.CANCELED, 2)
    assert (answer.topic, answer.region) == (Topic.RELEASE, None)
    assert lookup.answer(show, 1, Topic.CAST, Asked()).verdict.kind is VerdictKind.AIRED


@pytest.mark.parametrize("season", [-1, 10_000, 10**9, -(10**30), 10**30])
async def test_a_season_that_cannot_be_gets_a_sentence(lookup: Lookup, season: int) -> None:
    show = await lookup.by_id(4)
    with pytest.raises(BadInputError, match=str(season)):
        lookup.answer(show, season, Topic.GENERAL, Asked())


async def test_a_region_is_a_country_code(lookup: Lookup) -> None:
    show = await lookup.by_id(4)
    answer = lookup.answer(show, 1, Topic.WHERE, Asked(region=" de "))
    assert answer.region == "DE"
    for wrong in ("Nowhere", "D", "", "1x"):
        with pytest.raises(BadInputError, match="two-letter code"):
            lookup.answer(show, 1, Topic.WHERE, Asked(region=wrong))


async def test_today_is_the_askers_day(lookup: Lookup, clock: StoppedClock) -> None:
    clock.now = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    show = await lookup.by_id(4)
    asked = Asked(zone=ZoneInfo("Asia/Tokyo"))
    answer = lookup.answer(show, 1, Topic.GENERAL, asked)
    assert answer.now.date() == date(2026, 11, 23)
    assert answer.now == clock.now


async def test_what_was_suggested_before_is_not_suggested_when_it_changed(
    library: Library, clock: StoppedClock
) -> None:
    lookup = Lookup(library, clock)
    library.titles.replace([TitleEntry(1, "Lantern Row", 2020)])
    assert [match.entry.show_id for match in lookup.suggest("lantern")] == [1]
    library.titles.replace([TitleEntry(2, "Lantern Street", 2021, popularity=9.0)])
    assert [match.entry.show_id for match in lookup.suggest("lantern")] == [2, 1]


async def test_a_servers_own_show_is_suggested_there_alone(
    library: Library, clock: StoppedClock
) -> None:
    lookup = Lookup(library, clock)
    library.titles.replace([TitleEntry(1, "Lantern Row"), TitleEntry(2, "Lantern Ours", scope=7)])
    assert {match.entry.show_id for match in lookup.suggest("lantern", 7)} == {1, 2}
    assert [match.entry.show_id for match in lookup.suggest("lantern", 8)] == [1]
    assert [match.entry.show_id for match in lookup.suggest("lantern")] == [1]


async def test_a_choice_that_stands_in_the_box_is_still_the_one(lookup: Lookup) -> None:
    chosen = lookup.suggest("soundtrak")[0].entry
    assert [match.entry for match in lookup.suggest(marked(chosen.show_id))] == [chosen]
    assert lookup.suggest(marked(999_999)) == []


async def test_namesakes_that_are_offered_are_told_apart(lookup: Lookup) -> None:
    result = await lookup.find("dalas")
    assert isinstance(result, Nothing)
    told = not_found_sentence(result)
    assert "`Dallas (2012)`" in told
    assert "`Dallas (1978)`" in told
    near = await lookup.find("soundtrak")
    assert isinstance(near, Nothing)
    assert "`Soundtrack`" in not_found_sentence(near)
