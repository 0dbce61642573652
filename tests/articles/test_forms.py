"""Facts by the form of a page: fact boxes, lists of terms, cards, tables either way, guides."""

from __future__ import annotations

from datetime import date

import pytest

from bot.articles.web_page import read_page
from tests.articles.labelled import told_of

_PAGE = (
    "<html><head><title>Harrow Bay season 2</title></head><body><main>"
    "<h1>“Harrow Bay” season 2: cast, dates and all we know</h1><p>By Jo Reed, 4 May 2026</p>"
    "<p>The people of the harbour are back, and the pier is as cold as it ever was.</p>"
    "{}<p>We will keep this page up to date for as long as there is anything to add.</p>"
    "</main></body></html>"
)
_CAST = {
    "harrow bay | 2 | cast | helen baird = nora quill",
    "harrow bay | 2 | cast | peter cross = father lyle",
    "harrow bay | 2 | cast | amy stott = detective rao",
}


def _told(part: str) -> set[str]:
    article = read_page(_PAGE.format(part), "https://example.org/article")
    assert article.published == date(2026, 5, 4)
    return told_of(article)


def _grid(card: str, *names: tuple[str, ...]) -> str:
    return "".join(card.format(*pair) for pair in names)


_PAIRS = (
    ("Helen Baird", "Nora Quill"), ("Peter Cross", "Father Lyle"), ("Amy Stott", "Detective Rao"),
)  # fmt: skip
_TURNED = tuple((character, person) for person, character in _PAIRS)


@pytest.mark.parametrize(
    "part",
    [
        "<h2>Cast</h2><dl>" + _grid("<dt>{}</dt><dd>{} (episodes 2–4)</dd>", *_TURNED) + "</dl>",
        "<h2>Who's in it?</h2><div>"
        + _grid("<div class=card><img src=a.jpg><h3>{}</h3><p>as {}</p></div>", *_PAIRS)
        + "</div>",
        "<h2>Meet the characters</h2><section>"
        + _grid("<div><strong>{}</strong><span>{}</span></div>", *_TURNED)
        + "</section>",
        "<h2>The faces of season 2</h2><div>"
        + _grid("<div class=card><h3>{}</h3><p>{}</p></div>", *_PAIRS) + "</div>",
        "<h2>Cast</h2><ul>" + _grid("<li><b>{}</b><br>{}</li>", *_PAIRS) + "</ul>",
        "<h2>Cast</h2><ul>"
        + _grid("<li><b>{}</b><em>{}</em><p>Comes from the sea one night.</p></li>", *_PAIRS)
        + "</ul>",
        "<h2>Cast</h2><table>" + _grid("<tr><td>{} (new)</td><td>{}</td></tr>", *_PAIRS)
        + "</table>",
        "<table><tr><th>Actor</th><th>Character</th><th>Actor</th><th>Character</th></tr>"
        "<tr><td>Helen Baird</td><td>Nora Quill</td><td>Peter Cross</td><td>Father Lyle</td></tr>"
        "<tr><td>Amy Stott</td><td>Detective Rao</td><td></td><td></td></tr></table>",
        "<h2>The cast</h2><table><tr><td>Helen Baird</td><td>Nora Quill</td><td>Peter Cross</td>"
        "<td>Father Lyle</td></tr><tr><td>Amy Stott</td><td>Detective Rao</td></tr></table>",
        "<table><tr><th>Role</th><td>Nora Quill</td><td>Father Lyle</td><td>Detective Rao</td></tr>"
        "<tr><th>Actor</th><td>Helen Baird</td><td>Peter Cross</td><td>Amy Stott</td></tr></table>",
    ],
)  # fmt: skip
def test_a_cast_in_the_forms_of_pages(part: str) -> None:
    assert _told(part) == _CAST


@pytest.mark.parametrize(
    "part",
    [
        "<div>" + _grid("<div><h3>{}</h3><p>{}</p></div>", ("Mercy Row", "Three days ago"),
                        ("Copper Lane", "Season 3 review")) + "</div>",
        "<h2>More stories</h2><ul><li><b>Ann Marsh</b><br>Our critic</li>"
        "<li><b>Jo Reed</b><br>Editor</li></ul>",
    ],
)  # fmt: skip
def test_cards_of_something_else_tell_nothing(part: str) -> None:
    assert _told(part) == set()


