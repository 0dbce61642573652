"""Finding a show however it is spelled."""

import random
import string
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.questions.index import spelling
from bot.questions.index.qualifiers import Form, split_qualifier
from bot.questions.index.spelling import fold, names_of, nicknames, without_article
from bot.questions.index.titles import Fit, Match, TitleEntry, TitleIndex
from tests.questions.labelled import misspelled
from tests.questions.real_titles import needs_titles, one_edit, real_titles, small_catalogue

SHOWS = (
    TitleEntry(1, "Soundtrack", 2019, "US", "Netflix", popularity=4.0),
    TitleEntry(2, "Dallas", 1978, "US", "CBS", popularity=30.0),
    TitleEntry(3, "Dallas", 2012, "US", "TNT", popularity=12.0),
    TitleEntry(4, "Shameless", 2004, "GB", "Channel 4", popularity=20.0),
    TitleEntry(5, "Shameless", 2011, "US", "Showtime", popularity=90.0),
    TitleEntry(6, "The Walking Dead", 2010, "US", "AMC", popularity=150.0, names=("TWD",)),
    TitleEntry(7, "Attack on Titan", 2013, "JP", names=("進撃の巨人", "Shingeki no Kyojin", "AoT")),
    TitleEntry(8, "Money Heist", 2017, "ES", "Netflix", names=("La Casa de Papel",)),
    TitleEntry(9, "Élite", 2018, "ES", "Netflix", popularity=40.0),
    TitleEntry(10, "9-1-1", 2018, "US", "FOX", popularity=60.0),
    TitleEntry(11, "1899", 2022, "DE", "Netflix", popularity=15.0),
    TitleEntry(12, "24", 2001, "US", "FOX", popularity=50.0),
    TitleEntry(13, "Ginny & Georgia", 2021, "US", "Netflix", popularity=30.0),
    TitleEntry(14, "Grey's Anatomy", 2005, "US", "ABC", popularity=200.0),
    TitleEntry(15, "Strangers", 2018, "GB", "ITV", popularity=3.0),
    TitleEntry(16, "Stranger Things", 2016, "US", "Netflix", popularity=300.0),
    TitleEntry(17, "Stranger", 2017, "KR", "tvN", popularity=9.0, names=("비밀의 숲",)),
    TitleEntry(18, "Тьма", 2020, "RU"),
    TitleEntry(19, "मिर्ज़ापुर", 2018, "IN", names=("Mirzapur",)),
    TitleEntry(20, "¥€$", 2020),
    TitleEntry(21, "Star Trek: Strange New Worlds", 2022, "US", popularity=70.0),
    TitleEntry(22, "Space: 1999", 1975, "GB", popularity=7.0),
    TitleEntry(23, "This Is Us", 2016, "US", popularity=50.0),
    TitleEntry(24, "This Is", 2016, "US", popularity=1.0),
)


@pytest.fixture(scope="module")
def titles() -> TitleIndex:
    return TitleIndex(SHOWS)


def ids(matches: list[Match]) -> list[int]:
    return [match.entry.show_id for match in matches]


@pytest.mark.parametrize(
    ("query", "show_id"),
    [
        ("Soundtrack", 1),
        ("soundtrak", 1),
        ("SOUNDTRCAK", 1),
        ("walking dead", 6),
        ("the walking ded", 6),
        ("teh walking dead", 6),
        ("Dead Walking The", 6),
        ("a soundtrak", 1),
        ("twd", 6),
        ("進撃の巨人", 7),
        ("進撃の", 7),
        ("shingeki no kyojin", 7),
        ("la casa de papel", 8),
        ("casa de papel", 8),
        ("elite", 9),
        ("ÉLITE", 9),
        ("e\u0301lite", 9),
        ("911", 10),
        ("9 1 1", 10),
        ("1899", 11),
        ("24", 12),
        ("ginny and georgia", 13),
        ("ginny georgia", 13),
        ("ginny n georgia", 13),
        ("Ginny&Georgia", 13),
        ("greys anatomy", 14),
        ("grey’s anatomy", 14),
        ("anatomy", 14),
        ("strangerthings", 16),
        ("тьма", 18),
        ("मिर्ज़ापुर", 19),
        ("¥€$", 20),
        ("비밀의 숲", 17),
        ("new worlds strange", 21),
        ("space 1999", 22),
        ("stranger thing", 16),
        ("strange new world", 21),
        ("strange new worlds startrek", 21),
        ("ginny georgias", 13),
        ("this is us", 23),
    ],
)
def test_a_spelling_finds_its_show_first(titles: TitleIndex, query: str, show_id: int) -> None:
    assert ids(titles.search(query))[0] == show_id


