"""What a person reads goes through messages: no card, button or error holds a text of its own."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.locale.po_files import path_of
from tests.locale.extraction import name_of_call

ROOT = Path(__file__).parents[2]

_TEXTS = {"notice": 1, "boxed": 9, "button": 1, "TextDisplay": 1, "bold": 1, "small": 1}
"""Calls whose first arguments, so many of them, are read by a person."""

_NAMED = {"label", "placeholder", "description", "title", "footer"}
"""Arguments of components that are read by a person."""

_COMPONENTS = {"Button", "Select", "SelectOption", "TextInput", "Label", "Modal", "Choice", "boxed"}

_ERRORS = re.compile(r"(BadInput|BadValue|Gone|NotAllowed|NoArticle|CannotFetch|Busy)Error$")
"""They translate what is written in them; what was put together before cannot be."""

_WORD = re.compile(r"[a-z]{2}", re.IGNORECASE)

_OPERATORS = {"bot/cli", "bot/__main__.py"}
"""What an operator reads on the command line is English."""


def _sources() -> list[Path]:
    found = [*ROOT.glob("bot/**/*.py"), *ROOT.glob("cogs/*.py")]
    return [p for p in found if not any(str(p.relative_to(ROOT)).startswith(o) for o in _OPERATORS)]


def _has_words(text: str) -> bool:
    # Markdown, mentions and the bot's own name are no words of a language.
    return _WORD.search(re.sub(r"<[^>]*>|`[^`]*`|Cliffhanger", "", text)) is not None


def _plain(node: ast.expr) -> bool:
    """Whether the expression itself holds words, outside of calls."""
    match node:
        case ast.Constant(value=str(text)):
            return _has_words(text)
        case ast.JoinedStr(values=values):
            return any(_plain(value) for value in values)
        case ast.FormattedValue(value=value):
            return _plain(value)
        case ast.IfExp(body=body, orelse=orelse):
            return _plain(body) or _plain(orelse)
        case ast.BoolOp(values=values):
            return any(_plain(value) for value in values)
        case ast.BinOp(left=left, right=right):
            return _plain(left) or _plain(right)
        case ast.Starred(value=value):
            return _plain(value)
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return any(_plain(element) for element in elements)
    return False


def _unwrapped(source: str) -> Iterator[int]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = name_of_call(node)
        read = node.args[: _TEXTS.get(name, 0)]
        if name in _COMPONENTS:
            read = [*read, *(k.value for k in node.keywords if k.arg in _NAMED)]
        if _ERRORS.search(name) and node.args and isinstance(node.args[0], ast.JoinedStr):
            yield from [node.lineno] if _plain(node.args[0]) else []
        elif any(_plain(argument) for argument in read):
            yield node.lineno


def _constants_of_errors(path: Path) -> Iterator[tuple[int, str]]:
    """The constants that errors tell, each as its module has it."""
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(args=[ast.Name(id=constant), *_]) if (
                constant.isupper() and _ERRORS.search(name_of_call(node))
            ):
                yield node.lineno, getattr(importlib.import_module(name), constant)


def test_what_errors_tell_by_name_is_in_the_catalogues() -> None:
    with path_of("de").open("rb") as file:
        known = {message.id for message in read_po(file)}
    told = [
        (f"{path.relative_to(ROOT)}:{line}", text)
        for path in _sources()
        for line, text in _constants_of_errors(path)
    ]
    assert told != []
    assert [where for where, text in told if text not in known] == []


_ATTRIBUTE = re.compile(r'\b(?:alt|title|aria-label|placeholder)="([^"]*)"')
_MARKUP = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<[^>]*>", re.DOTALL)


def _words_of(template: str) -> list[str]:
    """The words that a template shows of its own."""
    shown = [_MARKUP.sub(" ", text) for text in (template, *_ATTRIBUTE.findall(template))]
    return [word for text in shown for word in text.split() if _has_words(word)]


def test_pages_and_feeds_have_no_words_of_their_own() -> None:
    templates = [*ROOT.glob("bot/web/templates/*")]
    assert templates != []
    assert [word for path in templates for word in _words_of(path.read_text("utf-8"))] == []
    assert _words_of('<p title="Read {{ x }}">{{ texts.a }} more</p>') == ["more", "Read"]


def test_every_visible_text_goes_through_messages() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in _sources()
        for line in _unwrapped(path.read_text("utf-8"))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "source",
    [
        'notice("Nothing.")',
        'notice(f"{name} is gone.")',
        'ui.Button(label="Stop" if there else _("Go"))',
        'raise BadInputError(f"There is no {name}.")',
        'style.bold(f"{_(word)}: it was {it}")',
        'boxed(GREY, "### Heading", *lines, footer=small)',
    ],
)
def test_a_text_that_does_not_is_found(source: str) -> None:
    assert list(_unwrapped(source)) == [1]


@pytest.mark.parametrize(
    "source",
    [
        'notice(_("Nothing."))',
        "notice(f\"### {_('Nothing.')}\")",
        'raise BadInputError("There is no {name}.", name=name)',
        'button(_("Stop"), "card:stop")',
    ],
)
def test_a_text_that_does_is_not(source: str) -> None:
    assert list(_unwrapped(source)) == []