@pytest.mark.parametrize(
    "part",
    [
        "<table>{}</table>".format(_grid("<tr><th>{}</th><td>{}</td></tr>", *(facts := (
            ("Original network", "FX"), ("No. of episodes", "8"), ("Running time", "47 minutes"),
            ("Original release", "March 3 – May 5, 2026"),
            ("Executive producers", "Ida Holm<br>Saul Venn"),
        )))),
        "<dl>{}</dl>".format(_grid("<dt>{}:</dt><dd>{}</dd>", *facts[:-1]))
        + "<dl><dt>Executive producers</dt><dd>Ida Holm</dd><dd>Saul Venn</dd></dl>",
        "<table><tr><td>Network</td><td>FX</td><td>Episodes</td><td>8</td></tr><tr><td>Length</td>"
        "<td>47 min.</td><td>Executive producers</td><td><ul><li>Ida Holm</li><li>Saul Venn</li>"
        "</ul></td></tr><tr><td>First shown</td><td>3 March 2026</td><td>Last shown</td>"
        "<td>5 May 2026</td></tr></table>",
    ],
)  # fmt: skip
def test_a_box_of_facts_in_the_forms_of_pages(part: str) -> None:
    assert _told(part) == {
        "harrow bay | - | network | fx",
        "harrow bay | - | producers | ida holm = executive producer",
        "harrow bay | - | producers | saul venn = executive producer",
        "harrow bay | 2 | episodes | 8",
        "harrow bay | 2 | runtime | 47",
        "harrow bay | 2 | premiere | 2026-03-03",
        "harrow bay | 2 | finale | 2026-05-05",
    }


def test_seasons_stand_below_each_other_or_side_by_side() -> None:
    expected = {
        "harrow bay | 1 | episodes | 6",
        "harrow bay | 1 | premiere | 2024-03-04",
        "harrow bay | 2 | episodes | 8",
        "harrow bay | 2 | premiere | 2026-03-11",
    }
    rows = (
        ("Season 1", "Season 2"), ("6", "8"), ("4 March 2024", "11 March 2026"),
    )  # fmt: skip
    heads = ("", "Episodes", "Started")
    beside = "".join(
        f"<tr><th>{head}</th><td>{one}</td><td>{two}</td></tr>"
        for head, (one, two) in zip(heads, rows, strict=True)
    )
    below = "<tr><th>Season</th><th>Episodes</th><th>Started</th></tr>" + "".join(
        f"<tr><td>{season[-1]}</td><td>{count}</td><td>{day}</td></tr>"
        for season, count, day in zip(*rows, strict=True)
    )
    for table in (beside, below):
        assert _told(f"<table>{table}</table>") == expected


_DAYS = ("March 3", "March 10", "March 17", "March 24")


@pytest.mark.parametrize(
    "part",
    [
        "<table><tr><th>No.</th><th>Title</th><th>Written by</th><th>Original air date</th></tr>"
        + "".join(
            f"<tr><td>{at}</td><td>Renewed Hope {at}</td><td>Ida Holm</td><td>{day}, 2026</td></tr>"
            for at, day in enumerate(_DAYS, 1)
        )
        + "</table>",
        "<table><tr><th>No. overall</th><th>No. in season</th><th>Title</th><th>Release date</th>"
        "</tr>"
        + "".join(
            f"<tr><td>{at + 8}</td><td>{at}</td><td>“Tide”</td><td>{day}, 2026</td></tr>"
            for at, day in enumerate(_DAYS, 1)
        )
        + "</table>",
        "".join(f"<p>2x0{at} “Cold Water” – {day}</p>" for at, day in enumerate(_DAYS, 1)),
        "<h3>Episodes</h3><ul>"
        + "".join(f"<li>Episode {at}: Tide ({day}, 2026)</li>" for at, day in enumerate(_DAYS, 1))
        + "</ul>",
    ],
)
def test_a_list_of_episodes_tells_when_its_season_began_and_ended(part: str) -> None:
    assert _told(part) == {
        "harrow bay | 2 | episodes | 4",
        "harrow bay | 2 | premiere | 2026-03-03",
        "harrow bay | 2 | finale | 2026-03-24",
    }


def test_a_list_of_the_episodes_so_far_ends_nothing() -> None:
    days = ("April 14", "April 21", "April 28")
    part = "".join(f"<p>Episode {at}: Tide ({day})</p>" for at, day in enumerate(days, 1))
    assert _told(part) == {"harrow bay | 2 | premiere | 2026-04-14"}
    later = "".join(f"<p>Episode {at}: Tide ({day})</p>" for at, day in enumerate(days, 4))
    assert _told(later) == set()


def test_a_list_of_fewer_episodes_than_are_told_does_not_end_with_the_last() -> None:
    days = ("June 3", "June 10", "June 17", "June 24")
    part = "".join(f"<li>Episode {at}: Tide ({day}, 2026)</li>" for at, day in enumerate(days, 1))
    told = f"<p>Season 2 of “Harrow Bay” has ten episodes.</p><h3>Episodes</h3><ul>{part}</ul>"
    premiere = "harrow bay | 2 | premiere | 2026-06-03"
    assert _told(told) == {premiere, "harrow bay | 2 | episodes | 10"}
    whole = {premiere, "harrow bay | 2 | finale | 2026-06-24", "harrow bay | 2 | episodes | 4"}
    assert _told(told.replace("ten", "four")) == whole


