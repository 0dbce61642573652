"""Files of moderators: the difference first, then whole or not at all."""

from __future__ import annotations

import asyncio
import json
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.catalog.export import FORMATS, rendered
from bot.composition_root import Services
from bot.editing.imports import MAX_BYTES, MAX_SHOWS
from bot.editing.receipts import Difference, ImportResult
from bot.errors import BadInputError, GoneError
from bot.facts import claim_limits
from tests.editing.editors import HERE, SOURCE, THERE, act, put, seen, stated, value
from tests.facts.stated import Stored


@pytest.fixture
async def show(services: Services) -> int:
    return await stated(services, "Lamp", {1: {"episodes": 8}}, year=2020, network="ZDF")


def written(*tables: dict[str, Any]) -> bytes:
    return json.dumps([{"source": SOURCE, **table} for table in tables]).encode()


ONE = {"title": "Lamp", "year": 2020, "network": "HBO"}
NEW = {"title": "Brand New", "year": 2026}


async def test_the_difference_first_and_nothing_is_written(
    services: Services, show: int, stored: Stored
) -> None:
    before = stored.everything()
    found = await services.imports.prepare(act(), "x.json", written(ONE, NEW))
    assert stored.everything() == before
    (changed, new) = found.parts
    assert [(c.before, c.after) for c in changed.changes] == [("ZDF", "HBO")]
    assert (new.show_id, found.new, found.same) == (None, 1, 0)


async def test_another_editor_confirms_and_all_of_it_is_undone_at_once(
    services: Services, show: int, stored: Stored
) -> None:
    by = act(user=7)
    found = await services.imports.prepare(by, "x.json", written(ONE, NEW))
    done = await services.imports.confirm(act(user=8), found.token)
    assert isinstance(done, ImportResult)
    assert value(await seen(services, show), "network") == "HBO"
    assert stored("SELECT DISTINCT author_id, scope FROM edits") == [(8, HERE)]
    assert value(await seen(services, show, THERE), "network") == "ZDF"
    assert services.library.titles.search("Brand New", scope=THERE) == []
    with pytest.raises(GoneError, match="no longer waiting"):
        await services.imports.confirm(act(), found.token)
    undone = await services.curation.undo.interaction(act(), done.interaction_id)
    assert undone.shows == 2
    assert value(await seen(services, show), "network") == "ZDF"
    assert services.library.titles.search("Brand New", scope=HERE) == []
    with pytest.raises(GoneError, match="already undone"):
        await services.curation.undo.interaction(act(), done.interaction_id)


async def test_two_editors_confirm_at_once_and_one_of_them_did_it(
    services: Services, show: int, stored: Stored
) -> None:
    found = await services.imports.prepare(act(user=7), "x.json", written(ONE, NEW))
    both = (services.imports.confirm(act(user=user), found.token) for user in (7, 8))
    done = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["GoneError", "ImportResult"]
    assert stored.one("SELECT count(*) FROM edits") == 2


async def test_tokens_of_another_server_do_not_exist(services: Services, show: int) -> None:
    found = await services.imports.prepare(act(), "x.json", written(ONE))
    for stranger in (act(THERE), act(curator=True)):
        services.imports.drop(stranger, found.token)
        with pytest.raises(GoneError):
            await services.imports.confirm(stranger, found.token)
    for _ in range(4):
        await services.imports.prepare(act(THERE), "y.json", written(NEW))
    assert isinstance(await services.imports.confirm(act(), found.token), ImportResult)


async def test_dropped_and_forgotten(services: Services, show: int) -> None:
    found = await services.imports.prepare(act(), "x.json", written(ONE))
    services.imports.drop(act(user=9), found.token)
    with pytest.raises(GoneError, match="send it again"):
        await services.imports.confirm(act(), found.token)


async def test_a_change_meanwhile_shows_the_difference_anew(
    services: Services, show: int, stored: Stored
) -> None:
    found = await services.imports.prepare(act(), "x.json", written(ONE))
    await put(services, act(), show, "network", "Netflix")
    edits = stored.one("SELECT count(*) FROM edits")
    again = await services.imports.confirm(act(), found.token)
    assert isinstance(again, Difference)
    assert again.moved
    assert [(c.before, c.after) for c in again.parts[0].changes] == [("Netflix", "HBO")]
    assert stored.one("SELECT count(*) FROM edits") == edits
    assert isinstance(await services.imports.confirm(act(), found.token), ImportResult)
    assert value(await seen(services, show), "network") == "HBO"


