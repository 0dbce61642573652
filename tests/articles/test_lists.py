"""Lists, tables and labelled lines: each entry is told of its own show."""

from __future__ import annotations

from datetime import date

import pytest

from tests.articles.labelled import drafted


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
    told = {one for one in drafted(text) if one[2] != "network"}
    assert told == expected


def test_a_list_by_network_gives_its_shows_that_network_where_it_made_them() -> None:
    text = "Every TV show canceled this year\n\nABC\n• “Doc Holiday” – canceled after one season\n"
    text += "• “Old Harbor” – canceled after three seasons\n\nNETFLIX\n• “Silt” – canceled after a"
    text += " single season\n• “The Hive” – canceled after two seasons, then saved by Hulu\n"
    told = drafted(text)
    assert {one[0]: one[3] for one in told if one[2] == "network" and one[0] != "The Hive"} == {
        "Doc Holiday": "ABC", "Old Harbor": "ABC", "Silt": "Netflix"
    }  # fmt: skip
    assert ("Silt", 2, "status", "canceled") in told
    assert [one for one in told if one[0] == "The Hive" and one[3] == "canceled"] == []


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
    told = {one for one in drafted(text) if one[2] == "premiere"}
    assert told == {(one, 2, "premiere", "2025-12-17") for one in shows}


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
    told = drafted(f"{lead}\n\n{entry}\n\n## Other Hollow (2)\n\nXyz.\n")
    mine = [one[1:] for one in told if one[0] == "Willow Creek"]
    assert mine == [(None, "network", "Netflix"), (3, "premiere", "2025-11-12")]


def test_entries_of_a_scorecard_are_told_of_their_own_shows() -> None:
    told = drafted(
        "The Scorecard\n\nHere is every fate.\n\n## NBC\n\n- Willow Creek: Renewed for season 4\n"
        "- Old Mill — Canceled after two seasons\n- Third Place: On the bubble\n"
    )
    assert {one for one in told if one[2] in ("status", "show_status")} == {
        ("Willow Creek", 4, "status", "renewed"),
        ("Old Mill", None, "show_status", "canceled"),
        ("Old Mill", 3, "status", "canceled"),
    }


def test_a_table_of_shows_tells_where_each_stands_and_when_it_begins() -> None:
    told = drafted(
        "The Scorecard\n\nHere is the fate of each show, as the networks announce it.\n\n"
        "| Show | Status | Season |\n|---|---|---|\n| Willow Creek | Renewed for season 4 | 3 |\n"
        "| Old Mill | Canceled | 2 |\n| Third Place | Pending | 1 |\n| Iron Row | Renewed | 5 |\n"
    )
    assert {one for one in told if one[2] in ("status", "show_status")} == {
        ("Willow Creek", 4, "status", "renewed"),
        ("Old Mill", None, "show_status", "canceled"),
    }
    told = drafted(
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
    told = drafted(
        "Willow Creek Season 2 Schedule\n\nWillow Creek season 2 is here.\n\n"
        "| Episode | Title | Release Date |\n|---|---|---|\n| 1 | Low Tide | November 6, 2025 |\n"
        "| 2 | Season 3 | November 13, 2025 |\n"
    )
    assert {one[0] for one in told} <= {"Willow Creek"}


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
    told = drafted(text)
    assert ("Willow Creek", 2, "premiere", "2026-06-18") in told
    assert [one[3] for one in told if one[2] == "network"] != []
    people = [one[3] for one in told if one[2] == "cast"]
    assert people == [{"person": "Ann Example"}, {"person": "Bob Sample"}]


def test_questions_to_a_column_turn_to_one_show_after_another() -> None:
    told = drafted(
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
    told = drafted(
        "Every show that has been axed so far\n\nIt has been a brutal half-year.\n\n1. Thornwick"
        " (Disney+)\nThe drama was cancelled in March, after its second season.\n\n2. Nana's House"
        " (CBS)\nThe network announced in May that the sitcom's seventh run would be its last."
    )
    assert ("Thornwick", None, "show_status", "canceled") in told
    assert ("Nana's House", 7, "final", True) in told


def test_entries_of_a_list_with_points_between_their_pieces() -> None:
    told = drafted(
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


def test_the_hour_before_an_entry_and_the_line_of_its_author_are_no_part_of_it() -> None:
    told = drafted(
        "Winter TV Premiere Dates\n\nBy Kelly Brandt\n\nMonday, January 5\n8 p.m. Grand Tour"
        " Kitchen (Fox, season 6 premiere)\n\nWednesday, January 7\n9 p.m. Hollow Lane (PBS, season"
        " 2 premiere)"
    )
    assert ("Grand Tour Kitchen", 6, "premiere", "2026-01-05") in told
    assert ("Hollow Lane", 2, "premiere", "2026-01-07") in told
