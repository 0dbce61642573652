"""How claims resolve: who wins, what refines what, what changed; the order never matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts.air_date import AirDate
from bot.facts.models import INDEX, Claim, Credit, SeasonStatus, ShowStatus, Tier, Trailer
from bot.facts.resolve import Change, Resolved, changes_between, resolve, show_of, visible
from tests.facts.made import AS_OF, Said, a_show, claims, later, moderator
from tests.facts.stated import resolved_values
from tests.facts.strategies import PATIENT, any_claims, near_dates, rivals

OLDER = AS_OF - timedelta(days=400)


def value(resolved: Resolved, season: int | None, name: str) -> object:
    """What a single-valued field resolved to, None for silence."""
    facts = resolved.get((season, name), ())
    return facts[0].value if facts else None


def of(name: str, *said: Said, season: int | None = 1) -> object:
    """What that field resolves to when exactly this is said of it."""
    return value(resolve([c for one in said for c in claims(season, {name: one})]), season, name)


def cast(resolved: Resolved) -> list[str]:
    return [fact.value.person for fact in resolved.get((1, "cast"), ())]  # type: ignore[attr-defined]


def listing(by: str, *people: str, tier: Tier = Tier.SOURCE, order: int = 0) -> list[Claim]:
    return claims(1, {"cast": Said([{"person": p} for p in people], tier, by, order=order)})


def edit(person: str, order: int, *, character: str | None = None, hide: bool = False) -> Claim:
    """A moderator's addition, change or removal of one person."""
    (made,) = claims(1, {"cast": moderator([{"person": person}], order=order)})
    return replace(made, value=None if hide else Credit(person, character))


# Whatever is said


@settings(PATIENT, max_examples=150)
@given(
    st.one_of(rivals, st.lists(any_claims(), max_size=12)).flatmap(
        lambda about: st.tuples(st.just(about), st.permutations(about))
    )
)
def test_the_order_of_claims_never_matters(pair: tuple[list[Claim], Sequence[Claim]]) -> None:
    there, shuffled = pair
    assert resolve(there) == resolve(shuffled)


@PATIENT
@given(st.lists(any_claims(), max_size=12))
def test_every_fact_is_one_of_the_claims_of_the_strongest_tier(about: list[Claim]) -> None:
    for (season, name), facts in resolve(about).items():
        for fact in facts:
            assert fact.claim in about
            assert (fact.claim.season, fact.claim.field) == (season, name)
            assert fact.value is fact.claim.value
            assert fact.value is not None
            rivals = [
                c for c in about if (c.season, c.field, c.key) == (season, name, fact.claim.key)
            ]
            if name != "cast":
                assert fact.claim.tier is max(c.tier for c in rivals)


@PATIENT
@given(rivals)
def test_others_are_those_who_say_otherwise(about: list[Claim]) -> None:
    for (season, name), facts in resolve(about).items():
        for fact in facts:
            denying = [
                c
                for c in about
                if (c.season, c.field, c.key) == (season, name, fact.claim.key)
                and c.value != fact.value
            ]
            assert sorted(map(repr, fact.others)) == sorted(map(repr, denying))


@PATIENT
@given(st.lists(any_claims(), max_size=10), any_claims())
def test_a_weaker_voice_never_changes_a_single_value(about: list[Claim], more: Claim) -> None:
    stronger = [c for c in about if (c.season, c.field) == (more.season, more.field)]
    if more.key or not any(c.tier > more.tier for c in stronger):
        return
    before, after = resolve(about), resolve([*about, more])
    assert value(before, more.season, more.field) == value(after, more.season, more.field)


# Tiers


def test_this_server_outranks_curators_and_they_outrank_sources() -> None:
    source = Said(10, by="tvmaze")
    curator = Said(9, Tier.CURATOR, "editor")
    server = Said(8, Tier.SERVER, "editor", as_of=OLDER)
    assert of("episodes", source, curator, server) == 8
    assert of("episodes", source, curator) == 9
    assert of("episodes", source) == 10


def test_among_people_the_last_written_wins_however_old_its_source() -> None:
    first, second = moderator(8, order=5), moderator(9, order=6, as_of=OLDER)
    assert of("episodes", first, second) == 9


def test_an_import_ranks_with_curators_by_when_it_was_written() -> None:
    imported = Said(10, Tier.CURATOR, "import", order=3)
    curator = Said(9, Tier.CURATOR, "editor", order=4)
    assert of("episodes", imported, curator) == 9
    assert of("episodes", replace(imported, order=5), curator) == 10


