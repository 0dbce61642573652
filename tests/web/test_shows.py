"""The pages of shows and seasons: what they say, for whom, and that nothing breaks out of them."""

from __future__ import annotations

import asyncio
import gzip
import os
import re
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import FileSystemLoader

from bot.cli.run import serving_pages
from bot.composition_root import Services
from bot.facts.models import Fact, Show, reserved_id
from bot.locale.po_files import path_of
from bot.web.renderer import Renderer
from bot.web.show_profile import about_season, about_show
from bot.web.urls import Links, slug
from tests.answers.hostile import full_of, shows
from tests.answers.made import NOW
from tests.clock import StoppedClock
from tests.editing.editors import act, put, seen, stated
from tests.facts.indexed import index, page_show
from tests.facts.made import Said, a_show
from tests.locale.pseudo import pseudo_catalogue
from tests.web.reader import Reader, parsed, reading

_RENDERER = Renderer(Links(""), Links("https://shows.example.org"))


async def _id_of(services: Services, title: str) -> int:
    [match] = services.library.titles.exact(title)
    return match.entry.show_id


async def test_the_seed_has_a_profile_that_is_true(reader: Reader, services: Services) -> None:
    show = await _id_of(services, "Soundtrack")
    answer = await reader.get(f"/show/{show}-soundtrack/season-2")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Language"] == "en"
    page = answer.parsed
    assert page.title == (
        "Soundtrack (2019) season 2: release date, story, cast, trailer, where to watch"
    )
    assert "Season 2 is canceled. Netflix canceled Soundtrack after season 1" in page.text
    assert "variety.com , as of 31 January 2020" in page.text
    for heading in ("Release date", "Story", "Cast", "Trailer", "Where to watch"):
        assert heading in page.text
    assert "There is no cast for season 2. The cast of season 1 of Soundtrack:" in page.text
    assert f"/show/{show}-soundtrack" in page.links
    [data] = page.data
    assert data["@type"] == "TVSeason"
    assert data["seasonNumber"] == 2
    assert data["partOfSeries"]["name"] == "Soundtrack"
    overview = (await reader.get(f"/show/{show}-soundtrack")).parsed
    assert overview.data[0]["@type"] == "TVSeries"
    assert overview.data[0]["containsSeason"][0]["startDate"] == "2019-12-18"
    assert f"/show/{show}-soundtrack/season-1" in overview.links


async def test_every_address_leads_to_the_one_page(reader: Reader, services: Services) -> None:
    show = await _id_of(services, "Soundtrack")
    for path in (f"/show/{show}", f"/show/{show}-mixtape", f"/show/{show}-SOUNDTRACK"):
        answer = await reader.get(path)
        assert (answer.status, answer.headers["Location"]) == (301, f"/show/{show}-soundtrack")
    answer = await reader.get(f"/show/{show}/season-1", "HEAD")
    assert answer.headers["Location"] == f"/show/{show}-soundtrack/season-1"


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        "/show/999999", "/show/soundtrack", "/show/-1", "/show/1e5", "/show/", "/show",
        "/show/99999999999999999999", "/show/58-soundtrack/season-99999", "/show/%00", "/show/٣",
        "/show/58-soundtrack/season-01", "/show/58-soundtrack/season-47", "/show/1-x/..%2f..%2fetc",
        "/show/58-soundtrack/season-%D9%A1", "/templates/base.html", "/..%2fsite.py", "/%ff%fe",
        "/show/58-soundtrack/season-2/", "//show/58", "/show/549755813889",
    ],
)  # fmt: skip
async def test_what_is_not_there_is_a_page_that_says_so(reader: Reader, path: str) -> None:
    answer = await reader.get(path)
    if answer.status == 301:
        answer = await reader.get(answer.headers["Location"])
    assert answer.status == 404, path
    page = answer.parsed
    assert page.title == "Not found"
    assert "/" in page.links
    assert answer.headers["Cache-Control"] == "no-store"


