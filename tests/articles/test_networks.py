"""Which network shows a season, and where earlier ones can be watched."""

from __future__ import annotations

import pytest

from tests.articles.labelled import drafted


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
    told = drafted(text)
    assert expected in told
    assert never not in told


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
    assert [one[3] for one in drafted(text) if one[2] == "network"] == [network]


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
    told = [one[1] for one in drafted(text) if one[2] == "where"]
    assert told == [1, 2, 3]


def test_a_channel_tells_more_than_its_broadcaster() -> None:
    told = drafted(
        "The BBC has renewed “Willow Creek” for a third series.\n\nIt will"
        " return to BBC One in May."
    )
    assert ("Willow Creek", None, "network", "BBC One") in told


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
    told = drafted(text)
    name = next(one[3] for one in told if one[2] == "network")
    places = [one[1:] for one in told if one[2] == "where"]
    assert places == [(1, "where", {"provider": name}), (2, "where", {"provider": name})]


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
    assert [one[1] for one in drafted(text) if one[2] == "where"] == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "La seconda stagione di «Willow Creek» è fissata per domenica 27 settembre su Rai 1.",
        "La segunda temporada de «Willow Creek» está prevista para el 27 de septiembre en La 1.",
        "HBO's drama “Willow Creek” returns for a second season this weekend.",
    ],
)
def test_where_a_season_will_come_is_no_place_to_watch_it(text: str) -> None:
    assert [one for one in drafted(text) if one[2] == "where"] == []
