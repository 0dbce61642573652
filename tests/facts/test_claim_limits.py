"""One server's people say only so much of one show, one by one or by a file."""

from __future__ import annotations

from typing import Any

import pytest

from bot.catalog.reader import IMPORT
from bot.catalog.reader_sandbox import SandboxedReader
from bot.errors import BadFileError, BadInputError
from bot.facts import claim_limits
from bot.facts.claim_limits import item_limit, member_limit, refuse_too_many
from bot.facts.fields import SEASON_FIELDS, SHOW_FIELDS, Field, Shape
from bot.facts.ledger import Ledger
from bot.facts.models import Claim
from bot.facts.queries.claims import as_edit
from bot.facts.value_codecs import BadValueError
from tests.clock import TODAY
from tests.facts.stated import Stored, draft, person, says

HERE = 5
PART = {"label": "Part"}

TOO_MUCH: dict[str, tuple[int, Any]] = {
    "seasons": (500, lambda n: person(n, "episodes", 3)),
    "other titles": (200, lambda n: person(None, "aliases", f"Alias {n}")),
    "people in a season's cast": (500, lambda n: person(1, "cast", {"person": f"Ada {n}"})),
    "trailers of a season": (100, lambda n: person(1, "trailers", {"url": f"https://e.org/{n}"})),
    "places to watch a season": (1000, lambda n: person(1, "where", {"provider": f"P {n}"})),
}


@pytest.mark.parametrize("what", TOO_MUCH)
async def test_one_more_than_the_limit_is_refused(
    ledger: Ledger, stored: Stored, what: str
) -> None:
    limit, claim = TOO_MUCH[what]
    await ledger.state("tvmaze", [says("1", "Dark")])
    some = [claim(n) for n in range(1, limit + 1)]
    await ledger.edit(draft(1, 1, *some, scope=HERE))
    before = stored.everything()
    more = draft(2, 1, claim(limit + 1), scope=HERE)
    with pytest.raises(BadInputError, match=rf"at most {limit:,} {what}; this would be"):
        await ledger.edit(more)
    assert stored.everything() == before
    await ledger.edit(draft(3, 1, claim(1), scope=HERE))
    await ledger.edit(draft(4, 1, claim(limit + 1), scope=HERE + 1))
    await ledger.retract(1, scope=HERE, by=7, undo_id=5)
    await ledger.edit(more)


async def test_what_sources_say_leaves_people_their_room(ledger: Ledger, stored: Stored) -> None:
    many = {"episodes": 3}
    await ledger.state("tvmaze", [says("1", "Dark", dict.fromkeys(range(1, 900), many))])
    await ledger.edit(draft(1, 1, person(1000, "episodes", 4), scope=HERE))
    assert stored("SELECT season, value FROM claims") == [(1000, "4")]


@pytest.mark.parametrize(("field", "limit"), [("parts", 50), ("genres", 50), ("producers", 500)])
async def test_a_list_has_only_so_many_items(ledger: Ledger, field: str, limit: int) -> None:
    await ledger.state("tvmaze", [says("1", "Dark")])
    season = 1 if field == "parts" else None
    item: object = PART if field == "parts" else "Name"
    await ledger.edit(draft(1, 1, person(season, field, [item] * limit)))
    with pytest.raises(BadInputError, match=f"at most {limit}"):
        await ledger.edit(draft(2, 1, person(season, field, [item] * (limit + 1))))


def test_nothing_that_can_be_many_is_without_a_limit() -> None:
    fields = (*SHOW_FIELDS.values(), *SEASON_FIELDS.values())
    # Members of a named field are as many as there are names, of languages or of providers.
    collections = [f.name for f in fields if f.shape is not Shape.SINGLE and not f.named]
    assert [name for name in collections if member_limit(name) is None] == []
    lists = [f.name for f in fields if f.shape is Shape.SINGLE and _fits(f, ["One", "Two"])]
    lists += [f.name for f in fields if f.shape is Shape.SINGLE and _fits(f, [PART, PART])]
    assert {"genres", "creators", "producers", "parts"} <= set(lists)
    assert [name for name in lists if item_limit(name) is None] == []


def _fits(field: Field, value: object) -> bool:
    try:
        field.decode(value)
    except BadValueError:
        return False
    return True


def test_a_server_keeps_so_many_facts_of_a_show_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_limits, "CLAIMS", 3)
    said = [_by_people(person(1, "episodes", n)) for n in range(4)]
    refuse_too_many(0, (), said[:3])
    with pytest.raises(BadInputError, match="at most 3 facts from one server; this would be 4"):
        refuse_too_many(0, (), said)
    refuse_too_many(0, said, said)


def _by_people(claim: Claim) -> Claim:
    return as_edit(claim, scope=0, author=7)


async def test_a_file_with_thousands_of_seasons_is_refused_where_it_is_read() -> None:
    rows = "".join(f"[[seasons]]\nnumber={n}\nepisodes=3\n" for n in range(9999))
    text = f'title="Dark"\nsource="https://e.org/"\n{rows}'
    with pytest.raises(BadFileError, match=r"at most 500 seasons; this would be 9,999"):
        await SandboxedReader().read(text.encode(), "d.toml", source=IMPORT, today=TODAY.date())
