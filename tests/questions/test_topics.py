"""What a sentence asks about, once its title, season and dates are known."""

import pytest

from bot.questions.reading import sentence, topics
from bot.questions.reading.language import language_called, languages
from bot.questions.reading.phrases import within
from bot.questions.reading.topics import named, overall


def asked(units: str, *codes: str) -> list[str]:
    spoken = [language for language in languages() if language.code in (codes or ("en",))]
    words = units.split()
    return list(named(words, within(words, (one.phrases for one in spoken))).strong)


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ("T S release date cast and trailer", ["release", "cast", "trailer"]),
        ("when does T S come out", ["release"]),
        ("is T renewed or canceled", ["status"]),
        ("T S release schedule", ["schedule"]),
        ("how many episodes are in S of T", ["episodes"]),
        ("is the entire cast coming back", ["cast"]),
        ("when will the new season return on N", ["release"]),
        ("will it happen", ["status"]),
        ("what happens in S", ["story"]),
        ("where can i watch T", ["where"]),
        ("is T coming back in D", ["status", "release"]),
        ("what time does T come out", ["schedule"]),
        ("T S trailer released", ["trailer"]),
        ("T canceled / when is S out", ["status", "release"]),
        ("is T on tonight", ["schedule"]),
        ("gist of T", ["story"]),
        ("how many cours is S", ["episodes"]),
        ("did P leave T", ["cast"]),
        ("what do i need to subscribe to for T", ["where"]),
        ("so thats it for T then", ["status"]),
        ("is T worth it", ["general"]),
        ("who created T", ["cast"]),
        ("and for T", ["general"]),
    ],
)
def test_topics_in_the_order_asked(units: str, expected: list[str]) -> None:
    assert asked(units) == expected


@pytest.mark.parametrize(
    ("code", "units", "expected"),
    [
        ("es", "cuando se estrena la S de T", ["release"]),
        ("es", "habra S de T", ["status"]),
        ("pt", "quantos episodios tem a S de T", ["episodes"]),
        ("pt", "T foi renovada ou cancelada", ["status"]),
        ("fr", "y aura t il S de T", ["status"]),
        ("fr", "T S date de sortie et bande annonce", ["release", "trailer"]),
        ("de", "wie geht es in S von T weiter", ["story"]),
        ("de", "wann kommt S von T raus", ["release"]),
        ("it", "T conferma la S e la data di uscita", ["status", "release"]),
        ("it", "dove vedere T", ["where"]),
        ("hi", "T S kab aayega", ["release"]),
        ("hi", "kya T ka S aayega", ["status"]),
    ],
)
def test_topics_in_each_language(code: str, units: str, expected: list[str]) -> None:
    assert asked(units, code) == expected


def test_a_phrase_does_not_reach_over_the_end_of_a_clause() -> None:
    assert "release" not in asked("when / T is back")


def test_weak_words_are_kept_apart() -> None:
    english = language_called("en").phrases
    found = named(["when"], english)
    assert (found.strong, found.weak) == ({}, ("release",))
    nothing = named([], english)
    assert (nothing.strong, nothing.weak) == ({}, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("when did Severance start", ("start",)),
        ("when did Severance start and end", ("start", "end")),
        ("how many seasons of Severance are there", ("count",)),
        ("Severance finale date", ("end",)),
        ("is Severance still on", ("on",)),
        ("what season is Severance on", ("count",)),
        ("wann war die erste Folge von Severance", ("start",)),
        ("when does Severance come out", ()),
        ("is Severance out", ()),
        ("cuándo terminó Severance", ("end",)),
        ("cuándo sale Severance", ()),
        ("cuántas temporadas tiene Severance", ("count",)),
        ("quando estreou Severance", ("start",)),
        ("quantas temporadas tem Severance", ("count",)),
        ("quand est sorti Severance", ("start",)),
        ("quand sort Severance", ()),
        ("combien de saisons a Severance", ("count",)),
        ("wann ist Severance gestartet", ("start",)),
        ("wann startet Severance", ()),
        ("wie viele Staffeln hat Severance", ("count",)),
        ("quando è finito Severance", ("end",)),
        ("quando esce Severance", ()),
        ("quante stagioni ha Severance", ("count",)),
        ("Severance kab khatam hua", ("end",)),
        ("Severance kab aayega", ()),
        ("Severance के कितने सीजन हैं", ("count",)),
    ],
)
def test_what_is_asked_of_the_whole_show(text: str, expected: tuple[str, ...]) -> None:
    said = sentence.read(text)
    at = next(at for at, word in enumerate(said.words) if word.bare == "severance")
    assert overall(said, [range(at, at + 1)]) == expected


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({"story": 3.0}, ["story"]),
        ({}, []),
        # Where either may be meant, both are answered; where one is likelier, that alone.
        ({"story": 0.9, "cast": 0.9}, ["cast", "story"]),
        ({"story": 2.0, "cast": -1.0}, ["story"]),
    ],
)
def test_the_set_of_topics(
    scores: dict[str, float], expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of two topics at once, each is as likely as the other, and both are seldom asked about.
    monkeypatch.setattr(topics, "score", lambda its, choice: -2.0 * its.get("cast & story", 0.0))
    every = dict.fromkeys(topics.TOPICS, -9.0) | scores
    assert topics.likeliest(every, said=0) == expected


def test_scores_that_tell_nothing_are_no_error() -> None:
    assert topics.likeliest(dict.fromkeys(topics.TOPICS, 0.0), said=0)
