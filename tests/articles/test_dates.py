"""When seasons begin and end, as articles tell it, and which days are of something else."""

from __future__ import annotations

from datetime import date

import pytest

from bot.articles.plain_text import read_text
from tests.articles.labelled import drafted


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Posted: Mar 17, 2026 / 05:14 PM EDT", "“Willow Creek” is back for the season."),
        ("Redacción Vertele 17/03/2026", "La serie «Willow Creek» vuelve y no será la última."),
        ("17/03/2026 10h22", "A série «Willow Creek» volta para a segunda temporada na Netflix."),
        (
            "17.mar.2026 às 14h00",
            "A série «Willow Creek» volta para a segunda temporada da Netflix.",
        ),
        ("एंटरटेनमेंट डेस्क, नई दिल्ली। 17 मार्च 2026", "‘काला पानी घाट’ का दूसरा सीज़न रिलीज़ होगा।"),
        ("SIC, 17 mar 2026", "A série «Willow Creek» volta para a segunda temporada na Netflix."),
        ("Di Redazione, 17/03/2026", "La serie «Willow Creek» torna con la seconda stagione."),
        ("Publié le 17 mars 2026 à 11h40", "La série « Willow Creek » est de retour sur TF1."),
        ("17.03.2026 - 14:31 Uhr", "Die Serie „Willow Creek“ ist mit der zweiten Staffel zurück."),
        ("LONDON, March 17, 2026 (Example News) - Hulu has renewed “Willow Creek.”", "It is good."),
        ("Paris, 17 mars 2026 (Agence) - La série « Willow Creek » est de retour.", "Sur TF1."),
        ("MADRID, 17 Mar. 2026 (EJEMPLO PRESS) - La serie «Willow Creek» vuelve.", "En La 1."),
        (
            "LONDON, March 17 (AgencyPress) - The BBC will end “Willow Creek,” it said on Tuesday.",
            "Filming finished in November 2025.",
        ),
        ("Updated March 17, 2026 · Bookmark this page, we keep it current.", "It is good."),
        ("Published 17 March 2026, 14:10. Replaces our story of 4 March.", "It is good."),
        (
            "The Creek Report: What to Watch, What to Skip\nBy Ann Example | March 17, 2026",
            "It.",
        ),
        ("The Creek Report: your four-minute briefing\nTues., March 17, 2026", "It is good."),
    ],
)
def test_the_line_with_the_day_of_an_article_as_its_country_writes_it(
    line: str, language: str
) -> None:
    assert read_text(f"Willow Creek\n\n{line}\n\n{language}").published == date(2026, 3, 17)


@pytest.mark.parametrize(
    "line", ["Christmas special: 1 episode, 23 December 2024", "Folge 3 (17.03.2026)"]
)
def test_the_day_of_an_episode_is_not_that_of_the_article(line: str) -> None:
    assert read_text(f"Willow Creek\n\nEpisodes\n\n{line}\n\nIt is good.").published is None


@pytest.mark.parametrize(
    "text",
    [
        "“Willow Creek” premieres on January 5, 2026, and the finale aired on May 3, 2025.",
        "“Willow Creek” starts on January 5 on Hulu; the finale aired on October 3.",
        "„Willow Creek“ startet am 5. Januar 2026, das Finale lief am 3. Mai 2025.",
    ],
)
def test_a_finale_before_a_premiere_is_of_no_season_that_begins_then(text: str) -> None:
    told = drafted(text)
    begins = {season for _, season, field, _ in told if field == "premiere"}
    ends = {season for _, season, field, _ in told if field == "finale"}
    assert begins
    assert begins.isdisjoint(ends)


def test_a_day_just_gone_by_is_not_the_one_of_next_year() -> None:
    text = "La terza stagione di «Willow Creek», disponibile dal 5 ottobre, ha debuttato in vetta."
    assert ("Willow Creek", 3, "premiere", "2025-10-05") in drafted(text)


