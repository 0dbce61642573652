"""Who is in the cast that an article tells of, whom they play, and who made the show."""

from __future__ import annotations

import pytest

from tests.articles.labelled import drafted


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
    cast = [one[1:] for one in drafted(text) if one[2] == "cast"]
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
    assert [one for one in drafted(text) if one[2] == "cast"] == []


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
    told = drafted(text)
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
    cast = [one[3] for one in drafted(text) if one[2] == "cast"]
    assert cast == [{"person": "Ann Example"}, {"person": "Bob Sample"}]


def test_newcomers_are_not_given_for_a_part_where_they_were_seen_before() -> None:
    text = "Marcus Ely (Chicago Med) and Priya Nand (Never Have I Ever) are set as series regulars"
    text += " in the second season of “Willow Creek”. Ely will portray Lyle Cobb. Nand plays Asha."
    cast = [one[3] for one in drafted(text) if one[2] == "cast"]
    assert cast == [
        {"person": "Marcus Ely", "character": "Lyle Cobb"},
        {"person": "Priya Nand", "character": "Asha"},
    ]


def test_what_heads_a_list_of_a_cast_heads_no_list_of_shows() -> None:
    text = "Willow Creek series 3: release date, cast and plot\n\nWillow Creek series 3 begins on"
    text += (
        " Sunday 16th November on ITV1.\n\nThe returning cast includes:\nAnn Example as DCI Kate"
    )
    text += " Orme\nBob Deering-Cole as Lee Stubbs\nJo Fitz as Rosa Gray\n"
    told = drafted(text)
    assert {one[0] for one in told} == {"Willow Creek"}
    assert len([one for one in told if one[2] == "cast"]) == 3


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
    cast = [one[1:] for one in drafted(text) if one[2] == "cast"]
    assert cast == [(2, "cast", {"person": "Ann Example", "character": character})]


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
    cast = {str(one[3]) for one in drafted(text) if one[1:3] == (7, "cast")}
    names = ("Ann Example", "Joe Sample", "Eve Test")
    assert cast == {str({"person": name}) for name in names}


def test_who_plays_a_friend_of_a_character_does_not_play_the_character() -> None:
    text = "“Willow Creek” returns for season 3. Ann Example joins the cast as Paul's old friend."
    cast = [one[3] for one in drafted(text) if one[2] == "cast"]
    assert cast == [{"person": "Ann Example"}]


def test_who_is_new_to_the_cast_is_in_it() -> None:
    text = "“Willow Creek” is back for season 3. New to the cast are Ann Example and Joe Sample."
    cast = [one[3] for one in drafted(text) if one[1:3] == (3, "cast")]
    assert cast == [{"person": "Ann Example"}, {"person": "Joe Sample"}]


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
    cast = [one for one in drafted(text) if one[2] == "cast"]
    assert {one[3]["person"] for one in cast if isinstance(one[3], dict)} == people
    assert {one[1] for one in cast} == {2}


def test_a_part_told_later_is_of_the_season_in_which_its_player_returns() -> None:
    told = drafted(
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
    told = drafted(f"“Willow Creek”: the latest on the show\n\n{text}")
    assert [one[3] for one in told if one[2] == "creators"] == [["Ann Maker"]]


def test_a_firm_called_after_somebody_is_no_producer() -> None:
    told = drafted("“Willow Creek” season 2 is produced by Osei’s Red Kettle and Ann Example.")
    producers = [one[3] for one in told if one[2] == "producers"]
    assert "Red Kettle" not in str(producers)


def test_who_is_promoted_is_in_the_season_for_which_that_is() -> None:
    told = drafted(
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
    said = drafted(
        f"“Willow Creek” was renewed for season 2.\n\nBob Sample, who played Principal Bray, {told}"
    )
    people = {one[3]["person"] for one in said if isinstance(one[3], dict)}
    assert people == {"Bob Sample"}


def test_a_cast_in_hindi() -> None:
    told = drafted(
        "‘राजमहल’ सीजन 2 का ऐलान\n\nसोनी लिव ने वेब सीरीज ‘राजमहल’ को दूसरे सीजन के लिए रिन्यू किया"
        " है। पहले सीजन में मनोज वर्मा, अली हसन और तब्बू खान मुख्य भूमिका में थे।"
    )
    assert [one[1:] for one in told if one[2] == "cast"] == [
        (1, "cast", {"person": name}) for name in ("मनोज वर्मा", "अली हसन", "तब्बू खान")
    ]


def test_who_made_a_show_and_its_first_seasons_in_german() -> None:
    for told in (
        "Erfinder der Serie ist Ann Example.",
        "Creator und Headautor bleibt Ann Example.",
    ):
        text = (
            "Dritte Staffel von „Willow Creek“\n\nDie Serie „Willow Creek“ ist mit der dritten"
            f" Staffel zurück, und das ist gut so. {told}"
        )
        assert [one[3] for one in drafted(text) if one[2] == "creators"] == [["Ann Example"]]
    both = (
        "„Willow Creek“ geht weiter. Die ersten beiden Staffeln sind ab sofort bei RTL+ abrufbar."
    )
    assert [one[1] for one in drafted(both) if one[2] == "where"] == [1, 2]


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
    cast = [one[1:] for one in drafted(text) if one[2] == "cast"]
    assert cast == [
        (2, "cast", {"person": "Ann Example", "character": "Mae Chan"}),
        (2, "cast", {"person": "Bob Sample", "character": "Joe Doyle"}),
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
    people = [one[3] for one in drafted(text) if one[2] == "cast"]
    assert [person["person"] for person in people if isinstance(person, dict)] == [
        "Ann Example",
        "Bob Sample",
    ]


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
    told = drafted(f"“Willow Creek”: temporada 2\n\nReparto, elenco, cast:\n\n• {entry}")
    assert [one[3] for one in told if one[2] == "cast"] == [
        {"person": "Ann Example", "character": "Mae Chan"},
        {"person": "Bob Sample", "character": "Joe Doyle"},
    ]


def test_whom_somebody_stars_beside_and_who_made_a_show_have_no_part_of_theirs() -> None:
    told = drafted(
        "“Willow Creek” season 2\n\nAnn Example will star opposite Bob Sample as Mae Chan in season"
        " 2 of “Willow Creek”."
    )
    people = [one[3] for one in told if one[2] == "cast"]
    assert {"person": "Ann Example", "character": "Mae Chan"} in people
    assert {"person": "Bob Sample", "character": "Mae Chan"} not in people
    italian = drafted(
        "«Willow Creek» 2\n\nNella serie «Willow Creek», ideata da Cy Maker, la seconda stagione è"
        " pronta. Nella serie ideata da Cy Maker torneranno Ann Example e Bob Sample."
    )
    names = [one[3]["person"] for one in italian if one[2] == "cast" and isinstance(one[3], dict)]
    assert "Cy Maker" not in names
