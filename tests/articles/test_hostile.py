"""Pages and texts that want to be taken for more than they are, or to take for ever."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from bot.articles.plain_text import read_text
from bot.articles.reader import read
from bot.articles.refusals import LARGEST, NoArticleError
from bot.articles.web_page import article_of, read_page

_LONG = 32_000
_SHAPES: dict[str, Callable[[int], str]] = {
    "capitals": lambda n: "Aaa Bbb " * (n // 8),
    "names": lambda n: "Jane Doe as Ann Lee, " * (n // 21),
    "credits": lambda n: "Jane Doe (Ann Lee) stars " * (n // 25),
    "seasons": lambda n: "season 2 of The Show premieres on May 3 " * (n // 40),
    "opening quotes": lambda n: "“" * n,
    "titles": lambda n: "“The Show” season 2. " * (n // 21),
    "many titles": lambda n: " ".join(f"“Show {i}” season 2 renewed." for i in range(n // 28)),
    "digits": lambda n: "1" * n,
    "letters": lambda n: "A" * n,
    "dots": lambda n: "." * n,
    "initials": lambda n: "A. " * (n // 3),
    "lines": lambda n: "a\n" * (n // 2),
    "items": lambda n: "- Jane Doe as Ann\n" * (n // 17),
    "producers": lambda n: "Jane Doe and " * (n // 13) + "are executive producers",
    "emphasis": lambda n: "*a* " * (n // 4),
    "deep page": lambda n: "<html><body>" + "<div>" * (n // 5) + "x",
    "long page": lambda n: (
        "<html><body><article>"
        + "<p>season 2 of <i>The Show</i> premieres on May 3.</p>" * (n // 54)
    ),
    "line breaks": lambda n: "<html><body><div>" + "a<br>" * (n // 5),
    "paragraphs by breaks": lambda n: "<html><body><div>" + "season two <br><br>" * (n // 19),
    "nested tables": lambda n: "<html><body>" + "<table><tr><td>a" * (n // 16),
    "called related": lambda n: "<html><body>" + "<div class=related>x" * (n // 20),
    "styles": lambda n: "<html><style>" + "a{" * (n // 2) + "</style><body><p>Hello</p>",
}


@pytest.mark.slow
@pytest.mark.parametrize("shape", _SHAPES)
def test_the_time_grows_no_faster_than_the_text(shape: str) -> None:
    def seconds(size: int) -> float:
        text = _SHAPES[shape](size)
        began = time.process_time()
        read(read_page(text) if text.startswith("<") else read_text(text), lambda title: None)
        return time.process_time() - began

    seconds(1_000)
    most = 8 * 2.5 * max(min(seconds(_LONG // 8) for _ in range(2)), 0.02)
    assert any(seconds(_LONG) <= most for _ in range(3))


def _drafts(body: str) -> list[tuple[str, int | None, str, object]]:
    page = (
        "<html lang=en><head><title>x</title></head><body><article><h1>“Lowlands” Renewed for"
        " Season 2 at Hulu</h1><p>Hulu has renewed “Lowlands” for a second season, and that is the"
        f" news of the day in this town and in the next one.</p>{body}<p>It is a series about two"
        " sisters and a bog, and it has been well received by those who like bogs.</p></article>"
    )
    return [
        (one.subject.name, one.season, one.field, one.value)
        for one in read(article_of(page.encode()), lambda title: None)
    ]


_CANCELED = "“Lowlands” season 2 has been canceled and premieres on May 3, 2031."


@pytest.mark.parametrize(
    "hidden",
    [
        f"<p style='display:none'>{_CANCELED}</p>",
        f"<p style='DISPLAY : NONE;'>{_CANCELED}</p>",
        f"<p style='visibility:hidden'>{_CANCELED}</p>",
        f"<p style='font-size:0'>{_CANCELED}</p>",
        f"<p style='position:absolute;left:-9999px'>{_CANCELED}</p>",
        f"<p hidden>{_CANCELED}</p>",
        f"<p aria-hidden='true'>{_CANCELED}</p>",
        f"<!-- {_CANCELED} -->",
        f"<img src=a.png alt='{_CANCELED}'>",
        f"<template><p>{_CANCELED}</p></template>",
        f"<noscript><p>{_CANCELED}</p></noscript>",
        f"<style>.gone{{display:none}}</style><div class='a gone'><p>{_CANCELED}</p></div>",
        f"<style>#g, p.x{{ visibility: hidden }}</style><p id=g>{_CANCELED}</p>",
        f'<script type=\'application/ld+json\'>{{"description": "{_CANCELED}"}}</script>',
        f"<details hidden><p>{_CANCELED}</p></details>",
    ],
)
def test_what_no_reader_sees_is_not_read(hidden: str) -> None:
    assert _drafts(hidden) == _drafts("")
    assert ("Lowlands", 2, "status", "renewed") in _drafts("")


@pytest.mark.parametrize(
    "drawn",
    [
        "# # #",
        "###",
        "#",
        "* * *",
        "***",
        "---",
        "— 30 —",
        "•",
        "-",
        "…",
        "=====",
        "“”",
        "\u200b",
        "_",
    ],
)
def test_a_line_that_is_only_drawn_is_no_block(drawn: str) -> None:
    told = "“Lowlands” has been renewed for a second season."
    for text in (f"{told}\n\n{drawn}\n\nPress contact: Ann Lee", f"{told}\n{drawn}\n\n{drawn}"):
        article = read_text(text)
        assert all(any(map(str.isalnum, block.text)) for block in article.blocks)
        drafts = [(one.season, one.value) for one in read(article, lambda title: None)]
        assert (2, "renewed") in drafts


def test_what_is_seen_is_read() -> None:
    assert ("Lowlands", 2, "premiere", "2031-05-03") in _drafts(
        "<p>Season 2 premieres on May 3, 2031.</p>"
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no article"),
        (b"   \n ", "no article"),
        (b"\x89PNG\x00\x00\x00", "neither text"),
        (b"x" * (LARGEST + 1), "2 MiB"),
        (b"<html><body><p>Subscribe to continue reading this article.</p></body></html>", "subs"),
        (b"<html><body><p>To keep reading, subscribe today.</p></body></html>", "subscription"),
        (b"<html><body><p>Please log in to read this article.</p></body></html>", "login"),
        ("日本のドラマの第二期が発表されました。".encode() * 20, "English, Spanish, Portuguese"),
        (b"<html></html>", "no article"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(NoArticleError, match=said) as refused:
        article_of(data)
    assert "/catalog set" in str(refused.value)


def test_a_short_text_in_another_script_is_said_to_be_in_a_language_not_read() -> None:
    with pytest.raises(NoArticleError, match="I read articles in"):
        article_of("「サイロ」シーズン3は7月3日に配信開始。".encode())


def test_lines_without_a_letter_break_nothing() -> None:
    """A press release ends with "# # #"."""
    text = "“Harrow Bay” has been renewed for a second season.\n\n{0}\n\nMore soon.\n{0}\n##\nEnd."
    for mark in (
        "# # #",
        "###",
        "##",
        "***",
        "- - -",
        "| | |",
        "•",
        "1.",
        "…",
        "“”",
        "\u200b",
        "_",
    ):
        for article in (
            read_text(text.format(mark)), read_page(f"<h1>A</h1><p>{mark}</p><h2>{mark}</h2>"),
        ):  # fmt: skip
            assert all(one.field == "status" for one in read(article, lambda title: None))
