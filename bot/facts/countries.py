"""Countries by name, in every language that the bot speaks. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ..locale.cldr import country_names
from .fields import folded

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


CALLED = {
    name: code
    for code, names in {
        "AE": "united arab emirates, emirates",
        "BA": "bosnia",
        "CI": "ivory coast",
        "CZ": (
            "czech republic, república checa, república tcheca, république tchèque, "
            "tschechische republik, repubblica ceca, चेक गणराज्य"
        ),
        "GB": (
            "uk, united kingdom, great britain, britain, england, scotland, wales, "
            "gran bretaña, inglaterra, escocia, grã-bretanha, escócia, "
            "grande-bretagne, angleterre, écosse, großbritannien, schottland, "
            "gran bretagna, inghilterra, scozia, यूके, ब्रिटेन, ग्रेट ब्रिटेन, इंग्लैंड"
        ),
        "IN": "इंडिया, hindustan, हिंदुस्तान, bharat",
        "KR": "korea, corea, coreia, corée, कोरिया",
        "MM": "burma, birmania, birmânia, birmanie, birma",
        "NL": "holland, holanda, hollande, olanda, हॉलैंड",
        "TR": "turkey",
        "US": (
            "usa, united states, united states of america, america, "
            "estados unidos, eeuu, estados unidos de américa, estados unidos da américa, "
            "états-unis d'amérique, amérique, vereinigte staaten, vereinigte staaten von amerika, "
            "amerika, stati uniti d'america, संयुक्त राज्य, संयुक्त राज्य अमेरिका, यूएस, यूएसए"
        ),
    }.items()
    for name in names.split(", ")
}
"""What people call a country, beside its names in the CLDR, in any language that the bot speaks."""

_PUNCTUATION = re.compile(r"[\s.'’()-]+")


def _bare(name: str) -> str:
    """A country's name in the form in which it is compared: "EE.UU." equals "EE. UU.", and "Etats
    Unis" equals "États-Unis"."""
    return _PUNCTUATION.sub("", folded(name))


@cache
def _codes() -> Mapping[str, str]:
    """The codes of all countries by all of their names; no two countries share a name."""
    codes = {_bare(name): code for name, code in CALLED.items()}
    for names in country_names():
        for code, name in names.items():
            codes.setdefault(_bare(name), code)
    return codes


def country_called(name: str) -> str | None:
    """The code of a country (ISO 3166 alpha-2) by its name; None if no country is called that."""
    return _codes().get(_bare(name))