@pytest.mark.parametrize(
    ("query", "first", "other"),
    [
        ("Dallas 2012", 3, 2),
        ("dallas (1978)", 2, 3),
        ("Shameless UK", 4, 5),
        ("shameless (us)", 5, 4),
        ("shameles uk", 4, 5),
    ],
)
def test_a_year_or_country_picks_the_namesake(
    titles: TitleIndex, query: str, first: int, other: int
) -> None:
    found = ids(titles.search(query))
    assert found.index(first) < found.index(other)


def test_exact_is_every_namesake_the_popular_first(titles: TitleIndex) -> None:
    assert ids(titles.exact("shameless")) == [5, 4]
    assert ids(titles.exact("  DALLAS! ")) == [2, 3]


def test_exact_understands_a_qualifier(titles: TitleIndex) -> None:
    assert ids(titles.exact("Dallas (2012)")) == [3]
    assert ids(titles.exact("Shameless UK")) == [4]
    assert ids(titles.exact("Shameless (US)")) == [5]
    assert ids(titles.exact("This Is Us")) == [23]
    assert ids(titles.exact("Space 1999")) == [22]


def test_exact_is_nothing_for_a_year_no_namesake_has(titles: TitleIndex) -> None:
    assert titles.exact("Dallas 1985") == []


def test_exact_is_nothing_for_a_typo_or_a_beginning(titles: TitleIndex) -> None:
    assert titles.exact("dalas") == []
    assert titles.exact("soundt") == []


def test_exact_leaves_articles_aside(titles: TitleIndex) -> None:
    assert ids(titles.exact("Walking Dead")) == [6]
    assert ids(titles.exact("The Soundtrack")) == [1]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("L'amica geniale", "amica geniale"),
        ("L’amica geniale", "Amica Geniale"),
        ("Un'altra vita", "altra vita"),
        ("L'Île aux trésors", "ile aux tresors"),
    ],
)
def test_exact_leaves_an_article_without_its_vowel_aside(title: str, typed: str) -> None:
    alike = TitleEntry(show_id=2, title="Lamica Geniala", popularity=90.0)
    titles = TitleIndex([TitleEntry(show_id=1, title=title, popularity=9.0), alike])
    assert ids(titles.exact(typed)) == [1]


def test_an_exact_title_beats_a_popular_longer_one(titles: TitleIndex) -> None:
    assert ids(titles.search("stranger"))[0] == 17
    assert ids(titles.search("strangers"))[0] == 15


def test_a_short_title_with_a_typo_is_among_the_first_five_however_popular_the_others() -> None:
    popular = [TitleEntry(n, f"Lore of {n}", popularity=500.0 - n) for n in range(1, 30)]
    titles = TitleIndex([*popular, TitleEntry(98, "Lok")])
    assert ids(titles.search("lor"))[:5] == [1, 2, 3, 4, 98]
    assert ids(titles.search("lor", limit=5)) == [1, 2, 3, 4, 98]
    titles.replace([TitleEntry(97, "Lor")])
    assert ids(titles.search("lor"))[:5] == [97, 1, 2, 3, 4], "it is a name as it stands"


def test_three_letters_list_the_popular_ones_first(titles: TitleIndex) -> None:
    assert ids(titles.search("str"))[:3] == [16, 21, 17]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("law and order svu", "Law & Order: Special Victims Unit"),
        ("agents of shield", "Marvel's Agents of S.H.I.E.L.D."),
        ("love with", "With Love"),
        ("house of dragon", "House of the Dragon"),
        ("mr mrs smith", "Mr. & Mrs. Smith"),
        ("skeleton crew star wars", "Star Wars: Skeleton Crew"),
    ],
)
def test_short_forms_and_moved_words_come_first(query: str, title: str) -> None:
    popular = (TitleEntry(n, f"Love With {n}", popularity=50.0 + n) for n in range(100, 400))
    names = (
        "Law & Order: Special Victims Unit", "Marvel's Agents of S.H.I.E.L.D.", "With Love",
        "House of the Dragon", "Mr. & Mrs. Smith", "Star Wars: Skeleton Crew",
    )  # fmt: skip
    short = (TitleEntry(n, name, popularity=1.0) for n, name in enumerate(names))
    found = TitleIndex([*popular, *short]).search(query, limit=5)
    assert title in [match.entry.title for match in found]


