"""An article from the bytes of a page, a file or plain text, or why there is none in it."""

from __future__ import annotations

import re

from ..errors import BadInputError
from ..locale.messages import N_, _
from .article import Article
from .language import is_read
from .plain_text import read_text
from .web_page import read_page

LARGEST = 2 * 1024 * 1024
"""So many bytes of a document are read."""

_MARKUP = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article|main|div|p|meta)\b",
    re.I | re.S,
)
_SUBSCRIPTION = re.compile(
    r"subscri(?:be|ption|bers?)\b.{0,80}(?:continue|read|access|unlock)|paywall"
    r"|(?:continue|keep) reading.{0,60}subscri|abonn(?:ez|ieren|ement).{0,60}(?:lire|lesen)",
    re.IGNORECASE | re.DOTALL,
)
_LOGIN = re.compile(
    r"(?:log|sign) ?in (?:to|or)\b|please (?:log|sign) in|captcha|are you (?:a )?(?:human|robot)"
    r"|enable (?:javascript|cookies)",
    re.IGNORECASE,
)
_GATES = (
    (
        _SUBSCRIPTION,
        N_("That page wants a subscription, so there is no article in it for me to read."),
    ),
    (
        _LOGIN,
        N_("That page wants a login or a browser, so there is no article in it for me to read."),
    ),
)
_SHORT = 1_500
"""A gate is told from an article that mentions one by its length, in characters."""

BY_HAND = N_("You can still set each fact by hand with `/catalog set`.")
NOTHING = N_(
    "I found nothing in it that says something of a season. You can still set each fact by hand "
    "with `/catalog set`."
)


class NoArticleError(BadInputError):
    """There is nothing to draft from; the message says why, and what to do instead."""

    def __str__(self) -> str:
        """The sentence, in the language that is spoken now."""
        return f"{super().__str__()} {_(BY_HAND)}"


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
        article = read_text(_decoded(data))
    text = "\n".join(block.text for block in article.blocks)
    if len(text) < _SHORT:
        gated = text + (data[:200_000].decode("utf-8", "replace") if not text else "")
        for pattern, sentence in _GATES:
            if pattern.search(gated):
                raise NoArticleError(sentence)
    if not text.strip():
        raise NoArticleError("I found no article there.")
    if not is_read(text):
        raise NoArticleError("I read articles in English, German, Spanish and French.")
    return article


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
