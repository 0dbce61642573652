"""`ask` and `timeline`: the bot's answers in a terminal, as text, as JSON, and as a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ..answers.citations import Cited, source_line
from ..answers.conversation import Reading, at_once
from ..answers.lookup import Answer, Asked, Found
from ..answers.namesakes import also_called, labels
from ..answers.section_writer import Section, together
from ..answers.sections import fetch_note, write
from ..calendar.upcoming import Wanted, coming_until, nothing_comes, upcoming_lines
from ..composition_root import Services
from ..errors import BadInputError, GoneError
from ..facts.fields import field_of
from ..facts.models import Claim, Topic
from ..facts.verdict import VerdictKind
from ..locale.languages import of_question, speaking
from ..locale.messages import _
from ..pictures.chart import chart_of, in_text
from ..presentation.markup import Plain, capital
from ..presentation.names import season_name, title_of
from ..questions.coming import Coming, coming
from ..questions.index.titles import Match
from .named_shows import which_may_be_meant
from .output_file import write_file

_STYLE = Plain()

_Sections = Sequence[tuple[Answer, Section]]

_PATIENCE = 10.0
"""How many seconds a question waits for the providers if too little is known about its show."""


async def ask(
    services: Services, question: str, language: str | None = None
) -> tuple[str, Mapping[str, object]]:
    """A question's answer as text for people, and as an object for programs.

    It is in `language`; without one in the question's own language, or in English if its words do
    not tell. A question that cannot be answered is answered with a sentence, so that the next line
    follows.

    Raises:
        StoreError: the database cannot be read.
    """
    inquiry, asked = services.inquiry, Asked()
    understood = await inquiry.read(question, asked, title_alone=True)
    with speaking(language or of_question(understood.language)):
        if (all_shows := coming(understood)) is not None:
            text = await _coming(services, all_shows)
            return text, _of_no_show(question, text)
        try:
            reading = await inquiry.answers(understood, asked)
        except (BadInputError, GoneError) as error:
            return str(error), _of_no_show(question, str(error))
        if not reading.answers:
            text = _unclear(reading)
            return text, _object(question, reading, (), text)
        readings = [await _completed(services, part) for part in (reading, *reading.also)]
        told = [(part, _sections(part)) for part in readings]
        texts = [_text(part, sections) for part, sections in told]
        text = "\n\n".join([*texts, at_once()] if understood.asks_more else texts)
        return text, _object(question, readings[0], told, text)


async def _coming(services: Services, asked: Coming) -> str:
    """What was asked about all shows, by day in UTC."""
    network, now = await services.networks.spelled(asked.network, 0), services.clock()
    plan = await services.calendar.agenda(Wanted(network), asked.days, now)
    if not plan.entries:
        return nothing_comes(asked.days, network, _STYLE)
    plan = await services.calendar.translated(plan, plan.entries)
    lines = upcoming_lines(plan, plan.entries, now, _STYLE)
    return "\n".join([coming_until(now, asked.days, _STYLE), *lines])


async def _completed(services: Services, reading: Reading) -> Reading:
    """The reading with what the providers add, if too little was known about its show."""
    sources, inquiry = services.sources, services.inquiry
    show, asked = reading.answers[0].show, Asked()
    arrival = sources.on_demand.begin(show)
    arrived = await sources.arrived(
        arrival, show, lambda seen: inquiry.season_of(reading, seen, asked), within=_PATIENCE
    )
    if arrived is None:
        return inquiry.again(reading, show, asked, arrival.fetch)
    return inquiry.again(reading, arrived.show, asked, arrived.fetch)


def _of_no_show(question: str, sentence: str) -> Mapping[str, object]:
    return {
        "question": question,
        "show": None,
        "season": None,
        "topics": [],
        "verdict": None,
        "answer": sentence,
        "facts": [],
        "candidates": [],
        "also": [],
    }


def _sections(reading: Reading) -> _Sections:
    return [(answer, write(answer, _STYLE, page=None)) for answer in reading.answers]


def _text(reading: Reading, sections: _Sections) -> str:
    """What a card says, without repetitions and with one line of sources for everything."""
    first, section = reading.answers[0], together([section for _answer, section in sections])
    notes = [source_line(section.cited, _STYLE, first.now), fetch_note(first, _STYLE)]
    if reading.namesakes:
        notes.append(also_called(first.show, reading.namesakes, _STYLE))
    lines = [_heading(reading), section.headline, *section.lines, *filter(None, notes)]
    return "\n".join(lines)


def _heading(reading: Reading) -> str:
    """The heading of a card: its show, and the season if it is about one."""
    first = reading.answers[0]
    numbers = {answer.verdict.number for answer in reading.answers}
    title, number = title_of(first.show), first.verdict.number
    if number is None or len(numbers) > 1:
        return title
    return f"{title} · {capital(season_name(number, first.season))}"


def _unclear(reading: Reading) -> str:
    question = reading.question
    if question.candidates:
        names = "; ".join(labels(question.candidates))
        several = len(question.candidates) > 1
        which = _("Which show do you mean?") if several else _("Did you mean this?")
        return f"{which} {names}"
    if question.for_help or not (question.is_question or question.fragment):
        return _("I answer questions about shows: the next season, its date, cast, trailer, story.")
    if question.fragment:
        return _("I know no show called “{name}”.", name=question.fragment)
    return _("I could not tell which show you mean.")


def _object(
    text: str, reading: Reading, told: Sequence[tuple[Reading, _Sections]], answer: str
) -> Mapping[str, object]:
    question = reading.question
    return {
        "question": text,
        "show": None,
        "season": question.season,
        "topics": list(question.asked_together),
        "verdict": None,
        "answer": answer,
        "facts": [],
        "candidates": [] if told else [_candidate(match) for match in question.candidates],
        **(_about(*told[0]) if told else {}),
        "also": [_about(*other) for other in told[1:]],
    }


def _about(reading: Reading, sections: _Sections) -> Mapping[str, object]:
    """The object of one of the shows that the question is about."""
    first = reading.answers[0]
    cited = [item for _, section in sections for item in section.cited]
    return {
        "show": {"id": first.show.id, "title": first.show.name, "year": first.show.first_year},
        "season": first.verdict.number,
        "verdict": _verdict(first),
        "facts": [_fact(item) for item in _once(cited)],
    }


def _verdict(answer: Answer) -> str | None:
    """The verdict's name; None for a show of which no season is known and of which nothing was
    said."""
    kind = answer.verdict.kind
    unknown = answer.show.is_indexed_only and kind is VerdictKind.UNANNOUNCED
    return None if unknown else kind.value


def _once(cited: Iterable[Cited]) -> Iterator[Cited]:
    seen: set[tuple[int | None, str, str]] = set()
    for item in cited:
        claim = item.fact.claim
        slot = (claim.season, claim.field, claim.key)
        if slot not in seen:
            seen.add(slot)
            yield item


def _fact(item: Cited) -> Mapping[str, object]:
    claim: Claim = item.fact.claim
    return {
        "season": claim.season,
        "field": claim.field,
        "value": field_of(claim.season, claim.field).encode(item.fact.value),
        "source": claim.source or None,
        "as_of": claim.as_of.isoformat(),
        "by": claim.by,
    }


def _candidate(match: Match) -> Mapping[str, object]:
    entry = match.entry
    return {"id": entry.show_id, "title": entry.title, "year": entry.year}


async def timeline(services: Services, title: str, file: Path) -> str:
    """Draw the show of that title into the file; returns what the picture shows, in words.

    Raises:
        BadInputError: no one show is called that, or none of its seasons has a date.
        GoneError: the id is of no show.
        BadFileError: the file cannot be written.
    """
    found = await services.lookup.meant(title)
    if not isinstance(found, Found):
        raise BadInputError(which_may_be_meant(found))
    answer = services.lookup.answer(found.show, None, Topic.GENERAL, Asked())
    chart = chart_of(answer)
    words = in_text(chart)
    if not chart.bars:
        raise BadInputError(f"There is nothing to draw of {found.show.name}: {words}")
    picture = await services.pictures.png(chart)
    write_file(file, picture)
    return words