def test_an_empty_query_lists_the_popular_ones(titles: TitleIndex) -> None:
    assert ids(titles.search("", limit=3)) == [16, 14, 6]
    assert ids(titles.search(" \u200b ", limit=3)) == [16, 14, 6]


def test_a_match_says_how_it_was_found(titles: TitleIndex) -> None:
    (match,) = titles.search("casa de papel", limit=1)
    assert match.fit is Fit.EXACT
    assert titles.search("soundt")[0].fit is Fit.PREFIX
    assert titles.search("soundtrakc")[0].fit is Fit.FUZZY
    assert titles.search("papel")[0].fit is Fit.WORD


def test_one_ideograph_of_two_finds_the_title_it_is_of() -> None:
    index = TitleIndex([*SHOWS, TitleEntry(30, "牵挂"), TitleEntry(31, "K")])
    assert ids(index.search("挂")) == [30]
    assert ids(index.search("牵")) == [30]


def test_two_letters_that_begin_few_titles_may_lack_one(titles: TitleIndex) -> None:
    assert 6 in ids(titles.search("tw"))
    assert 6 in ids(titles.search("td"))


def test_a_change_makes_another_edition() -> None:
    index = TitleIndex(SHOWS)
    editions = [index.edition]
    index.replace([TitleEntry(1, "Mixtape", scope=500)])
    editions.append(index.edition)
    assert [index.scope_seen(scope) for scope in (0, 500, 600)] == [0, 500, 0]
    index.discard([(500, 1)])
    editions.append(index.edition)
    assert len(set(editions)) == 3
    assert index.scope_seen(500) == 0


SERVER, OTHER = 500, 600
PRIVATE = TitleEntry(90, "Our Fan Film", 2024, scope=SERVER)
RENAMED = TitleEntry(1, "Soundtrack (the good one)", 2019, scope=SERVER)
HIDDEN = TitleEntry(11, "1899", scope=SERVER, hidden=True)


@pytest.fixture
def scoped() -> TitleIndex:
    return TitleIndex([*SHOWS, PRIVATE, RENAMED, HIDDEN])


def test_a_servers_show_does_not_exist_elsewhere(scoped: TitleIndex) -> None:
    assert ids(scoped.search("our fan film", scope=SERVER))[0] == 90
    assert 90 not in ids(scoped.search("our fan film", scope=OTHER))
    assert 90 not in ids(scoped.search("our fan film"))
    assert scoped.exact("our fan film", scope=OTHER) == []
    assert scoped.get(90, SERVER) == PRIVATE
    assert scoped.get(90, OTHER) is None
    assert scoped.get(90) is None


def test_a_servers_entry_stands_for_everybodys(scoped: TitleIndex) -> None:
    assert scoped.get(1, SERVER) == RENAMED
    assert scoped.get(1, OTHER) == SHOWS[0]
    assert [m.entry for m in scoped.search("soundtrack", scope=SERVER, limit=1)] == [RENAMED]
    assert [m.entry for m in scoped.search("soundtrack", limit=1)] == [SHOWS[0]]
    assert ids(scoped.search("soundtrack", scope=SERVER)).count(1) == 1


def test_a_show_hidden_in_a_server_is_gone_there_alone(scoped: TitleIndex) -> None:
    assert scoped.get(11, SERVER) is None
    assert 11 not in ids(scoped.search("1899", scope=SERVER))
    assert scoped.exact("1899", scope=SERVER) == []
    assert 11 not in ids(scoped.search("", scope=SERVER, limit=50))
    assert ids(scoped.search("1899", scope=OTHER))[0] == 11


def test_what_one_server_adds_crowds_out_nothing_elsewhere() -> None:
    crowd = [
        TitleEntry(1000 + number, f"Soundtrack {number}", popularity=1e9, scope=OTHER)
        for number in range(300)
    ]
    index = TitleIndex([*SHOWS, *crowd])
    assert ids(index.search("sou", scope=SERVER))[0] == 1
    assert len(index.search("sou", scope=OTHER)) == 25