@pytest.mark.parametrize("overtakes", [False, True])
async def test_an_edit_between_reading_and_writing_counts_only_if_it_matters(
    services: Services, show: int, overtakes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = await stated(services, "Bright", key="other")
    found = await services.imports.prepare(act(), "x.json", written(ONE))
    write, come_to_write = services.database.write, asyncio.Semaphore(0)

    def noted(**options: bool) -> AbstractAsyncContextManager[AsyncConnection]:
        come_to_write.release()
        return write(**options)

    async with write():
        monkeypatch.setattr(services.database, "write", noted)
        # Both have read by the time that the first of them can write.
        edit = asyncio.create_task(
            put(services, act(), show if overtakes else other, "network", "Netflix")
        )
        await asyncio.wait_for(come_to_write.acquire(), 30)
        confirmed = asyncio.create_task(services.imports.confirm(act(), found.token))
        await asyncio.wait_for(come_to_write.acquire(), 30)
        assert not edit.done()
        assert not confirmed.done()
    await edit
    done = await confirmed
    assert isinstance(done, Difference) is overtakes
    assert value(await seen(services, show), "network") == ("Netflix" if overtakes else "HBO")


async def test_one_server_says_only_so_much_of_all_shows_together(
    services: Services, show: int, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim_limits, "CLAIMS_OF_SERVER", 3)
    for name in ("Eins", "Zwei", "Drei"):
        await put(services, act(), show, "alias", name)
    for by, refused in ((act(), True), (act(THERE), False)):
        found = await services.imports.prepare(by, "x.json", written(ONE))
        if refused:
            before = stored.everything()
            with pytest.raises(BadInputError, match="at most 3 facts; this would be 4"):
                await services.imports.confirm(by, found.token)
            assert stored.everything() == before
        else:
            assert isinstance(await services.imports.confirm(by, found.token), ImportResult)


@pytest.mark.sqlite
async def test_a_failure_in_the_middle_leaves_nothing(
    services: Services, show: int, stored: Stored
) -> None:
    found = await services.imports.prepare(act(), "x.json", written(ONE, NEW))
    async with services.database.write() as writing:
        await writing.exec_driver_sql(
            "CREATE TRIGGER broken BEFORE INSERT ON titles WHEN NEW.title = 'Brand New' "
            "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    before = stored.everything()
    with pytest.raises(Exception, match="disk is full"):
        await services.imports.confirm(act(), found.token)
    assert stored.everything() == before
    async with services.database.write() as writing:
        await writing.exec_driver_sql("DROP TRIGGER broken")
    assert isinstance(await services.imports.confirm(act(), found.token), ImportResult)


@pytest.mark.slow
@pytest.mark.parametrize("form", sorted(FORMATS))
async def test_an_export_imported_again_is_no_difference(services: Services, form: str) -> None:
    seasons = {
        0: {},
        1: {
            "status": "aired",
            "premiere": "2024-05",
            "episodes": 8,
            "cast": [{"person": "Ann Lee", "character": "Mara"}, {"person": "Bo Ek"}],
            "trailers": [{"url": "https://youtu.be/bbbbbbbbbbb", "kind": "teaser"}],
            "where": [{"provider": "Hulu", "region": "US"}, {"provider": "Canal"}],
            "parts": [{"label": "Part 1", "premiere": "2024"}],
            "story": "A *story*\nwith “lines”.",
        },
    }
    own = {"year": 2020, "network": "ZDF", "aliases": ["Lampe"], "genres": ["drama"]}
    ids = [
        await stated(services, "Lamp", seasons, ids={"imdb": "tt57"}, **own),
        await stated(services, "No Year", {1: {"episodes": 3}}, key="none"),
    ]
    for show in ids:
        await put(services, act(), show, "story", "What we say", 1)
    for shows in (ids[:1], ids[1:], ids):
        text = rendered([await seen(services, show) for show in shows], form)
        found = await services.imports.prepare(act(), f"x.{form}", text.encode())
        assert (found.parts, found.same) == ((), len(shows))
        with pytest.raises(BadInputError, match="changes nothing"):
            await services.imports.confirm(act(), found.token)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("x.json", b"{", "line 1"),
        ("x.json", b"", "line 1"),
        ("x.json", b"[]", "no show in it"),
        ("x.json", b"[" * 100_000, "nested too deeply"),
        ("x.json", b'{"title": ' + b'{"a":' * 5000 + b"1" + b"}" * 5001, "title|nested"),
        ("x.toml", b"title = " + b"[" * 5000, "nested too deeply|line"),
        ("x.json", b'[{"title": "A", "popularity": NaN}]', "NaN is not JSON"),
        ("x.toml", b'title = "A"\npopularity = nan', "Popularity must lie"),
        ("x.json", b'[{"title": "A", "popularity": 1e999}]', "Popularity must lie"),
        ("x.json", b'[{"title": "A", "year": "2020"}]', "whole number"),
        ("x.json", b'[{"title": "A", "year": ' + b"9" * 5000 + b"}]", "far too long"),
        ("x.json", b'[{"title": ["A"]}]', "must be text"),
        ("x.json", b'[{"title": "A", "hidden": true}]', "hidden"),
        ("x.json", b'[{"title": "A", "seasons": [{"number": -1}]}]', "between 0"),
        ("x.json", b'[{"title": "A"}, {"title": "A"}]', "same show"),
        ("x.jsonl", b'{"title": "A"}\n{"title": "a"}', "same show"),
        ("x.jsonl", b'{"title": "A"}\nnonsense', "line 2"),
        ("x.json", b'[{"title":"A","ids":{"imdb":"tt1"}},{"title":"B","ids":{"imdb":"tt1"}}]',
         "same show"),
        ("x.json", b'[{"title":"A","source":"https://n.example/","ids":{"imdb":"tt57"}},'
         b'{"title":"Lamp"}]', None),
        ("x.json", b'[{"title": "A"}]', "A has facts without a source"),
        ("x.json", b'[{"title":"A","source":"https://n.example/"},{"title":"Lamp","kind":"news"}]',
         "Lamp has facts without a source"),
        ("x.json", b'[{"title": "A", "title": "B"}]', "'title' is there twice"),
        ("x.json", b'[{"title": "A", "seasons": [{"number": 1, "number": 2}]}]', "there twice"),
        ("x.exe", b"MZ\x90", "UTF-8|ends in"),
        ("x", b"title = 'A'", "ends in .toml"),
        ("x.json", b"\xff\xfe", "not UTF-8"),
        ("x.json", b" " * (MAX_BYTES + 1), "at most 1 MiB"),
        ("**@everyone** [x](https://evil.example).json", b"{", r"\\\*\\\*@"),
        ("x.json", b'[{"title": "A", "' + "🎬[a](b)".encode() * 2000 + b'": 1}]', "line 1: 🎬"),
    ],
)  # fmt: skip
async def test_broken_and_hostile_files_get_a_sentence(
    services: Services, show: int, stored: Stored, name: str, data: bytes, sentence: str | None
) -> None:
    before = stored.everything()
    if sentence is None:
        await services.imports.prepare(act(), name, data)
        return
    with pytest.raises(BadInputError, match=sentence) as caught:
        await services.imports.prepare(act(), name, data)
    told = str(caught.value)
    assert len(told) < 1200
    assert "](" not in told.replace("\\]", "")
    assert "@everyone" not in told
    assert stored.everything() == before


