"""Every catalogue is complete, and says of each message what its English says."""

from __future__ import annotations

import gettext
import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from bot.locale.languages import LANGUAGES, TRANSLATED
from bot.locale.po_files import path_of, read_catalogue
from tests.locale import catalogues
from tests.locale.cldr_data import text_of

_COMMAND = re.compile(r"`/[^`]+`|<[^<>]+>")
"""What people type or click on is called the same in each language."""


@pytest.fixture(scope="module")
def sources() -> Catalog:
    """What `make messages` finds in the tree."""
    return catalogues.sources()


def _key(message: Message) -> tuple[object, object]:
    return message.context, message.id


def _texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def _english(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[-1]


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _kept(text: str) -> tuple[list[str], int]:
    """What no translation may change: commands, links, and how much of it is bold."""
    return sorted(_COMMAND.findall(text)), text.count("**")


def test_a_message_has_named_placeholders_alone(sources: Catalog) -> None:
    wrong = [
        message.id
        for message in sources
        if message.id and not all(re.fullmatch(r"[a-z_]+", n) for n in _names(_english(message)))
    ]
    assert wrong == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_catalogue_is_complete(code: str, sources: Catalog) -> None:
    held = {_key(message): message for message in catalogues.catalog_of(code) if message.id}
    missing = [message.id for message in sources if message.id and _key(message) not in held]
    empty = [message.id for message in held.values() if not all(_texts(message) or [""])]
    fuzzy = [message.id for message in held.values() if message.fuzzy]
    assert (missing, empty, fuzzy) == ([], [], [])


@pytest.mark.parametrize("code", TRANSLATED)
def test_make_messages_leaves_a_catalogue_as_it_is(code: str, sources: Catalog) -> None:
    """All but its head, in which Babel names its version."""
    held, made = path_of(code).read_text("utf-8"), catalogues.text_of(code, sources)
    assert made.partition("\n\n")[2] == held.partition("\n\n")[2], "run `make messages`"


def test_a_new_message_stands_behind_the_one_that_is_found_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message that moved to another module stays where translators had it."""
    path = tmp_path / "cliffhanger.po"
    entries = [
        f'msgid "{word}"\nmsgstr "{word.upper()}"\n' for word in ("one", "two", "gone", "six")
    ]
    path.write_text("\n".join(['msgid ""\nmsgstr "Language: de\\n"\n', *entries]), "utf-8")
    monkeypatch.setattr(catalogues, "path_of", lambda code: path)
    template = Catalog()
    for word in ("six", "seven", "one", "new", "two"):
        template.add(word)
    read = re.findall(r'^msgid "(\w+)"\nmsgstr "(\w*)"$', catalogues.text_of("de", template), re.M)
    assert read == [("one", "ONE"), ("new", ""), ("two", "TWO"), ("six", "SIX"), ("seven", "")]


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_has_the_values_and_commands_of_its_english(code: str) -> None:
    wrong = []
    for message in catalogues.catalog_of(code):
        if not message.id:
            continue
        english = _english(message)
        for text in filter(None, _texts(message)):
            names, held = _names(text), _names(english)
            if isinstance(message.id, tuple | list):
                names |= {"number"} & held  # "one episode" may do without its number
                if names == _names(message.id[0]):
                    held = names  # nor has "yesterday" one
            if (names, _kept(text)) != (held, _kept(english)):
                wrong.append(text)
    assert wrong == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_catalogue_is_read_as_babel_reads_it(code: str) -> None:
    read, held = read_catalogue(path_of(code)), catalogues.catalog_of(code)
    form = gettext.c2py(held.plural_expr)
    for message in held:
        if isinstance(message.id, str):
            assert not message.id or read.message(message.id, message.context) == message.string
        else:
            told = [read.plural(*message.id, count) for count in (0, 1, 2, 1_000_000)]
            assert told == [message.string[form(count)] for count in (0, 1, 2, 1_000_000)]


@pytest.mark.slow
@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_kept_of_the_cldr_is_what_it_says(code: str) -> None:
    assert path_of(code).parents[1].joinpath("cldr.json").read_text("utf-8") == text_of(code)
