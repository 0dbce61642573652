"""What is drafted of labelled articles, and what never is."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from bot.articles.plain_text import read_text
from bot.articles.reader import read
from bot.facts.fields import field_of
from tests.articles.labelled import HERE, articles, count, load, summed, table

FOLDERS = ("known", "blind")
EVERY = [path for folder in (*FOLDERS, "fresh") for path in articles(HERE / folder)]
RUMORS = (HERE / "rumors.txt").read_text(encoding="utf-8").splitlines()
_STORED = {"show_status": "status", "trailer": "trailers"}


def drafts(text: str, published: date | None = date(2025, 11, 3)) -> list[tuple[object, ...]]:
    """What a text states, as (show, season, field, value)."""
    article = dataclasses.replace(read_text(text), published=published)
    return [
        (one.subject.name, one.season, one.field, one.value)
        for one in read(article, lambda title: None)
    ]


def test_there_are_enough_articles() -> None:
    assert len(EVERY) >= 80
    assert len(articles(HERE / "blind")) >= 8
    assert len(RUMORS) >= 50


@pytest.mark.parametrize("folder", [pytest.param("known", marks=pytest.mark.slow), "blind"])
def test_recall_and_precision(folder: str) -> None:
    recall, precision, forbidden = summed([count(path) for path in articles(HERE / folder)])
    assert recall >= 0.83
    assert precision >= 0.95
    assert forbidden == 0


@pytest.mark.slow
@pytest.mark.parametrize("letter", sorted({path.stem[0] for path in EVERY}))
def test_every_quote_stands_in_the_article_and_every_value_is_one_of_the_import(
    letter: str,
) -> None:
    for path in EVERY:
        if path.stem[0] == letter:
            _check(path)


def _check(path: Path) -> None:
    article, _, text = load(path)
    for draft in read(article, lambda title: None):
        assert draft.quote in text, path.stem
        if draft.field == "trailer" and isinstance(draft.value, dict) and "url" not in draft.value:
            continue  # a day alone, which no trailer can be stored with
        field = field_of(draft.season, _STORED.get(draft.field, draft.field))
        field.decode(draft.value)


def test_rumors_draft_nothing() -> None:
    told = [line for line in RUMORS if any(one[1] is not None for one in drafts(line))]
    assert len(told) <= 0.02 * len(RUMORS), told


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
        "Ann Example has joined the cast of “Willow Creek” season 2. She will play Mae Chan.",
        "Ann Example is set to join the second season of “Willow Creek.” She plays Mae Chan.",
        "Ann Example se incorpora al reparto de la segunda temporada de «Willow Creek»."
        " Interpretará a Mae Chan.",
        "La atriz Ann Example vai integrar o elenco da segunda temporada de «Willow Creek»."
        " Ela vai viver Mae Chan.",
        "L'actrice Ann Example rejoint le casting de la saison 2 de « Willow Creek ». Elle y jouera"
        " Mae Chan.",
        "L'attrice Ann Example entra nel cast della seconda stagione di «Willow Creek». Sarà Mae"
        " Chan.",
        "Ann Example is set for a recurring role on the second season of “Willow Creek”. She'll"
        " play Mae Chan.",
        "Die Schauspielerin Ann Example verstärkt den Cast der zweiten Staffel von „Willow Creek“."
        " Sie spielt Mae Chan.",
    ],
)
def test_who_joins_a_cast_has_the_part_that_the_next_sentence_tells(text: str) -> None:
    cast = [one[1:] for one in drafts(text) if one[2] == "cast"]
    assert cast == [(2, "cast", {"person": "Ann Example", "character": "Mae Chan"})]


@pytest.mark.parametrize(
    "text",
    [
        "Ann Example is in talks to join the second season of “Willow Creek”. She would play Mae.",
        "Ann Example, qui rejoindrait la saison 2 de « Willow Creek », se tait.",
        "La série « Willow Creek », écrite en collaboration avec Ann Example, revient.",
        "Netflix renueva «Willow Creek», que negocia con Ann Example.",
    ],
)
def test_who_only_may_join_or_works_on_a_show_is_not_in_it(text: str) -> None:
    assert [one for one in drafts(text) if one[2] == "cast"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Willow Creek: Season 2 | Official Trailer\n\nSeason 2 of Willow Creek premieres May 1.\n\n"
        "Cast: Ann Example, Bob Sample\nCreated by: Cy Maker\nExecutive Producers: Di Boss",
        "La serie «Willow Creek» vuelve con su segunda temporada.\n\n"
        "Reparto: Ann Example, Bob Sample\nCreación: Cy Maker\nProducción ejecutiva: Di Boss",
        "A série «Willow Creek» volta com a segunda temporada, que é da Netflix.\n\n"
        "Elenco: Ann Example, Bob Sample\nCriação: Cy Maker\nProdução executiva: Di Boss",
        "La serie «Willow Creek» torna con la seconda stagione, che è di Netflix.\n\n"
        "Cast: Ann Example, Bob Sample\nIdeata da: Cy Maker\nProduttori esecutivi: Di Boss",
    ],
)
def test_lines_with_a_label_tell_who_is_in_it_and_who_made_it(text: str) -> None:
    told = drafts(text)
    people = [one[3] for one in told if one[2] == "cast"]
    assert people == [{"person": "Ann Example"}, {"person": "Bob Sample"}]
    assert [one[3] for one in told if one[2] == "creators"] == [["Cy Maker"]]
    boss = {"person": "Di Boss", "role": "executive producer"}
    assert [one[3] for one in told if one[2] == "producers"] == [[boss]]


@pytest.mark.parametrize(
    "text",
    [
        "La segunda temporada de «Willow Creek», protagonizada por Ann Example y Bob Sample.",
        "La série « Willow Creek », portée par Ann Example et Bob Sample, aura une saison 2.",
        "In der zweiten Staffel von „Willow Creek“ sind neue Gesichter zu sehen. Neu dabei sind Ann"
        " Example und Bob Sample.",
        "Die zweite Staffel von „Willow Creek“ wird gedreht. Vor der Kamera stehen wieder Ann"
        " Example und Bob Sample.",
        "«Willow Creek» volta para a segunda temporada. Retornam ao elenco Ann Example e Bob"
        " Sample.",
        "La seconda stagione di «Willow Creek», che vede protagonisti Ann Example e Bob Sample,"
        " arriva.",
        "La seconda stagione di «Willow Creek» con Ann Example e Bob Sample nel cast arriva.",
    ],
)
def test_a_list_of_the_cast_in_the_words_of_its_language(text: str) -> None:
    cast = [one[3] for one in drafts(text) if one[2] == "cast"]
    assert cast == [{"person": "Ann Example"}, {"person": "Bob Sample"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Serienstarts im November\n\nNetflix\n04.11. – Dunkelfeld (Staffel 2)\n26.11. – Kobalt"
         " (Staffel 3)\n\nSky/WOW\n09.11. – Der Pakt (Staffel 4)\n",
         {("Dunkelfeld", 2, "premiere", "2025-11-04"), ("Kobalt", 3, "premiere", "2025-11-26"),
          ("Der Pakt", 4, "premiere", "2025-11-09")}),
        ("As principais estreias de séries em novembro\n\nConfira as datas:\n\nBeira-Rio – 2ª"
         " temporada (Netflix) – 5 de novembro\nOs Aldeões – 1ª temporada (Max) – 12 de novembro\n"
         "Cinza – 4ª temporada (Globoplay) – 27 de novembro\n",
         {("Beira-Rio", 2, "premiere", "2025-11-05"), ("Os Aldeões", 1, "premiere", "2025-11-12"),
          ("Cinza", 4, "premiere", "2025-11-27")}),
        ("Les dates de rentrée de vos séries\n\nTF1\n- « Lame de fond », saison 4 : lundi 10"
         " novembre à 21h10\n- « Demain matin », inédit : 13 novembre\n\nM6\n- « Brigades », saison"
         " 5 (dernière) : 24 novembre\n",
         {("Lame de fond", 4, "premiere", "2025-11-10"),
          ("Demain matin", 1, "premiere", "2025-11-13"),
          ("Brigades", 5, "premiere", "2025-11-24"), ("Brigades", 5, "final", True)}),
        ("Todos los estrenos de series de noviembre\n\nNetflix\n25 de noviembre: 'Costa Brava'"
         " (T2)\n26 de noviembre: 'Furias' (miniserie)\n27 de noviembre: 'Los nietos' (temporada 4"
         " y última)\n28 de noviembre: 'Baldío' (documental)\n",
         {("Costa Brava", 2, "premiere", "2025-11-25"), ("Furias", 1, "premiere", "2025-11-26"),
          ("Los nietos", 4, "premiere", "2025-11-27"), ("Los nietos", 4, "final", True)}),
    ],
)  # fmt: skip
def test_lists_of_what_starts_by_network_in_the_form_of_their_country(
    text: str, expected: set[tuple[object, ...]]
) -> None:
    told = {one for one in drafts(text) if one[2] != "network"}
    assert told == expected


def test_a_list_by_network_gives_its_shows_that_network_where_it_made_them() -> None:
    text = "Every TV show canceled this year\n\nABC\n• “Doc Holiday” – canceled after one season\n"
    text += "• “Old Harbor” – canceled after three seasons\n\nNETFLIX\n• “Silt” – canceled after a"
    text += " single season\n• “The Hive” – canceled after two seasons, then saved by Hulu\n"
    told = drafts(text)
    assert {one[0]: one[3] for one in told if one[2] == "network" and one[0] != "The Hive"} == {
        "Doc Holiday": "ABC", "Old Harbor": "ABC", "Silt": "Netflix"
    }  # fmt: skip
    assert ("Silt", 2, "status", "canceled") in told
    assert [one for one in told if one[0] == "The Hive" and one[3] == "canceled"] == []


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Netflix Renews Show It Canceled, Cancels Show It Renewed, Apologizes To Neither\n\n"
         + "In a move that nobody had seen coming, the company parted with its own breakfast. " * 4,
         "network"),
        ("“Willow Creek” news\n\nSomebody in the audience shouts “Bring back Lakeview!” It was"
         " canceled on Friday.", "show_status"),
        ("FANS of The Salt Path have been left heartbroken after the BBC pulled the plug.\n\nThe"
         " series won't return for a third series. ‘This is the worst since they axed Penhallow,’"
         " one wrote of The Salt Path.", "Penhallow"),
        ("‘मिर्ज़ा नगर’ का सीज़न 4\n\nमेकर्स ने अब तक चौथे सीज़न की घोषणा नहीं की है।", "status"),
        ("« Willow Creek » saison 2\n\n« La saison 2 se passerait en hiver », confie l'auteur.",
         "premiere"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_title_or_news_drafts_nothing(text: str, never: str) -> None:
    assert [one for one in drafts(text) if never in one] == []


@pytest.mark.parametrize(
    "text",
    [
        "Antena 3 renueva «Willow Creek»\n\nLa ficción tendrá segunda temporada. «Willow Creek» se"
        " estrenó el pasado 20 de octubre. Consta de ocho capítulos. El desenlace llegará el 24 de"
        " noviembre.",
        "Netflix renews “Willow Creek” for season 2\n\nThe drama premiered on October 20. It has"
        " eight episodes. The finale airs on November 24.",
    ],
)
def test_what_is_told_after_a_premiere_that_is_out_is_told_of_that_season(text: str) -> None:
    told = {one[1:] for one in drafts(text) if one[2] in ("premiere", "finale", "episodes")}
    day = "2025-10-20"
    assert told == {(1, "premiere", day), (1, "finale", "2025-11-24"), (1, "episodes", 8)}


@pytest.mark.parametrize(
    "text",
    [
        "“Willow Creek” premieres on January 5, 2026, and the finale aired on May 3, 2025.",
        "“Willow Creek” starts on January 5 on Hulu; the finale aired on October 3.",
        "„Willow Creek“ startet am 5. Januar 2026, das Finale lief am 3. Mai 2025.",
    ],
)
def test_a_finale_before_a_premiere_is_of_no_season_that_begins_then(text: str) -> None:
    told = drafts(text)
    begins = {season for _, season, field, _ in told if field == "premiere"}
    ends = {season for _, season, field, _ in told if field == "finale"}
    assert begins
    assert begins.isdisjoint(ends)


def test_a_day_just_gone_by_is_not_the_one_of_next_year() -> None:
    text = "La terza stagione di «Willow Creek», disponibile dal 5 ottobre, ha debuttato in vetta."
    assert ("Willow Creek", 3, "premiere", "2025-10-05") in drafts(text)


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
    assert ("Willow Creek", *expected) in drafts(text)


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
    assert [one for one in drafts(text) if one[2] in ("status", "show_status")] == []


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
    told = [one[1:] for one in drafts(text) if one[2] == "premiere"]
    assert told == [(3, "premiere", "2026-01-25")]


def test_newcomers_are_not_given_for_a_part_where_they_were_seen_before() -> None:
    text = "Marcus Ely (Chicago Med) and Priya Nand (Never Have I Ever) are set as series regulars"
    text += " in the second season of “Willow Creek”. Ely will portray Lyle Cobb. Nand plays Asha."
    cast = [one[3] for one in drafts(text) if one[2] == "cast"]
    assert cast == [
        {"person": "Marcus Ely", "character": "Lyle Cobb"},
        {"person": "Priya Nand", "character": "Asha"},
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NBC trennt sich von drei Serien. Wie der Sender mitteilt, werden „Blue Moon“ (nach fünf"
         " Staffeln), „Green Moon“ (nach einer Staffel) und „Red Moon“ (nach zwei Staffeln) nicht"
         " verlängert.", {("Blue Moon", 6), ("Green Moon", 2), ("Red Moon", 3)}),
    ],
)  # fmt: skip
def test_each_of_a_list_is_over_after_its_own_seasons(
    text: str, expected: set[tuple[str, int]]
) -> None:
    told = {(one[0], one[1]) for one in drafts(text) if one[2:] == ("status", "canceled")}
    assert told == expected


@pytest.mark.parametrize(
    "text",
    [
        "RTL verlängert „Willow Creek“ um eine zweite Staffel\n\nNach dem Erfolg der ersten Staffel"
        " hat RTL sechs neue Folgen der Serie bestellt.",
        "Sky rinnova «Willow Creek» per la seconda stagione\n\nDopo il successo della prima"
        " stagione i nuovi sei episodi debutteranno entro la fine del prossimo anno.",
        "NBC renews “Willow Creek” for season 2\n\nAfter the success of the first season, NBC has"
        " ordered six new episodes.",
    ],
)
def test_new_episodes_that_are_ordered_are_of_the_next_season(text: str) -> None:
    assert [one[1:] for one in drafts(text) if one[2] == "episodes"] == [(2, "episodes", 6)]


def test_a_press_release_tells_episodes_and_minutes_by_its_labels() -> None:
    text = "The second season of “Willow Creek” premieres June 25 on Netflix.\n\n"
    told = {one[1:] for one in drafts(text + "EPISODES: 8 x 45 minutes\n\nBye.")}
    assert {(2, "episodes", 8), (2, "runtime", 45)} <= told
    told = {one[1:] for one in drafts(text + "Episodes: 8\n\nBye.")}
    assert (2, "episodes", 8) in told


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("‘Bake Day’ Renewed for Season 11 at NBC; ‘Haunted Reno’ Not Returning",
         ("Haunted Reno", None, "network", "NBC")),
        ("„Willow Creek“ bekommt eine dritte Staffel. In Deutschland läuft die Serie bei Sky.",
         ("Willow Creek", None, "network", "Sky")),
        ("The official website of “Willow Creek” season 2 unveiled a key visual on Saturday.",
         ("Willow Creek", 2, "premiere", "2025-11-01")),
        ("New on Hulu\n\nNovember 8\n“Willow Creek”: Complete Season 1 (Hallmark)\n“Doc”: Season 2"
         " (Hulu Original)\n", ("Willow Creek", 1, "premiere", "2025-11-08")),
        ("Prime Video cast Ann Example in season 2 of Overland.\n\nOverland has six episodes.",
         ("Ann Example", 2, "cast", {"person": "Ann Example"})),
    ],
)  # fmt: skip
def test_what_is_told_of_another_or_of_something_else_is_not_drafted(
    text: str, never: tuple[object, ...]
) -> None:
    assert never not in drafts(text)


def test_what_heads_a_list_of_a_cast_heads_no_list_of_shows() -> None:
    text = "Willow Creek series 3: release date, cast and plot\n\nWillow Creek series 3 begins on"
    text += (
        " Sunday 16th November on ITV1.\n\nThe returning cast includes:\nAnn Example as DCI Kate"
    )
    text += " Orme\nBob Deering-Cole as Lee Stubbs\nJo Fitz as Rosa Gray\n"
    told = drafts(text)
    assert {one[0] for one in told} == {"Willow Creek"}
    assert len([one for one in told if one[2] == "cast"]) == 3


@pytest.mark.parametrize(
    ("text", "expected", "never"),
    [
        ("Hulu cancels ‘Willow Creek’\n\nThat leaves Hulu with Fargo Falls (renewed for season"
         " four) and Paper Tigers on its roster.", ("Fargo Falls", 4, "status", "renewed"),
         ("Willow Creek", 4, "status", "renewed")),
        ("AMC has picked up “Gravel” for a fifth and final season, four months after Showtime"
         " pulled the plug on the noir.", ("Gravel", 5, "status", "renewed"),
         ("Gravel", None, "show_status", "canceled")),
        ("“Pitt Crew” season 2 arrives in January, and a “Willow Creek” series is due in 2027.",
         ("Pitt Crew", 2, "premiere", "2026-01"), ("Willow Creek", 2, "premiere", "2027")),
        ("“Pitt Crew” arrives in January, and the second season of “Willow Creek” is due in 2027.",
         ("Willow Creek", 2, "premiere", "2027"), ("Pitt Crew", 2, "premiere", "2026-01")),
        ("Where to watch “Willow Creek” season 3\n\nThe third season is all set to stream on Hulu"
         " from December 11.", ("Willow Creek", 3, "premiere", "2025-12-11"),
         ("Willow Creek", 3, "where", {"provider": "Hulu"})),
        ("M6 commande une saison 2 des « Falaises »\n\nSix épisodes de 52 minutes seront tournés à"
         " partir de mai.", ("Falaises", 2, "runtime", 52), ("Falaises", 1, "runtime", 52)),
        ("RTL streicht „Willow Creek“ nach 24 Staffeln\n\nDie letzten drei Folgen laufen ab dem 15."
         " Dezember immer donnerstags.", ("Willow Creek", None, "show_status", "canceled"),
         ("Willow Creek", 24, "premiere", "2025-12-15")),
        ("“Ci vediamo sul set”: così Ann Example ha annunciato la quarta stagione di “Mina Neri”."
         " La conferma è arrivata ieri sera, al termine della terza stagione.",
         ("Mina Neri", 4, "status", "renewed"), ("Mina Neri", 3, "premiere", "2025-11-02")),
        ("Estrenos de Netflix en noviembre\n\nSERIES\n- 'Olvido' (temporada 2): 5 de noviembre\n"
         "- 'La casa' (miniserie): 13 de noviembre\n\nPELÍCULAS\n- 'Dos días': 6 de noviembre\n",
         ("La casa", 1, "premiere", "2025-11-13"), ("Dos días", 1, "premiere", "2025-11-06")),
    ],
)  # fmt: skip
def test_what_stands_beside_other_shows_networks_and_episodes(
    text: str, expected: tuple[object, ...], never: tuple[object, ...]
) -> None:
    told = drafts(text)
    assert expected in told
    assert never not in told


@pytest.mark.parametrize(
    "denial",
    [
        "There will be no sixth season of “Willow Creek”.",
        "“Willow Creek” will not have a sixth season.",
        "“Willow Creek” won't get a sixth season.",
        "“Willow Creek” is not coming back for season 6.",
        "“Willow Creek” will not return for a sixth season.",
        "The drama “Willow Creek” won't be back for a sixth season, Netflix said.",
        "«Willow Creek» no tendrá sexta temporada.",
        "«Willow Creek» no tendrá una sexta temporada, según su creador.",
        "«Willow Creek» no volverá con una sexta temporada.",
        "«Willow Creek» no será renovada por una sexta temporada.",
        "«Willow Creek» no regresará para una temporada 6.",
        "No habrá sexta temporada de «Willow Creek».",
        "La serie «Willow Creek» no continuará con una sexta temporada.",
        "La serie de Netflix «Willow Creek» no contará con una sexta temporada.",
        "« Willow Creek » n'aura pas de sixième saison.",
        "La série « Willow Creek » n'aura pas de saison 6.",
        "« Willow Creek » ne reviendra pas pour une sixième saison.",
        "« Willow Creek » ne sera pas renouvelée pour une sixième saison.",
        "Il n'y aura pas de saison 6 de « Willow Creek ».",
        "« Willow Creek » n'a pas été renouvelée pour une sixième saison.",
        "„Willow Creek“ bekommt keine sechste Staffel.",
        "„Willow Creek“ kehrt nicht für eine sechste Staffel zurück.",
        "„Willow Creek“ wird keine sechste Staffel bekommen.",
        "Es wird keine sechste Staffel von „Willow Creek“ geben.",
        "„Willow Creek“ wird nicht um eine sechste Staffel verlängert.",
        "„Willow Creek“ wird nicht für eine sechste Staffel zurückkehren.",
        "Eine sechste Staffel von „Willow Creek“ wird es nicht geben.",
    ],
)
def test_a_season_that_will_not_come_says_nothing_of_who_ended_the_show(denial: str) -> None:
    told = {one[1:] for one in drafts(denial) if one[2] != "network"}
    assert told == {(6, "status", "canceled")}


@pytest.mark.parametrize(
    "farewell",
    [
        "There will be no more seasons of “Willow Creek”.",
        "“Willow Creek” will have no further seasons.",
        "“Willow Creek” will not return.",
        "«Willow Creek» no tendrá más temporadas.",
        "No habrá más temporadas de «Willow Creek».",
        "« Willow Creek » n'aura pas d'autres saisons.",
        "Il n'y aura pas d'autre saison de « Willow Creek ».",
        "Es wird keine weiteren Staffeln von „Willow Creek“ geben.",
        "„Willow Creek“ bekommt keine weitere Staffel.",
        "„Willow Creek“ kehrt nicht zurück.",
        "«Willow Creek» no volverá a la pantalla.",
        "La série « Willow Creek » ne reviendra pas.",
    ],
)
def test_a_show_that_does_not_come_back_is_over_and_not_canceled(farewell: str) -> None:
    assert drafts(farewell) == [("Willow Creek", None, "show_status", "ended")]


def test_who_cancels_a_show_tells_more_than_who_says_that_it_does_not_come_back() -> None:
    text = "“Willow Creek” will not return. The series will not return. Netflix canceled it."
    told = drafts(text + " Netflix has canceled “Willow Creek” after two seasons.")
    assert ("Willow Creek", None, "show_status", "canceled") in told


@pytest.mark.parametrize(
    "decision",
    [
        "Movistar ha decidido no renovar la serie «Willow Creek» para una tercera temporada.",
        "La serie «Willow Creek» no seguirá: han decidido no renovarla para una tercera temporada.",
        "TF1 a décidé de ne pas renouveler la série « Willow Creek » pour une troisième saison.",
        "TF1 a préféré ne pas la renouveler pour une troisième saison : « Willow Creek » s'arrête.",
        "Das ZDF hat entschieden, „Willow Creek“ nicht um eine dritte Staffel zu verlängern.",
        "Netflix has decided not to renew “Willow Creek” for a third season.",
    ],
)
def test_a_decision_not_to_renew_is_of_the_season_that_it_names(decision: str) -> None:
    told = {one[1:] for one in drafts(decision) if one[2] in ("status", "show_status")}
    assert (3, "status", "canceled") in told
    assert told <= {(3, "status", "canceled"), (None, "show_status", "canceled")}


@pytest.mark.parametrize(
    "text",
    [
        "Movistar Plus+ cancela «Willow Creek» tras dos temporadas. La serie creada por Lucía"
        " Ferrer no continuará. Movistar Plus+ no la renovará para una tercera temporada. El último"
        " episodio se emitió el pasado 20 de octubre.",
        "Movistar Plus+ cancela «Willow Creek» tras dos temporadas. La cadena ha decidido no"
        " renovarla para una tercera temporada. El último episodio se emitió el 20 de octubre.",
        "Netflix canceled “Willow Creek” after two seasons. There will be no third season. The last"
        " episode aired on October 20.",
        "RTL setzt „Willow Creek“ nach zwei Staffeln ab. Eine dritte Staffel wird es nicht geben."
        " Die letzte Folge lief am 20. Oktober.",
        "TF1 annule « Willow Creek » après deux saisons. Il n'y aura pas de troisième saison."
        " Le dernier épisode a été diffusé le 20 octobre.",
    ],
)
def test_a_season_that_is_canceled_has_no_dates(text: str) -> None:
    told = drafts(text)
    assert ("Willow Creek", 3, "status", "canceled") in told
    assert not [one for one in told if one[1] == 3 and one[2] in ("premiere", "finale")]


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
    dates = [one[1:] for one in drafts(text) if one[2] in ("premiere", "finale")]
    assert dates == [(2, field, "2026-01-10")]


@pytest.mark.parametrize(
    "text",
    [
        "Netflix dévoile la bande-annonce de la saison 2 de « Willow Creek ».",
        "La bande-annonce de la saison 2 de « Willow Creek » est là.",
        "Les bandes-annonces de la saison 2 de « Willow Creek » ont été dévoilées par Netflix.",
    ],
)
def test_a_trailer_in_french_renews_nothing(text: str) -> None:
    assert [one for one in drafts(text) if one[2] == "status"] == []


@pytest.mark.parametrize("form", ["Les épisodes seront mis", "La saison sera mise"])
def test_what_is_put_online_in_french_comes_out(form: str) -> None:
    told = drafts(f"La saison 2 de « Willow Creek » arrive. {form} en ligne le 12 janvier.")
    assert ("Willow Creek", 2, "premiere", "2026-01-12") in told


@pytest.mark.parametrize(
    "text",
    [
        "Sky verschiebt „Willow Creek“\n\nDie zweite Staffel von „Willow Creek“ sollte eigentlich"
        " am 7. Januar starten. Nun läuft sie erst ab dem 4. März bei Sky.",
        "FX delays “Willow Creek”\n\nThe second season of “Willow Creek” was expected to start on"
        " January 7. It now premieres on March 4.",
        "Antena 3 retrasa «Willow Creek»\n\nSe esperaba que la segunda temporada de «Willow Creek»"
        " llegara en enero. Se estrena el 4 de marzo.",
        "TF1 décale « Willow Creek »\n\nLa saison 2 de « Willow Creek » devrait arriver le 7"
        " janvier. Elle arrive finalement le 4 mars.",
    ],
)
def test_what_is_left_unsaid_of_a_show_with_later_seasons_is_not_of_the_first(text: str) -> None:
    assert [one for one in drafts(text) if one[1] == 1] == []


def test_a_run_from_a_day_to_another_has_both() -> None:
    told = drafts("The second season of “Willow Creek” runs from January 3 to March 7.")
    assert {one[1:] for one in told} == {(2, "premiere", "2026-01-03"), (2, "finale", "2026-03-07")}


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
    assert ("Willow Creek", *expected) in drafts(f"{headline}\n{body}")


def test_lines_that_were_broken_to_fit_are_one_sentence() -> None:
    text = (
        "The drama about a town by the water, which Netflix\n"
        "ordered two years ago, has been canceled: there will\n"
        "be no third season of “Willow Creek”."
    )
    assert ("Willow Creek", 3, "status", "canceled") in drafts(text)


@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("Ann Example joins season two of “Willow Creek” as Mae Chan, Apple said.", "Mae Chan"),
        ("Ann Example has joined the cast of the second season of “Willow Creek” as Mae Chan.",
         "Mae Chan"),
        ("Ann Example se incorpora al reparto de la segunda temporada de «Willow Creek» como la"
         " inspectora Vega. La serie es de Antena 3.", "inspectora Vega"),
        ("La segunda temporada de «Willow Creek» llega en enero. Ann Example se suma al reparto"
         " como Laura Vega.", "Laura Vega"),
        ("La segunda temporada de «Willow Creek» llega en enero. Ann Example se unirá al elenco"
         " como Laura Vega.", "Laura Vega"),
        ("La saison 2 de « Willow Creek » arrive en janvier. Ann Example rejoint la distribution"
         " dans le rôle de Jeanne.", "Jeanne"),
        ("La saison 2 de « Willow Creek » arrive en janvier. Ann Example rejoint le casting dans le"
         " rôle de Jeanne Petit.", "Jeanne Petit"),
        ("La saison 2 de « Willow Creek » arrive en janvier. Ann Example y incarnera Jeanne Petit,"
         " annonce la chaîne.", "Jeanne Petit"),
        ("Die zweite Staffel von „Willow Creek“ startet im Januar. Ann Example stößt zum Cast als"
         " Lena Vogt.", "Lena Vogt"),
    ],
)  # fmt: skip
def test_who_joins_a_cast_is_in_it_however_that_is_put(text: str, character: str) -> None:
    cast = [one[1:] for one in drafts(text) if one[2] == "cast"]
    assert cast == [(2, "cast", {"person": "Ann Example", "character": character})]


@pytest.mark.parametrize(
    "later",
    [
        "There are no plans for a sixth season of “Willow Creek”.",
        "«Willow Creek» no tendrá una sexta temporada hasta 2028.",
        "«Willow Creek» no tendrá tráiler hasta enero.",
        "“Willow Creek” will not have a Christmas special this year.",
        "«Willow Creek» no tendrá especial de Navidad.",
        "«Willow Creek» no volverá hasta 2027.",
        "“Willow Creek” will not return until 2027.",
        "« Willow Creek » ne reviendra pas avant 2027.",
        "„Willow Creek“ kehrt nicht vor 2027 zurück.",
        "„Willow Creek“ bekommt keine sechste Staffel vor 2028.",
    ],
)
def test_what_only_comes_later_or_is_no_season_ends_nothing(later: str) -> None:
    assert [one for one in drafts(later) if one[2] in ("status", "show_status")] == []


@pytest.mark.parametrize(
    "denial",
    [
        "“Willow Creek” has not been canceled after two seasons.",
        "Netflix denied that “Willow Creek” was canceled.",
        "Reports that “Willow Creek” has been axed are false.",
        "“Willow Creek” was never canceled, its creator said.",
        "“Willow Creek” has escaped cancellation.",
        "„Willow Creek“ wurde nicht abgesetzt.",
        "‘Willow Creek’ no ha sido cancelada.",
        "« Willow Creek » n'a pas été annulée.",
    ],
)
def test_a_denial_is_no_cancellation(denial: str) -> None:
    assert "canceled" not in [one[3] for one in drafts(denial)]


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
    assert expected <= set(drafts(text))


def test_a_date_without_a_year_needs_the_day_of_the_article() -> None:
    text = "Season 2 of “Willow Creek” premieres on May 6."
    assert drafts(text, None) == []


def test_what_is_beside_another_title_is_not_of_the_main_show() -> None:
    text = (
        "Willow Creek Season 2 Is Coming\n\n“Willow Creek” has been renewed for season 2.\n\n"
        "“The Long Road,” whose fourth season starts on November 20, is its neighbour."
    )
    assert {one[0] for one in drafts(text) if one[2] == "premiere"} <= {"The Long Road"}


_LAST = [
    "Netflix's drama “Willow Creek” ends with season 4.",
    "“Willow Creek” will conclude with its upcoming fourth season.",
    "The fourth and final season of “Willow Creek” premieres in June.",
    "“Willow Creek”: season 4 will be its last, FX says.",
    "FX renewed “Willow Creek” for a fourth season, which will be the last.",
    "«Willow Creek» terminará con su cuarta temporada.",
    "La cuarta temporada de «Willow Creek» será la última.",
    "La cuarta y última temporada de «Willow Creek» llega en junio.",
    "La quatrième saison de « Willow Creek » sera la dernière, a confirmé TF1.",
    "« Willow Creek » s'achèvera avec sa quatrième saison.",
    "Die vierte und letzte Staffel von „Willow Creek“ startet im Juni.",
    "„Willow Creek“ endet mit der vierten Staffel.",
    "Prime Video beendet „Willow Creek“ mit der vierten Staffel.",
    "A quarta e última temporada de “Willow Creek” estreia em junho.",
    "A quarta temporada de “Willow Creek” será a última, disse a Netflix.",
    "“Willow Creek” terminará com a quarta temporada.",
    "La quarta stagione di “Willow Creek” sarà l'ultima.",
    "“Willow Creek” si concluderà con la quarta stagione.",
    "Netflix chiude “Willow Creek” con la quarta stagione.",
]


@pytest.mark.parametrize("text", _LAST)
def test_a_season_that_is_said_to_be_the_last_is_the_final_one(text: str) -> None:
    told = [one[1:] for one in drafts(text)]
    assert (4, "final", True) in told
    assert "canceled" not in [one[2] for one in told]


@pytest.mark.parametrize(
    "text",
    [
        "Season 4 of “Willow Creek” could be its last.",
        "Season 4 of “Willow Creek” will not be its last, FX says.",
        "Will season 4 of “Willow Creek” be its last?",
        "Fans fear that season 4 of “Willow Creek” will be its last.",
        "La cuarta temporada de «Willow Creek» podría ser la última.",
        "La cuarta temporada de «Willow Creek» no será la última.",
        "La saison 4 de « Willow Creek » pourrait être la dernière.",
        "La saison 4 de « Willow Creek » ne sera pas la dernière.",
        "Die vierte Staffel von „Willow Creek“ könnte die letzte sein.",
        "Die vierte Staffel von „Willow Creek“ ist nicht die letzte.",
        "The fourth and final season of “Willow Creek” was not: it is renewed for season 5.",
    ],
)
def test_a_season_that_may_be_the_last_or_is_not_is_no_final_one(text: str) -> None:
    assert [one for one in drafts(text) if one[2] == "final"] == []


@pytest.mark.parametrize(
    "text",
    [
        "“Willow Creek” returns to BBC One on January 10.",
        "“Willow Creek” is back on January 10, the BBC said.",
        "The new season of “Willow Creek” starts on January 10.",
        "«Willow Creek» regresa a La 1 el 10 de enero.",
        "La nueva temporada de «Willow Creek» se estrena el 10 de enero.",
        "« Willow Creek » revient sur France 2 le 10 janvier.",
        "„Willow Creek“ kehrt am 10. Januar zurück.",
        "Die neue Staffel von „Willow Creek“ startet am 10. Januar im ZDF.",
        "“Willow Creek” volta à TV Globo em 10 de janeiro.",
        "A nova temporada de “Willow Creek” estreia em 10 de janeiro.",
        "“Willow Creek” torna su Rai 1 il 10 gennaio.",
        "La nuova stagione di “Willow Creek” arriva il 10 gennaio.",
    ],
)
def test_what_returns_without_its_number_is_not_the_first_season(text: str) -> None:
    assert [one for one in drafts(text) if one[1] is not None] == []


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
    dates = [one[1:] for one in drafts(text) if one[2] == "premiere"]
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
    assert [one for one in drafts(text) if one[2] == "premiere"] == []


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
    told = {one[1:] for one in drafts(text) if one[2] != "status"}
    assert told == {(2, "premiere", "2027")}


def test_of_two_shows_each_is_over_after_its_own_seasons() -> None:
    text = (
        "Netflix cancelt „Willow Creek“ und „Harbor Row“\n\n„Willow Creek“ endet nach nur einer"
        " Staffel, „Harbor Row“ nach zwei Staffeln."
    )
    told = {one for one in drafts(text) if one[2] == "status"}
    assert told == {
        ("Willow Creek", 2, "status", "canceled"),
        ("Harbor Row", 3, "status", "canceled"),
    }


@pytest.mark.parametrize(
    ("headline", "item"),
    [
        ("The best shows to watch in December", "{}, season 2 (Prime Video, Dec. 17)"),
        ("Les séries à ne pas manquer en décembre", "« {} », saison 2, le 17 décembre sur M6"),
        ("Series que ver en diciembre", "«{}», temporada 2, el 17 de diciembre en Filmin"),
        ("Serien im Dezember", "„{}“, Staffel 2, ab 17. Dezember bei Sky"),
    ],
)
def test_a_list_of_what_to_watch_has_premieres(headline: str, item: str) -> None:
    shows = ("Willow Creek", "Harbor Row", "The Long Road")
    text = f"{headline}\n\n" + "\n".join(
        f"{at}. {item}".format(one) for at, one in enumerate(shows, 1)
    )
    told = {one for one in drafts(text) if one[2] == "premiere"}
    assert told == {(one, 2, "premiere", "2025-12-17") for one in shows}


@pytest.mark.parametrize(
    "text",
    [
        "“Willow Creek” returns for a seventh season. Ann Example, Joe Sample and Eve Test will"
        " all reprise their roles.",
        "«Willow Creek» tendrá una séptima temporada. Ann Example, Joe Sample y Eve Test vuelven a"
        " la serie.",
        "La saison 7 de « Willow Creek » arrive. Ann Example, Joe Sample et Eve Test sont de"
        " retour.",
        "Staffel 7 von „Willow Creek“ kommt. Ann Example, Joe Sample und Eve Test sind wieder"
        " dabei.",
    ],
)
def test_those_who_return_are_in_the_cast(text: str) -> None:
    cast = {str(one[3]) for one in drafts(text) if one[1:3] == (7, "cast")}
    names = ("Ann Example", "Joe Sample", "Eve Test")
    assert cast == {str({"person": name}) for name in names}


@pytest.mark.parametrize(
    ("headline", "text", "expected"),
    [
        ("« Astrid et Rosalie » de retour sur France 2",
         "La saison 6 de la série policière débute le 5 décembre.", (6, "premiere", "2025-12-05")),
        ("Neue Gesichter bei „Sturm am See“", "Die 22. Staffel startet im Januar.",
         (22, "premiere", "2026-01")),
        ("New faces on “Harbor Row”", "The sixth season begins in January.",
         (6, "premiere", "2026-01")),
    ],
)  # fmt: skip
def test_the_one_title_of_a_headline_is_what_the_article_is_about(
    headline: str, text: str, expected: tuple[object, ...]
) -> None:
    assert expected in [one[1:] for one in drafts(f"{headline}\n\n{text}")]


@pytest.mark.parametrize(
    "text",
    [
        "Stranger Lights 5: Volume 1 drops November 26, Volume 2 on Christmas\n\nThe fifth season"
        " comes in parts: four episodes on November 26, three on December 25.",
        "Star: „Ich bin raus“\n\nDie zweite Staffel der Serie startet im Januar.",
    ],
)
def test_what_is_no_title_is_no_show(text: str) -> None:
    assert drafts(text) == []


def test_a_season_behind_a_title_without_quotes_is_no_part_of_it() -> None:
    text = "The Family Stone Season 3, starring Ann Example as Mae, will premiere on November 21."
    assert {one[0] for one in drafts(text)} == {"The Family Stone"}


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
    told = {(one[1], one[2], _plain(one[3])) for one in drafts(text)}
    assert expected <= told
    beside = {field for _, field, _ in told - expected}
    assert beside <= {"network"}


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return " = ".join(value.values())
    return str(value) if isinstance(value, list) else value


def test_what_somebody_says_in_quotes_is_no_title() -> None:
    for said in ("“Seria um sonho”, afirmou", "“Sarebbe bello”, ha detto", "«Es un sueño», dijo"):
        text = f"{said} Ann Example. A segunda temporada da série estreia em março."
        assert {one[0] for one in drafts(text)} == set()


@pytest.mark.parametrize(
    "text",
    [
        "“Willow Creek 2” slitta\n\nLa seconda stagione di “Willow Creek” arriva il 3 marzo.",
        "Willow Creek 2: release date\n\n“Willow Creek” returns. Willow Creek season 2 premieres"
        " on March 3.",
        "‘Willow Creek 2’, fecha\n\n‘Willow Creek’ vuelve. ‘Willow Creek 2’ se estrena el 3 de"
        " marzo.",
    ],
)
def test_a_number_behind_a_title_is_its_season(text: str) -> None:
    told = [one for one in drafts(text) if one[2] == "premiere"]
    assert told == [("Willow Creek", 2, "premiere", "2026-03-03")]


def test_a_number_that_is_of_a_title_is_no_season() -> None:
    text = "“Babylon 5” returns\n\n“Babylon 5” premiered on January 26, 1994."
    assert ("Babylon 5", 1, "premiere", "1994-01-26") in drafts(text)


def test_a_season_that_a_headline_asks_for_is_not_the_one_told_of() -> None:
    text = "Will “Willow Creek” get a season 2?\n\nThe miniseries has four episodes."
    assert [one for one in drafts(text) if one[1] == 2] == []


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
    dates = {one[1:] for one in drafts(text) if one[2] in ("premiere", "finale")}
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
    assert [one for one in drafts(text) if one[2] == "premiere"] == []


@pytest.mark.parametrize(
    "text",
    [
        "La saison 2 de « Willow Creek » arrive le 11 décembre, à raison de deux épisodes par"
        " soirée.",
        "La segunda temporada de «Willow Creek» llega el 11 de diciembre, a razón de dos episodios"
        " por semana.",
        "La seconda stagione di “Willow Creek” arriva l'11 dicembre, al ritmo di due episodi a"
        " settimana.",
    ],
)
def test_so_many_episodes_at_a_time_are_not_all(text: str) -> None:
    assert [one for one in drafts(text) if one[2] == "episodes"] == []


def test_who_plays_a_friend_of_a_character_does_not_play_the_character() -> None:
    text = "“Willow Creek” returns for season 3. Ann Example joins the cast as Paul's old friend."
    cast = [one[3] for one in drafts(text) if one[2] == "cast"]
    assert cast == [{"person": "Ann Example"}]


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
    assert {one[1:] for one in drafts(text)} == expected
    assert {one[0] for one in drafts(text)} <= {"कोहरा"}


@pytest.mark.parametrize(
    "text",
    [
        "„Willow Creek“ pausiert. 2026 wird es keine neue Staffel geben.",
        "“Willow Creek” takes a break: there will be no new season in 2026.",
        "“Willow Creek” will not return this year.",
        "«Willow Creek» descansa: no habrá nueva temporada en 2026.",
        "« Willow Creek » : il n'y aura pas de nouvelle saison en 2026.",
        "“Willow Creek” si ferma: non ci sarà una nuova stagione nel 2026.",
    ],
)
def test_no_season_in_a_year_ends_nothing(text: str) -> None:
    assert [one for one in drafts(text) if one[2] in ("status", "show_status")] == []


def test_what_was_decided_in_a_year_gone_by_ends_a_show() -> None:
    text = "In 2020, Netflix decided against a second season of “Willow Creek”."
    assert ("Willow Creek", 2, "status", "canceled") in drafts(text)


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
    assert [one for one in drafts(text) if one[2] == "premiere"] == []


def test_who_is_new_to_the_cast_is_in_it() -> None:
    text = "“Willow Creek” is back for season 3. New to the cast are Ann Example and Joe Sample."
    cast = [one[3] for one in drafts(text) if one[1:3] == (3, "cast")]
    assert cast == [{"person": "Ann Example"}, {"person": "Joe Sample"}]


def test_a_question_that_is_answered_yes_is_told() -> None:
    text = (
        "All about “Willow Creek”\n\nHas “Willow Creek” been renewed for season 4? Yes. HBO"
        " renewed it in January."
    )
    assert ("Willow Creek", 4, "status", "renewed") in drafts(text)
    assert drafts(text.replace("Yes. HBO renewed it in January.", "No. HBO has not said.")) == []


def test_a_season_that_another_network_made_is_not_canceled() -> None:
    text = (
        "Netflix canceled “Willow Creek” in 2019 after three seasons; Pop TV picked it up for a"
        " fourth, which aired in 2020."
    )
    assert [one for one in drafts(text) if one[3] == "canceled"] == []


@pytest.mark.parametrize(
    ("said", "is_over"),
    [
        ("“Lamp” was canceled by NBC after two seasons, then saved by Netflix.", False),
        ("“Lamp” was canceled by NBC, and all efforts failed: it is not revived.", True),
        ("“Lamp” was canceled by NBC after two seasons; it was not saved by Netflix.", True),
        ("“Lamp” was canceled by NBC, and nobody saved it.", True),
        ("«Lamp» fue cancelada por NBC tras dos temporadas, salvo sorpresa.", True),
        ("«Lamp» fue cancelada por NBC tras dos temporadas y rescatada por Netflix.", False),
        ("«Lamp» a été annulée par NBC après deux saisons, puis sauvée par Netflix.", False),
        ("«Lamp» a été annulée par NBC après deux saisons, et personne ne l’a sauvée.", True),
    ],
)
def test_only_a_rescue_that_came_takes_back_what_was_canceled(said: str, is_over: bool) -> None:
    told = drafts(f"«Lamp»\n\n{said}")
    assert (("Lamp", None, "show_status", "canceled") in told) is is_over


@pytest.mark.parametrize(
    ("text", "network"),
    [
        ("Peacock has picked up “Willow Creek” for a third season after it was canceled by NBC.",
         "Peacock"),
        ("NBC axed “Willow Creek” in May. Netflix has now ordered a third season of the drama.",
         "Netflix"),
        ("“Willow Creek” is moving from NBC to Hulu for its third season, which Hulu has ordered.",
         "Hulu"),
        ("Die von Sky eingestellte Serie „Willow Creek“ geht weiter: RTL+ hat eine dritte Staffel"
         " bestellt.", "RTL+"),
        ("Netflix ha renovado «Willow Creek» por una tercera temporada tras ser cancelada por"
         " Antena 3.", "Netflix"),
        ("Netflix a commandé une saison 3 de la série « Willow Creek », annulée par TF1.",
         "Netflix"),
        ("Netflix ha rinnovato la serie «Willow Creek» per una terza stagione: era stata cancellata"
         " da Rai 1.", "Netflix"),
        ("A Netflix renovou a série «Willow Creek» para a terceira temporada, cancelada pela TV"
         " Globo.", "Netflix"),
        # Who cancels a show that goes on nowhere is its network.
        ("“Willow Creek” was canceled by NBC after two seasons, its star told Netflix fans.",
         "NBC"),
    ],
)  # fmt: skip
def test_a_show_that_moves_is_on_its_new_network(text: str, network: str) -> None:
    assert [one[3] for one in drafts(text) if one[2] == "network"] == [network]


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
    told = drafts(text)
    assert [one[1:] for one in told if one[2] == "premiere"] == [(4, "premiere", "2026-05-12")]
    assert [one for one in told if one[2] == "finale"] == []


def test_a_later_part_is_no_premiere() -> None:
    for text in (
        "Season 4 of “Willow Creek” returns November 7 with Part 2.",
        "The second half of “Willow Creek” season 4 premieres on November 7.",
    ):
        assert [one for one in drafts(text) if one[2] in ("premiere", "finale")] == []


def test_whom_a_headline_names_beside_its_show_is_no_show() -> None:
    told = drafts(
        "Willow Creek Season 2 Finale Recap: Who Pushed Ellis?\n\nWhen we last saw Ellis (Ann"
        " Example) back on March 22, in the premiere, he had found it. Ellis had to go.\n\nHBO has"
        " renewed Willow Creek for a third season."
    )
    assert {one[0] for one in told} == {"Willow Creek"}
    assert ("Willow Creek", 2, "premiere", "2025-03-22") in told


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Joining the cast of “Willow Creek” for season two are Cold Feet's Ann Example, Derry"
         " Girls star Bob Sample and newcomer Cy Other.",
         {"Ann Example", "Bob Sample", "Cy Other"}),
        ("“Willow Creek” season 2 is here. The cast, including Ann Example and Bob Sample, is in.",
         {"Ann Example", "Bob Sample"}),
        ("Staffel 2 von „Willow Creek“ startet. Erneut mit dabei: Ann Example (Kommissarin Femke"
         " Harms), Bob Sample (Hinnerk) und Cy Other. Neu im Cast sind Di Vier und Ed Lang.",
         {"Ann Example", "Bob Sample", "Cy Other", "Di Vier", "Ed Lang"}),
        ("«Willow Creek» tendrá segunda temporada. Repetirán Ann Example, Bob Sample y Cy Other, a"
         " los que se suma Di Vier.", {"Ann Example", "Bob Sample", "Cy Other", "Di Vier"}),
        ("A segunda temporada de «Willow Creek» já tem data. Ann Example e Bob Sample seguem no"
         " elenco.", {"Ann Example", "Bob Sample"}),
        ("La saison 2 de « Willow Creek » arrive. Ann Example (Adjudante Roche) sera de retour,"
         " rejointe par Bob Sample.", {"Ann Example", "Bob Sample"}),
        ("Arriva la seconda stagione di «Willow Creek». Tornano Ann Example (Giulia) e Bob Sample.",
         {"Ann Example", "Bob Sample"}),
    ],
)  # fmt: skip
def test_a_list_of_a_cast_goes_on_behind_brackets_and_what_people_are_known_for(
    text: str, people: set[str]
) -> None:
    cast = [one for one in drafts(text) if one[2] == "cast"]
    assert {one[3]["person"] for one in cast if isinstance(one[3], dict)} == people
    assert {one[1] for one in cast} == {2}


def test_a_part_in_quotes_is_no_title() -> None:
    told = drafts(
        "“Willow Creek” season 2 starts soon. The ensemble cast includes Ann Example as “Lenny"
        " Dahl,” Bob Sample as “Gil Dahl” and Cy Other as “Mother.”"
    )
    assert [one[3] for one in told if one[2] == "cast"] == [
        {"person": "Ann Example", "character": "Lenny Dahl"},
        {"person": "Bob Sample", "character": "Gil Dahl"},
        {"person": "Cy Other", "character": "Mother"},
    ]


def test_a_part_told_later_is_of_the_season_in_which_its_player_returns() -> None:
    told = drafts(
        "Netflix has renewed “Willow Creek” for a third season.\n\nAnn Example and Bob Sample are"
        " set to return. Sample plays Gil Dahl."
    )
    assert {one[1] for one in told if one[2] == "cast"} == {3}


@pytest.mark.parametrize(
    "text",
    [
        "Created by Ann Maker (“Elsewhere”), “Willow Creek” stars Bob Sample (“Kiln”) as Joe.",
        "“Willow Creek” hails from creator Ann Maker and Mammoth-backed Red Anvil.",
        "Ann Maker, who also acts in it as Aunt Pru, created the series “Willow Creek.”",
        "Die Drehbücher zu „Willow Creek“ stammen von Ann Maker, die die Serie auch erdacht hat,"
        " und Jan Opitz.",
    ],
)
def test_who_is_named_beside_a_creator_created_nothing(text: str) -> None:
    told = drafts(f"“Willow Creek”: the latest on the show\n\n{text}")
    assert [one[3] for one in told if one[2] == "creators"] == [["Ann Maker"]]


def test_a_firm_called_after_somebody_is_no_producer() -> None:
    told = drafts("“Willow Creek” season 2 is produced by Osei’s Red Kettle and Ann Example.")
    producers = [one[3] for one in told if one[2] == "producers"]
    assert "Red Kettle" not in str(producers)


@pytest.mark.parametrize(
    ("lead", "entry"),
    [
        ("10 shows to see\n\nHere are the shows that are back, and when it is that they come.",
         "2. Willow Creek (Season 3)\n\nWhere: Netflix\n\nWhen: November 12"),
        ("10 séries para ver\n\nAs séries que voltam em novembro, e onde é que elas estão agora.",
         "## Willow Creek – 3ª temporada\n\nOnde: Netflix\n\nQuando: 12 de novembro"),
        ("10 neue Serien\n\nDas sind die Serien, die im November zu sehen sind, und der Sender.",
         "## Willow Creek – Staffel 3\n\nSender: Netflix\n\nStart: 12. November"),
        ("10 series que ver\n\nEstas son las series que llegan en noviembre, y en qué plataforma.",
         "## Willow Creek (temporada 3)\n\nPlataforma: Netflix\n\nEstreno: 12 de noviembre"),
        ("10 séries à voir\n\nVoici les séries qui sont de retour bientôt, et la date de chacune.",
         "## Willow Creek – saison 3\n\nPlateforme : Netflix\n\nDate de sortie : 12 novembre"),
        ("10 serie da vedere\n\nEcco le serie che tornano a maggio, e la data di uscita di ognuna.",
         "## Willow Creek – stagione 3\n\nPiattaforma: Netflix\n\nData di uscita: 12 novembre"),
    ],
)  # fmt: skip
def test_a_heading_with_a_season_and_lines_of_facts_below_it(lead: str, entry: str) -> None:
    told = drafts(f"{lead}\n\n{entry}\n\n## Other Hollow (2)\n\nXyz.\n")
    mine = [one[1:] for one in told if one[0] == "Willow Creek"]
    assert mine == [(None, "network", "Netflix"), (3, "premiere", "2025-11-12")]


def test_entries_of_a_scorecard_are_told_of_their_own_shows() -> None:
    told = drafts(
        "The Scorecard\n\nHere is every fate.\n\n## NBC\n\n- Willow Creek: Renewed for season 4\n"
        "- Old Mill — Canceled after two seasons\n- Third Place: On the bubble\n"
    )
    assert {one for one in told if one[2] in ("status", "show_status")} == {
        ("Willow Creek", 4, "status", "renewed"),
        ("Old Mill", None, "show_status", "canceled"),
        ("Old Mill", 3, "status", "canceled"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "“Willow Creek” returns for its fourth season in May. All previous seasons are available on"
        " Netflix.",
        "„Willow Creek“ startet im Mai in die vierte Staffel. Die bisherigen Staffeln sind bei"
        " Netflix verfügbar. Die vierte Staffel kommt.",
        "La cuarta temporada de «Willow Creek» llega en mayo. Las temporadas anteriores están en"
        " Netflix.",
        "La saison 4 de « Willow Creek » arrive en mai. Les saisons précédentes sont disponibles"
        " sur Netflix.",
        "La quarta stagione di «Willow Creek» arriva a maggio. Le stagioni precedenti sono"
        " disponibili su Netflix.",
        "A quarta temporada de «Willow Creek» estreia em maio. As temporadas anteriores estão na"
        " Netflix.",
    ],
)
def test_where_all_earlier_seasons_are(text: str) -> None:
    told = [one[1] for one in drafts(text) if one[2] == "where"]
    assert told == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Les Falaises sur France 2 : y aura-t-il une saison 3 ?\n\nFrance 2 a commandé une saison"
         " 3 des « Falaises », composée de six épisodes.", "Les Falaises"),
        ("“Il capitano Leone 4”, quando inizia\n\nIl capitano Leone torna: la quarta stagione andrà"
         " in onda su Rai 1 dal 28 settembre.", "Il capitano Leone"),
    ],
)  # fmt: skip
def test_a_title_is_whole_and_without_its_number(text: str, title: str) -> None:
    assert {one[0] for one in drafts(text)} == {title}


def test_a_channel_tells_more_than_its_broadcaster() -> None:
    told = drafts(
        "The BBC has renewed “Willow Creek” for a third series.\n\nIt will"
        " return to BBC One in May."
    )
    assert ("Willow Creek", None, "network", "BBC One") in told


def test_t2_is_a_season_where_it_is_a_temporada() -> None:
    assert ("Willow Creek", 2, "premiere", "2026-05-12") in drafts(
        "La T2 de la serie «Willow Creek» se estrena el 12 de mayo en Netflix."
    )
    assert [
        one[1]
        for one in drafts("The “Willow Creek” star and T2 actor returns for it on May 12.")
        if one[1] == 2
    ] == []


def test_hier_is_yesterday_in_french_alone() -> None:
    german = "„Willow Creek“ startet in die zweite Staffel. Den Trailer gibt es hier zu sehen."
    assert [one for one in drafts(german) if one[2] == "trailer"] == []
    french = "La saison 2 de « Willow Creek » arrive. La bande-annonce a été publiée hier."
    assert [one[3] for one in drafts(french) if one[2] == "trailer"] == [
        {"published": "2025-11-02"}
    ]


def test_what_a_headline_calls_a_rescued_show_cancels_nothing() -> None:
    told = drafts(
        "Brassneck: Axed BBC drama moves to Channel 4 for series three\n\nThe BBC axed the"
        " Glasgow-set series in 2024 after two series, but Channel 4 has now stepped in and ordered"
        " six new episodes."
    )
    assert {one[0] for one in told} == {"Brassneck"}
    assert {one[1:] for one in told} == {
        (None, "network", "Channel 4"),
        (3, "status", "renewed"),
        (3, "episodes", 6),
    }


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
    assert fact in [one[1:] for one in drafts(text)]


def test_a_date_in_somebodys_quotes_is_no_premiere() -> None:
    told = drafts('“Willow Creek” fans get slop saying "season 2 release date: May 12" there.')
    assert [one for one in told if one[2] == "premiere"] == []


def test_who_is_promoted_is_in_the_season_for_which_that_is() -> None:
    told = drafts(
        "Ann Example and Bob Sample, who recurred in Season 1 of “Willow Creek”, have been upped to"
        " series regulars for Season 2."
    )
    assert {(one[1], one[3]["person"]) for one in told if isinstance(one[3], dict)} == {
        (2, "Ann Example"),
        (2, "Bob Sample"),
    }


@pytest.mark.parametrize(
    "told",
    [
        "has been promoted to series regular for season 2.",
        "has been upped to series regular.",
        "joins the cast of season 2.",
        "is part of the cast again.",
    ],
)
def test_whom_somebody_plays_is_not_in_the_cast(told: str) -> None:
    said = drafts(
        f"“Willow Creek” was renewed for season 2.\n\nBob Sample, who played Principal Bray, {told}"
    )
    people = {one[3]["person"] for one in said if isinstance(one[3], dict)}
    assert people == {"Bob Sample"}


def test_a_cast_in_hindi() -> None:
    told = drafts(
        "‘राजमहल’ सीजन 2 का ऐलान\n\nसोनी लिव ने वेब सीरीज ‘राजमहल’ को दूसरे सीजन के लिए रिन्यू किया"
        " है। पहले सीजन में मनोज वर्मा, अली हसन और तब्बू खान मुख्य भूमिका में थे।"
    )
    assert [one[1:] for one in told if one[2] == "cast"] == [
        (1, "cast", {"person": name}) for name in ("मनोज वर्मा", "अली हसन", "तब्बू खान")
    ]


def test_a_table_of_shows_tells_where_each_stands_and_when_it_begins() -> None:
    told = drafts(
        "The Scorecard\n\nHere is the fate of each show, as the networks announce it.\n\n"
        "| Show | Status | Season |\n|---|---|---|\n| Willow Creek | Renewed for season 4 | 3 |\n"
        "| Old Mill | Canceled | 2 |\n| Third Place | Pending | 1 |\n| Iron Row | Renewed | 5 |\n"
    )
    assert {one for one in told if one[2] in ("status", "show_status")} == {
        ("Willow Creek", 4, "status", "renewed"),
        ("Old Mill", None, "show_status", "canceled"),
    }
    told = drafts(
        "Calendario: las series que vuelven en noviembre\n\nEstas son las fechas de estreno.\n\n"
        "| Fecha | Serie | Plataforma |\n|---|---|---|\n"
        "| 13 de noviembre | El pacto (T3) | Netflix |\n"
        "| 20 de noviembre | Norte (T1) | Filmin |\n| 21 de noviembre | Sin dato | Filmin |\n"
    )
    assert {one for one in told if one[2] == "premiere"} == {
        ("El pacto", 3, "premiere", "2025-11-13"),
        ("Norte", 1, "premiere", "2025-11-20"),
    }


def test_a_table_of_episodes_is_none_of_shows() -> None:
    told = drafts(
        "Willow Creek Season 2 Schedule\n\nWillow Creek season 2 is here.\n\n"
        "| Episode | Title | Release Date |\n|---|---|---|\n| 1 | Low Tide | November 6, 2025 |\n"
        "| 2 | Season 3 | November 13, 2025 |\n"
    )
    assert {one[0] for one in told} <= {"Willow Creek"}


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
    assert {one[1:] for one in drafts(text) if one[2] in ("premiere", "finale")} == facts


def test_who_made_a_show_and_its_first_seasons_in_german() -> None:
    for told in (
        "Erfinder der Serie ist Ann Example.",
        "Creator und Headautor bleibt Ann Example.",
    ):
        text = (
            "Dritte Staffel von „Willow Creek“\n\nDie Serie „Willow Creek“ ist mit der dritten"
            f" Staffel zurück, und das ist gut so. {told}"
        )
        assert [one[3] for one in drafts(text) if one[2] == "creators"] == [["Ann Example"]]
    both = (
        "„Willow Creek“ geht weiter. Die ersten beiden Staffeln sind ab sofort bei RTL+ abrufbar."
    )
    assert [one[1] for one in drafts(both) if one[2] == "where"] == [1, 2]


def test_parts_of_so_many_minutes_are_episodes() -> None:
    told = drafts(
        "«Willow Creek» estrena su segunda temporada. La nueva tanda consta de ocho entregas de 50"
        " minutos de duración."
    )
    assert {(2, "episodes", 8), (2, "runtime", 50)} <= {one[1:] for one in told}


def test_shows_that_are_told_to_be_canceled_in_passing() -> None:
    told = drafts(
        "Fox Unveils Its Schedule\n\nFox is bringing back nine series, including “Badlands” (season"
        " 4) and “Doc Hollow” (season 2).\n\n“Lone Creek” and “Old Mill”, both canceled last week,"
        " are not on it."
    )
    assert {one for one in told if one[2] in ("status", "show_status")} == {
        ("Badlands", 4, "status", "renewed"),
        ("Doc Hollow", 2, "status", "renewed"),
        ("Lone Creek", None, "show_status", "canceled"),
        ("Old Mill", None, "show_status", "canceled"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Willow Creek: Staffel 2\n\nDie zweite Staffel von „Willow Creek“ ist fertig, und das ist"
        " gut.\n\nStarttermin\n18. Juni 2026\nSender\nZDF\nBesetzung\nAnn Example, Bob Sample",
        "«Willow Creek»: temporada 2\n\nLa segunda temporada de «Willow Creek» ya tiene fecha.\n\n"
        "Fecha de estreno\n\n18 de junio de 2026\n\nCadena\n\nLa 1\n\nReparto\n\nAnn Example, Bob"
        " Sample",
        "« Willow Creek » : la saison 2\n\nLa saison 2 de « Willow Creek » est prête.\n\nDate de"
        " sortie\n18 juin 2026\nChaîne\nTF1\nAvec\nAnn Example, Bob Sample",
        "“Willow Creek”: la stagione 2\n\nLa seconda stagione di “Willow Creek” è pronta.\n\nData"
        " di uscita\n18 giugno 2026\nRete\nRai 1\nInterpreti\nAnn Example, Bob Sample",
    ],
)
def test_labels_on_lines_of_their_own_in_the_words_of_the_language(text: str) -> None:
    told = drafts(text)
    assert ("Willow Creek", 2, "premiere", "2026-06-18") in told
    assert [one[3] for one in told if one[2] == "network"] != []
    people = [one[3] for one in told if one[2] == "cast"]
    assert people == [{"person": "Ann Example"}, {"person": "Bob Sample"}]


@pytest.mark.parametrize(
    "text",
    [
        "“Willow Creek” gets a third season, but it will be its last.",
        "«Willow Creek» tendrá una tercera temporada, aunque será la última.",
        "«Willow Creek» terá uma terceira temporada, mas será a última.",
        "« Willow Creek » aura une saison 3, mais ce sera la dernière.",
        "“Willow Creek” avrà una terza stagione, ma sarà l'ultima.",
        "„Willow Creek“ bekommt eine dritte Staffel, die zugleich die letzte sein wird.",
        "Serienstarts im November\n\nNetflix\n04.11.: Willow Creek, finale Staffel 3\n05.11.:"
        " Kobalt, Staffel 2\n06.11.: Eiswüste, Staffel 4",
    ],
)
def test_a_season_is_told_to_be_the_last_by_a_later_clause(text: str) -> None:
    assert ("Willow Creek", 3, "final", True) in drafts(text)


@pytest.mark.parametrize(
    "text",
    [
        "“Willow Creek” is back\n\nHulu has renewed “Willow Creek” for a third season. The first"
        " two seasons are streaming on the platform.",
        "«Willow Creek» vuelve\n\nNetflix renueva «Willow Creek» por una tercera temporada. Las dos"
        " primeras temporadas están disponibles en la plataforma.",
        "«Willow Creek» volta\n\nA Netflix renovou «Willow Creek» para a terceira temporada. As"
        " duas primeiras temporadas estão disponíveis na plataforma.",
        "« Willow Creek » revient\n\nNetflix renouvelle « Willow Creek » pour une saison 3. Les"
        " deux premières saisons sont disponibles sur la plateforme.",
        "“Willow Creek” torna\n\nNetflix rinnova “Willow Creek” per una terza stagione. Le prime"
        " due stagioni sono disponibili sulla piattaforma.",
    ],
)
def test_what_stands_on_the_platform_stands_on_the_one_that_was_named(text: str) -> None:
    told = drafts(text)
    name = next(one[3] for one in told if one[2] == "network")
    places = [one[1:] for one in told if one[2] == "where"]
    assert places == [(1, "where", {"provider": name}), (2, "where", {"provider": name})]


@pytest.mark.parametrize(
    "text",
    [
        "The second season of “Willow Creek” is coming. Ann Example (“Old Mill”) and Bob Sample"
        " (“Found”) reprise their roles as Mae Chan and Joe Doyle.",
        "La saison 2 de « Willow Creek » arrive. Ann Example et Bob Sample y reprendront leurs"
        " rôles de Mae Chan et de Joe Doyle.",
        "La seconda stagione di “Willow Creek” arriva. Ann Example e Bob Sample tornano nei ruoli"
        " di Mae Chan e Joe Doyle.",
        "A segunda temporada de «Willow Creek» chega. Ann Example e Bob Sample voltam aos papéis de"
        " Mae Chan e Joe Doyle.",
        "La segunda temporada de «Willow Creek» llega. Ann Example y Bob Sample vuelven como Mae"
        " Chan y Joe Doyle.",
        "La saison 2 de « Willow Creek » arrive. On retrouve Ann Example dans le rôle de Mae Chan"
        " et Bob Sample dans celui de Joe Doyle.",
    ],
)
def test_two_people_have_the_two_parts_in_their_order(text: str) -> None:
    cast = [one[1:] for one in drafts(text) if one[2] == "cast"]
    assert cast == [
        (2, "cast", {"person": "Ann Example", "character": "Mae Chan"}),
        (2, "cast", {"person": "Bob Sample", "character": "Joe Doyle"}),
    ]


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
    told = drafts(text, date(2026, 4, 20))
    assert [one[1:] for one in told if one[2] == "premiere" and one[0] == "Willow Creek"] == [
        (2, "premiere", value)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Season 2 of “Willow Creek” comes in two parts. Each part consists of five episodes.",
        "“Willow Creek”: la seconda stagione arriva in tv. Ogni serata offre due episodi.",
        "Season 2 of “Willow Creek” was trimmed from 22 episodes.",
    ],
)
def test_the_episodes_of_a_part_or_of_an_earlier_plan_are_no_count(text: str) -> None:
    assert [one for one in drafts(text) if one[2] == "episodes"] == []


def test_questions_to_a_column_turn_to_one_show_after_another() -> None:
    told = drafts(
        "Ask Matty: Scoop on Old Mill, Deadfall, The Brunch Club and more!\n\nFebruary 11, 2026\n\n"
        "Question: Any word on whether Deadfall will be back? —Lorna\nFX handed the thriller a"
        " third-season order just this morning.\n\nQuestion: When does The Brunch Club return?"
        " —Desmond\nYou have to wait until March 17, when ABC brings back the comedy for the second"
        " half of its fourth season.\n\nQuestion: Is Gravity Hill done for good? —Ash\nAfraid so."
        " AMC confirmed to me that season two was the end of the road."
    )
    assert ("Deadfall", 3, "status", "renewed") in told
    assert ("Gravity Hill", 2, "final", True) in told
    assert [one for one in told if one[2] in ("premiere", "finale")] == []


def test_each_entry_of_a_numbered_list_tells_of_its_show() -> None:
    told = drafts(
        "Every show that has been axed so far\n\nIt has been a brutal half-year.\n\n1. Thornwick"
        " (Disney+)\nThe drama was cancelled in March, after its second season.\n\n2. Nana's House"
        " (CBS)\nThe network announced in May that the sitcom's seventh run would be its last."
    )
    assert ("Thornwick", None, "show_status", "canceled") in told
    assert ("Nana's House", 7, "final", True) in told


@pytest.mark.parametrize(
    "text",
    [
        "The first season of “Willow Creek” ran from April 4 through May 23 of last year.",
        "La primera temporada de «Willow Creek» se emitió del 4 de abril al 23 de mayo de 2024.",
        "La première saison de « Willow Creek » a été diffusée du 4 avril au 23 mai 2024.",
    ],
)
def test_both_ends_of_a_run_are_of_the_year_that_one_is_told_of(text: str) -> None:
    told = {one[1:] for one in drafts(text, date(2025, 3, 12))}
    assert {(1, "premiere", "2024-04-04"), (1, "finale", "2024-05-23")} <= told


@pytest.mark.parametrize(
    "text",
    [
        "“Willow Creek” season 2\n\nHulu renewed “Willow Creek” for a second season a month after"
        " its premiere on March 11.",
        "«Willow Creek» temporada 2\n\nUn mes después de su estreno, el 11 de marzo, Netflix"
        " renueva «Willow Creek» por una segunda temporada.",
        "« Willow Creek » saison 2\n\nUn mois après son lancement le 11 mars, Netflix renouvelle «"
        " Willow Creek » pour une saison 2.",
    ],
)
def test_a_show_renewed_after_its_premiere_had_that_with_what_is_out(text: str) -> None:
    told = [one[1:] for one in drafts(text, date(2026, 4, 14))]
    assert (1, "premiere", "2026-03-11") in told
    assert (2, "status", "renewed") in told


@pytest.mark.parametrize(
    "text",
    [
        "In der ZDFmediathek sind die ersten beiden Staffeln von „Willow Creek“ verfügbar.",
        "En Movistar Plus+ están disponibles las dos primeras temporadas de «Willow Creek».",
        "Su RaiPlay sono disponibili le prime due stagioni di “Willow Creek”.",
        "‘काला पानी घाट’ के दोनों सीज़न सोनी लिव पर देखे जा सकते हैं।",
    ],
)
def test_a_place_to_watch_that_stands_before_the_seasons(text: str) -> None:
    assert [one[1] for one in drafts(text) if one[2] == "where"] == [1, 2]


def test_a_firm_and_a_person_beside_a_noun_are_no_shows() -> None:
    told = drafts(
        "La Dottoressa Valenti 3: anticipazioni e cast\n\nDa lunedì 21 settembre torna su Canale 5"
        " La Dottoressa Valenti. La terza stagione della fiction con Ann Example sarà trasmessa in"
        " sei serate.\n\nThe BBC and producer Fieldgate Pictures are behind it.",
        date(2026, 9, 10),
    )
    assert {one[0] for one in told} == {"La Dottoressa Valenti"}
    assert ("La Dottoressa Valenti", 3, "premiere", "2026-09-21") in told


@pytest.mark.parametrize(
    "text",
    [
        "The two seasons of “Willow Creek”, with eight episodes each, are out.",
        "Las dos temporadas de «Willow Creek», de ocho episodios cada una, gustaron.",
        "As duas temporadas de «Willow Creek», com oito episódios cada, agradaram.",
        "Le due stagioni di “Willow Creek”, di otto episodi ciascuna, sono piaciute.",
        "Les deux saisons de « Willow Creek », de huit épisodes chacune, ont plu.",
    ],
)
def test_so_many_episodes_each_are_those_of_every_season_named(text: str) -> None:
    text = text.replace("The two seasons", "Seasons one and two")
    text = text.replace("Las dos", "Las dos primeras").replace("Le due", "Le prime due")
    text = text.replace("Les deux", "Les deux premières").replace("As duas", "As duas primeiras")
    told = [one[1:] for one in drafts(text) if one[2] == "episodes"]
    assert told == [(1, "episodes", 8), (2, "episodes", 8)]


def test_entries_of_a_list_with_points_between_their_pieces() -> None:
    told = drafts(
        "Las series que vuelven en septiembre\n\nEstas son las ficciones que regresan.\n\n'Las"
        " abogadas'. Temporada 3. 4 de septiembre en Prime Video.\n'Sin cobertura'. Temporada 2. 10"
        " de septiembre en Netflix.\n'Piel de toro'. Estreno. 25 de septiembre en Movistar Plus+.",
        date(2026, 8, 25),
    )
    assert [one for one in told if one[2] == "premiere"] == [
        ("Las abogadas", 3, "premiere", "2026-09-04"),
        ("Sin cobertura", 2, "premiere", "2026-09-10"),
        ("Piel de toro", 1, "premiere", "2026-09-25"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Season 2 of “Willow Creek” returns. They're joined by Ann Example, who plays a"
        " mysterious preacher named Sister Constance, and newcomer Bob Sample.",
        "Zum Ensemble der zweiten Staffel von „Willow Creek“ stoßen Ann Example und Bob Sample.",
        "La seconda stagione di “Willow Creek” arriva. Tra le novità ci sono Ann Example e Bob"
        " Sample.",
        "La segunda temporada de «Willow Creek» llega. Entre las novedades están Ann Example y Bob"
        " Sample.",
    ],
)
def test_newcomers_are_listed_behind_what_each_of_them_plays(text: str) -> None:
    people = [one[3] for one in drafts(text) if one[2] == "cast"]
    assert [person["person"] for person in people if isinstance(person, dict)] == [
        "Ann Example",
        "Bob Sample",
    ]


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
            for one in drafts(f"{_NEWS_OF[language]}\n\n{text}", date(2026, 4, 20))
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
        for one in drafts(f"{_NEWS_OF[language]}\n\n{text}", date(2026, 4, 20))
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


@pytest.mark.parametrize(
    ("headline", "text", "title"),
    [
        ("Zona Morta é cancelada pela Netflix", "A Netflix não vai renovar Zona Morta, série"
         " estrelada por Ana Prado.", "Zona Morta"),
        ("Clap de fin pour Rive nord : TF1 arrête les frais", "C'est terminé pour Rive nord, a dit"
         " la chaîne. La saison 2 de Rive nord est finie.", "Rive nord"),
        ("Le sorelle Bassi, Netflix annuncia la terza stagione", "Netflix ha dato il via libera a"
         " una terza stagione de Le sorelle Bassi.", "Le sorelle Bassi"),
        ("Cité perdue saison 3 : date de sortie", "La saison 3 de Cité perdue arrive le 3 mars"
         " sur la plateforme, et les fans de la série sont ravis.",
         "Cité perdue"),
        ("Los páramos: la segunda temporada ya tiene fecha", "La segunda temporada de Los páramos"
         " se estrena el 20 de marzo.", "Los páramos"),
        ("Antena 3 renueva Mar adentro", "Antena 3 ha renovado Mar adentro por una cuarta"
         " temporada.", "Mar adentro"),
        ("Il commissario Lupo 2: quando inizia, trama e cast", "Ann Example torna nei panni del"
         " commissario. La seconda stagione parte il 27 settembre.", "Il commissario Lupo"),
        ("Gallows Point Sets October Return, Drops Season 2 Teaser", "The streamer is heading back"
         " to Gallows Point. The second season premieres October 1.", "Gallows Point"),
        ("‘Kingmakers’ Adds Three for Season 2, Including ‘Wild County’ Alum Ann Example", "FX's"
         " political thriller Kingmakers is back. Ann Example (“Wild County”) has joined the second"
         " season.", "Kingmakers"),
        ("NBC Renews Saint Clement's and Ridge Patrol", "NBC has renewed Saint Clement's (Season 5)"
         " and Ridge Patrol (Season 2).", "Saint Clement's"),
    ],
)  # fmt: skip
def test_what_an_unmarked_headline_and_its_text_have_in_common_is_the_title(
    headline: str, text: str, title: str
) -> None:
    shows = {one[0] for one in drafts(f"{headline}\n\n{text}", date(2026, 2, 20))}
    assert title in shows
    assert not {one for one in shows if one != title and str(one) in title}


@pytest.mark.parametrize(
    "text",
    [
        "Ann Example joins season 2 of the show\n\nAnn Example has a new job. Ann Example said so.",
        "RTÉ to bring back its drama\n\nRTÉ has confirmed that the second series of it will air.",
        "Nadia Firth returns to television\n\nNadia Firth is back, and Nadia Firth is glad.",
    ],
)
def test_who_or_what_else_a_headline_and_its_text_have_in_common_is_no_title(text: str) -> None:
    assert drafts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "“Willow Creek” season 3: will there be one?\n\nHulu has ordered another six episodes of"
        " “Willow Creek”, after series two came to a close on Monday.",
        "«Willow Creek», a por la temporada 3\n\nNetflix ha encargado seis nuevos capítulos de la"
        " serie «Willow Creek», cuya segunda temporada vio la luz el pasado 1 de octubre.",
        "« Willow Creek » : la saison 3\n\nTF1 commande une suite à la série « Willow Creek ».",
        "„Willow Creek“ geht in Runde 3: dritte Staffel\n\nDas Erste setzt die Serie „Willow Creek“"
        " fort.",
        "«Willow Creek» 3: la terza stagione\n\nLa Rai ordina nuovi episodi di «Willow Creek».",
        "«Willow Creek»: a terceira temporada\n\n«Willow Creek» vai ter continuação, diz a Globo.",
    ],
)
def test_more_that_is_ordered_without_a_number_is_the_season_to_come(text: str) -> None:
    assert ("Willow Creek", 3, "status", "renewed") in drafts(text)


def test_each_show_of_a_list_has_the_season_in_its_brackets() -> None:
    told = drafts(
        "NBC Renews Saint Clement's, Ridge Patrol and The Quiet Hours\n\nThe network handed out"
        " early pickups to medical drama Saint Clement's (Season 5), freshman procedural Ridge"
        " Patrol (Season 2) and supernatural thriller The Quiet Hours (Season 3). The latter's"
        " upcoming season will be its last. Saint Clement's and Ridge Patrol will both return in"
        " the fall."
    )
    assert {one[0::1] for one in told if one[2] == "status"} == {
        ("Saint Clement's", 5, "status", "renewed"),
        ("Ridge Patrol", 2, "status", "renewed"),
        ("The Quiet Hours", 3, "status", "renewed"),
    }
    assert ("The Quiet Hours", 3, "final", True) in told
    assert {one[:2] for one in told if one[2] == "premiere"} == {
        ("Saint Clement's", 5),
        ("Ridge Patrol", 2),
    }


def test_what_is_told_of_a_show_that_nobody_knows_is_not_told_of_the_one_before() -> None:
    told = drafts(
        "‘Lowlanders’ Not Returning For Season 3\n\nPeacock has opted not to move forward with a"
        " third season of Lowlanders. The slate still includes The Orchard, which is in production"
        " on its fourth season.\n\nAlso of note: Red Hook kicks off Season 5 on Sunday, October 18."
    )
    assert ("Lowlanders", 3, "status", "canceled") in told
    assert {one[1] for one in told if one[0] == "Lowlanders"} <= {None, 3}
    assert ("Red Hook", 5, "premiere", "2026-10-18") in told


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
    assert [one for one in drafts(text) if one[2] in ("premiere", "finale")] == []


@pytest.mark.parametrize(
    "text",
    [
        "La seconda stagione di «Willow Creek» è fissata per domenica 27 settembre su Rai 1.",
        "La segunda temporada de «Willow Creek» está prevista para el 27 de septiembre en La 1.",
        "HBO's drama “Willow Creek” returns for a second season this weekend.",
    ],
)
def test_where_a_season_will_come_is_no_place_to_watch_it(text: str) -> None:
    assert [one for one in drafts(text) if one[2] == "where"] == []


def test_episodes_of_a_season_are_no_number_of_it() -> None:
    told = drafts(
        "„Willow Creek“ Staffel 2\n\nInsgesamt umfasst die Staffel acht Episoden.\n\nEpisode 1: 4."
        " Mai"
    )
    assert ("Willow Creek", 2, "episodes", 8) in told
    assert {one[1] for one in told} <= {None, 2}


@pytest.mark.parametrize(
    "entry",
    [
        "Ann Example es la inspectora Mae Chan\n• Bob Sample es Joe Doyle",
        "Ann Example é a inspetora Mae Chan\n• Bob Sample é Joe Doyle",
        "Ann Example est l'inspectrice Mae Chan\n• Bob Sample est Joe Doyle",
        "Ann Example è l'ispettrice Mae Chan\n• Bob Sample è Joe Doyle",
        "Ann Example ist Mae Chan\n• Bob Sample ist Joe Doyle",
    ],
)
def test_an_entry_of_a_cast_says_who_is_whom(entry: str) -> None:
    told = drafts(f"“Willow Creek”: temporada 2\n\nReparto, elenco, cast:\n\n• {entry}")
    assert [one[3] for one in told if one[2] == "cast"] == [
        {"person": "Ann Example", "character": "Mae Chan"},
        {"person": "Bob Sample", "character": "Joe Doyle"},
    ]


def test_whom_somebody_stars_beside_and_who_made_a_show_have_no_part_of_theirs() -> None:
    told = drafts(
        "“Willow Creek” season 2\n\nAnn Example will star opposite Bob Sample as Mae Chan in season"
        " 2 of “Willow Creek”."
    )
    people = [one[3] for one in told if one[2] == "cast"]
    assert {"person": "Ann Example", "character": "Mae Chan"} in people
    assert {"person": "Bob Sample", "character": "Mae Chan"} not in people
    italian = drafts(
        "«Willow Creek» 2\n\nNella serie «Willow Creek», ideata da Cy Maker, la seconda stagione è"
        " pronta. Nella serie ideata da Cy Maker torneranno Ann Example e Bob Sample."
    )
    names = [one[3]["person"] for one in italian if one[2] == "cast" and isinstance(one[3], dict)]
    assert "Cy Maker" not in names


def test_the_hour_before_an_entry_and_the_line_of_its_author_are_no_part_of_it() -> None:
    told = drafts(
        "Winter TV Premiere Dates\n\nBy Kelly Brandt\n\nMonday, January 5\n8 p.m. Grand Tour"
        " Kitchen (Fox, season 6 premiere)\n\nWednesday, January 7\n9 p.m. Hollow Lane (PBS, season"
        " 2 premiere)"
    )
    assert ("Grand Tour Kitchen", 6, "premiere", "2026-01-05") in told
    assert ("Hollow Lane", 2, "premiere", "2026-01-07") in told


def test_what_fans_hope_in_a_later_clause_is_no_doubt_of_the_first() -> None:
    told = drafts(
        "“Willow Creek” season 3\n\nThe second season of “Willow Creek” came to an end on September"
        " 27, 2025, and fans are already wondering about more."
    )
    assert ("Willow Creek", 2, "finale", "2025-09-27") in told
    assert [one for one in told if one[2] == "status"] == []
