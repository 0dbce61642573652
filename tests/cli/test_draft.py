"""`draft`: from a file, from standard input, as text and as JSON, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine

_NEWS = (
    "‘Soundtrack’ Canceled at Netflix After One Season\n\nJanuary 31, 2020\n\n"
    "Netflix has canceled “Soundtrack” after one season. The first season premiered on "
    "December 18.\n"
)


def test_json_of_standard_input(cli: CommandLine) -> None:
    found = json.loads(cli("draft", "--json", "-", stdin=_NEWS).stdout)
    assert found["published"] == "2020-01-31"
    drafts = {(one["season"], one["field"]): one for one in found["drafts"]}
    canceled = drafts[2, "status"]
    assert (canceled["show"], canceled["value"]) == ("Soundtrack", "canceled")
    assert isinstance(canceled["id"], int)
    assert canceled["sure"] is True
    assert drafts[1, "premiere"]["value"] == "2019-12-18"
    assert all(one["quote"] in _NEWS for one in found["drafts"])


def test_a_show_that_the_catalogue_lacks_has_no_id(cli: CommandLine) -> None:
    text = _NEWS.replace("Soundtrack", "Gramophone Lane")
    found = json.loads(cli("draft", "--json", "-", stdin=text).stdout)
    assert {one["id"] for one in found["drafts"]} == {None}


def test_the_given_day_is_that_of_the_article(cli: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "news.txt"
    file.write_text(_NEWS, encoding="utf-8")
    words = ("draft", "--json", "--published", "2021-02-01", str(file))
    found = json.loads(cli(*words).stdout)
    assert found["published"] == "2021-02-01"
    (premiere,) = (one for one in found["drafts"] if one["field"] == "premiere")
    assert premiere["value"] == "2020-12-18"


def test_a_page_is_told_by_what_is_in_it(cli: CommandLine) -> None:
    page = f"<!doctype html><html><body><article><h1>x</h1><p>{_NEWS}</p></article></body></html>"
    found = json.loads(cli("draft", "--json", "-", stdin=page).stdout)
    assert any(one["value"] == "canceled" for one in found["drafts"])


def test_as_text_with_its_sentences(cli: CommandLine) -> None:
    lines = cli("draft", "-", stdin=_NEWS).stdout.splitlines()
    assert "Soundtrack, season 2" in lines
    assert "  status: canceled" in lines
    assert "    “‘Soundtrack’ Canceled at Netflix After One Season”" in lines


def test_a_text_without_facts_says_how_to_set_them(cli: CommandLine) -> None:
    result = cli("draft", "-", stdin="The weather was fine all day.")
    assert result.exit_code == 0
    assert "/catalog set" in result.stdout


def test_what_cannot_be_read(cli: CommandLine, tmp_path: Path) -> None:
    assert "No such file" in cli.refused("draft", str(tmp_path / "gone.txt"))
    assert "no article" in cli.refused("draft", "-", stdin=" ")
    assert cli("draft", "--published", "soon", "-", stdin=_NEWS).exit_code == 2


def test_a_link_that_leads_inside(cli: CommandLine) -> None:
    for link in ("http://127.0.0.1/a", "http://localhost:8765/", "http://[::1]/"):
        assert "not read from" in cli.refused("draft", link)
    assert "http:// or https://" in cli.refused("draft", "file:///etc/passwd")


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9999-12-31", "2026-13-01", "today"])
def test_a_day_of_publication_that_none_can_be_is_refused(cli: CommandLine, day: str) -> None:
    text = "Netflix has renewed “Dark” for season 4. It returned yesterday, and ends next Friday."
    result = cli("draft", "-", "--published", day, stdin=text)
    assert result.exit_code == 2, result.exception
    assert "Invalid value for '--published'" in result.stderr
