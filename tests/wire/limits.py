"""Discord's limits across fields, which its OpenAPI description does not carry.

Sources: https://discord.com/developers/docs/components/reference and
https://discord.com/developers/docs/interactions/application-commands
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from tests.wire import components as tree
from tests.wire.message import COMPONENTS_V2, Message

Json = dict[str, Any]

CONTENT, TEXT, EMBED_TEXT = 2000, 4000, 6000
COMPONENTS, CHOICES, COMMAND_TEXT, DESCRIPTION = 40, 25, 8000, 100
GUILD, PRIVATE_CHANNEL = 0, 2
USER_INSTALL = 1
TEXT_BYTES = 10_170
"""UTF-8 bytes of text above which Discord answers 500 instead of refusing."""


def message_violations(message: Message) -> list[str]:
    """What is wrong with a message as it would be stored; empty when it may be."""
    return list(
        chain(_texts(message), _layout(message), _links(message), _interactive(message.components))
    )


def too_heavy(message: Message) -> bool:
    """Whether Discord would break on the text's size in bytes."""
    return sum(len(t.encode()) for t in tree.texts(message.components)) > TEXT_BYTES


def _texts(message: Message) -> Iterator[str]:
    if len(message.content) > CONTENT:
        yield f"content: {len(message.content)} characters, at most {CONTENT}"
    embedded = sum(_embed_characters(embed) for embed in message.embeds)
    if embedded > EMBED_TEXT:
        yield f"embeds: {embedded} characters in all, at most {EMBED_TEXT}"
    shown = sum(len(text) for text in tree.texts(message.components))
    if shown > TEXT:
        yield f"components: {shown} characters of text in all, at most {TEXT}"


def _embed_characters(embed: Json) -> int:
    parts: list[Any] = [embed.get("title"), embed.get("description")]
    parts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for field in embed.get("fields") or []:
        parts += [field.get("name"), field.get("value")]
    return sum(len(part) for part in parts if part)


def _layout(message: Message) -> Iterator[str]:
    everything = list(tree.walk(message.components))
    if len(everything) > COMPONENTS:
        yield f"components: {len(everything)} in all, at most {COMPONENTS}"
    if message.flags & COMPONENTS_V2:
        if message.content or message.embeds:
            yield "flags: IS_COMPONENTS_V2 excludes content and embeds"
        if not message.components:
            yield "components: a Components V2 message needs at least one"
    else:
        if any(c["type"] in tree.V2_ONLY for c in everything):
            yield "components: of version 2 without IS_COMPONENTS_V2 in flags"
        if len(message.components) > 5:
            yield f"components: {len(message.components)} rows, at most 5"
    for name, values in (
        ("id", [c.get("id") for c in everything if c.get("id")]),
        ("custom_id", [c.get("custom_id") for c in everything if c.get("custom_id")]),
    ):
        yield from (f"{name}: {value!r} is not unique" for value in _repeated(values))


def _interactive(components: list[Json]) -> Iterator[str]:
    for component in tree.walk(components):
        kind = component["type"]
        if kind == tree.ACTION_ROW:
            children = component.get("components") or []
            selects = sum(child["type"] in tree.SELECTS for child in children)
            if not children or len(children) > 5 or (selects and len(children) > 1):
                yield f"action row: {len(children)} children, {selects} of them menus"
        elif kind == tree.BUTTON:
            yield from _button(component)
        elif kind == tree.STRING_SELECT:
            yield from _menu(component)


def _button(button: Json) -> Iterator[str]:
    link = button.get("style") == tree.LINK_STYLE
    if bool(button.get("url")) != link:
        yield "button: a url belongs to the link style, and to it alone"
    if not link and button.get("style") != 6 and not button.get("custom_id"):
        yield "button: needs a custom_id"
    if link and button.get("custom_id"):
        yield "button: a link has no custom_id"
    if button.get("style") != 6 and not (button.get("label") or button.get("emoji")):
        yield "button: needs a label or an emoji"


def _menu(menu: Json) -> Iterator[str]:
    options = menu.get("options") or []
    if not 1 <= len(options) <= 25:
        yield f"select: {len(options)} options, 1 to 25"
    values = (option["value"] for option in options)
    yield from (f"select: value {value!r} is not unique" for value in _repeated(values))
    most = menu["max_values"] if menu.get("max_values") is not None else 1
    least = menu["min_values"] if menu.get("min_values") is not None else 1
    if least > most or most > len(options):
        yield f"select: {least} to {most} values of {len(options)} options"
    if sum(bool(option.get("default")) for option in options) > most:
        yield "select: more defaults than max_values"


