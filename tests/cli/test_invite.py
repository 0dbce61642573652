"""The invitation asks for what the bot uses: in the code, the README and `doctor` alike."""

from __future__ import annotations

import ast
import base64
from pathlib import Path

import discord
import pytest

from bot.cli.doctor import PERMISSIONS, application_of, invite_link

ROOT = Path(__file__).resolve().parents[2]

OF_OTHERS = {"administrator", "manage_guild", "mention_everyone"}
"""Looked at in people and roles, never needed by the bot itself."""

HOLDING = {"held", "permissions", "app_permissions"}
"""What the code calls somebody's permissions."""


def looked_at() -> set[str]:
    """Every permission that the code looks at somewhere, as `held.send_messages`."""
    names: set[str] = set()
    for folder in ("bot", "cogs"):
        for file in (ROOT / folder).rglob("*.py"):
            if file.name in ("doctor.py", "preview.py"):
                continue
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Attribute) and _name(node.value) in HOLDING:
                    names |= {node.attr} & discord.Permissions.VALID_FLAGS.keys()
    return names


def _name(node: ast.expr) -> str:
    """A variable's, an attribute's, or what a call of `permissions_for` is."""
    if isinstance(node, ast.Call):
        return "held" if _name(node.func) == "permissions_for" else ""
    return getattr(node, "id", "") or getattr(node, "attr", "")


def test_it_asks_for_every_permission_that_the_code_looks_at() -> None:
    asked = {name for name, there in PERMISSIONS if there}
    values = {discord.Permissions.VALID_FLAGS[name] for name in looked_at() - OF_OTHERS}
    assert len(values) >= 5
    assert all(PERMISSIONS.value & value for value in values), (asked, looked_at())


def test_the_readme_has_the_same_link() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert invite_link("YOUR_APPLICATION_ID") in text


@pytest.mark.parametrize("number", ["1", "123456789012345678"])
def test_the_application_is_read_from_a_token(number: str) -> None:
    head = base64.urlsafe_b64encode(number.encode()).decode().rstrip("=")
    assert application_of(f"{head}.Xyz.abc") == number


@pytest.mark.parametrize("token", ["", "x", "....", "☃.a.b", "bm9u.a.b", "w6k.x"])
def test_what_is_no_token_has_no_application(token: str) -> None:
    assert application_of(token) is None