def test_a_person_may_take_a_single_value_away() -> None:
    (taken,) = claims(1, {"story": moderator("x")})
    said = claims(1, {"story": "A tale."})
    assert (1, "story") not in resolve([*said, replace(taken, value=None)])


# Sources among themselves


def test_sources_are_ranked_by_field() -> None:
    """TVmaze has the network's dates, TMDB the better texts."""
    tvmaze, tmdb = Said("2026-10-05", by="tvmaze"), Said("2026-10-06", by="tmdb")
    assert of("premiere", tmdb, tvmaze) == AirDate.parse("2026-10-05")
    assert of("story", Said("One.", by="tvmaze"), Said("Two.", by="tmdb")) == "Two."


def test_a_source_nobody_ranked_comes_before_the_catalogue_alone() -> None:
    known, unknown, shipped = (
        Said(n, by=by) for n, by in ((1, "anilist"), (2, "new"), (3, "catalog"))
    )
    assert of("episodes", shipped, unknown, known) == 1
    assert of("episodes", shipped, unknown) == 2
    # What a source's index lists is behind all of them.
    listed = Said(4, by=INDEX)
    for said in (known, unknown, shipped):
        assert of("episodes", listed, said) == said.value


def test_of_two_records_of_one_source_the_newer_speaks() -> None:
    older, newer = Said(8, by="tmdb"), later(10, by="tmdb")
    assert of("episodes", older, newer) == of("episodes", newer, older) == 10
    # Of one day it is the one that was written last.
    first, last = replace(older, order=1), replace(older, value=9, order=2)
    assert of("episodes", first, last) == of("episodes", last, first) == 9


@pytest.mark.parametrize("age", [-400, 0, 400])
@pytest.mark.parametrize("by", ["tmdb", "catalog"])
def test_canceled_refines_ended_at_any_age(age: int, by: str) -> None:
    ended = Said("ended", by="tvmaze")
    canceled = Said("canceled", by=by, as_of=AS_OF + timedelta(days=age))
    assert of("status", ended, canceled, season=None) is ShowStatus.CANCELED


def test_ended_does_not_refine_canceled_nor_canceled_what_is_running() -> None:
    canceled = Said("canceled", by="catalog")
    assert of("status", Said("running", by="tmdb"), canceled, season=None) is ShowStatus.RUNNING
    stronger = Said("canceled", by="tmdb")
    assert of("status", stronger, Said("ended", by="tvmaze"), season=None) is ShowStatus.CANCELED


@PATIENT
@given(near_dates, near_dates, st.integers(-2, 2))
def test_a_weaker_source_refines_a_date_only_by_saying_the_same_more_exactly(
    first: AirDate, second: AirDate, age: int
) -> None:
    weaker = Said(str(second), by="tmdb", as_of=AS_OF + timedelta(days=age))
    expected = second if age >= 0 and second.refines(first) else first
    assert of("premiere", Said(str(first), by="tvmaze"), weaker) == expected


def test_a_day_in_another_month_does_not_jump_over_a_better_source() -> None:
    year = Said("2026", by="tvmaze")
    november, october = Said("2026-11", by="tmdb"), Said("2026-10-05", by="catalog")
    assert of("premiere", year, november, october) == AirDate.parse("2026-11")


def test_refinement_goes_step_by_step() -> None:
    said = (Said("2026", by="tvmaze"), Said("2026-10", by="tmdb"), Said("2026-10-05", by="catalog"))
    assert of("premiere", *said) == AirDate.parse("2026-10-05")


@PATIENT
@given(near_dates)
def test_nothing_refines_what_a_person_left_vague(when: AirDate) -> None:
    known = later(str(when))
    for vague in ("XXXX", "2026", "2026~"):
        for tier in (Tier.CURATOR, Tier.SERVER):
            said = Said(vague, tier, "editor", OLDER)
            assert of("premiere", known, said) == AirDate.parse(vague)


def test_a_source_that_says_tba_is_refined_by_one_that_knows() -> None:
    assert of("premiere", Said("XXXX", by="tvmaze"), Said("2027", by="tmdb")) == AirDate.parse(
        "2027"
    )


# Collections


def test_cast_is_one_sources_list_and_no_union() -> None:
    resolved = resolve(
        [*listing("tvmaze", "Ann Lee", "Bo Ek"), *listing("tmdb", "Ann  Leigh", "Cy Roe")]
    )
    # Only TMDB's cast is that of the season; TVmaze credits the whole show.
    assert cast(resolved) == ["Ann  Leigh", "Cy Roe"]


