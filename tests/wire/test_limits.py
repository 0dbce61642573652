"""The limits that Discord's description lacks, and the option data of commands."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire.clock import Clock
from tests.wire.commands import NotOfferedError, option_data
from tests.wire.entities import User
from tests.wire.faults import CHANNEL_GONE, Delayed, Faults
from tests.wire.limits import autocomplete_violations, command_violations, message_violations
from tests.wire.message import COMPONENTS_V2, Message

Json = dict[str, Any]
BUTTON = {"type": 2, "style": 2, "label": "Cast", "custom_id": "cast"}


def v2(*components: Json) -> Message:
    return Message(1, 2, 3, User(4, "bot"), flags=COMPONENTS_V2, components=list(components))


def row(*components: Json) -> Json:
    return {"type": 1, "components": list(components)}


def menu(*values: str, **more: Any) -> Json:
    options = [{"label": value, "value": value} for value in values]
    return {"type": 3, "custom_id": "season", "options": options, **more}


def text(length: int) -> Json:
    return {"type": 10, "content": "x" * length}


@pytest.mark.parametrize(
    "message",
    [
        v2(text(4000)),
        v2(*[text(1)] * 40),
        v2({"type": 17, "components": [text(1), row(BUTTON), row(menu("1", "2"))]}),
        v2(row({"type": 2, "style": 5, "label": "Watch", "url": "https://example.org"})),
    ],
)
def test_messages_within_the_limits_are_fine(message: Message) -> None:
    assert message_violations(message) == []


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        (v2(text(2000), text(2001)), "4001 characters of text"),
        (v2({"type": 17, "components": [text(1)] * 40}), "41 in all"),
        (v2(), "at least one"),
        (v2(row(BUTTON), row(BUTTON)), "'cast' is not unique"),
        (v2(text(1) | {"id": 7}, text(1) | {"id": 7}), "id: 7 is not unique"),
        (v2(row(*[BUTTON | {"custom_id": str(n)} for n in range(6)])), "6 children"),
        (v2(row(BUTTON, menu("1"))), "1 of them menus"),
        (v2(row(menu("1", "1"))), "'1' is not unique"),
        (v2(row(menu(*map(str, range(26))))), "26 options"),
        (v2(row(menu("1", max_values=2))), "1 to 2 values"),
        (v2(row({"type": 2, "style": 5, "label": "Watch", "url": "javascript:x"})), "scheme"),
        (v2(row({"type": 2, "style": 2, "label": "Cast"})), "needs a custom_id"),
        (v2(row({"type": 2, "style": 2, "custom_id": "x"})), "needs a label"),
        (v2({"type": 12, "items": [{"media": {"url": "file:///etc"}}]}), "scheme"),
    ],
)
def test_what_does_not_fit(message: Message, problem: str) -> None:
    violations = message_violations(message)
    assert any(problem in violation for violation in violations), violations


def test_choices_beyond_the_limits_are_told() -> None:
    fine = {"name": "x" * 100, "value": "x" * 100}
    assert autocomplete_violations([fine] * 25) == []
    assert len(autocomplete_violations([fine] * 26)) == 1
    bad: list[Json] = [{"name": "", "value": 1}, {"name": "x" * 101, "value": "x" * 101}]
    assert len(autocomplete_violations(bad)) == 3


def test_commands_beyond_the_limits_are_told() -> None:
    show = {"type": 3, "name": "show", "description": "x", "required": True}
    season = {"type": 4, "name": "season", "description": "x"}
    good = {"name": "season", "description": "x", "options": [show, season]}
    assert command_violations([good]) == []
    assert "unique" in command_violations([good, good])[0]
    assert "first" in command_violations([good | {"options": [season, show]}])[0]
    assert "description" in command_violations([good | {"description": ""}])[0]
    longer = {"description_localizations": {"de": "x" * 99, "fr": "x" * 100}}
    long = [season | longer | {"name": f"o{n}"} for n in range(78)]
    assert command_violations([good | {"options": long[:77]}]) == []
    assert "8031" in command_violations([good | {"options": long}])[0]
    assert "101" in command_violations([good | {"description_localizations": {"de": "x" * 101}}])[0]
    everywhere = good | {"contexts": [0, 1, 2], "integration_types": [0, 1]}
    assert command_violations([everywhere]) == []
    assert "by members" in command_violations([everywhere | {"integration_types": [0]}])[0]
    assert "dm_permission" in command_violations([everywhere | {"dm_permission": False}])[0]


def test_option_data_follows_the_registered_types() -> None:
    options = [
        {"type": 3, "name": "show", "required": True},
        {"type": 6, "name": "person"},
    ]
    command = {"name": "catalog", "options": [{"type": 1, "name": "set", "options": options}]}
    user = User(5, "fan")
    data, resolved = option_data(command, ["set"], {"show": "x", "person": user})
    assert data == [
        {
            "name": "set",
            "type": 1,
            "options": [
                {"name": "show", "type": 3, "value": "x"},
                {"name": "person", "type": 6, "value": "5"},
            ],
        }
    ]
    assert resolved == {"users": {"5": user.payload()}}
    with pytest.raises(NotOfferedError, match="requires"):
        option_data(command, ["set"], {})


def test_faults_strike_by_number_times_and_time() -> None:
    clock = Clock()
    faults = Faults(clock)
    faults.add("POST", "/a/*", CHANNEL_GONE, nth=[2, 3])
    struck = [bool(faults.strike("POST", "/a/1")) for _ in range(4)]
    assert struck == [False, True, True, False]
    assert faults.strike("GET", "/a/1") == []

    faults.clear()
    faults.add("*", "/b", CHANNEL_GONE, times=1, start=10, seconds=5)
    assert faults.strike("GET", "/b") == []
    clock.advance(12)
    assert faults.strike("GET", "/b") == [CHANNEL_GONE]
    assert faults.strike("GET", "/b") == []

    faults.clear()
    faults.add("*", "/c", Delayed(1))
    faults.add("*", "/c", CHANNEL_GONE, probability=0.5)
    outcomes = [len(faults.strike("GET", "/c")) for _ in range(200)]
    assert set(outcomes) == {1, 2}
    assert 60 < outcomes.count(2) < 140


def test_snowflakes_only_grow() -> None:
    clock = Clock()
    ids = [clock.snowflake() for _ in range(1000)]
    clock.advance(-60)
    ids.append(clock.snowflake())
    assert ids == sorted(set(ids))
