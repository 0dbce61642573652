"""What single sentences tell in each language, and what they leave in doubt."""

from __future__ import annotations

from datetime import date

import pytest

from tests.articles.labelled import drafted, table


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La date de la saison 2 de « Willow Creek » est révélée : elle arrive le 5 janvier.",
         (2, "premiere", "2026-01-05")),
        ("Après deux saisons, « Willow Creek » tirera sa révérence le 5 janvier sur TF1.",
         (None, "show_status", "ended")),
        ("Die dritte Staffel von „Willow Creek“ mit Ann Hoffmann startet am 5. Januar.",
         (3, "premiere", "2026-01-05")),
        ("Die dritte Staffel von „Willow Creek“ mit Will Example startet am 5. Januar.",
         (3, "premiere", "2026-01-05")),
        ("A terceira temporada de «Willow Creek», sobre um caso antigo, estreia em 5 de janeiro.",
         (3, "premiere", "2026-01-05")),
        ("La terza stagione di «Willow Creek», con attenzione ai dettagli, arriva il 5 gennaio.",
         (3, "premiere", "2026-01-05")),
        ("Season 3 of “Willow Creek,” led by Hope Larkin, premieres January 5.",
         (3, "premiere", "2026-01-05")),
    ],
)  # fmt: skip
def test_a_word_that_only_looks_like_a_doubt_hides_no_fact(
    text: str, expected: tuple[object, ...]
) -> None:
    assert ("Willow Creek", *expected) in drafted(text)


@pytest.mark.parametrize(
    "text",
    [
        "Disney+ se plantea no renovar «Willow Creek» para una tercera temporada.",
        "Disney+ estudia cancelar «Willow Creek».",
        "RTL erwägt, „Willow Creek“ nach zwei Staffeln abzusetzen. RTL prüft, ob „Willow Creek“"
        " abgesetzt wird.",
        "TF1 songe à arrêter « Willow Creek ». TF1 réfléchit à une saison 3.",
        "Sky pensa di cancellare «Willow Creek».",
        "A Globo estuda cancelar «Willow Creek».",
        "Netflix is close to renewing “Willow Creek” for season 3.",
    ],
)
def test_what_is_only_thought_about_is_not_told(text: str) -> None:
    assert [one for one in drafted(text) if one[2] in ("status", "show_status")] == []


@pytest.mark.parametrize(
    ("headline", "body", "expected"),
    [
        (
            "Movistar Plus+ cancela «Willow Creek» tras dos temporadas",
            "La serie creada por Lucía Ferrer llegó a su fin, y el canal agradeció a su equipo el"
            " trabajo de estos años en una nota a la prensa.",
            (None, "show_status", "canceled"),
        ),
        (
            'Netflix drops the first trailer for "Willow Creek" season 3',
            "The eight-episode third season lands March 5, and returning are all who were in it"
            " when the second one ended two years ago.",
            (3, "premiere", "2026-03-05"),
        ),
    ],
)
def test_a_headline_right_above_its_text_is_no_part_of_the_first_sentence(
    headline: str, body: str, expected: tuple[object, ...]
) -> None:
    assert ("Willow Creek", *expected) in drafted(f"{headline}\n{body}")


def test_lines_that_were_broken_to_fit_are_one_sentence() -> None:
    text = (
        "The drama about a town by the water, which Netflix\n"
        "ordered two years ago, has been canceled: there will\n"
        "be no third season of “Willow Creek”."
    )
    assert ("Willow Creek", 3, "status", "canceled") in drafted(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“Willow Creek” was canceled after two seasons.",
            {("Willow Creek", 3, "status", "canceled")},
        ),
        (
            "Season 2 of “Willow Creek” premieres next Friday.",
            {("Willow Creek", 2, "premiere", "2025-11-07")},
        ),
        (
            "“Willow Creek” season 3 has been pushed from February to Friday, March 5, 2027.",
            {("Willow Creek", 3, "premiere", "2027-03-05")},
        ),
        (
            "Season 2 of “Willow Creek” returns in early 2026.",
            {("Willow Creek", 2, "premiere", "2026-33~")},
        ),
        (
            "Season 2 of “Willow Creek” ended on May 6.",
            {("Willow Creek", 2, "finale", "2025-05-06")},
        ),
        (
            "Netflix has renewed Willow Creek for seasons 3 and 4.",
            {("Willow Creek", 3, "status", "renewed"), ("Willow Creek", 4, "status", "renewed")},
        ),
        (
            "Filming on season 3 of “Willow Creek” has begun.",
            {("Willow Creek", 3, "status", "in_production")},
        ),
    ],
)
def test_one_sentence(text: str, expected: set[tuple[object, ...]]) -> None:
    assert expected <= set(drafted(text))