def test_the_cast_is_in_its_sources_order_whatever_the_order_of_the_claims() -> None:
    about = listing("tvmaze", "Cy Roe", "Ann Lee", "Bo Ek")
    for claims_ in (about, about[::-1], about[1:] + about[:1]):
        assert cast(resolve(claims_)) == ["Cy Roe", "Ann Lee", "Bo Ek"]


def test_who_says_otherwise_of_one_person_is_named() -> None:
    about = [*listing("tvmaze", "Ann Lee", "Bo Ek"), edit("Ann Lee", 4, character="The Cook")]
    ann, bo = resolve(about)[1, "cast"]
    assert [other.value for other in ann.others] == [Credit("Ann Lee")]
    assert bo.others == ()


def test_cast_takes_additions_changes_and_removals_on_top() -> None:
    about = listing("tvmaze", "Ann Lee", "Bo Ek", "Cy Roe")
    about += [
        edit("Di Fox", 4),
        edit("bo ek", 5, character="The Cook"),
        edit("ANN LEE", 6, hide=True),
    ]
    resolved = resolve(about)
    assert cast(resolved) == ["bo ek", "Cy Roe", "Di Fox"]
    assert resolved[1, "cast"][0].value == Credit("bo ek", "The Cook")


def test_cast_follows_the_source_under_an_edit() -> None:
    hidden = edit("Ann Lee", 4, hide=True)
    assert cast(resolve([*listing("tmdb", "Ann Lee", "Bo Ek"), hidden])) == ["Bo Ek"]
    assert cast(resolve([*listing("tvmaze", "Di Fox", "Ann Lee"), hidden])) == ["Di Fox"]


def test_a_long_cast_is_not_compared_with_itself() -> None:
    met = 0

    class Key(str):
        __slots__ = ()
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            nonlocal met
            met += 1
            return str.__eq__(self, other)

    long = [replace(claim, key=Key(claim.key)) for claim in listing("tmdb", *map(str, range(500)))]
    assert len(cast(resolve(long))) == 500
    assert met < 5000


def test_a_person_named_twice_keeps_the_first_billing() -> None:
    twice = [{"person": "Ann Lee", "character": "X"}, {"person": "Bo"}, {"person": "ANN LEE"}]
    resolved = resolve(claims(1, {"cast": twice}))
    assert cast(resolved) == ["Ann Lee", "Bo"]


def test_a_removal_taken_back_shows_the_person_where_they_were() -> None:
    about = listing("tvmaze", "Ann Lee", "Bo Ek")
    assert cast(resolve([*about, edit("Ann Lee", 4, hide=True), edit("Ann Lee", 5)])) == [
        "Ann Lee",
        "Bo Ek",
    ]


def test_an_imported_cast_replaces_the_sources_but_not_the_edits() -> None:
    imported = listing("import", "Ann Lee", "Bo Ek", tier=Tier.CURATOR, order=9)
    about = [*listing("tvmaze", "Cy Roe"), *imported, edit("Bo Ek", 2, hide=True)]
    assert cast(resolve(about)) == ["Ann Lee"]


def test_a_trailer_is_one_however_its_link_is_written() -> None:
    spellings = (
        "https://www.youtube.com/watch?v=abc&t=3",
        "http://youtu.be/abc",
        "https://m.youtube.com/embed/abc",
        "https://youtube.com/shorts/abc",
    )
    about = [
        claim
        for by, url in zip(("tmdb", "tvmaze", "anilist", "catalog"), spellings, strict=True)
        for claim in claims(1, {"trailers": Said([{"url": url}], by=by)})
    ]
    (fact,) = resolve(about)[1, "trailers"]
    assert fact.claim.by == "tmdb"
    assert len(fact.others) == 3


def test_members_come_in_the_order_of_who_says_them() -> None:
    """A server's own first, then curators', then sources' by their rank and the newest first."""
    said = [
        Said("https://youtu.be/e", by="catalog"),
        Said("https://youtu.be/d", by="tmdb"),
        later("https://youtu.be/c", by="tmdb"),
        Said("https://youtu.be/b", Tier.CURATOR, "editor", order=1),
        moderator("https://youtu.be/a", order=2),
    ]
    about = [
        c
        for each in said
        for c in claims(1, {"trailers": replace(each, value=[{"url": each.value}])})
    ]
    assert [fact.claim.key[-1] for fact in resolve(about)[1, "trailers"]] == list("abcde")


