"""Which season a sentence is about, and how many episodes it has."""

from __future__ import annotations

from datetime import date

import pytest

from tests.articles.labelled import drafted


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
    told = {one[1:] for one in drafted(text) if one[2] in ("premiere", "finale", "episodes")}
    day = "2025-10-20"
    assert told == {(1, "premiere", day), (1, "finale", "2025-11-24"), (1, "episodes", 8)}


def test_a_press_release_tells_episodes_and_minutes_by_its_labels() -> None:
    text = "The second season of “Willow Creek” premieres June 25 on Netflix.\n\n"
    told = {one[1:] for one in drafted(text + "EPISODES: 8 x 45 minutes\n\nBye.")}
    assert {(2, "episodes", 8), (2, "runtime", 45)} <= told
    told = {one[1:] for one in drafted(text + "Episodes: 8\n\nBye.")}
    assert (2, "episodes", 8) in told


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
    assert [one for one in drafted(text) if one[1] == 1] == []


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
    assert [one for one in drafted(text) if one[1] is not None] == []


def test_a_season_behind_a_title_without_quotes_is_no_part_of_it() -> None:
    text = "The Family Stone Season 3, starring Ann Example as Mae, will premiere on November 21."
    assert {one[0] for one in drafted(text)} == {"The Family Stone"}


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
    told = [one for one in drafted(text) if one[2] == "premiere"]
    assert told == [("Willow Creek", 2, "premiere", "2026-03-03")]


def test_a_number_that_is_of_a_title_is_no_season() -> None:
    text = "“Babylon 5” returns\n\n“Babylon 5” premiered on January 26, 1994."
    assert ("Babylon 5", 1, "premiere", "1994-01-26") in drafted(text)


def test_a_season_that_a_headline_asks_for_is_not_the_one_told_of() -> None:
    text = "Will “Willow Creek” get a season 2?\n\nThe miniseries has four episodes."
    assert [one for one in drafted(text) if one[1] == 2] == []


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
    assert [one for one in drafted(text) if one[2] == "episodes"] == []


def test_t2_is_a_season_where_it_is_a_temporada() -> None:
    assert ("Willow Creek", 2, "premiere", "2026-05-12") in drafted(
        "La T2 de la serie «Willow Creek» se estrena el 12 de mayo en Netflix."
    )
    assert [
        one[1]
        for one in drafted("The “Willow Creek” star and T2 actor returns for it on May 12.")
        if one[1] == 2
    ] == []


def test_parts_of_so_many_minutes_are_episodes() -> None:
    told = drafted(
        "«Willow Creek» estrena su segunda temporada. La nueva tanda consta de ocho entregas de 50"
        " minutos de duración."
    )
    assert {(2, "episodes", 8), (2, "runtime", 50)} <= {one[1:] for one in told}


@pytest.mark.parametrize(
    "text",
    [
        "Season 2 of “Willow Creek” comes in two parts. Each part consists of five episodes.",
        "“Willow Creek”: la seconda stagione arriva in tv. Ogni serata offre due episodi.",
        "Season 2 of “Willow Creek” was trimmed from 22 episodes.",
    ],
)
def test_the_episodes_of_a_part_or_of_an_earlier_plan_are_no_count(text: str) -> None:
    assert [one for one in drafted(text) if one[2] == "episodes"] == []


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
    told = [one[1:] for one in drafted(text, date(2026, 4, 14))]
    assert (1, "premiere", "2026-03-11") in told
    assert (2, "status", "renewed") in told


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
    told = [one[1:] for one in drafted(text) if one[2] == "episodes"]
    assert told == [(1, "episodes", 8), (2, "episodes", 8)]


def test_each_show_of_a_list_has_the_season_in_its_brackets() -> None:
    told = drafted(
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


def test_episodes_of_a_season_are_no_number_of_it() -> None:
    told = drafted(
        "„Willow Creek“ Staffel 2\n\nInsgesamt umfasst die Staffel acht Episoden.\n\nEpisode 1: 4."
        " Mai"
    )
    assert ("Willow Creek", 2, "episodes", 8) in told
    assert {one[1] for one in told} <= {None, 2}