_CANCELED = {(None, "show_status", "canceled"), (3, "status", "canceled")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A Netflix renovou “Willow Creek” para a terceira temporada.", {(3, "status", "renewed")}),
        ("A Netflix confirmou nesta segunda-feira (3) a 3ª temporada de “Willow Creek”.",
         {(3, "status", "renewed")}),
        ("“Willow Creek” vai ganhar uma terceira temporada.", {(3, "status", "renewed")}),
        ("O Globoplay renovou “Willow Creek” para a quarta e a quinta temporadas.",
         {(4, "status", "renewed"), (5, "status", "renewed")}),
        ("“Willow Creek” foi cancelada pela Netflix após duas temporadas.", _CANCELED),
        ("“Willow Creek” não terá terceira temporada.", {(3, "status", "canceled")}),
        ("A segunda temporada de “Willow Creek” estreou em 29 de outubro e tem oito episódios.",
         {(2, "premiere", "2025-10-29"), (2, "episodes", 8)}),
        ("A segunda temporada de “Willow Creek” chega ao Prime Video em 8 de abril de 2026.",
         {(2, "premiere", "2026-04-08")}),
        ("O último episódio da segunda temporada de “Willow Creek” vai ao ar em 1º de dezembro.",
         {(2, "finale", "2025-12-01")}),
        ("A novela “Willow Creek” estreou em 16 de maio de 1988 na TV Globo.",
         {(1, "premiere", "1988-05-16"), (None, "network", "TV Globo")}),
        ("As gravações da segunda temporada de “Willow Creek” já começaram.",
         {(2, "status", "in_production")}),
        ("Na segunda temporada de “Willow Creek”, Ann Example vive Júlia Souza.",
         {(2, "cast", "Ann Example = Júlia Souza")}),
        ("“Willow Creek” volta\n\nA série “Willow Creek”, criada por Ann Example, volta para a"
         " segunda temporada.",
         {(None, "creators", "['Ann Example']"), (2, "status", "renewed")}),
        ("Netflix ha rinnovato “Willow Creek” per una terza stagione.", {(3, "status", "renewed")}),
        ("Rai 1 ha confermato la terza stagione di “Willow Creek”.", {(3, "status", "renewed")}),
        ("“Willow Creek” avrà una terza stagione.", {(3, "status", "renewed")}),
        ("“Willow Creek” è stata cancellata da Netflix dopo due stagioni.", _CANCELED),
        ("“Willow Creek” non avrà una terza stagione.", {(3, "status", "canceled")}),
        ("Netflix ha deciso di non rinnovare “Willow Creek” per una terza stagione.",
         {(3, "status", "canceled")}),
        ("La seconda stagione di “Willow Creek” debutta giovedì 8 gennaio 2026 su Rai 1.",
         {(2, "premiere", "2026-01-08"), (None, "network", "Rai 1")}),
        ("La seconda stagione di “Willow Creek” è andata in onda nel 2022.",
         {(2, "premiere", "2022")}),
        ("L'ultima puntata della seconda stagione di “Willow Creek” va in onda domenica.",
         {(2, "finale", "2025-11-09")}),
        ("La seconda stagione di “Willow Creek” è composta da sei puntate.", {(2, "episodes", 6)}),
        ("Sono iniziate le riprese della seconda stagione di “Willow Creek”.",
         {(2, "status", "in_production")}),
        ("Nella seconda stagione di “Willow Creek” Ann Example torna nei panni di Lia Neri.",
         {(2, "cast", "Ann Example = Lia Neri")}),
        ("Sky ha diffuso il trailer della seconda stagione di “Willow Creek”, in arrivo il 14"
         " novembre.", {(2, "premiere", "2025-11-14")}),
    ],
)  # fmt: skip
def test_portuguese_and_italian(text: str, expected: set[tuple[object, ...]]) -> None:
    told = {(one[1], one[2], _plain(one[3])) for one in drafted(text)}
    assert expected <= told
    beside = {field for _, field, _ in told - expected}
    assert beside <= {"network"}


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return " = ".join(value.values())
    return str(value) if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("नेटफ्लिक्स ने ‘कोहरा’ को तीसरे सीज़न के लिए रिन्यू किया है।",
         {(3, "status", "renewed"), (None, "network", "Netflix")}),
        ("नेटफ्लिक्स ने ‘कोहरा’ के तीसरे सीजन का ऐलान किया है।",
         {(3, "status", "renewed"), (None, "network", "Netflix")}),
        ("‘कोहरा’ के तीसरे सीज़न की रिलीज़ डेट का ऐलान हो गया है।", set()),
        ("नेटफ्लिक्स ने ‘कोहरा’ को दो सीज़न के बाद रद्द कर दिया है।",
         {*_CANCELED, (None, "network", "Netflix")}),
        ("‘कोहरा’ का तीसरा सीज़न नहीं आएगा।", {(3, "status", "canceled")}),
        ("‘कोहरा’ का पांचवां सीज़न 11 फरवरी 2026 को रिलीज़ होगा।", {(5, "premiere", "2026-02-11")}),
        ("‘कोहरा’ का पहला सीज़न जुलाई 2023 में रिलीज़ हुआ था।", {(1, "premiere", "2023-07")}),
        ("‘कोहरा’ का दूसरा सीज़न 10 जनवरी को आएगा।", {(2, "premiere", "2026-01-10")}),
        ("‘कोहरा’ का नया सीज़न 10 जनवरी को आएगा।", set()),
        ("‘कोहरा’ का चौथा सीज़न आखिरी होगा।", {(4, "final", True)}),
        ("‘कोहरा’ के दूसरे सीज़न में छह एपिसोड होंगे।", {(2, "episodes", 6)}),
        ("‘कोहरा’ के तीसरे सीज़न की शूटिंग शुरू हो गई है।", {(3, "status", "in_production")}),
        ("‘कोहरा’ का दूसरा सीज़न टल गया है।", {(2, "status", "postponed")}),
        ("‘कोहरा’ के तीसरे सीज़न का ट्रेलर 3 मार्च 2026 को रिलीज़ होगा।", set()),
    ],
)  # fmt: skip
def test_hindi(text: str, expected: set[tuple[object, ...]]) -> None:
    assert {one[1:] for one in drafted(text)} == expected
    assert {one[0] for one in drafted(text)} <= {"कोहरा"}


