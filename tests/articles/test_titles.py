"""Which words of an article are the title of a show, and which only look like one."""

from __future__ import annotations

from datetime import date

import pytest

from tests.articles.labelled import drafted


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
    assert [one for one in drafted(text) if never in one] == []


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
    assert never not in drafted(text)


def test_what_is_beside_another_title_is_not_of_the_main_show() -> None:
    text = (
        "Willow Creek Season 2 Is Coming\n\n“Willow Creek” has been renewed for season 2.\n\n"
        "“The Long Road,” whose fourth season starts on November 20, is its neighbour."
    )
    assert {one[0] for one in drafted(text) if one[2] == "premiere"} <= {"The Long Road"}


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
    assert expected in [one[1:] for one in drafted(f"{headline}\n\n{text}")]


@pytest.mark.parametrize(
    "text",
    [
        "Stranger Lights 5: Volume 1 drops November 26, Volume 2 on Christmas\n\nThe fifth season"
        " comes in parts: four episodes on November 26, three on December 25.",
        "Star: „Ich bin raus“\n\nDie zweite Staffel der Serie startet im Januar.",
    ],
)
def test_what_is_no_title_is_no_show(text: str) -> None:
    assert drafted(text) == []


def test_what_somebody_says_in_quotes_is_no_title() -> None:
    for said in ("“Seria um sonho”, afirmou", "“Sarebbe bello”, ha detto", "«Es un sueño», dijo"):
        text = f"{said} Ann Example. A segunda temporada da série estreia em março."
        assert {one[0] for one in drafted(text)} == set()


def test_whom_a_headline_names_beside_its_show_is_no_show() -> None:
    told = drafted(
        "Willow Creek Season 2 Finale Recap: Who Pushed Ellis?\n\nWhen we last saw Ellis (Ann"
        " Example) back on March 22, in the premiere, he had found it. Ellis had to go.\n\nHBO has"
        " renewed Willow Creek for a third season."
    )
    assert {one[0] for one in told} == {"Willow Creek"}
    assert ("Willow Creek", 2, "premiere", "2025-03-22") in told


def test_a_part_in_quotes_is_no_title() -> None:
    told = drafted(
        "“Willow Creek” season 2 starts soon. The ensemble cast includes Ann Example as “Lenny"
        " Dahl,” Bob Sample as “Gil Dahl” and Cy Other as “Mother.”"
    )
    assert [one[3] for one in told if one[2] == "cast"] == [
        {"person": "Ann Example", "character": "Lenny Dahl"},
        {"person": "Bob Sample", "character": "Gil Dahl"},
        {"person": "Cy Other", "character": "Mother"},
    ]


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
    assert {one[0] for one in drafted(text)} == {title}


def test_a_firm_and_a_person_beside_a_noun_are_no_shows() -> None:
    told = drafted(
        "La Dottoressa Valenti 3: anticipazioni e cast\n\nDa lunedì 21 settembre torna su Canale 5"
        " La Dottoressa Valenti. La terza stagione della fiction con Ann Example sarà trasmessa in"
        " sei serate.\n\nThe BBC and producer Fieldgate Pictures are behind it.",
        date(2026, 9, 10),
    )
    assert {one[0] for one in told} == {"La Dottoressa Valenti"}
    assert ("La Dottoressa Valenti", 3, "premiere", "2026-09-21") in told


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
    shows = {one[0] for one in drafted(f"{headline}\n\n{text}", date(2026, 2, 20))}
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
    assert drafted(text) == []


def test_what_is_told_of_a_show_that_nobody_knows_is_not_told_of_the_one_before() -> None:
    told = drafted(
        "‘Lowlanders’ Not Returning For Season 3\n\nPeacock has opted not to move forward with a"
        " third season of Lowlanders. The slate still includes The Orchard, which is in production"
        " on its fourth season.\n\nAlso of note: Red Hook kicks off Season 5 on Sunday, October 18."
    )
    assert ("Lowlanders", 3, "status", "canceled") in told
    assert {one[1] for one in told if one[0] == "Lowlanders"} <= {None, 3}
    assert ("Red Hook", 5, "premiere", "2026-10-18") in told


@pytest.mark.parametrize(
    "led",
    [
        "Legal Drama",
        "Ohio-Set Drama",
        "Boston-Based Legal Drama",
        "1970s-Set Crime Drama",
        "Emmy-Winning Comedy Series",
        "Acclaimed Sci-Fi Thriller",
        "Golden Globe-Nominated Dramedy",
        "Ann Example-Led Mystery",
        "Supernatural Western",
        "Long-Running Police Procedural",
    ],
)
def test_what_leads_to_a_title_in_a_headline_is_no_part_of_it(led: str) -> None:
    """A show was called "Emmy-Winning Comedy Series Willow Creek", another "Ohio-set"."""
    told = drafted(
        f"AMC Renews {led} Willow Creek for Season 2\n\n"
        f"AMC has picked up a second season of the {led.lower()}. Willow Creek returns next year."
    )
    assert {one[:3] for one in told} == {
        ("Willow Creek", None, "network"),
        ("Willow Creek", 2, "status"),
        ("Willow Creek", 2, "premiere"),
    }


@pytest.mark.parametrize("title", ["Low Tide", "The Low Tide"])
def test_who_a_title_is_from_is_no_part_of_it(title: str) -> None:
    told = drafted(
        f"Netflix orders animated series {title} from Dee Moss\n\n"
        f"Netflix has given a 10-episode order to {title}, a comedy from creator Dee Moss."
    )
    assert {one[0] for one in told} == {title}
    assert {one[2] for one in told} == {"network", "creators", "episodes"}


@pytest.mark.parametrize("title", ["Drama Queens", "Soap", "Western Lights", "Prequel Street"])
def test_a_genre_that_begins_a_title_is_its_own(title: str) -> None:
    told = drafted(f"AMC Renews “{title}” for Season 2\n\nAMC has renewed “{title}”.")
    assert {one[0] for one in told} == {title}