async def test_a_season_that_is_none_is_answered_all_the_same(
    reader: Reader, services: Services
) -> None:
    """That nobody had spoken of it was all that the page said, and it led away from the show."""
    show = f"/show/{await _id_of(services, 'Stranger Things')}-stranger-things"
    answer = await reader.get(f"{show}/season-6")
    assert answer.status == 404
    assert "There is no season 6. Stranger Things ended with season 5." in answer.parsed.text
    assert answer.parsed.links[:3] == ["/", show, "/"]
    german = (await reader.get(f"{show}/season-0?lang=de")).parsed
    assert "Specials kenne ich nicht." in german.text
    assert f"{show}?lang=de" in german.links
    assert (await reader.get(f"{show}/season-6", "HEAD")).status == 404


async def test_reading_is_all_one_can_do(reader: Reader) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        answer = await reader.get("/show/58-soundtrack", method)
        assert answer.status == 405
        assert answer.headers["Allow"] == "GET,HEAD"
        assert "can only be read" in answer.text


async def test_who_has_the_page_is_not_sent_it_again(reader: Reader, services: Services) -> None:
    path = f"/show/{await _id_of(services, 'Soundtrack')}-soundtrack"
    plain = await reader.get(path)
    packed = await reader.get(path, Accept_Encoding="br, gzip;q=0.5")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Content-Encoding" not in (await reader.get(path, Accept_Encoding="gzip;q=0")).headers
    for tag in (plain.headers["ETag"], packed.headers["ETag"], f"W/{plain.headers['ETag']}", "*"):
        again = await reader.get(path, If_None_Match=f'"other", {tag}' if tag != "*" else tag)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == plain.headers["ETag"]
        assert again.headers["Vary"] == "Accept-Encoding, Accept-Language"
    assert (await reader.get(path, If_None_Match='"other"')).status == 200
    head = await reader.get(path, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(plain.body))


async def test_nothing_changes_but_with_the_facts(
    reader: Reader, services: Services, clock: StoppedClock
) -> None:
    show = await _id_of(services, "Soundtrack")
    path = f"/show/{show}-soundtrack/season-1"
    before = await reader.get(path)
    clock.advance(hours=5)
    settings = replace(services.settings, web_port=0, web_url=reader.address)
    async with (
        serving_pages(settings, services),
        reading(reader.address) as other,
    ):
        assert (await other.get(path)).body == before.body
    assert (await reader.get(path)).body == before.body
    await put(services, act(curator=True), show, "episodes", "11", 1)
    await services.library.refresh()
    after = await reader.get(path)
    assert "11" in after.parsed.text
    assert after.headers["ETag"] != before.headers["ETag"]
    # A curator's word is everybody's; who wrote it is not told.
    assert "a curator" in after.parsed.text


async def test_a_servers_own_facts_are_not_public(reader: Reader, services: Services) -> None:
    show = await _id_of(services, "Soundtrack")
    await put(services, act(), show, "story", "Our secret", 2)
    await services.library.refresh()
    assert "Our secret" in str(await seen(services, show, act().guild_id))
    assert "Our secret" not in (await reader.get(f"/show/{show}-soundtrack/season-2")).text


async def test_merged_shows_and_shows_of_the_index_have_pages(
    reader: Reader, services: Services
) -> None:
    kept = await stated(services, "Lamp Light", {1: {"episodes": 8}}, year=2020)
    gone = await stated(services, "Lamplight", {2: {"episodes": 9}}, source="tmdb", year=2020)
    await services.merges.merge(
        act(curator=True), await seen(services, gone, 0), await seen(services, kept, 0)
    )
    await index(services, page_show(77, "Fernlicht"))
    answer = await reader.get(f"/show/{gone}-lamplight")
    assert answer.headers["Location"] == f"/show/{kept}-lamp-light"
    answer = await reader.get(f"/show/{gone}-lamplight/season-2")
    assert answer.headers["Location"] == f"/show/{kept}-lamp-light/season-2"
    [match] = services.library.titles.exact("Fernlicht")
    assert match.entry.show_id == reserved_id(77)
    answer = await reader.get(f"/show/{match.entry.show_id}-fernlicht")
    assert answer.status == 200
    assert "I know nothing of its seasons yet." in answer.parsed.text