_WAYS, _NOT_TOLD = table("ways_to_say"), table("ways_not_to_say")

_NEWS_OF = {
    "en": "“Willow Creek”: the latest on the show",
    "es": "«Willow Creek»: las novedades de la serie",
    "pt": "«Willow Creek»: as novidades da série",
    "fr": "« Willow Creek » : du nouveau pour la série",
    "de": "„Willow Creek“: Neues von der Serie",
    "it": "«Willow Creek»: le novità della serie",
    "hi": "‘विलो क्रीक’: सीरीज़ की खबर",
}


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted(_NEWS_OF))
def test_each_way_that_a_language_has_to_say_a_fact(language: str) -> None:
    missed = []
    for _, season, field, value, text in (way for way in _WAYS if way[0] == language):
        told = {
            ("-" if one[1] is None else str(one[1]), one[2], said)
            for one in drafted(f"{_NEWS_OF[language]}\n\n{text}", date(2026, 4, 20))
            for said in _ways_of(one[3])
        }
        seasons = {one for one, *_ in told} if season == "*" else set(season.split(","))
        if not {(one, field, value) for one in seasons} & told:
            missed.append(text)
    assert missed == []


@pytest.mark.parametrize("language", sorted({line[0] for line in _NOT_TOLD}))
def test_what_is_told_of_others_or_in_doubt_is_no_fact(language: str) -> None:
    told = [
        (text, one[2:])
        for _, field, text in (line for line in _NOT_TOLD if line[0] == language)
        for one in drafted(f"{_NEWS_OF[language]}\n\n{text}", date(2026, 4, 20))
        if one[2] == field and one[0] == "Willow Creek"
    ]
    assert told == []


def _ways_of(value: object) -> list[str]:
    """A value as the table of sentences has it: people with their characters and without."""
    if isinstance(value, list):
        return [one for each in value for one in _ways_of(each)]
    if isinstance(value, dict):
        name = str(value.get("person") or value.get("provider"))
        return [name, f"{name}={value.get('character')}"]
    return [str(value).lower() if isinstance(value, bool) else str(value)]


def test_what_fans_hope_in_a_later_clause_is_no_doubt_of_the_first() -> None:
    told = drafted(
        "“Willow Creek” season 3\n\nThe second season of “Willow Creek” came to an end on September"
        " 27, 2025, and fans are already wondering about more."
    )
    assert ("Willow Creek", 2, "finale", "2025-09-27") in told
    assert [one for one in told if one[2] == "status"] == []
