"""What is read of a page: its text in any encoding, its day, what a script would have drawn."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.articles.article import Role
from bot.articles.encoding import decoded
from bot.articles.reader import read
from bot.articles.refusals import NoArticleError
from bot.articles.web_page import article_of, read_page

_HEADING = "<h1>“Lowlands” Renewed for Season 3 at Netflix</h1>"
_TEXT = (
    "<p>Netflix has renewed “Lowlands” for a third season, and that is the news of the day in this"
    " town and in the next one over.</p><p>The third season premieres on May 3, the streamer said"
    " in a statement on its own site.</p><p>It is a series about two sisters and a bog, and it has"
    " been well received by those who like bogs a great deal.</p>"
)
_PREMIERE = (3, "premiere", "2026-05-03")


def _page(head: str = "", body: str = _HEADING + _TEXT) -> str:
    return f"<!doctype html><html><head>{head}</head><body><article>{body}</article></body></html>"


def _read(page: str | bytes) -> tuple[date | None, list[tuple[object, ...]]]:
    article = article_of(page.encode() if isinstance(page, str) else page, is_page=True)
    told = [(one.season, one.field, one.value) for one in read(article, lambda title: None)]
    return article.published, told


def _ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


_NEWS = '{"@type": "NewsArticle", "datePublished": "2025-11-12T10:00:00Z"}'


@pytest.mark.parametrize(
    ("head", "line"),
    [
        (_ld(_NEWS), ""),
        (_ld('{"@graph": [{"@type": "WebSite", "datePublished": "2010-01-01"}, ' + _NEWS + "]}"),
         ""),
        (_ld('{"@type": "VideoObject", "uploadDate": "2019-01-01", "datePublished": "2019-01-01"}')
         + _ld(_NEWS), ""),
        (_ld('{"@type": ["https://schema.org/Article"], "datePublished": "2025-11-12"}'), ""),
        (_ld('{"@type": "NewsArticle", "datePublished":') + _ld(_NEWS), ""),
        (_ld("[" * 5_000) + _ld(_NEWS), ""),
        ('<meta property="article:published_time" content="2025-11-12T09:00:00+01:00">', ""),
        # What readers see goes before what machines are told of another year.
        (_ld(_NEWS.replace("2025", "2019")), "<p>November 12, 2025 11:42 AM PT</p>"),
        (_ld(_NEWS.replace("2025", "2019")), "<time>November 12, 2025</time>"),
        (_ld(_NEWS), "<p>Updated on January 20, 2027</p>"),
        ("", "<p>By TV Staff</p><p>November 12, 2025 11:42 AM PT</p>"),
        ("", "<p>12 November 2025, 10:30</p>"),
        ("", "<p>12. November 2025, 10:30 Uhr</p>"),
        ("", "<p>Publicado em 12 de novembro de 2025</p>"),
        ("", "<p>12 novembre 2025</p>"),
    ],
)  # fmt: skip
def test_the_day_of_a_page(head: str, line: str) -> None:
    published, told = _read(_page(head, _HEADING + line + _TEXT))
    assert published == date(2025, 11, 12)
    assert _PREMIERE in told


def test_a_day_to_come_that_machines_and_readers_are_told_alike_is_the_day_of_a_page() -> None:
    head = _ld(_NEWS.replace("2025", "2099"))
    published, _ = _read(_page(head, _HEADING + "<p>12 November 2099, 10:30</p>" + _TEXT))
    assert published == date(2099, 11, 12)


@pytest.mark.parametrize("days", [1, 2, 9, 40])
def test_the_day_of_a_page_is_no_other_day_of_its_year(days: int) -> None:
    """A page may be dated by the clock of somebody who is ahead; January 1 is no such day."""
    day = datetime.now(UTC).date() + timedelta(days)
    head = _ld(_NEWS.replace("2025-11-12", day.isoformat()))
    assert _read(_page(head))[0] is None
    shown = f'<p class="meta">Published {day:%B} {day.day}, {day.year} at 18:15 - Ann Example</p>'
    assert _read(_page(head, _HEADING + shown + _TEXT))[0] == day


def test_a_page_that_is_of_a_day_to_come_has_none() -> None:
    told = _ld('{"@type": "NewsArticle", "datePublished": "2999-05-04T09:00:00Z"}')
    page = f"<html><head>{told}</head><body><p>Season 4 was out in 2024 already.</p></body></html>"
    assert read_page(page.encode(), "https://example.org/a").published is None


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("", ""),
        (_ld(_NEWS.replace("2025", "2099")), ""),
        ("", "<p>May 3, 2099</p>"),
        (_ld('{"@type": "NewsArticle", "datePublished": ["x"]}'), ""),
        (_ld('{"@type": "NewsArticle", "datePublished": "2025-13-45"}'), ""),
    ],
)
def test_a_page_without_its_day_says_nothing_of_dates_without_a_year(head: str, line: str) -> None:
    published, told = _read(_page(head, _HEADING + line + _TEXT))
    assert published is None
    assert (3, "status", "renewed") in told
    assert [one for one in told if one[1] == "premiere"] == []


_DATED = _page("", _HEADING + "<p>November 12, 2025</p>" + _TEXT)


@pytest.mark.parametrize(
    "data",
    [
        _DATED.encode(),
        b"\xef\xbb\xbf" + _DATED.encode(),
        _DATED.encode("utf-16"),
        _DATED.encode("cp1252"),
        _DATED.replace("<head>", '<head><meta charset="iso-8859-1">').encode("cp1252"),
        _DATED.replace("<head>", '<head><meta charset="iso-8859-1">').encode(),
        _DATED.replace("<head>", '<head><meta charset="base64">').encode("cp1252"),
        ("<?xml version='1.0' encoding='ISO-8859-1'?>" + _DATED).encode("cp1252"),
        _DATED.encode() + b"<p>\xff</p>",
        _DATED.replace("</p>", "").replace("</article></body></html>", "<div><b><i>").encode(),
        _DATED.replace("“", "&ldquo;").replace("”", "&rdquo;").encode("ascii"),
    ],
)
def test_a_page_in_any_encoding_however_it_is_broken(data: bytes) -> None:
    published, told = _read(data)
    assert published == date(2025, 11, 12)
    assert _PREMIERE in told


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        ("ñé".encode("latin-1"), "ISO-8859-1", "ñé"),
        ("“ñ”".encode("cp1252"), "latin1", "“ñ”"),
        ("łąka".encode("iso-8859-2"), "iso-8859-2", "łąka"),
        ("ñé".encode(), "iso-8859-1", "ñé"),
        ("ñé".encode("cp1252"), "zlib", "ñé"),
        ("ñé".encode("cp1252"), "iso-8859-99", "ñé"),
    ],
)
def test_bytes_are_decoded_as_browsers_do(data: bytes, declared: str, text: str) -> None:
    assert decoded(data, declared) == text


@pytest.mark.parametrize(
    "page",
    [
        '<html><head><meta property="og:title" content="“Lowlands” Renewed for Season 3"><meta'
        ' property="og:description" content="Netflix has renewed “Lowlands” for a third season,'
        ' which premieres on May 3, 2026."></head><body><div id="app"></div></body></html>',
        "<html><head>"
        + _ld('{"@type": "NewsArticle", "headline": "“Lowlands” Renewed", "articleBody": "Netflix'
              " has renewed “Lowlands” for a third season.\\nThe third season premieres on May 3,"
              ' 2026."}')
        + "</head><body><div id=app></div></body></html>",
        "<html><head>"
        + _ld('{"@type": "NewsArticle", "articleBody": "<p>Netflix has renewed'
              " &#8220;Lowlands&#8221; for a <b>third</b> season.</p><p>The third season premieres"
              ' on May&nbsp;3, 2026.</p>"}')
        + "</head><body><div id=app></div></body></html>",
    ],
)  # fmt: skip
def test_a_page_that_a_script_draws_is_read_by_what_it_tells_machines(page: str) -> None:
    _, told = _read(page)
    assert {(3, "status", "renewed"), _PREMIERE} <= set(told)


def test_a_page_with_a_text_is_read_by_nothing_else() -> None:
    lie = '{"@type": "NewsArticle", "articleBody": "“Lowlands” has been canceled after season 3."}'
    lies = _ld(lie) + '<meta property="og:description" content="“Lowlands” season 4 is canceled.">'
    assert _read(_page(lies)) == _read(_page())


@pytest.mark.parametrize("tag", ["s", "del", "strike"])
def test_what_is_struck_out_is_not_read(tag: str) -> None:
    struck = f"<p><{tag}>“Lowlands” season 4 has been canceled.</{tag}> Read on.</p>"
    assert _read(_page("", _HEADING + _TEXT + struck))[1] == _read(_page())[1]


def test_what_an_earlier_version_said_is_not_read() -> None:
    note = "<p>Correction: An earlier version of this story said that season 3 ends on June 9.</p>"
    told = _read(_page(_ld(_NEWS), _HEADING + _TEXT + note))[1]
    assert _PREMIERE in told
    assert [one for one in told if one[1] == "finale"] == []


@pytest.mark.parametrize(
    "wall",
    [
        "<p>Contenido exclusivo para suscriptores. Suscríbete para seguir leyendo.</p>",
        "<p>Dieser Artikel ist nur für Abonnenten. Weiterlesen mit SPIEGEL+.</p>",
        "<p>Contenuto riservato agli abbonati. Abbonati per continuare a leggere.</p>",
        "<p>Cet article est réservé aux abonnés. Pour lire la suite, abonnez-vous.</p>",
        "<p>Conteúdo exclusivo para assinantes. Assine para continuar lendo.</p>",
        "<p>Subscribe to keep reading. Already a subscriber? Sign in</p>",
    ],
)
def test_a_page_for_subscribers_is_told_from_an_article(wall: str) -> None:
    with pytest.raises(NoArticleError, match="subscription"):
        _read(_page("", _HEADING + wall))


@pytest.mark.parametrize(
    "boxed",
    [
        # A script's framework has no paragraphs; a box may begin with a word in italics.
        "<div class=x><em>Lowlands</em> season 3 premieres on May 3.</div>",
        "<div>Bogs, bogs and more of them.<br><br>Season 3 premieres on May 3.<br><br>Bye.</div>",
        "<section>Bogs. <span>Season 3 premieres on</span> <b>May 3</b>.<p>Bye.</p></section>",
        # An old site is laid out by a table.
        "<table><tr><td>Home<br>Forum</td><td><h1>“Lowlands” Renewed for Season 3 at Netflix</h1>"
        "<br>Bogs are in.<br><br>Season 3 premieres on May 3.</td></tr></table>",
        "<p>Bogs are in.<br>Season 3 premieres on May 3.<br>Bye.</p>",
    ],
)
def test_what_a_browser_draws_as_a_paragraph_is_read_as_one(boxed: str) -> None:
    assert _PREMIERE in _read(_page(_ld(_NEWS), _HEADING + _TEXT.replace("May 3", "it") + boxed))[1]


@pytest.mark.parametrize(
    ("status", "when", "told"),
    [
        ("Cancelled", "", ["show_status"]),
        ("Cancelled by Hulu, picked up by FX", "June 2026", ["premiere"]),
        ("Cancelled, then revived", "TBA", []),
        ("Renewed", "May 3", ["premiere"]),
        ("Cancelled", "ended April 22", ["show_status"]),
        ("Renewed", "Finale: May 3", []),
    ],
)
def test_a_row_tells_no_end_of_what_goes_on_and_no_beginning_of_what_ends(
    status: str, when: str, told: list[str]
) -> None:
    table = (
        "<h1>The Scorecard</h1><table>"
        "<tr><th>Show</th><th>Status</th><th>Season</th><th>Premiere date</th></tr>"
        f"<tr><td>Copper Row</td><td>{status}</td><td>3</td><td>{when}</td></tr>"
        "<tr><td>The Locksmith</td><td>Awaiting word</td><td>2</td><td></td></tr></table>"
    )
    assert [one[1] for one in _read(_page(_ld(_NEWS), table))[1]] == told


def test_lines_of_a_paragraph_are_told_of_their_own_shows() -> None:
    lines = (
        "<p><b>Copper Row</b> – renewed for a third season (April 3)<br><b>The Locksmith</b> –"
        " awaiting word<br><b>Old Mill</b> – awaiting word</p>"
    )
    article = article_of(_page("", "<h1>The Scorecard</h1>" + lines).encode(), is_page=True)
    assert [block.text for block in article.blocks[1:]] == [
        "Copper Row – renewed for a third season (April 3)",
        "The Locksmith – awaiting word",
        "Old Mill – awaiting word",
    ]
    broken = "<h1>A Day</h1><p>Netflix has renewed it<br>for a third season,<br>it said.</p>"
    article = article_of(_page("", broken).encode(), is_page=True)
    assert article.blocks[-1].text == "Netflix has renewed it for a third season, it said."


_LED = "“Moorland”: season 4 premieres on October 1"


@pytest.mark.parametrize(
    "elsewhere",
    [
        f"<div class='c-related'><p>{_LED}.</p></div>",
        f"<section id='jp-relatedposts'><h3>More</h3><p>{_LED}.</p></section>",
        f"<div class='box read-more'><span>{_LED} in this town.</span></div>",
        f"<h3>Ähnliche Beiträge</h3><p>{_LED}</p>",
        f"<h3>Articles similaires</h3><p>{_LED}</p><p>{_LED}</p>",
        f"<p>Other releases: {_LED}</p>",
        f"<p>यह भी पढ़ें: {_LED}</p>",
        f"<div class='comments-area'><p>{_LED}.</p></div>",
    ],
)
def test_what_leads_to_other_articles_is_not_read(elsewhere: str) -> None:
    told = _read(_page(_ld(_NEWS), _HEADING + _TEXT + elsewhere + _TEXT))[1]
    assert [one for one in told if one[0] == 4] == []
    assert _PREMIERE in told


@pytest.mark.parametrize(
    "video",
    [
        '<iframe src="https://www.youtube.com/embed/bLk7h0rNs3x?rel=0"></iframe>',
        '<iframe data-src="//www.youtube-nocookie.com/embed/bLk7h0rNs3x" title="Trailer"></iframe>',
        '<amp-youtube data-videoid="bLk7h0rNs3x"></amp-youtube>',
        '<lite-youtube videoid="bLk7h0rNs3x"></lite-youtube>',
        '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper"><iframe'
        ' src="https://www.youtube.com/embed/bLk7h0rNs3x"></iframe></div></figure>',
    ],
)
def test_an_embedded_trailer_is_drafted_by_its_link(video: str) -> None:
    link = {"url": "https://www.youtube.com/watch?v=bLk7h0rNs3x"}
    page = _page("", f"{_HEADING}{_TEXT}<h2>Trailer</h2>{video}")
    assert (3, "trailer", link) in _read(page)[1]


@pytest.mark.parametrize(
    "video",
    [
        '<iframe src="https://evil.example/embed/bLk7h0rNs3x"></iframe>',
        '<iframe src="javascript:alert(1)" title="Trailer"></iframe>',
        '<iframe src="https://www.youtube.com/embed/bLk7h0rNs3x" style="display:none"></iframe>',
        '<div hidden><iframe src="https://www.youtube.com/embed/bLk7h0rNs3x"></iframe></div>',
        '<iframe src="http://[" title="Trailer"></iframe>',
    ],
)
def test_a_frame_that_is_no_video_to_be_seen_is_no_trailer(video: str) -> None:
    page = _page("", f"{_HEADING}{_TEXT}<h2>Trailer</h2>{video}")
    assert [one for one in _read(page)[1] if one[1] == "trailer"] == []


def test_a_paragraph_all_in_bold_is_a_heading() -> None:
    page = _page("", f"{_HEADING}{_TEXT}<p><strong>Cast of season 3</strong></p><p>Soon.</p>")
    roles = [one.role for one in article_of(page.encode(), is_page=True).blocks]
    assert roles[-2:] == [Role.HEADING, Role.PARAGRAPH]


def test_a_title_in_bold_is_one_where_the_headline_has_it() -> None:
    heading = "<h1>Mare fuori controllo 3 si farà: Netflix conferma la terza stagione</h1>"
    text = (
        "<p>Ora è ufficiale: <strong>Mare fuori controllo</strong> avrà una terza stagione. Lo ha"
        " annunciato <strong>Ann Example</strong> sui social con un breve video.</p>"
    )
    article = article_of(_page("", heading + text * 3).encode(), is_page=True)
    told = {one.subject.name for one in read(article, lambda title: None)}
    assert told == {"Mare fuori controllo"}


@pytest.mark.parametrize(
    "heading",
    ["404", "Page not found", "404 – Seite nicht gefunden", "Error 404", "Página no encontrada",
     "Page introuvable", "Pagina non trovata", "Página não encontrada",
     "This page could not be found."],
)  # fmt: skip
def test_a_page_that_says_that_it_is_not_there_is_no_article(heading: str) -> None:
    with pytest.raises(NoArticleError, match="no page at that link"):
        _read(_page("", f"<h1>{heading}</h1><p>You may like these instead.</p>{_TEXT * 3}"))


def test_an_article_about_a_show_of_that_name_is_one() -> None:
    for title in ("Not Found", "404"):
        _, told = _read(_page("", f"<h1>“{title}” Renewed for Season 3</h1>{_TEXT}"))
        assert (3, "status", "renewed") in told


def test_headlines_of_other_pages_below_a_text_are_not_read() -> None:
    below = f"<div>{_LED}</div><div>NBC cancels “Old Mill” after two seasons</div>"
    told = _read(_page(_ld(_NEWS), _HEADING + _TEXT + below))[1]
    assert told == _read(_page(_ld(_NEWS)))[1]
    own = "<div>“Lowlands” season 4 premieres on June 1</div>"
    assert (4, "premiere", "2026-06-01") in _read(_page(_ld(_NEWS), _HEADING + _TEXT + own))[1]


_FACTS = (
    ("Release date", "June 18, 2026"),
    ("Network", "Peacock"),
    ("Episodes", "8"),
    ("Created by", "Delia Marsh"),
    ("Cast", "Ronan Teague, Ines Calloway"),
)
_SHAPES = {
    "list of terms": ("<dl>{}</dl>", "<dt>{}</dt><dd>{}</dd>"),
    "table": ("<table>{}</table>", "<tr><th>{}</th><td>{}</td></tr>"),
    "table with colons": ("<table>{}</table>", "<tr><td>{}:</td><td>{}</td></tr>"),
    "breaks": ("<p>{}</p>", "<b>{}</b><br>{}<br>"),
    "lines": ("{}", "<p><strong>{}:</strong> {}</p>"),
    "items": ("<ul>{}</ul>", "<li><strong>{}:</strong> {}</li>"),
    "boxes": ("<div>{}</div>", "<div>{}</div><div>{}</div>"),
    "side by side": ("<div>{}</div>", "<div><span>{}</span><span>{}</span></div>"),
    "headings": ("{}", "<h4>{}</h4><p>{}</p>"),
}


@pytest.mark.parametrize("shape", _SHAPES)
def test_a_box_of_facts_is_read_in_each_way_that_pages_lay_it_out(shape: str) -> None:
    box, line = _SHAPES[shape]
    body = (
        "<h1>Halfmoon Bay season 2: release date and cast</h1><p>The seaside whodunnit was one of"
        " the quiet hits of the year before this one, and the good news is that more is on the way."
        " This is what there is to know about the second season of Halfmoon Bay.</p>"
        + box.format("".join(line.format(*fact) for fact in _FACTS))
        + "<p>It is about two detectives and a bay, and it has been well received by those who like"
        " either of them a great deal.</p>"
    )
    meta = '<meta property="article:published_time" content="2026-04-09T10:00:00Z">'
    published, told = _read(_page(meta, body))
    assert published == date(2026, 4, 9)
    assert told == [
        (None, "network", "Peacock"),
        (None, "creators", ["Delia Marsh"]),
        (2, "premiere", "2026-06-18"),
        (2, "episodes", 8),
        (2, "cast", {"person": "Ronan Teague"}),
        (2, "cast", {"person": "Ines Calloway"}),
    ]