def test_who_says_otherwise_is_named_the_strongest_and_newest_first() -> None:
    said = [
        moderator(1, order=9),
        moderator(2, order=8),
        Said(3, Tier.CURATOR, "editor", order=5),
        Said(4, by="tvmaze", order=3),
        later(5, by="tmdb"),
        Said(6, by="anilist"),
    ]
    for about in (said, said[::-1]):
        (fact,) = resolve([c for each in about for c in claims(1, {"episodes": each})])[
            1, "episodes"
        ]
        assert [other.value for other in fact.others] == [2, 3, 4, 5, 6]


def test_an_offer_is_told_apart_by_provider_and_region() -> None:
    about = claims(1, {"where": Said([{"provider": "Netflix", "region": "US"}], by="tmdb")})
    about += claims(
        1,
        {
            "where": Said(
                [
                    {"provider": "NETFLIX", "region": "us", "url": "https://netflix.com/1"},
                    {"provider": "Netflix", "region": "GB"},
                    {"provider": "Netflix"},
                ],
                by="tvmaze",
            )
        },
    )
    found = [(f.value.provider, f.value.region) for f in resolve(about)[1, "where"]]  # type: ignore[attr-defined]
    assert sorted(found, key=str) == [("Netflix", "GB"), ("Netflix", "US"), ("Netflix", None)]


def test_a_hidden_offer_stays_hidden_when_sources_repeat_it() -> None:
    about = claims(1, {"where": Said([{"provider": "Hulu", "region": "US"}], by="tmdb")})
    hidden = replace(about[0], value=None, tier=Tier.SERVER, by="editor", author=7, order=1)
    assert (1, "where") not in resolve([*about, hidden])


# Edits and undo

_writes = st.one_of(
    st.tuples(st.just("episodes"), st.integers(1, 5)),
    st.tuples(st.just("status"), st.sampled_from(["renewed", "canceled", "airing"])),
    st.tuples(st.just("add"), st.sampled_from(["Ann Lee", "Bo Ek", "Cy Roe", "Di Fox"])),
    st.tuples(st.just("hide"), st.sampled_from(["Ann Lee", "Bo Ek", "Cy Roe", "Di Fox"])),
)
_histories = st.lists(
    st.one_of(st.lists(_writes, min_size=1, max_size=3), st.integers(0, 9)), max_size=12
)


@settings(PATIENT, max_examples=250)
@given(_histories)
def test_edits_and_undos_resolve_like_a_replay_of_those_that_stand(
    history: list[list[tuple[str, object]] | int],
) -> None:
    """An edit is a list of writes, a number undoes the edit of that place, if there is one."""
    edits: list[list[tuple[str, object]]] = []
    undone: set[int] = set()
    for step in history:
        if isinstance(step, int):
            undone.add(step % len(edits)) if edits else None
        else:
            edits.append(step)
    base = [*claims(1, {"episodes": 99}), *listing("tvmaze", "Ann Lee", "Bo Ek")]
    said = list(base)
    values: dict[str, object] = {"episodes": 99}
    billed = ["Ann Lee", "Bo Ek"]
    for order, writes in enumerate(edits, 1):
        if order - 1 in undone:
            continue
        for position, (what, given_) in enumerate(writes):
            if what in ("add", "hide"):
                (claim,) = [edit(str(given_), order, hide=what == "hide")]
            else:
                (claim,) = claims(1, {what: moderator(given_, order=order)})
                values[what] = claim.value
            said.append(replace(claim, position=position))
    # A replay of the cast: the last word on each person, newcomers in the order of that word.
    last: dict[str, str] = {}
    for order, writes in enumerate(edits, 1):
        for what, person in writes:
            if order - 1 not in undone and what in ("add", "hide"):
                last.pop(str(person), None)
                last[str(person)] = what
    billed += [person for person in last if person not in billed]
    shown = [person for person in billed if last.get(person, "add") == "add"]

    resolved = resolve(said)
    assert {name: value(resolved, 1, name) for name in values} == values
    assert cast(resolved) == shown


def test_what_an_edit_covered_surfaces_again_by_itself() -> None:
    source, edited = Said("running", by="tmdb"), moderator("canceled")
    assert of("status", source, edited, season=None) is ShowStatus.CANCELED
    assert of("status", source, season=None) is ShowStatus.RUNNING


# Scopes and shows


