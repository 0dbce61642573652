"""Sentences and the answers they get, over some shows of the starter catalogue."""

from __future__ import annotations

import shutil
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from bot.answers.conversation import MEMORY, Conversation, Reading, Speaker, Subject
from bot.answers.lookup import Asked
from bot.answers.sections import write
from bot.composition_root import Services
from bot.errors import BadInputError, GoneError
from bot.facts.models import Topic
from bot.facts.verdict import VerdictKind
from bot.presentation.markup import Plain
from bot.questions.reading import model
from bot.questions.reading.question import read
from bot.settings import Settings
from tests.clock import TickingClock
from tests.facts.stated import draft, person, statements

ROOT = Path(__file__).resolve().parents[2]
HERE = Asked(zone=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """With a few shows of the starter catalogue, namesakes among them."""
    folder = tmp_path / "catalog"
    folder.mkdir()
    few = ("soundtrack", "dallas", "between", "dark", "the-crown", "one-day", "24", "1899")
    for pattern in few:
        for path in (ROOT / "data" / "catalog").glob(f"{pattern}-*.toml"):
            shutil.copy(path, folder)
    return Settings(database_url=f"sqlite+aiosqlite:///{tmp_path / 'few.db'}", catalog_dir=folder)


async def ask(services: Services, text: str, asked: Asked, *, title_alone: bool = False) -> Reading:
    question = await services.inquiry.read(text, asked, title_alone=title_alone)
    return await services.inquiry.answers(question, asked)


async def test_the_question_that_started_the_project(services: Services) -> None:
    reading = await ask(services, "Soundtrack season 2 release date", HERE)
    (answer,) = reading.answers
    assert answer.show.name == "Soundtrack"
    assert (answer.verdict.kind, answer.verdict.number) == (VerdictKind.CANCELED, 2)
    assert answer.topic is Topic.RELEASE
    assert answer.season is not None
    assert answer.season.status is not None
    assert answer.season.status.claim.source.startswith("https://")


async def test_a_question_that_is_dressed_as_a_whole_is_the_same_question(
    services: Services,
) -> None:
    plainly = ("**{}**", "`{}`", "*{}*", "||{}||", " __{}__ ", "```{}```", "***{}***")
    for dressed in (*plainly, "```\n{}\n```", "`` {} ``", "||**{}**||", "__***{}***__"):
        reading = await ask(services, dressed.format("is dark over?"), HERE)
        assert [answer.show.name for answer in reading.answers] == ["Dark"], dressed
    plain = "**Dark** or **Soundtrack**, which is over?"
    reading = await ask(services, plain, HERE)
    assert reading.question.text == plain, "each title is dressed, and not the whole"


async def test_several_things_asked_are_answered_in_order(services: Services) -> None:
    reading = await ask(services, "release date, cast and trailer of Soundtrack season 2", HERE)
    assert [answer.topic for answer in reading.answers] == [
        Topic.RELEASE,
        Topic.CAST,
        Topic.TRAILER,
    ]
    assert {answer.verdict.number for answer in reading.answers} == {2}


async def test_an_unclear_show_is_not_answered_about(services: Services) -> None:
    reading = await ask(services, "When is the next season of One Day at a Time?", HERE)
    assert reading.answers == ()
    assert {match.entry.year for match in reading.question.candidates} == {1975, 2017}


async def test_the_choice_answers_the_question_that_was_read(services: Services) -> None:
    reading = await ask(services, "When is Dallas season 2 out?", HERE)
    chosen = reading.question.candidates[0].entry
    answered = await services.inquiry.about(reading.question, chosen.show_id, HERE)
    assert {answer.show.id for answer in answered.answers} == {chosen.show_id}
    assert {answer.verdict.number for answer in answered.answers} == {2}


async def test_a_show_that_is_gone_by_then_gets_a_sentence(services: Services) -> None:
    question = read("When is Dallas season 2 out?", services.library.titles)
    with pytest.raises(GoneError):
        await services.inquiry.about(question, 10**6, HERE)


@pytest.mark.parametrize("text", ["", " ", "\0", "?" * 6000, "hello there", "🎵" * 3000])
async def test_what_is_no_question_gets_no_answer(services: Services, text: str) -> None:
    reading = await ask(services, text, HERE)
    assert reading.answers == ()


async def test_a_servers_own_show_is_asked_about_there_alone(services: Services) -> None:
    written = await services.ledger.edit(
        draft(1, None, person(None, "title", "Zyxwv Chronicles"), scope=77)
    )
    await services.library.refresh()
    text = "Zyxwv Chronicles season 2 release date"
    there = await ask(services, text, Asked(scope=77))
    assert [answer.show.id for answer in there.answers] == [written.show_id]
    for scope in (0, 78):
        elsewhere = await ask(services, text, Asked(scope=scope))
        assert elsewhere.answers == ()


async def test_a_warm_question_is_answered_from_memory(services: Services) -> None:
    await ask(services, "Soundtrack season 2", HERE)
    with statements() as seen:
        await ask(services, "Soundtrack season 2", HERE)
    assert seen == []


async def test_the_first_question_waits_for_no_file(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def noted(method: Any) -> Any:
        def read(path: Path, *args: Any, **how: Any) -> Any:
            opened.append(path)
            return method(path, *args, **how)

        return read

    for name in ("open", "read_bytes", "read_text"):
        monkeypatch.setattr(Path, name, noted(getattr(Path, name)))
    model.forget()
    services.inquiry.prepare()
    assert model.LEXICON in opened
    opened.clear()
    for text in ("is Soundtrack renewed", "Dark का सीज़न 4 कब आएगा"):
        assert (await ask(services, text, HERE)).answers
    assert opened == []


async def test_a_title_by_itself_is_a_question_to_who_asks(services: Services) -> None:
    for title in ("24", "dark"):
        assert not (await ask(services, title, Asked())).answers
    for title in ("24", "1899", "dark"):
        reading = await ask(services, title, Asked(), title_alone=True)
        (answer,) = reading.answers
        assert (answer.show.name.lower(), answer.topic) == (title.lower(), Topic.GENERAL)
    assert not (await ask(services, "thanks", Asked(), title_alone=True)).answers


async def test_a_season_out_of_reach_is_not_answered_with_another(services: Services) -> None:
    (answer,) = (await ask(services, "Soundtrack season 99", HERE)).answers
    assert (answer.verdict.kind, answer.verdict.number) == (VerdictKind.NO_SUCH_SEASON, 99)
    with pytest.raises(BadInputError, match="1000000000 is not one"):
        await ask(services, "Soundtrack season 1000000000", HERE)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("when did Dark start", "Dark began on 1 December 2017."),
        ("when did Dark end", "Dark ended on 27 June 2020 with season 3."),
        ("how many seasons of The Crown are there", "6 seasons of The Crown are out."),
        ("where can I watch Dark", "Where to watch season 3 of Dark:"),
        ("who is in Dark", "The cast of season 3 of Dark:"),
        ("what happens at the end of Dark", "What season 3 is about:"),
        ("is there another season of Dark", "It is over. Dark ended with season 3."),
        ("Dark season 4", "There is no season 4. Dark ended with season 3."),
    ],
)
async def test_of_a_show_that_is_over_is_told_what_there_is(
    services: Services, text: str, first: str
) -> None:
    reading = await ask(services, text, HERE, title_alone=True)
    assert write(reading.answers[0], Plain()).headline == first