async def test_two_names_of_one_show_in_one_file(services: Services) -> None:
    await stated(services, "Lamp", year=2020, ids={"imdb": "tt57"})
    data = written(ONE, {"title": "Lampe", "ids": {"imdb": "tt57"}})
    with pytest.raises(BadInputError, match="Lamp and Lampe are the same show"):
        await services.imports.prepare(act(), "x.json", data)


async def test_a_title_without_its_year(services: Services, show: int) -> None:
    found = await services.imports.prepare(act(), "x.json", written({"title": "lamp"}))
    assert found.new == 0
    await stated(services, "Lamp", key="other", year=1999)
    with pytest.raises(BadInputError, match=r"Several shows are called lamp \(1999, 2020\)"):
        await services.imports.prepare(act(), "x.json", written({"title": "lamp"}))
    await services.curation.hide(act(), await seen(services, show))


async def test_a_hidden_show_is_not_written_to_unseen(services: Services) -> None:
    show = await stated(services, "Lamp")
    await services.curation.hide(act(), await seen(services, show))
    with pytest.raises(BadInputError, match="is hidden here"):
        await services.imports.prepare(act(), "x.json", written({"title": "Lamp"}))
    found = await services.imports.prepare(act(THERE), "x.json", written({"title": "Lamp"}))
    assert found.new == 0


async def test_too_many_shows_for_one_write(services: Services) -> None:
    tables = [{"title": f"Show {n}"} for n in range(MAX_SHOWS + 1)]
    with pytest.raises(BadInputError, match=f"at most {MAX_SHOWS} shows"):
        await services.imports.prepare(act(), "x.json", written(*tables))


async def test_the_largest_file_applies_whole(services: Services, stored: Stored) -> None:
    tables = [{"title": f"Show {n}", "network": "HBO"} for n in range(MAX_SHOWS)]
    found = await services.imports.prepare(act(), "x.json", written(*tables))
    done = await services.imports.confirm(act(), found.token)
    assert isinstance(done, ImportResult)
    assert stored.one("SELECT count(*) FROM edits") == MAX_SHOWS