def test_one_server_sees_everybodys_claims_and_its_own() -> None:
    everybodys, ours, theirs = (
        replace(claim, scope=scope)
        for claim, scope in zip(
            [c for n in (1, 2, 3) for c in claims(1, {"episodes": n})], (0, 10, 20), strict=True
        )
    )
    assert visible([everybodys, ours, theirs], 10) == [everybodys, ours]
    assert visible([everybodys, ours, theirs], 0) == [everybodys]


def test_a_show_needs_a_title_and_may_be_hidden() -> None:
    named = claims(None, {"title": "Lost"})
    assert show_of(1, resolve(claims(1, {"episodes": 3}))) is None
    assert show_of(1, resolve([*named, *claims(None, {"hidden": moderator(True)})])) is None
    assert show_of(1, resolve(named)) is not None


def test_seasons_come_in_order_and_carry_their_facts() -> None:
    show = a_show({10: {"episodes": 4}, 2: {}, 0: {"label": "Specials"}}, year=2004)
    assert [season.number for season in show.seasons] == [0, 2, 10]
    second = show.season(2)
    assert second is not None
    assert second.listed is not None
    assert show.season(3) is None
    assert show.first_year == 2004


def test_a_fact_tells_who_said_it_and_as_of_when() -> None:
    show = a_show({1: {"status": later("canceled")}})
    season = show.season(1)
    assert season is not None
    assert season.status is not None
    assert season.status.value is SeasonStatus.CANCELED
    assert (season.status.claim.by, season.status.claim.as_of) == ("tvmaze", date(2026, 5, 1))


some_claims = st.lists(any_claims(), max_size=10)


def diff(before: list[Claim], after: list[Claim]) -> tuple[Change, ...]:
    return changes_between(resolve(before), resolve(after), show_id=5, scope=9)


@PATIENT
@given(some_claims)
def test_nothing_changed_between_equals(about: list[Claim]) -> None:
    assert diff(about, about) == ()


@PATIENT
@given(some_claims, some_claims)
def test_the_changes_lead_from_before_to_after(before: list[Claim], after: list[Claim]) -> None:
    values = resolved_values(resolve(before))
    for change in diff(before, after):
        place = change.season, change.field, change.key
        assert change.before != change.after
        assert values.pop(place, None) == change.before
        if change.after is not None:
            values[place] = change.after
    assert values == resolved_values(resolve(after))


@PATIENT
@given(some_claims, some_claims)
def test_the_way_back_is_the_same_turned_round(before: list[Claim], after: list[Claim]) -> None:
    there = [(c.season, c.field, c.key, c.before, c.after) for c in diff(before, after)]
    back = [(c.season, c.field, c.key, c.after, c.before) for c in diff(after, before)]
    assert there == back


def test_a_change_names_its_place_and_its_source() -> None:
    before = claims(2, {"status": "renewed"})
    after = [*before, *claims(2, {"status": moderator("canceled")})]
    assert diff(before, after) == (
        Change(
            scope=9,
            show_id=5,
            season=2,
            field="status",
            key="",
            before=SeasonStatus.RENEWED,
            after=SeasonStatus.CANCELED,
            link="https://editor.example/",
        ),
    )


def test_what_falls_silent_names_the_source_it_had() -> None:
    (change,) = diff(claims(2, {"premiere": later("2026-10-05")}), [])
    assert (change.before, change.after) == (AirDate.parse("2026-10-05"), None)
    assert change.link == "https://tvmaze.example/"


def test_the_same_from_another_source_is_no_change() -> None:
    before = claims(1, {"episodes": Said(10, by="catalog")})
    assert diff(before, [*before, *claims(1, {"episodes": Said(10, by="tvmaze")})]) == ()


def test_a_collection_changes_member_by_member() -> None:
    one, other = "https://youtu.be/one", "https://youtu.be/other"
    before = claims(1, {"trailers": [{"url": one}]})
    hidden = replace(before[0], value=None, tier=Tier.SERVER, by="editor", author=7, order=1)
    changes = diff(before, [*before, hidden, *claims(1, {"trailers": Said([{"url": other}])})])
    assert [(c.key, c.before, c.after) for c in changes] == [
        ("youtube:one", Trailer(one), None),
        ("youtube:other", None, Trailer(other)),
    ]


def test_the_shows_own_changes_come_first() -> None:
    after = claims(3, {"episodes": 1}) + claims(0, {"episodes": 1}) + claims(None, {"title": "A"})
    assert [change.season for change in diff([], after)] == [None, 0, 3]