def _links(message: Message) -> Iterator[str]:
    for button in message.buttons:
        if button.get("url") and urlsplit(button["url"]).scheme not in ("http", "https", "discord"):
            yield f"button: the scheme of {button['url']!r} is not supported"
    for item in tree.media(message.components):
        if urlsplit(item["url"]).scheme not in ("http", "https", "attachment"):
            yield f"media: the scheme of {item['url']!r} is not supported"


def autocomplete_violations(choices: Iterable[Json]) -> list[str]:
    """At most 25 choices, names of 1 to 100 characters, string values of at most 100."""
    choices = list(choices)
    wrong = [f"choices: {len(choices)}, at most {CHOICES}"] if len(choices) > CHOICES else []
    for choice in choices:
        if not 1 <= len(choice["name"]) <= 100:
            wrong.append(f"choice name: {len(choice['name'])} characters, 1 to 100")
        if isinstance(choice["value"], str) and len(choice["value"]) > 100:
            wrong.append(f"choice value: {len(choice['value'])} characters, at most 100")
    return wrong


def command_violations(commands: Iterable[Json]) -> list[str]:
    """Unique names, required options first, at most 8,000 characters a command.

    A description and the name of a choice have at most 100 of them, in each locale. Group chats are
    a context of commands that members install alone.
    """
    commands = list(commands)
    names = ((command.get("type") or 1, command["name"]) for command in commands)
    wrong = [f"command: {name!r} is not unique" for name in _repeated(names)]
    for command in commands:
        path = command["name"]
        if (command.get("type") or 1) == 1 and not command.get("description"):
            wrong.append(f"{path}: a slash command needs a description")
        if (total := _command_characters(command)) > COMMAND_TEXT:
            wrong.append(f"{path}: {total} characters in all, at most {COMMAND_TEXT}")
        wrong += _too_long(path, command, "description")
        wrong += _options(path, command)
        wrong += _contexts(path, command)
    return wrong


def _contexts(path: str, command: Json) -> list[str]:
    """https://docs.discord.com/developers/interactions/application-commands#interaction-contexts"""
    contexts = command.get("contexts") or []
    wrong = []
    if PRIVATE_CHANNEL in contexts and USER_INSTALL not in (command.get("integration_types") or []):
        wrong.append(f"{path}: a context of private channels, but no install by members")
    if command.get("dm_permission") is False and set(contexts) - {GUILD}:
        wrong.append(f"{path}: dm_permission is hidden by contexts {contexts}")
    return wrong


def _too_long(path: str, node: Json, field: str) -> list[str]:
    long = [text for text in _in_each_locale(node, field) if len(text) > DESCRIPTION]
    return [f"{path}: {len(text)} characters, at most {DESCRIPTION}: {text!r}" for text in long]


def _options(path: str, node: Json) -> list[str]:
    options = node.get("options") or []
    names = (option["name"] for option in options)
    wrong = [f"{path}: option {name!r} is not unique" for name in _repeated(names)]
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        wrong.append(f"{path}: required options come first")
    for option in options:
        name = option["name"]
        if name != name.lower() or " " in name:
            wrong.append(f"{path}: option {name!r} must be lower case, without spaces")
        wrong += _too_long(f"{path} {name}", option, "description")
        for choice in option.get("choices") or []:
            wrong += _too_long(f"{path} {name}", choice, "name")
        if option.get("autocomplete") and option.get("choices"):
            wrong.append(f"{path} {name}: autocomplete excludes choices")
        wrong += _options(f"{path} {name}", option)
    return wrong


def _command_characters(node: Json) -> int:
    """Of each field its longest text in any locale counts:
    https://docs.discord.com/developers/interactions/application-commands#slash-commands"""
    total = max(map(len, _in_each_locale(node, "name"))) + max(
        map(len, _in_each_locale(node, "description"))
    )
    for choice in node.get("choices") or []:
        value = choice["value"]
        total += max(map(len, _in_each_locale(choice, "name"))) + (
            len(value) if isinstance(value, str) else 0
        )
    return total + sum(_command_characters(option) for option in node.get("options") or [])


def _in_each_locale(node: Json, field: str) -> list[str]:
    """The text of a field in each locale, the default first."""
    return [node.get(field) or "", *(node.get(f"{field}_localizations") or {}).values()]


def _repeated(values: Iterable[Any]) -> list[Any]:
    return [value for value, times in Counter(values).items() if times > 1]
