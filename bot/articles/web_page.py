"""The article in a page or a file: its main text by trafilatura, its day by htmldate, or why there
is none.

A page is data, and only what a reader sees of it is read (`page_tree`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import Any

from ..facts.parse.html_text import without_tags
from ..locale.messages import N_
from .article import Article, Block, Role, aligned
from .datelines import published_day
from .encoding import decoded
from .fact_lines import is_fact_line, with_labels
from .language import is_read, language_of_blocks
from .page_blocks import blocks_of
from .page_metadata import ToldToMachines, past_day
from .page_tree import leave_what_is_seen
from .plain_text import read_text
from .refusals import LARGEST, NoArticleError
from .table_forms import upright

_MARKUP = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article|main|div|p|meta)\b",
    re.I | re.S,
)
_SUBSCRIPTION = re.compile(
    r"subscri(?:be|ption|bers?)\b.{0,80}(?:continue|read|access|unlock)|paywall"
    r"|(?:continue|keep) reading.{0,60}subscri|abonn(?:ez|ieren|ement).{0,60}(?:lire|lesen)"
    r"|(?:lire|lesen).{0,40}abonn(?:ez|ieren|ement)"
    r"|(?:exclusiv[oa]|reservad[oa]|riservat[oa]|réservée?)(?: \w+)? (?:para|a|agli|aux)"
    r" (?:los |as )?(?:suscriptores|assinantes|abbonati|abonnés)"
    r"|(?:nur|exklusiv) für (?:unsere )?Abonnent"
    r"|(?:suscríbete|suscríbase|assine|abbonati) (?:para|e|y|per) (?:seguir|continu|ler\b|leer"
    r"|legg)"
    r"|weiterlesen mit|(?:artikel|inhalt) ist kostenpflichtig",
    re.IGNORECASE | re.DOTALL,
)
_LOGIN = re.compile(
    r"(?:log|sign) ?in (?:to|or)\b|please (?:log|sign) in|captcha|are you (?:a )?(?:human|robot)"
    r"|enable (?:javascript|cookies)|bitte (?:melden sie sich|einloggen)|inicia sesión para"
    r"|faça login para|connectez-vous pour|accedi per",
    re.IGNORECASE,
)
_GATES = (
    (
        _SUBSCRIPTION,
        N_("That page requires a subscription, so there is no article in it for me to read."),
    ),
    (
        _LOGIN,
        N_("That page requires a login or a browser, so there is no article in it for me to read."),
    ),
)
# The headline of a page that says with status 200 that it is not there, and lists others below.
_NOT_FOUND = re.compile(
    r"\W*(?:(?:error|fehler|erreur|erro|errore) )?(?:404\W+)?"
    r"(?:404\W*(?:$|(?:error|fehler|erreur|file|datei)\b)"
    r"|(?:this |the |that )?page (?:was |is |could )?not (?:be )?found|not found$"
    r"|(?:diese |die )?seite (?:wurde )?nicht gefunden|pagina no encontrada"
    r"|page (?:introuvable|non trouvee)|pagina non trovata|pagina nao encontrada)"
)
_SHORT = 1_500
"""A gate is told from an article that mentions one by its length, in characters."""


def article_of(data: bytes, *, url: str | None = None, is_page: bool | None = None) -> Article:
    """The article in a document; `is_page` says that it is HTML, None lets its content tell.

    Raises:
        NoArticleError: it is too large, no text, has no article, or is in a language not read.
    """
    if len(data) > LARGEST:
        raise NoArticleError("That is larger than 2 MiB, which no article is.")
    if b"\x00" in data[:4_096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NoArticleError("That is neither text nor a web page.")
    if is_page or (is_page is None and _MARKUP.match(data[:4_096])):
        article = read_page(data, url)
    else:
        article = read_text(decoded(data))
    text = "\n".join(block.text for block in article.blocks)
    if _NOT_FOUND.match(aligned(article.headline)):
        raise NoArticleError("There is no page at that link.")
    if len(text) < _SHORT:
        gated = text + (data[:200_000].decode("utf-8", "replace") if not text else "")
        for pattern, sentence in _GATES:
            if pattern.search(gated):
                raise NoArticleError(sentence)
    if not text.strip():
        raise NoArticleError("I found no article there.")
    if not is_read(text):
        raise NoArticleError(
            "I read articles in English, Spanish, Portuguese, French, German, Italian and Hindi."
        )
    return article


def read_page(data: bytes | str, url: str | None = None) -> Article:
    """The article in a page's bytes; without blocks where there is none in it.

    Raises:
        ModuleNotFoundError: trafilatura or htmldate is not installed.
    """
    import trafilatura
    from lxml import html
    from trafilatura.settings import Document

    text = decoded(data) if isinstance(data, bytes) else data
    tree = trafilatura.load_html(_XML_DECLARATION.sub("", text))
    if tree is None:
        return Article("", ())
    machines = ToldToMachines(tree)
    published = machines.day(url)
    told = machines.text()
    headline = _headline(tree)
    shown = _time_shown(tree)
    leave_what_is_seen(tree)
    lines = list(_short_lines(tree))
    found = trafilatura.bare_extraction(
        html.tostring(tree, encoding="unicode"),
        url=url,
        include_links=True,
        include_tables=True,
        include_formatting=True,
        include_comments=False,
        include_images=False,
        favor_recall=True,
    )
    parts = list(blocks_of(found.body, headline)) if isinstance(found, Document) else []
    code = language_of_blocks(parts)
    blocks = list(with_labels(upright(parts, code), code))
    if not any(block.text != headline for block in blocks) and told[1]:
        # Machines are often told the page's own markup.
        plain = without_tags("\n".join(told)) or ""
        return replace(read_text(plain), published=published, show=machines.show())
    return Article(
        headline,
        tuple(_with_headline(headline, blocks)),
        _agreed(published, machines.days(), blocks, shown) or _told_twice(machines.days(), lines),
        machines.show(),
    )


_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_UPDATED = re.compile(r"\b(?:updated|aktualisiert|actualizado|atualizado|aggiornato|mis a jour)\b")
_APART = timedelta(days=31)


def _agreed(
    told: date | None, machine_days: Collection[str], blocks: list[Block], shown: str
) -> date | None:
    """The day of an article, by what machines are told and by what readers see.

    Where the two are far apart, what is seen is true; that it was updated is another day.
    """
    language = language_of_blocks(blocks or [])
    day, line = published_day(blocks or [], language)
    seen = line.text if line is not None else shown
    if day is None and shown:
        day, _ = published_day([Block(Role.PARAGRAPH, shown)], language)
    if day is not None and day.isoformat() in machine_days:
        return day  # Told twice, it holds, be it by the clock of somebody who is ahead.
    day = past_day(day.isoformat()) if day is not None else None
    if day is None or told is None:
        return day or told
    if line is not None and is_fact_line(line.text, language):
        return told  # "Release date: June 18": that of a season
    if abs(day - told) <= _APART or _UPDATED.search(aligned(seen)):
        return told
    return day


def _told_twice(machine_days: Collection[str], lines: list[Block]) -> date | None:
    """The day that machines are told and a line that is no part of the text shows to readers.

    It is taken also where it is tomorrow: a page may be of a time zone that is ahead.
    """
    language = language_of_blocks(lines)
    for line in lines if machine_days else ():
        day, _ = published_day([line], language)
        if day is not None and day.isoformat() in machine_days:
            return day
    return None


def _short_lines(tree: Any) -> Iterator[Block]:
    """The first short lines of an article: who wrote it, and when."""
    for element in islice(tree.xpath("//article//p | //article//div | //main//p"), _FIRST_LINES):
        text = _collapsed("".join(element.itertext()))
        if 0 < len(text) <= _LONGEST_LINE:
            yield Block(Role.PARAGRAPH, text)


_FIRST_LINES, _LONGEST_LINE = 12, 120


def _time_shown(tree: Any) -> str:
    """The first date that an article marks as one, as its readers see it."""
    found = tree.xpath("//article//time | //main//time")
    return _collapsed("".join(found[0].itertext())) if found else ""


def _headline(tree: Any) -> str:
    """The first heading of the first rank in an article, else of the page, else its title."""
    for path in ("//article//h1", "//main//h1", "//h1"):
        for element in tree.xpath(path):
            text = _collapsed("".join(element.itertext()))
            if text:
                return text
    for path in ("//meta[@property='og:title']/@content", "//title/text()"):
        for text in tree.xpath(path):
            if _collapsed(str(text)):
                return re.sub(r"\s+[|–—]\s+[^|–—]{2,40}$", "", _collapsed(str(text)))
    return ""


def _collapsed(text: str) -> str:
    return " ".join(text.split())


def _with_headline(headline: str, blocks: list[Block]) -> list[Block]:
    if headline and not any(block.text == headline for block in blocks[:3]):
        return [Block(Role.HEADING, headline), *blocks]
    return blocks
