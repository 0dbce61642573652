"""Which shows and seasons are renewed, canceled or over, and which the last one is."""

from __future__ import annotations

import pytest

from tests.articles.labelled import drafted


@pytest.mark.parametrize(
    "text",
    [
        "The CW has canceled “Low Tide” and “Marsh Lights” after two seasons each.",
        "The CW has canceled dramas “Low Tide” and “Marsh Lights,” each after two seasons.",
        "The CW has canceled both “Low Tide” and “Marsh Lights” after two seasons.",
        "Netflix ha cancelado “Low Tide” y “Marsh Lights” tras dos temporadas.",
        "Netflix a annulé « Low Tide » et « Marsh Lights » après deux saisons.",
        "Netflix hat „Low Tide“ und „Marsh Lights“ nach jeweils zwei Staffeln abgesetzt.",
        "Netflix ha cancellato “Low Tide” e “Marsh Lights” dopo due stagioni.",
        "A Netflix cancelou “Low Tide” e “Marsh Lights” após duas temporadas.",
    ],
)
def test_all_of_a_list_are_over_after_as_many_seasons(text: str) -> None:
    """Only the last of them had a season that will not come."""
    told = {one[:2] for one in drafted(text) if one[2:] == ("status", "canceled")}
    assert told == {("Low Tide", 3), ("Marsh Lights", 3)}


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
    told = {(one[0], one[1]) for one in drafted(text) if one[2:] == ("status", "canceled")}
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
    assert [one[1:] for one in drafted(text) if one[2] == "episodes"] == [(2, "episodes", 6)]


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
    told = {one[1:] for one in drafted(denial) if one[2] != "network"}
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
    assert drafted(farewell) == [("Willow Creek", None, "show_status", "ended")]


def test_who_cancels_a_show_tells_more_than_who_says_that_it_does_not_come_back() -> None:
    text = "“Willow Creek” will not return. The series will not return. Netflix canceled it."
    told = drafted(text + " Netflix has canceled “Willow Creek” after two seasons.")
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
    told = {one[1:] for one in drafted(decision) if one[2] in ("status", "show_status")}
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
    told = drafted(text)
    assert ("Willow Creek", 3, "status", "canceled") in told
    assert not [one for one in told if one[1] == 3 and one[2] in ("premiere", "finale")]


@pytest.mark.parametrize(
    "text",
    [
        "Netflix dévoile la bande-annonce de la saison 2 de « Willow Creek ».",
        "La bande-annonce de la saison 2 de « Willow Creek » est là.",
        "Les bandes-annonces de la saison 2 de « Willow Creek » ont été dévoilées par Netflix.",
    ],
)
def test_a_trailer_in_french_renews_nothing(text: str) -> None:
    assert [one for one in drafted(text) if one[2] == "status"] == []


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
    assert [one for one in drafted(later) if one[2] in ("status", "show_status")] == []


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
    assert "canceled" not in [one[3] for one in drafted(denial)]


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
    told = [one[1:] for one in drafted(text)]
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
    assert [one for one in drafted(text) if one[2] == "final"] == []


def test_of_two_shows_each_is_over_after_its_own_seasons() -> None:
    text = (
        "Netflix cancelt „Willow Creek“ und „Harbor Row“\n\n„Willow Creek“ endet nach nur einer"
        " Staffel, „Harbor Row“ nach zwei Staffeln."
    )
    told = {one for one in drafted(text) if one[2] == "status"}
    assert told == {
        ("Willow Creek", 2, "status", "canceled"),
        ("Harbor Row", 3, "status", "canceled"),
    }


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
    assert [one for one in drafted(text) if one[2] in ("status", "show_status")] == []


def test_what_was_decided_in_a_year_gone_by_ends_a_show() -> None:
    text = "In 2020, Netflix decided against a second season of “Willow Creek”."
    assert ("Willow Creek", 2, "status", "canceled") in drafted(text)


def test_a_question_that_is_answered_yes_is_told() -> None:
    text = (
        "All about “Willow Creek”\n\nHas “Willow Creek” been renewed for season 4? Yes. HBO"
        " renewed it in January."
    )
    assert ("Willow Creek", 4, "status", "renewed") in drafted(text)
    assert drafted(text.replace("Yes. HBO renewed it in January.", "No. HBO has not said.")) == []


def test_a_season_that_another_network_made_is_not_canceled() -> None:
    text = (
        "Netflix canceled “Willow Creek” in 2019 after three seasons; Pop TV picked it up for a"
        " fourth, which aired in 2020."
    )
    assert [one for one in drafted(text) if one[3] == "canceled"] == []


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
    told = drafted(f"«Lamp»\n\n{said}")
    assert (("Lamp", None, "show_status", "canceled") in told) is is_over


def test_what_a_headline_calls_a_rescued_show_cancels_nothing() -> None:
    told = drafted(
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


def test_shows_that_are_told_to_be_canceled_in_passing() -> None:
    told = drafted(
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
    assert ("Willow Creek", 3, "final", True) in drafted(text)


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
    assert ("Willow Creek", 3, "status", "renewed") in drafted(text)


@pytest.mark.parametrize(
    ("headline", "text", "parent"),
    [
        ("“Ebb” comes to Netflix", "Netflix has ordered “Ebb”.",
         "The mothership was renewed for a fourth season."),
        ("“Ebb” comes to Netflix", "Netflix has ordered “Ebb”.",
         "The parent series has been canceled after four seasons."),
        ("„Ebb“ kommt zu Netflix", "Netflix hat die Serie „Ebb“ bestellt.",
         "Die Mutterserie wurde um eine vierte Staffel verlängert."),
        ("“Ebb” llega a Netflix", "Netflix ha encargado la serie “Ebb”.",
         "La serie madre ha sido renovada por una cuarta temporada."),
        ("« Ebb » arrive sur Netflix", "Netflix a commandé la série « Ebb ».",
         "La série mère a été renouvelée pour une quatrième saison."),
        ("“Ebb” arriva su Netflix", "Netflix ha ordinato la serie “Ebb”.",
         "La serie madre è stata rinnovata per una quarta stagione."),
        ("“Ebb” chega à Netflix", "A Netflix encomendou a série “Ebb”.",
         "A série-mãe foi renovada para a quarta temporada."),
    ],
)  # fmt: skip
def test_what_is_told_of_the_show_that_another_sprang_from_is_not_told_of_that(
    headline: str, text: str, parent: str
) -> None:
    whole = drafted(f"{headline}\n\n{text} {parent}")
    assert {one[2] for one in whole} <= {"network"}
    # That it is read but for the show is what makes this no accident.
    itself = parent.replace(" ".join(parent.split()[:2]), parent.split()[0] + " “Ebb”", 1)
    assert {one[2] for one in drafted(f"{headline}\n\n{text} {itself}")} > {"network"}