def test_replacing_an_entry_forgets_its_old_names() -> None:
    index = TitleIndex(SHOWS)
    index.replace([TitleEntry(1, "Mixtape", 2019, popularity=4.0)])
    assert index.exact("soundtrack") == []
    assert 1 not in ids(index.search("soundtrack"))
    assert ids(index.search("mixtap"))[0] == 1
    assert len(index) == len(SHOWS)


def test_a_discarded_show_leaves_its_namesake() -> None:
    index = TitleIndex(SHOWS)
    index.discard([(0, 2), (0, 999), (SERVER, 3)])
    assert ids(index.exact("dallas")) == [3]
    assert index.get(2) is None
    assert len(index) == len(SHOWS) - 1


def test_the_last_of_equal_entries_counts() -> None:
    index = TitleIndex([TitleEntry(1, "First"), TitleEntry(1, "Second")])
    assert len(index) == 1
    assert index.exact("first") == []


HOSTILE = (
    "🎉" * 6000,
    "\u202eשלום עולם\u202c",
    "مسلسل",
    "e" + "\u0301" * 5000,
    "\ud800",
    "\0",
    "a" * 6000,
    "the " * 1500,
    "(2012)",
    "2012",
    "uk",
    "(UK)",
    "`" * 50,
    "²",
    "ﷺ" * 300,
)


@pytest.mark.parametrize("query", HOSTILE)
def test_a_strange_query_is_only_a_query(titles: TitleIndex, query: str) -> None:
    assert len(titles.search(query)) <= 25
    titles.exact(query)


@pytest.mark.parametrize("title", [*HOSTILE, "", " "])
def test_a_strange_title_is_only_a_title(title: str) -> None:
    index = TitleIndex([TitleEntry(1, title), TitleEntry(2, "Dark")])
    assert ids(index.search("dark"))[0] == 2
    index.discard([(0, 1)])
    assert ids(index.search("", limit=5)) == [2]


names = st.text(
    alphabet=st.one_of(st.sampled_from("abc '&-é("), st.characters()), min_size=1, max_size=12
)
entries = st.builds(
    TitleEntry,
    show_id=st.integers(1, 6),
    title=names,
    year=st.none() | st.integers(1990, 1993),
    popularity=st.floats(0, 100, width=32),
    names=st.lists(names, max_size=2).map(tuple),
    scope=st.sampled_from((0, 7)),
    hidden=st.booleans(),
)


@settings(deadline=None)
@given(st.lists(st.one_of(entries, st.tuples(st.just(0), st.integers(1, 6))), max_size=12), names)
def test_edits_one_by_one_end_where_building_at_once_does(
    steps: list[TitleEntry | tuple[int, int]], query: str
) -> None:
    index = TitleIndex()
    state: dict[tuple[int, int], TitleEntry] = {}
    for step in steps:
        if isinstance(step, TitleEntry):
            index.replace([step])
            state[step.scope, step.show_id] = step
        else:
            index.discard([step])
            state.pop(step, None)
    fresh = TitleIndex(state.values())
    assert len(index) == len(fresh) == len(state)
    for scope in (0, 7):
        assert index.search(query, scope=scope) == fresh.search(query, scope=scope)
        assert index.exact(query, scope=scope) == fresh.exact(query, scope=scope)


@settings(deadline=None)
@given(st.lists(entries, max_size=8, unique_by=lambda entry: (entry.scope, entry.show_id)))
def test_every_name_finds_its_show(shows: list[TitleEntry]) -> None:
    index = TitleIndex(shows)
    for show in shows:
        seen = index.get(show.show_id, show.scope)
        assert seen == (None if show.hidden else show)
        for name in (show.title, *show.names):
            found = [match.entry for match in index.exact(name, scope=show.scope)]
            assert (show in found) == (not show.hidden and fold(name) != "")


def test_a_bulk_replace_equals_the_same_in_pieces() -> None:
    chance = random.Random(3)
    shows = [
        TitleEntry(number, "".join(chance.choices("abcd ", k=6)) + "x", popularity=number % 13)
        for number in range(1500)
    ]
    whole, pieces = TitleIndex(shows), TitleIndex()
    for start in range(0, len(shows), 100):
        pieces.replace(shows[start : start + 100])
    renamed = [TitleEntry(number, f"new {number}") for number in range(0, 1500, 2)]
    whole.replace(renamed)
    for start in range(0, len(renamed), 50):
        pieces.replace(renamed[start : start + 50])
    for query in ("ab", "a b", "new 7", "cdx", "new"):
        assert whole.search(query) == pieces.search(query)