def _page(*parts: str, headline: str, machines: str = "") -> set[str]:
    told = f"<script type='application/ld+json'>{machines}</script>" if machines else ""
    page = (
        f"<html><head><title>{headline} - SeriesBase</title>{told}</head><body>"
        f"<div class=menu><a href=/>Home</a> <a href=/a>Shows</a></div><h1>{headline}</h1>"
        f"{''.join(parts)}<div class=sidebar><h4>Popular pages</h4><ul><li>Mercy Row season 5"
        "premieres May 3</li></ul></div><div class=foot>By fans since 2009.</div></body></html>"
    )
    article = read_page(page, "https://example.org/article")
    return told_of(article)


_ENTRY = (
    "<p>{} It is set on a cold pier, and nobody on it ever tells all that he knows.</p>"
    "<h2>Cast<span>[edit]</span></h2><h3>Main</h3><ul><li><a href=/a>Helen Baird</a> as "
    "<a href=/b>Nora Quill</a> (season 2)</li><li><a href=/c>Peter Cross</a> as "
    "<a href=/d>Father Lyle</a> (season 2)</li></ul><h2>See also</h2>"
    "<p>Copper Lane (season 4 from November 7, 2026), Mercy Row</p>"
)
_BOX = "<tr><th>Created by</th><td>Ida Holm</td></tr><tr><th>Network</th><td>FX</td></tr>"


@pytest.mark.parametrize(
    ("headline", "parts", "machines"),
    [
        ("Harrow Bay", ("<table>" + _BOX + "</table>", _ENTRY.format("The pier is cold.")), ""),
        (
            "Harrow Bay (TV series)",
            ("<aside class='portable-infobox'><section><h3>Created by</h3><div>Ida Holm</div>"
             "</section><section><h3>No. of seasons</h3><div>2</div></section><section>"
             "<h3>No. of episodes</h3><div>18</div></section></aside>",
             _ENTRY.format("<i>Harrow Bay</i> is a crime drama on FX.")),
            "",
        ),
        (
            "Harrow Bay: everything about it",
            (_ENTRY.format("FX has renewed nothing yet. Created by Ida Holm for FX."),),
            '{"@type": "TVSeason", "partOfSeries": {"@type": "TVSeries", "name": "Harrow Bay"}}',
        ),
    ],
)  # fmt: skip
def test_a_page_is_of_the_show_that_heads_it(
    headline: str, parts: tuple[str, ...], machines: str
) -> None:
    told = _page(*parts, headline=headline, machines=machines)
    assert told >= {
        "harrow bay | 2 | cast | helen baird = nora quill",
        "harrow bay | 2 | cast | peter cross = father lyle",
        "harrow bay | - | creators | ida holm",
        "harrow bay | - | network | fx",
    }
    assert not any("18" in one or not one.startswith("harrow bay |") for one in told)


def test_a_trailer_is_the_first_video_below_its_heading_and_has_the_day_told_there() -> None:
    video = "https://www.youtube.com/watch?v={}"
    part = (
        "<h2>Is there a trailer?</h2><p>Yes! FX put it out on 26 April. You can see it "
        f"<a href='{video.format('hArr0wB4y11')}'>here</a>.</p><iframe "
        "src='https://www.youtube.com/embed/m3rcyR0w222'></iframe><small>Mercy Row: first look"
        "</small>"
    )
    told = {one for one in _told(part) if "trailer" in one}
    url = video.format("hArr0wB4y11").casefold()
    assert told == {f"harrow bay | 2 | trailer | {url} = 2026-04-26"}


def test_a_table_of_shows_has_signs_a_caption_and_the_network_of_its_headline() -> None:
    rows = (
        ("Copper Lane", "2", "✅ Renewed for season 3"), ("Mercy Row", "1", "❌ Cancelled"),
        ("Tin Harbour", "4", "⏳ Pending"),
    )  # fmt: skip
    table = (
        "<table><caption>Status of all series</caption><tr><th>Title</th><th>Seasons so far</th>"
        "<th>Status</th></tr>" + _grid("<tr><td>{}</td><td>{}</td><td>{}</td></tr>", *rows)
    )
    told = _page(
        "<p>Netflix does not tell its decisions in one place, and so we do that for it here.</p>",
        table + "</table>",
        headline="Every Netflix show renewed or cancelled in 2026",
    )
    assert told >= {
        "copper lane | 3 | status | renewed",
        "copper lane | - | network | netflix",
        "mercy row | - | show_status | canceled",
        "tin harbour | - | network | netflix",
    }
    assert not any("tin harbour" in one and "status" in one for one in told)


def test_where_a_broadcaster_shows_again_what_it_has_shown_is_no_network() -> None:
    part = (
        "<p>The second series of “Harrow Bay” begins on BBC One on Sunday 17 May, and all episodes "
        "of “Harrow Bay” land on BBC iPlayer that night.</p>"
    )
    assert "harrow bay | - | network | bbc one" in _told(part)
    assert "harrow bay | - | network | bbc iplayer" not in _told(part)