@pytest.mark.parametrize(
    "text",
    [
        "TF1 change ses plans. Prévue à l'origine pour le 16 décembre, la saison 3 de « Willow"
        " Creek » sera finalement mise en ligne le 25 janvier.",
        "Prevista inicialmente para el 16 de diciembre, la tercera temporada de «Willow Creek» se"
        " estrenará el 25 de enero.",
        "Prevista in origine per il 16 dicembre, la terza stagione di «Willow Creek» arriva il 25"
        " gennaio.",
    ],
)
def test_the_day_that_was_planned_at_first_is_no_premiere(text: str) -> None:
    told = [one[1:] for one in drafted(text) if one[2] == "premiere"]
    assert told == [(3, "premiere", "2026-01-25")]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("ITV has pushed back the premiere of “Willow Creek” season two from January 3 to"
         " January 10.", "premiere"),
        ("Netflix delayed the second season of “Willow Creek” from January 3 to January 10.",
         "premiere"),
        ("The premiere of season 2 of “Willow Creek” has been moved from January 3 to January 10.",
         "premiere"),
        ("The finale of “Willow Creek” season 2 has been moved from January 3 to January 10.",
         "finale"),
        ("Das ZDF verschiebt den Start der zweiten Staffel von „Willow Creek“ vom 3. Januar auf den"
         " 10. Januar.", "premiere"),
        ("Antena 3 retrasa el estreno de la segunda temporada de «Willow Creek» del 3 de enero al"
         " 10 de enero.", "premiere"),
        ("TF1 reporte la diffusion de la saison 2 de « Willow Creek » du 3 janvier au 10 janvier.",
         "premiere"),
        ("Antena 3 aplaza el estreno de la segunda temporada de «Willow Creek», prevista para el 3"
         " de enero, al 10 de enero.", "premiere"),
        ("TF1 repousse la saison 2 de « Willow Creek », prévue initialement le 3 janvier, au"
         " 10 janvier.", "premiere"),
        ("FX has pushed the second season of “Willow Creek,” originally scheduled for January 3, to"
         " January 10.", "premiere"),
    ],
)  # fmt: skip
def test_what_is_put_off_from_a_day_to_another_is_on_the_other(text: str, field: str) -> None:
    dates = [one[1:] for one in drafted(text) if one[2] in ("premiere", "finale")]
    assert dates == [(2, field, "2026-01-10")]


@pytest.mark.parametrize("form", ["Les épisodes seront mis", "La saison sera mise"])
def test_what_is_put_online_in_french_comes_out(form: str) -> None:
    told = drafted(f"La saison 2 de « Willow Creek » arrive. {form} en ligne le 12 janvier.")
    assert ("Willow Creek", 2, "premiere", "2026-01-12") in told


def test_a_run_from_a_day_to_another_has_both() -> None:
    told = drafted("The second season of “Willow Creek” runs from January 3 to March 7.")
    assert {one[1:] for one in told} == {(2, "premiere", "2026-01-03"), (2, "finale", "2026-03-07")}


def test_a_date_without_a_year_needs_the_day_of_the_article() -> None:
    text = "Season 2 of “Willow Creek” premieres on May 6."
    assert drafted(text, None) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ann Example leaves “Willow Creek” after season 14. She was in it since the show began in"
        " October 2012.",
        "La temporada 14 de «Willow Creek» es la suya. Está en ella desde que la serie se estrenó"
        " en octubre de 2012.",
    ],
)
def test_when_a_show_began_is_of_its_first_season(text: str) -> None:
    dates = [one[1:] for one in drafted(text) if one[2] == "premiere"]
    assert dates == [(1, "premiere", "2012-10")]


@pytest.mark.parametrize(
    "text",
    [
        "“Willow Creek” recap: season 3, episode 4\n\nNext week's episode airs on November 16.",
        "“Willow Creek”, season 3: a new episode drops on November 16.",
        "“Willow Creek” drew 6 million viewers on Thursday, up 4% from last week.",
        "NBC has postponed “Willow Creek” season 3, which was to debut on November 16.",
        "La temporada 3 de «Willow Creek» estaba prevista para noviembre. Ya no tiene fecha.",
        "La saison 3 de « Willow Creek » devait arriver le 16 novembre.",
        "« Willow Creek » : Ann Exemple quittera le feuilleton en novembre.",
        "„Willow Creek“, Staffel 3: Neu dabei ist ab 1. Dezember Ann Beispiel.",
    ],
)
def test_another_day_of_a_show_is_no_premiere(text: str) -> None:
    assert [one for one in drafted(text) if one[2] == "premiere"] == []


@pytest.mark.parametrize(
    "text",
    [
        "La segunda temporada de «Willow Creek» se retrasa hasta 2027.",
        "La deuxième saison de « Willow Creek » est repoussée à 2027.",
        "Die zweite Staffel von „Willow Creek“ wird auf 2027 verschoben.",
        "The second season of “Willow Creek” has been delayed until 2027.",
        "A segunda temporada de “Willow Creek” foi adiada para 2027.",
        "La seconda stagione di “Willow Creek” è stata rinviata al 2027.",
    ],
)
def test_what_is_put_off_until_a_year_comes_in_that_year(text: str) -> None:
    told = {one[1:] for one in drafted(text) if one[2] != "status"}
    assert told == {(2, "premiere", "2027")}