async def test_a_comparison_is_answered_about_both(services: Services) -> None:
    reading = await ask(services, "is The Crown s2 out before Dark s3", HERE, title_alone=True)
    told = [(each.answers[0].show.name, each.answers[0].verdict.number) for each in
            (reading, *reading.also)]  # fmt: skip
    assert told == [("The Crown", 2), ("Dark", 3)]


async def test_seasons_asked_for_different_things_are_answered_in_order(services: Services) -> None:
    text = "who is in season 1 of Dark and when is season 2 out"
    reading = await ask(services, text, HERE, title_alone=True)
    told = [(answer.topic, answer.verdict.number) for each in (reading, *reading.also)
            for answer in each.answers]  # fmt: skip
    assert told == [(Topic.CAST, 1), (Topic.RELEASE, 2)]


async def test_specials_are_no_next_season(services: Services) -> None:
    reading = await ask(services, "Soundtrack specials when", HERE, title_alone=True)
    assert write(reading.answers[0], Plain()).headline.startswith("I know of no specials.")


async def test_a_reboot_is_the_newest_of_its_name(services: Services) -> None:
    reading = await ask(services, "Dallas reboot cast", HERE, title_alone=True)
    assert {answer.show.first_year for answer in reading.answers} == {2012}


async def test_who_is_named_is_told_of_whatever_is_asked(services: Services) -> None:
    reading = await ask(services, "is Oliver Masucci in Dark season 9", HERE, title_alone=True)
    assert reading.answers[0].topic is Topic.CAST
    assert "Oliver Masucci plays Ulrich Nielsen" in write(reading.answers[0], Plain()).headline


@pytest.mark.parametrize("looks", range(12))
def test_a_conversation_that_ends_as_it_is_forgotten_is_forgotten(looks: int) -> None:
    conversation = Conversation(TickingClock(MEMORY / 8))
    speaker = Speaker(1, 2)
    conversation.remember(speaker, Subject(3, None))
    for _ in range(looks):
        conversation.last(Speaker(1, 3))
    conversation.forget(2)
    assert conversation.last(speaker) is None