async def test_it_leads_on_to_shows_that_share_something(
    reader: Reader, services: Services
) -> None:
    makers = {"creators": ["Ada Example"], "genres": ["drama"]}
    lamp = await stated(services, "Lamp Light", {1: {"status": "aired"}}, **makers)
    other = await stated(services, "Lantern", {2: {"status": "renewed"}}, **makers)
    while await services.related.catch_up():
        pass
    page = (await reader.get(f"/show/{lamp}-lamp-light/season-1")).parsed
    assert f"/show/{other}-lantern/season-2" in page.links
    assert "Read more Lantern season 2 also by Ada Example" in page.text
    assert (await reader.get(f"/show/{other}-lantern/season-2")).status == 200


async def test_it_speaks_the_readers_language(reader: Reader, services: Services) -> None:
    path = f"/show/{await _id_of(services, 'Soundtrack')}-soundtrack/season-2"
    for header, code in (("de-AT,de;q=0.9,en;q=0.8", "de"), ("pt", "pt-BR"), ("xx", "en")):
        answer = await reader.get(path, Accept_Language=header)
        assert answer.headers["Content-Language"] == code
        assert f'<html lang="{code}" dir="ltr">' in answer.text
        assert "Soundtrack" in answer.parsed.text
    answer = await reader.get("/nowhere", Accept_Language="de")
    assert (answer.status, answer.headers["Content-Language"]) == (404, "de")


_LINKED = r'<link rel="(canonical|alternate)"(?: hreflang="([^"]+)")? href="([^"]+)">'


async def test_a_language_is_chosen_and_kept_from_page_to_page(
    reader: Reader, services: Services
) -> None:
    """Who reads Hindi has an English browser as often as not."""
    show = f"/show/{await _id_of(services, 'Stranger Things')}-stranger-things"
    for path in ("/", show, f"{show}/season-5"):
        page = (await reader.get(path)).parsed
        assert page.languages == [f"?lang={tag}" for tag in ("es", "pt-BR", "fr", "de", "it", "hi")]
        assert not [link for link in page.links if "lang=" in link]
        hindi = await reader.get(f"{path}?lang=hi", Accept_Language="de")
        assert hindi.headers["Content-Language"] == "hi"
        assert "?lang=en" in hindi.parsed.languages
        for link in hindi.parsed.links:
            assert link.startswith("http") or link.endswith("?lang=hi"), link
        # For those who search: what is where (RFC 8288), and none of it in two places.
        here = f"{reader.address}{path}"
        told = re.findall(_LINKED, hindi.text)
        assert told[:2] == [("canonical", "", f"{here}?lang=hi"), ("alternate", "x-default", here)]
        assert ("alternate", "pt-BR", f"{here}?lang=pt-BR") in told
        assert f'<link rel="canonical" href="{here}">' in (await reader.get(path)).text
        # It is kept where the address was another spelling, and no more than that.
        assert (await reader.get(path, Accept_Language="de")).headers["Content-Language"] == "de"
    moved = await reader.get(f"{show}-x/season-5?lang=pt-BR")
    assert (moved.status, moved.headers["Location"]) == (301, f"{show}/season-5?lang=pt-BR")
    # Whoever types the language writes it small as often as not.
    typed = (await reader.get(f"{show}?lang=pt-br")).parsed
    assert f"{show}/season-5?lang=pt-BR" in typed.links
    assert (await reader.get("/nowhere?lang=fr")).parsed.links[0] == "/?lang=fr"
    for unknown in ("xx", "EN-gb", "de&lang=fr", '"><script>', "%0d%0aX: y"):
        answer = await reader.get(f"{show}?lang={unknown}")
        assert answer.status == 200
        assert "script>alert" not in answer.text