@pytest.fixture(scope="module")
def small() -> TitleIndex:
    return TitleIndex(small_catalogue())


def test_what_people_type_finds_its_show(small: TitleIndex) -> None:
    asked, missed = misspelled(small)
    assert asked >= 90
    # Four are abbreviations of initials, which the show box does not know.
    assert len(missed) <= 4, missed


def test_what_fans_call_a_show_is_a_name_of_it(small: TitleIndex) -> None:
    known = [entry for entry in small_catalogue() if len(names_of(entry)) > 1 + len(entry.names)]
    assert len(known) > 150
    for entry in known:
        for name in names_of(entry):
            assert entry in [match.entry for match in small.exact(name)], name
    wonder = TitleEntry(1, "The Wonder Years", names=("Wunderbare Jahre der Familie",))
    alone = TitleIndex([wonder])
    assert alone.exact("Aquellos maravillosos años")
    assert [alone.with_initials(letters) for letters in ("twy", "wjdf", "ama")] == [
        [wonder],
        [wonder],
        [],
    ]


def test_a_title_with_one_typo_is_found_among_the_well_known(small: TitleIndex) -> None:
    chance = random.Random(20)
    shows = [show for show in small_catalogue() if len(fold(show.title)) > 4]
    first, five = _found_with_a_typo(small, chance.choices(shows, k=1000), chance)
    assert first >= 0.995
    assert five >= 0.999


def _found_with_a_typo(
    index: TitleIndex, shows: Sequence[TitleEntry], chance: random.Random
) -> tuple[float, float]:
    """The shares found first and among the first five, each with one edit in its title."""
    first = five = 0
    for show in shows:
        meant = fold(show.title)
        answers = [
            meant in (fold(match.entry.title), *map(fold, match.entry.names))
            for match in index.search(one_edit(show.title, chance), limit=5)
        ]
        first += answers[:1] == [True]
        five += True in answers
    return first / len(shows), five / len(shows)


@pytest.fixture(scope="module")
def real() -> TitleIndex:
    return TitleIndex(real_titles())


@pytest.mark.slow
@needs_titles
def test_a_title_with_one_typo_is_found(real: TitleIndex) -> None:
    chance = random.Random(20)
    # In four letters or fewer one edit often makes another title ("Her", "Hero", "Heroes").
    shows = [show for show in real_titles() if len(fold(show.title)) > 4]
    first, five = _found_with_a_typo(real, chance.sample(shows, 2000), chance)
    assert first >= 0.99
    assert five >= 0.995


@needs_titles
def test_every_title_finds_itself_exactly(real: TitleIndex) -> None:
    chance = random.Random(21)
    for show in chance.sample(real_titles(), 3000):
        for query in (show.title, show.title.upper(), show.title.replace("'", "")):
            assert show in [match.entry for match in real.exact(query)], query


@needs_titles
def test_the_first_letters_list_the_popular_ones(real: TitleIndex) -> None:
    prefixes = {fold(show.title)[:3] for show in real_titles()[:400]}
    for prefix in prefixes:
        if len(prefix) < 3 or not set(prefix) <= set(string.ascii_lowercase):
            continue
        begun = [m.entry.popularity for m in real.search(prefix) if m.fit is Fit.PREFIX]
        assert begun == sorted(begun, reverse=True), prefix
        assert begun, prefix


def test_the_table_of_nicknames_is_read_as_toml_is() -> None:
    folder = Path(spelling.__file__).parent
    table = tomllib.loads((folder / "nicknames.toml").read_text(encoding="utf-8"))
    read = {without_article(fold(title)): tuple(names) for title, names in table.items()}
    assert nicknames() == read


def test_what_tells_namesakes_apart_is_no_nickname() -> None:
    # The table goes by title: "Dallas 1978" there would be every Dallas.
    for title, names in nicknames().items():
        for name in map(fold, names):
            head, qualifier = split_qualifier(name)
            assert qualifier is None or without_article(head) != title, name
            assert Form.of(without_article(name).removeprefix(f"{title} ")) is None, name
