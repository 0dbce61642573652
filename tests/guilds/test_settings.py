"""Each server's settings: what is stored, what is refused, and what a restart keeps."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from bot.errors import BadInputError
from bot.facts.fields import folded
from bot.facts.parse.values import check_region
from bot.foundation.database import Database
from bot.guilds.queries import GuildSettings
from bot.guilds.settings import Guilds, zone_of, zones_like
from bot.locale.cldr import city_names
from tests.facts.stated import Stored


@pytest.fixture
async def guilds(database: Database) -> Guilds:
    guilds = Guilds(database)
    await guilds.load()
    return guilds


async def test_a_server_that_set_nothing_has_the_defaults_and_no_row(
    guilds: Guilds, stored: Stored
) -> None:
    assert guilds.of(77) == GuildSettings(77)
    assert guilds.of(0) == GuildSettings(0)
    assert zone_of(guilds.of(77)) is UTC
    assert stored("SELECT * FROM guilds") == []


async def test_what_is_set_is_kept_beside_the_rest(
    guilds: Guilds, database: Database, stored: Stored
) -> None:
    await guilds.set_editor_role(77, 5)
    await guilds.set_timezone(77, " europe/berlin ")
    await guilds.set_region(77, " gb ")
    await guilds.set_log_channel(77, 9)
    await guilds.set_region(78, "US")
    query = "SELECT id, editor_role, timezone, region, log_channel FROM guilds ORDER BY id"
    assert stored(query) == [
        (77, 5, "Europe/Berlin", "GB", 9),
        (78, None, None, "US", None),
    ]
    assert zone_of(guilds.of(77)) == ZoneInfo("Europe/Berlin")
    again = Guilds(database)
    await again.load()
    assert again.of(77) == guilds.of(77)


async def test_none_takes_a_setting_back(guilds: Guilds, stored: Stored) -> None:
    await guilds.set_editor_role(77, 5)
    await guilds.set_timezone(77, "Europe/Berlin")
    await guilds.set_region(77, "GB")
    for change in (guilds.set_editor_role, guilds.set_timezone, guilds.set_region):
        await change(77, None)
    assert stored("SELECT editor_role, timezone, region FROM guilds") == [(None, None, None)]


@pytest.mark.parametrize(
    "name", ["", "Atlantis", "Europe/Atlantis", "UTC+15", "../../etc/passwd", "\0", "x" * 6000]
)
async def test_a_zone_that_is_none_changes_nothing(
    guilds: Guilds, stored: Stored, name: str
) -> None:
    with pytest.raises(BadInputError, match="no time zone by that name"):
        await guilds.set_timezone(77, name)
    assert stored("SELECT * FROM guilds") == []
    assert guilds.of(77).timezone is None


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        *(
            ("ET", "America/New_York"),
            ("New York", "America/New_York"),
            ("berlin", "Europe/Berlin"),
        ),
        *(("utc", "UTC"), ("UTC+2", "Etc/GMT-2"), ("-3", "Etc/GMT+3"), ("JST", "Asia/Tokyo")),
    ],
)
async def test_a_zone_is_named_as_in_a_date(guilds: Guilds, name: str, kept: str) -> None:
    assert (await guilds.set_timezone(77, name)).timezone == kept
    assert zones_like(name)[0] == kept


@pytest.mark.parametrize(
    ("city", "zone"),
    [
        *(("São Paulo", "America/Sao_Paulo"), ("San Paolo", "America/Sao_Paulo")),
        *(("Nova York", "America/New_York"), ("न्यूयॉर्क", "America/New_York")),
        *(("Ciudad de México", "America/Mexico_City"), ("Roma", "Europe/Rome")),
        *(("Wien", "Europe/Vienna"), ("Londres", "Europe/London")),
    ],
)
async def test_a_city_goes_by_its_name_in_any_language(
    guilds: Guilds, city: str, zone: str
) -> None:
    assert zones_like(city[:-1].lower())[0] == zone
    assert (await guilds.set_timezone(77, city)).timezone == zone


def test_no_name_is_that_of_two_cities() -> None:
    zones: dict[str, set[str]] = {}
    for zone, city in city_names():
        zones.setdefault(folded(city), set()).add(zone)
    assert [city for city, named in zones.items() if len(named) > 1] == []


def test_before_anything_is_typed_the_zones_of_most_people_are_offered() -> None:
    offered = zones_like("")
    assert len(offered) == 25
    assert {"UTC", "America/New_York", "Europe/London", "Asia/Kolkata"} <= set(offered)


async def test_an_offset_that_no_zone_keeps_asks_for_a_city(guilds: Guilds) -> None:
    with pytest.raises(BadInputError, match="name a city"):
        await guilds.set_timezone(77, "UTC+5:30")


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("US", "USA, America, United States, Estados Unidos, EE.UU., EEUU, EUA, États-Unis"),
        ("US", "Etats Unis, Vereinigte Staaten, Stati Uniti, संयुक्त राज्य अमेरिका, अमेरिका, यूएस"),
        ("GB", "uk, UK, Großbritannien, Grossbritannien, Gran Bretaña, Grã-Bretanha, ब्रिटेन"),
        ("GB", "Grande Bretagne, Royaume Uni, Regno Unito, Inghilterra, Angleterre, इंग्लैंड"),
        ("IN", "India, Índia, Indien, Inde, भारत, इंडिया"),
        ("NL", "Holland, Holanda, Hollande, Olanda, Países Bajos, Pays Bas"),
        ("KR", "Korea, South Korea, Südkorea, Coreia, Corée du Sud, कोरिया"),
        ("CZ", "Czech Republic, Czechia, República Checa, Tschechische Republik, Tchéquie"),
    ],
)
def test_a_country_is_known_by_what_people_call_it(code: str, names: str) -> None:
    """Whatever language they speak, and whichever of its names the CLDR prefers."""
    assert {name: check_region(name) for name in names.split(", ")} == dict.fromkeys(
        names.split(", "), code
    )


@pytest.mark.parametrize("region", ["", "Narnia", "1x", "🇩🇪", "x" * 6000])
async def test_a_region_that_is_none_changes_nothing(
    guilds: Guilds, stored: Stored, region: str
) -> None:
    with pytest.raises(BadInputError, match="no country by that name"):
        await guilds.set_region(77, region)
    assert stored("SELECT * FROM guilds") == []


def test_zones_are_found_by_their_city() -> None:
    assert zones_like("berlin") == ["Europe/Berlin"]
    assert zones_like("new york")[0] == "America/New_York"
    assert zones_like("ET")[0] == "America/New_York"
    assert len(zones_like("")) == 25
    assert zones_like("nowhere at all") == []
    assert zones_like("+2") == ["Etc/GMT-2"]
    assert set(zones_like("utc-1")) == {"Etc/GMT+1", "Etc/GMT+10", "Etc/GMT+11", "Etc/GMT+12"}


async def test_what_is_spoken_is_set_or_as_discord_has_it(
    guilds: Guilds, database: Database
) -> None:
    assert guilds.spoken_in(77) == "en"
    guilds.locale_of = {77: "pt-BR", 78: "ja"}.get
    assert [guilds.spoken_in(number) for number in (77, 78, 79)] == ["pt_BR", "en", "en"]
    await guilds.set_language(77, "hi")
    again = Guilds(database)
    await again.load()
    assert again.spoken_in(77) == "hi"
    await guilds.set_language(77, None)
    assert guilds.spoken_in(77) == "pt_BR"