async def test_a_text_in_another_language_says_so_to_eyes_and_ears(
    reader: Reader, services: Services
) -> None:
    """A screen reader read English with a German voice; a show's own page did not even say so."""
    show = f"/show/{await _id_of(services, 'Stranger Things')}-stranger-things"
    for path, begins in ((show, "In a small Indiana town"), (f"{show}/season-5", "In the autumn")):
        german = (await reader.get(path, Accept_Language="de")).text
        assert f'<p><span lang="en">{begins}' in german
        assert german.count("Dieser Text ist auf Englisch") == german.count('<span lang="en"') == 1
        assert f"<p>{begins}" in (await reader.get(path, Accept_Language="en")).text


async def test_in_another_language_nothing_of_a_page_is_english(
    reader: Reader, services: Services
) -> None:
    with path_of("de").open("rb") as file:
        english = [m.id for m in read_po(file) if isinstance(m.id, str) and m.id.count(" ") > 1]
    show = f"/show/{await _id_of(services, 'Stranger Things')}-stranger-things"
    with pseudo_catalogue():
        for path in ("/", show, f"{show}/season-5", "/nowhere"):
            page = (await reader.get(path, Accept_Language="de")).parsed
            assert "~~~" in page.text
            assert [text for text in english if text in page.text + page.title] == []


async def test_headers_let_nothing_run(reader: Reader) -> None:
    for path in ("/show/58-soundtrack", "/nowhere", "/style.css", "/icon.svg"):
        headers = (await reader.get(path)).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'; ")
        assert "unsafe" not in policy
        assert "script" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.slow
async def test_the_links_of_pages_lead_somewhere(reader: Reader, services: Services) -> None:
    todo = [f"/show/{entry.show_id}" for entry in list(services.library.titles.entries())[:6]]
    seen_paths: set[str] = set()
    while todo:
        path = todo.pop()
        if path in seen_paths or path.startswith(("/calendar/", "/feed")):
            continue
        seen_paths.add(path)
        answer = await reader.get(path)
        if answer.status == 301:
            todo.append(answer.headers["Location"])
            continue
        assert answer.status == 200, path
        todo += [link for link in answer.parsed.links if link.startswith("/")]
    assert len(seen_paths) > 20


@settings(max_examples=int(os.environ.get("WEB_EXAMPLES", "30")), deadline=None)
@given(shows(), st.sampled_from([None, 0, 1, 2, 3]))
def test_no_text_breaks_out_of_a_page(show: Show, number: int | None) -> None:
    _check(show, number)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>", "<!--<script>", "]]>", "{{ 7*7 }}{% raw %}",
        '" onmouseover="alert(1)', "&lt;b&gt;", "\x00\x1b[31m\ud800\uffff", "\u2028a\u2029",
        "javascript:alert(1)", "{show}{0}", "%s%n",
    ],
)  # fmt: skip
def test_hostile_texts_stay_texts(text: str) -> None:
    _check(full_of(text), 1)
    _check(full_of(text), None)


def _check(show: Show, number: int | None) -> None:
    profile = about_show(show, NOW) if number is None else about_season(show, number, NOW)
    if profile is None:
        return
    page = parsed(asyncio.run(_RENDERER.profile(profile)).body.decode())
    [data] = page.data
    assert data["@type"] == ("TVSeries" if number is None else "TVSeason")
    for link in page.links + page.pictures:
        assert link.startswith(("https://", "http://", "/show/", "/feed/show/")) or link == "/"
    for picture in page.pictures:
        assert picture.split("/")[2] in (
            "static.tvmaze.com", "image.tmdb.org", "www.themoviedb.org"
        )  # fmt: skip


