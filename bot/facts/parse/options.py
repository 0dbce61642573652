"""What people type into a command's options, whatever it is about: read and checked."""

from __future__ import annotations

from datetime import date, tzinfo
from typing import Any

from ...errors import BadInputError
from ...locale.cldr import country_names
from ...locale.messages import N_, _
from ..air_date import AirDate
from ..codecs import BadValueError, decode_link, decode_region
from ..fields import LAST_SEASON, Field, folded
from .values import read_date


def check_season(season: int | None) -> int | None:
    """A season number that can be.

    Raises:
        BadInputError: none can have that number.
    """
    if season is not None and not 0 <= season <= LAST_SEASON:
        raise BadInputError(
            "Seasons are numbered from 1 (or by year), up to {last_season}; {season} is not one.",
            last_season=LAST_SEASON,
            season=season,
        )
    return season


_CODES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ "
    "BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM "
    "DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS "
    "GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN "
    "KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ "
    "MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM "
    "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV "
    "SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI "
    "VN VU WF WS XK YE YT ZA ZM ZW "
)
COUNTRIES = frozenset(_CODES.split())
"""ISO 3166-1 alpha-2, and Kosovo's XK, which providers use."""


_CALLED = {
    "uk": "GB",
    "united kingdom": "GB",
    "great britain": "GB",
    "britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "usa": "US",
    "united states of america": "US",
    "united states": "US",
    "america": "US",
    "united arab emirates": "AE",
    "bosnia": "BA",
    "burma": "MM",
    "ivory coast": "CI",
    "turkey": "TR",
    "holland": "NL",
    "korea": "KR",
}
"""What people call a country beside its name in the CLDR."""


def check_region(region: str) -> str:
    """A country code in capitals, ISO 3166 alpha-2, of a code or a name.

    The name is that in the language that is spoken or the English one.

    Raises:
        BadInputError: it is none.
    """
    try:
        code = str(decode_region(region.strip()))
    except BadValueError:
        code = ""
    if code not in COUNTRIES:
        name = folded(region)
        called = ({folded(text): key for key, text in names.items()} for names in country_names())
        code = next((names[name] for names in (_CALLED, *called) if name in names), "")
    if code not in COUNTRIES:
        raise BadInputError(
            "I know no country of that name. A region is one, by its name or its code of two "
            "letters, like Germany, US or GB."
        )
    return code


def check_link(text: str, what: str = N_("The source")) -> str:
    """A link that somebody gives as `what`; the brackets that hide a preview are taken off.

    Raises:
        BadInputError: it is no http(s) link to a public page.
    """
    text = text.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    try:
        return decode_link(text)
    except BadValueError:
        raise BadInputError(
            "{what} must be a link to a public page, starting with http:// or https://.",
            what=_(what),
        ) from None


def check_day(text: str, *, today: date, zone: tzinfo) -> AirDate:
    """A date as people write it.

    Raises:
        BadInputError: it cannot be read as one; the sentence says what can.
    """
    try:
        return read_date(text, today=today, zone=zone)
    except BadValueError as error:
        raise BadInputError(str(error)) from None


def decoded(field: Field, value: object) -> Any:
    """A value that needs no reading, checked against its field.

    Raises:
        BadInputError: it does not fit.
    """
    try:
        return field.decode(value)
    except BadValueError as error:
        raise BadInputError(str(error)) from None