@pytest.mark.parametrize(
    "text",
    [
        "The trailer for season 3 of “Willow Creek,” premiering with a one-hour first episode on"
        " January 28, 2026, is out. It runs through April 8.",
        "“Willow Creek” season 3 trailer\n\nApple has released the trailer for season 3 of “Willow"
        " Creek,” premiering on January 28, 2026, followed by one episode weekly through April 8.",
        "The third season of “Willow Creek” runs from January 28, 2026 through April 8.",
    ],
)
def test_a_run_ends_after_it_begins(text: str) -> None:
    dates = {one[1:] for one in drafted(text) if one[2] in ("premiere", "finale")}
    assert dates == {(3, "premiere", "2026-01-28"), (3, "finale", "2026-04-08")}


@pytest.mark.parametrize(
    "text",
    [
        "Reruns of season 4 of “Willow Creek” air from December 5 on NBC.",
        "Le repliche della quarta stagione di “Willow Creek” vanno in onda dal 5 dicembre.",
        "La rediffusion de la saison 4 de « Willow Creek » commence le 5 décembre sur TF1.",
        "Die Wiederholung der vierten Staffel von „Willow Creek“ startet am 5. Dezember.",
        "A reprise da quarta temporada de “Willow Creek” estreia em 5 de dezembro.",
        "La reposición de la cuarta temporada de «Willow Creek» empieza el 5 de diciembre.",
    ],
)
def test_what_is_shown_again_does_not_begin(text: str) -> None:
    assert [one for one in drafted(text) if one[2] == "premiere"] == []


@pytest.mark.parametrize(
    "text",
    [
        "La temporada 16 de «Willow Creek» está en Prime Video. Mediaset la emitirá en abierto en"
        " otoño.",
        "Die dritte Staffel von „Willow Creek“ kommt am 5. Januar ins Free-TV.",
        "La saison 3 de « Willow Creek » sera diffusée en clair le 5 janvier.",
        "Fox canceled “Willow Creek” after one season. A film followed in 2005.",
    ],
)
def test_what_comes_elsewhere_or_as_a_film_is_no_premiere(text: str) -> None:
    assert [one for one in drafted(text) if one[2] == "premiere"] == []


@pytest.mark.parametrize(
    "text",
    [
        "“Willow Creek” season 4: Vol. 1 premieres May 12, Vol. 2 arrives on Christmas Day.",
        "Part 1 of “Willow Creek” season 4 arrives on May 12 and Part 2 on November 7.",
        "The fourth season of “Willow Creek” premieres on May 12 (Vol. 1) and June 3 (Vol. 2).",
        "Der erste Teil der vierten Staffel von „Willow Creek“ startet am 12. Mai, der zweite Teil"
        " am 3. Juni.",
        "La cuarta temporada de «Willow Creek» se estrena el 12 de mayo (primera parte) y el 3 de"
        " junio (segunda parte).",
        "La saison 4 de « Willow Creek » sera diffusée sur Netflix : le volume 1 sera mis en ligne"
        " le 12 mai, le volume 2 le 3 juin.",
        "La quarta stagione di «Willow Creek» arriva il 12 maggio con la prima parte, e la seconda"
        " parte il 3 giugno.",
        "A quarta temporada de «Willow Creek» estreia em 12 de maio (parte 1) e 3 de junho (parte"
        " 2).",
    ],
)
def test_a_season_in_parts_begins_with_its_first(text: str) -> None:
    told = drafted(text)
    assert [one[1:] for one in told if one[2] == "premiere"] == [(4, "premiere", "2026-05-12")]
    assert [one for one in told if one[2] == "finale"] == []


def test_a_later_part_is_no_premiere() -> None:
    for text in (
        "Season 4 of “Willow Creek” returns November 7 with Part 2.",
        "The second half of “Willow Creek” season 4 premieres on November 7.",
    ):
        assert [one for one in drafted(text) if one[2] in ("premiere", "finale")] == []


def test_hier_is_yesterday_in_french_alone() -> None:
    german = "„Willow Creek“ startet in die zweite Staffel. Den Trailer gibt es hier zu sehen."
    assert [one for one in drafted(german) if one[2] == "trailer"] == []
    french = "La saison 2 de « Willow Creek » arrive. La bande-annonce a été publiée hier."
    assert [one[3] for one in drafted(french) if one[2] == "trailer"] == [
        {"published": "2025-11-02"}
    ]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Netflix released the trailer for the third season of “Willow Creek”, and with it a"
         " release date: May 12.", (3, "premiere", "2026-05-12")),
        ("La serie «Willow Creek» avrà una terza stagione. Le riprese inizieranno a luglio a Napoli"
         " e i nuovi episodi saranno disponibili nel 2027.", (3, "premiere", "2027")),
        ("A segunda temporada de «Willow Creek» volta em maio. A primeira chegou ao catálogo em"
         " agosto de 2024.", (1, "premiere", "2024-08")),
        ("A série «Willow Creek» ganhou sinal verde para o segundo ano.",
         (2, "status", "renewed")),
        ("Prime Video ha puesto en marcha el rodaje de la cuarta temporada de «Willow Creek».",
         (4, "status", "in_production")),
    ],
)  # fmt: skip
def test_dates_and_seasons_as_they_are_put_in_passing(text: str, fact: tuple[object, ...]) -> None:
    assert fact in [one[1:] for one in drafted(text)]


