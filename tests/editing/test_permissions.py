"""Who may edit, in every combination of server, permissions and role."""

from __future__ import annotations

import pytest

from bot.editing.permissions import Editor, Member, editor, may_edit, refuse_unless_manager
from bot.errors import NotAllowedError
from bot.guilds.queries import GuildSettings

GUILD, ROLE, USER = 7, 70, 700
ADMINISTRATOR, MANAGE_GUILD, MANAGE_MESSAGES = 8, 32, 8192
"""As Discord documents them, written out: https://docs.discord.com/developers/topics/permissions"""

ROLED = GuildSettings(GUILD, editor_role=ROLE)


def member(guild: int = GUILD, permissions: int = 0, *roles: int) -> Member:
    return Member(USER, guild, permissions, frozenset(roles))


@pytest.mark.parametrize("permissions", [ADMINISTRATOR, MANAGE_GUILD, MANAGE_GUILD | 1])
def test_managers_edit_and_set(permissions: int) -> None:
    person = member(GUILD, permissions)
    assert editor(person, GuildSettings(GUILD), ()) == Editor(USER, GUILD, GUILD)
    refuse_unless_manager(person)


def test_the_role_edits_and_sets_nothing() -> None:
    person = member(GUILD, MANAGE_MESSAGES, 1, ROLE)
    assert editor(person, ROLED, ()) == Editor(USER, GUILD, GUILD)
    with pytest.raises(NotAllowedError, match="Manage Server"):
        refuse_unless_manager(person)


@pytest.mark.parametrize(
    ("person", "settings"),
    [
        (member(), GuildSettings(GUILD)),
        (member(GUILD, ~(ADMINISTRATOR | MANAGE_GUILD)), GuildSettings(GUILD)),
        (member(GUILD, 0, 1, 2), ROLED),
        (member(GUILD, 0, ROLE), GuildSettings(GUILD)),
    ],
)
def test_others_do_neither(person: Member, settings: GuildSettings) -> None:
    assert not may_edit(person, settings)
    with pytest.raises(NotAllowedError, match="Only this server's editors"):
        editor(person, settings, ())
    with pytest.raises(NotAllowedError):
        refuse_unless_manager(person)


def test_without_a_server_nobody_edits() -> None:
    person = member(0, ADMINISTRATOR, ROLE)
    assert not person.manages
    assert not may_edit(person, ROLED)
    with pytest.raises(NotAllowedError, match="not work here"):
        editor(person, ROLED, (0, GUILD))
    with pytest.raises(NotAllowedError):
        refuse_unless_manager(person)


def test_a_curators_words_are_everybodys() -> None:
    person = member(GUILD, MANAGE_GUILD)
    assert editor(person, ROLED, {GUILD}).scope == 0
    assert editor(person, ROLED, {GUILD + 1}).scope == GUILD