@pytest.mark.parametrize(
    ("picture", "shown"),
    [
        ("https://image.tmdb.org/t/p/w342/x.jpg", True),
        ("https://a.example/x.jpg", False),
        (None, False),
    ],
)
def test_a_link_to_a_page_is_shown_with_the_shows_picture(picture: str | None, shown: bool) -> None:
    """What Discord makes of a link that somebody posts: https://ogp.me"""
    about = {} if picture is None else {"picture": picture}
    profile = about_show(a_show({1: {"status": "aired"}}, title="Dark", **about), NOW)
    html = asyncio.run(_RENDERER.profile(profile)).body.decode()
    told = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', html))
    assert told["title"] == "Dark: the next season, story, cast, trailer, where to watch"
    assert (told["site_name"], told["type"]) == ("Cliffhanger", "website")
    assert told["url"].startswith("https://")
    assert told.get("image") == (picture if shown else None)
    assert parsed(html).pictures == ([picture] if shown else [])


async def test_pages_outlive_a_release_that_is_put_over_the_running_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A page that nobody had read before was made of the new template, and failed."""
    renderer = Renderer(Links(""), Links("https://shows.example.org"))

    def renewed(*_args: object) -> tuple[str, str, Callable[[], bool]]:
        return "{{ something_new }}", "base.html", lambda: False

    monkeypatch.setattr(FileSystemLoader, "get_source", renewed)
    page = await renderer.failure("Not found", "There is no such page.")
    assert b"There is no such page." in page.body
    profile = about_show(a_show({1: {"status": "aired"}}, title="Dark"), NOW)
    assert b"Dark" in (await renderer.profile(profile)).body


def test_an_id_that_is_none_makes_no_address() -> None:
    """Such an id may be stored: files were not always asked what theirs look like."""
    show = a_show({1: {"status": "aired"}}, title="Dark")
    assert show.title is not None
    ids = {"imdb": "../../x", "tmdb": "1?a=b", "tvmaze": "17861", "anilist": "x"}
    known = {name: Fact(value, show.title.claim) for name, value in ids.items()}
    profile = about_show(replace(show, ids=known), NOW)
    assert profile is not None
    page = parsed(asyncio.run(_RENDERER.profile(profile)).body.decode())
    assert page.data[0]["sameAs"] == ["https://www.tvmaze.com/shows/17861"]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("tvmaze", ["https://creativecommons.org/licenses/by-sa/4.0/"]),
        ("tmdb", ["TMDB API but is not endorsed or certified by TMDB.", ".svg", "justwatch.com"]),
        ("catalog", []),
    ],
)
def test_what_a_provider_says_is_credited_as_its_terms_ask(by: str, expected: list[str]) -> None:
    where = [{"provider": "Netflix", "region": "US"}]
    show = a_show({1: {"premiere": Said("2026-10-05", by=by)}}, title="Dark")
    offered = a_show({1: {"where": Said(where, by=by), "status": "aired"}}, title="Dark")
    for told, count in ((show, len(expected) - (by == "tmdb")), (offered, len(expected))):
        profile = about_season(told, 1, NOW)
        assert profile is not None
        text = asyncio.run(_RENDERER.profile(profile)).body.decode()
        credits = ("creativecommons.org", "TMDB API", "_short-", "justwatch.com")
        assert sum(each in text for each in credits) == count
        assert all(each in text for each in expected[:count])


@pytest.mark.parametrize("status", ["postponed", "canceled", "rumored", "renewed", None])
async def test_a_season_that_is_off_bears_no_date(status: str | None) -> None:
    """Neither in the list of seasons, nor under its headline, nor for programs."""
    own = {"premiere": "2026-12-10", "finale": "2027-02-01"} | (
        {"status": status} if status else {}
    )
    first = {"premiere": "2024-01-10", "finale": "2024-03-01", "status": "aired"}
    show = a_show({1: first, 2: own}, title="Lamp", network="NBC", status="running")
    is_off = status in ("postponed", "canceled", "rumored")
    for profile in (about_show(show, NOW), about_season(show, 2, NOW)):
        assert profile is not None
        body = (await _RENDERER.profile(profile)).body.decode()
        assert ("First day" in body) is not is_off
        [data] = parsed(body).data
        seasons = {each["seasonNumber"]: each for each in data.get("containsSeason", [data])}
        assert ("startDate" in seasons[2], "endDate" in seasons[2]) == (not is_off, not is_off)
        listed = {number: day for number, _, day in profile.seasons}
        assert (listed[2] == status, "10 January 2024" in listed[1]) == (is_off, True)


@pytest.mark.parametrize(
    ("ended", "status", "said"),
    [
        (False, "renewed", "renewed"),
        (False, "in_production", "in production"),
        (False, "canceled", "canceled"),
        (False, "aired", "aired"),
        (False, None, ""),
        (True, "canceled", "canceled"),
        (True, "renewed", ""),  # a promise that the end of the show took back
    ],
)
async def test_a_season_without_a_day_is_listed_with_what_is_known(
    ended: bool, status: str | None, said: str
) -> None:
    own = {"episodes": 8} | ({"status": status} if status else {})
    first = {"premiere": "2024-01-10", "finale": "2024-03-01", "status": "aired"}
    show = a_show({1: first, 2: own}, title="Lamp", status="ended" if ended else "running")
    profile = about_show(show, NOW)
    assert {number: told for number, _, told in profile.seasons}[2] == said
    body = (await _RENDERER.profile(profile)).body.decode()
    assert (f"Season 2</a> <span>{said}</span>" in body) == bool(said)


def test_a_provider_in_many_regions_is_named_once() -> None:
    offers = [{"provider": "Netflix", "region": region} for region in ("US", "DE", "FR", "DE")]
    show = a_show({1: {"where": [*offers, {"provider": "ZDF"}], "status": "aired"}})
    profile = about_season(show, 1, NOW)
    assert profile is not None
    [where] = [block for block in profile.blocks if block.id == "where"]
    assert where.items == ("Netflix (France, Germany, US)", "ZDF")


async def test_nine_thousand_seasons_make_a_page_of_an_ordinary_size() -> None:
    show = a_show({n: {"episodes": 10, "status": "aired"} for n in range(1, 9999)})
    page = await _RENDERER.profile(about_show(show, NOW))
    assert len(page.body) < 60_000
    assert "and 9,938 more seasons" in page.body.decode()
    profile = about_season(show, 5000, NOW)
    assert profile is not None
    text = parsed((await _RENDERER.profile(profile)).body.decode())
    assert "Season 5000 is out." in text.text
    assert any(link.endswith("/season-4999") for link in text.links)


@pytest.mark.slow
async def test_others_have_their_turn_while_a_very_long_show_is_written(
    reader: Reader, services: Services
) -> None:
    seasons = {n: {"episodes": 10, "status": "aired"} for n in range(1, 9000)}
    show = await stated(services, "Endless", seasons)
    await services.library.show(show)
    here, everywhere = time.thread_time(), time.process_time()
    assert (await reader.get(f"/show/{show}-endless")).status == 200
    here, everywhere = time.thread_time() - here, time.process_time() - everywhere
    assert here < everywhere / 2, "most of it is done beside the loop"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Soundtrack", "soundtrack"), ("Les Revenants", "les-revenants"), ("Élite", "elite"),
        ("Grey's Anatomy", "greys-anatomy"), ("ダーク", "ダーク"),
        ("9-1-1: Lone Star", "9-1-1-lone-star"),
        ("…", ""), ("<script>", "script"), ("Æon Flux", "aeon-flux"), ("A" * 200, "a" * 60),
        ("../../etc", "etc"), ("\x00", ""), ("Tom & Jerry", "tom-jerry"),
        ("सेक्रेड गेम्स", "सेक्रेड-गेम्स"), ("ตำนานรัก", "ตํานานรัก"), ("வானம் 2", "வானம்-2"),
        ("क्\u200dष त्र\u200cी", "क्ष-त्री"), ("L’Été à Paris", "lete-a-paris"), ("L'Été", "lete"),
        ("❤️ 1️⃣ Love", "1-love"), ("\u0301 a", "a"),
    ],
)  # fmt: skip
def test_a_slug_keeps_the_letters_of_every_script(title: str, expected: str) -> None:
    assert slug(title) == expected