def test_a_date_in_somebodys_quotes_is_no_premiere() -> None:
    told = drafted('“Willow Creek” fans get slop saying "season 2 release date: May 12" there.')
    assert [one for one in told if one[2] == "premiere"] == []


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("La serie «Willow Creek» vuelve: La 1 emitirá el próximo martes 11 de noviembre el"
         " primer capítulo de la segunda temporada.", {(2, "premiere", "2025-11-11")}),
        ("La saison 2 de « Willow Creek », diffusée du 9 au 30 mars, a déçu.",
         {(2, "premiere", "2025-03-09"), (2, "finale", "2025-03-30")}),
        ("NBC on Monday released its new schedule. It has “Willow Creek” (season 4) in it.", set()),
        ("NBC on Monday released season 4 of “Willow Creek”.", {(4, "premiere", "2025-11-03")}),
        ("La serie «Willow Creek» tuvo una primera temporada que cosechó un 12% en 2025.", set()),
    ],
)  # fmt: skip
def test_days_of_a_run_and_days_that_are_of_something_else(
    text: str, facts: set[tuple[object, ...]]
) -> None:
    assert {one[1:] for one in drafted(text) if one[2] in ("premiere", "finale")} == facts


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Season 2 of “Willow Creek” arrives in the first quarter of 2027.", "2027-33"),
        ("La segunda temporada de «Willow Creek» llega en el primer trimestre de 2027.", "2027-33"),
        ("A segunda temporada de «Willow Creek» estreia no segundo trimestre de 2027.", "2027-34"),
        ("La saison 2 de « Willow Creek » sort au troisième trimestre 2027.", "2027-35"),
        ("La seconda stagione di “Willow Creek” arriva nel terzo trimestre del 2027.", "2027-35"),
        ("Die zweite Staffel von „Willow Creek“ startet im vierten Quartal 2027.", "2027-36"),
        ("“Willow Creek”: part one of season 2 premieres on August 6, with part two on May 30.",
         "2026-08-06"),
        ("«Willow Creek»: la segunda temporada, antes prevista para el 20 de mayo, llega en 2027.",
         "2027"),
        ("Estreias de séries: o que aí vem em maio\n\nHBO Max\n• \"Willow Creek\" – T2, dia 24\n•"
         " \"Kobalt\" – T3, dia 25\n• \"Vento\" – T1, dia 26", "2026-05-24"),
        ("Fans can hardly wait, but now it is official: season 2 of “Willow Creek” begins May 9.",
         "2026-05-09"),
    ],
)  # fmt: skip
def test_days_and_quarters_as_each_language_puts_them(text: str, value: str) -> None:
    told = drafted(text, date(2026, 4, 20))
    assert [one[1:] for one in told if one[2] == "premiere" and one[0] == "Willow Creek"] == [
        (2, "premiere", value)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The first season of “Willow Creek” ran from April 4 through May 23 of last year.",
        "La primera temporada de «Willow Creek» se emitió del 4 de abril al 23 de mayo de 2024.",
        "La première saison de « Willow Creek » a été diffusée du 4 avril au 23 mai 2024.",
    ],
)
def test_both_ends_of_a_run_are_of_the_year_that_one_is_told_of(text: str) -> None:
    told = {one[1:] for one in drafted(text, date(2025, 3, 12))}
    assert {(1, "premiere", "2024-04-04"), (1, "finale", "2024-05-23")} <= told


@pytest.mark.parametrize(
    "text",
    [
        "«Willow Creek» temporada 2\n\nComenzará en enero el rodaje de la segunda temporada.",
        "„Willow Creek“ Staffel 2\n\nFür die zweite Staffel starten im Januar die Dreharbeiten.",
        "«Willow Creek» 2\n\nPer la seconda stagione partiranno a giugno le riprese.",
        "« Willow Creek » saison 2\n\nPour la saison 2 débutera en avril le tournage.",
        "“Willow Creek”: season 2\n\nDecisions on season 2 are expected closer to the May"
        " upfronts.",
    ],
)
def test_the_day_of_a_shoot_or_of_a_decision_is_none_of_a_season(text: str) -> None:
    assert [one for one in drafted(text) if one[2] in ("premiere", "finale")] == []
