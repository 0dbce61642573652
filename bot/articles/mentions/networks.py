"""Which networks and streamers a sentence of an article names, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..language import any_of

_NAMES = (
    "Netflix", "HBO Max", "HBO", "Hulu", "Disney+", "Disney Channel", "Disney XD", "Prime Video",
    "Apple TV+", "Apple TV", "Peacock", "Paramount+", "Paramount Network", "Crunchyroll",
    "Funimation", "HIDIVE", "BBC America", "BBC One", "BBC Two", "BBC Three", "BBC Four",
    "BBC iPlayer", "BBC", "ITV1", "ITV2", "ITVX", "ITV", "Channel 4", "Channel 5", "My5",
    "Sky Atlantic",
    "Sky Max", "Sky", "Fox", "ABC", "NBC", "CBS", "The CW", "AMC+", "AMC", "FXX", "FX",
    "USA Network", "TNT", "TBS", "Syfy", "Starz", "Showtime", "MTV", "Bravo", "Freeform",
    "Nickelodeon", "Cartoon Network", "Adult Swim", "Lifetime", "Hallmark Channel", "Hallmark+",
    "History", "Epix", "MGM+", "JioHotstar", "ZEE5", "SonyLIV", "Globoplay", "Movistar Plus+",
    "Movistar+", "Atresplayer", "Antena 3", "Telecinco", "La 1", "RTVE Play", "RTVE", "Rai 1",
    "Rai 2", "Rai 3", "RaiPlay", "Rai", "Canale 5", "Italia 1", "Mediaset Infinity", "TV Globo",
    "SkyShowtime", "Sky Uno", "La7", "TV8", "Timvision", "Infinity+", "France 4", "France 5",
    "France.tv", "W9", "TMC", "OCS", "RTBF", "ARD Mediathek", "ZDFmediathek", "ZDFneo", "3sat",
    "ORF 1", "ORF", "SRF", "Kabel Eins", "RTLzwei", "KiKA", "laSexta", "TVE", "TV3", "3Cat",
    "Las Estrellas", "Azteca", "Caracol", "RCN", "Telefe", "FlixOlé", "mitele", "RecordTV", "GNT",
    "Multishow", "RTP Play", "Amazon MX Player", "MX Player", "Disney+ Hotstar", "Sony SAB",
    "Star Plus", "Zee TV", "Sony TV", "Lionsgate Play", "Hoichoi", "E4", "STV", "BBC Scotland",
    "Sky Comedy", "Sky History", "SundanceTV", "Sundance Now", "Game Show Network", "Cinemax",
    "truTV", "WE tv", "Hallmark Mystery", "UPtv", "Mubi",
    "RTP1", "RTP2", "RTP", "SIC", "TVI", "SBT", "Opto", "NOW",
    "Food Network", "HGTV", "Tokyo MX", "NTV", "Nippon TV", "TV Tokyo", "Fuji TV", "TV Asahi",
    "AT-X", "Canal+",
    "TF1+", "M6+", "Filmin", "TF1", "France 2", "France 3", "M6", "Arte", "ARD", "Das Erste",
    "ZDF", "RTL+", "RTL", "VOX",
    "ProSieben", "Sat.1", "WOW", "Joyn", "MagentaTV", "Viki", "tvN", "JTBC", "TVING", "SBS", "KBS2",
    "MBC", "iQIYI", "WeTV", "YouTube", "Tubi", "BritBox", "Acorn TV", "Shudder", "Discovery+",
    "Discovery Channel", "TLC", "PBS", "A&E", "ESPN", "Comedy Central", "ViX", "Univision",
    "Telemundo", "National Geographic", "OWN", "BET+", "BET", "Stan", "Binge", "CBC", "CTV",
    "Global", "Crave", "Max", "Pluto TV", "The Roku Channel", "Stan", "Viaplay", "NRK", "SVT",
    "DR", "RTE",
    "RTÉ One", "RTÉ2", "RTÉ Player", "RTÉ", "TG4", "UTV", "BBC Alba", "BBC Wales", "More4",
    "5USA", "Virgin Media One", "Virgin Media Television", "Sky Witness", "Sky Arts",
    "Sky Cinema", "U&W", "U&Drama", "HBO Europe", "La 2", "Cuatro", "AtresSeries",
    "Movistar Plus", "Canal 13", "TV Azteca", "Canal Sur", "TV Galicia", "ETB", "Flooxer",
    "Star+", "Star Channel", "Claro Video", "Canal Brasil", "TV Cultura", "Band", "Universal TV",
    "Universal+", "Warner Channel", "TNT Séries", "Globoplay Novelas", "TVI Player",
    "RTP África", "Rai 4", "Rai Premium", "Rete 4", "Nove", "Real Time", "DMAX", "Sky Serie",
    "TimVision", "C8", "6ter", "Gulli", "Téva", "13ème Rue", "Série Club", "Warner TV",
    "TV5 Monde", "RTS", "La Une", "ZDFinfo", "NDR", "WDR", "SWR", "MDR", "BR", "Sky One", "sixx",
    "ServusTV", "Puls 4", "ATV", "RTL Nitro", "Super RTL", "SRF 1", "JioCinema", "Hotstar",
    "Colors TV", "ALTT", "Sony Entertainment", "S4C", "UKTV", "Alibi", "Dave", "U&Alibi",
    "U&Dave", "AXN", "myCanal", "iview", "ZDF-Streamingportal", "Arte.tv",
    "Discovery", "Investigation Discovery", "CNN", "VH1", "TV Land", "Magnolia Network", "Oxygen",
    "Animal Planet", "Travel Channel", "Smithsonian Channel",
)  # fmt: skip
_OTHERWISE: Mapping[str, str] = {
    "Disney Plus": "Disney+", "DisneyPlus": "Disney+", "Amazon Prime Video": "Prime Video",
    "Amazon Prime": "Prime Video", "Amazon": "Prime Video", "Apple TV Plus": "Apple TV+",
    "Apple": "Apple TV+", "Paramount Plus": "Paramount+", "Canal Plus": "Canal+",
    "CW": "The CW", "SYFY": "Syfy", "STARZ": "Starz", "FOX": "Fox", "SHOWTIME": "Showtime",
    "Movistar Plus": "Movistar Plus+", "MGM Plus": "MGM+", "AMC Plus": "AMC+", "iPlayer":
    "BBC iPlayer", "BBC1": "BBC One", "BBC2": "BBC Two", "BBC 1": "BBC One", "Sky One": "Sky One",
    "Nat Geo": "National Geographic", "CBS All Access": "CBS All Access",
    "BBC ONE": "BBC One", "Disney": "Disney+", "Hallmark": "Hallmark Channel",
    "नेटफ्लिक्स": "Netflix", "प्राइम वीडियो": "Prime Video", "अमेज़न प्राइम वीडियो": "Prime Video",
    "अमेजन प्राइम वीडियो": "Prime Video", "जियोहॉटस्टार": "JioHotstar", "जियो हॉटस्टार": "JioHotstar",
    "सोनी लिव": "SonyLIV", "सोनीलिव": "SonyLIV", "ज़ी5": "ZEE5", "जी5": "ZEE5",
    "discovery+": "Discovery+", "atresplayer": "Atresplayer", "Rai Uno": "Rai 1", "Rai1": "Rai 1",
    "Rai Due": "Rai 2", "Rai2": "Rai 2", "Rai Tre": "Rai 3", "Rai Play": "RaiPlay",
    "im Ersten": "Das Erste", "Im Ersten": "Das Erste", "ARD-Mediathek": "ARD Mediathek",
    "ZDF-Mediathek": "ZDFmediathek", "ZDF Mediathek": "ZDFmediathek", "Mitele": "mitele",
    "SAT.1": "Sat.1", "RTL Zwei": "RTLzwei", "ZDF neo": "ZDFneo", "ARTE": "Arte",
    "RTE One": "RTÉ One", "RTE Player": "RTÉ Player",
    "डिज़्नी+ हॉटस्टार": "Disney+ Hotstar", "डिज्नी प्लस हॉटस्टार": "Disney+ Hotstar",
    "हॉटस्टार": "JioHotstar", "जियो सिनेमा": "JioCinema",
    "अमेज़न प्राइम": "Prime Video",
    "अमेजन प्राइम": "Prime Video", "ऐपल टीवी": "Apple TV", "यूट्यूब": "YouTube",
    "Vix": "ViX", "france.tv": "France.tv", "सोनी टीवी": "Sony TV", "स्टार प्लस": "Star Plus",
    "एमएक्स प्लेयर": "MX Player", "MUBI": "Mubi", "kabel eins": "Kabel Eins",
    "Rede Globo": "TV Globo", "Globo": "TV Globo", "ABC iview": "iview", "MyCanal": "myCanal",
    "ZDF-Streaming-Portal": "ZDF-Streaming-Portal", "arte.tv": "Arte.tv", "ARTE.TV": "Arte.tv",
}  # fmt: skip
_CANONICAL = {name: name for name in _NAMES} | dict(_OTHERWISE)
# Words of any sentence too: a network only where a sentence has them beside its verbs.
AMBIGUOUS_NAMES = frozenset(
    ("Max", "History", "Global", "Stan", "Binge", "Dave", "Alibi", "DR", "Crave", "OWN",
     "WOW", "NOW", "Lifetime", "Bravo", "VOX", "Nove", "Band", "BR", "Real Time", "Cuatro",
     "Discovery", "Oxygen")
)  # fmt: skip
CATCH_UP = frozenset(
    ("BBC iPlayer", "ITVX", "My5", "STV Player", "RTÉ Player", "ARD Mediathek", "ZDFmediathek",
     "ZDF-Streamingportal", "ZDF-Streaming-Portal", "myCanal", "France.tv", "Arte.tv", "RaiPlay",
     "Mediaset Infinity", "RTVE Play", "mitele", "RTP Play", "iview", "TF1+", "M6+")
)  # fmt: skip
"""Where broadcasters show again what their channels have shown."""

_SHORTEST_IN_CAPITALS = 4
# In headlines and headings of capitals: "CANAL+ DÉVOILE", "PRIME VIDEO"
_CANONICAL |= {
    name.upper(): whole
    for name, whole in list(_CANONICAL.items())
    if len(name) >= _SHORTEST_IN_CAPITALS and name not in AMBIGUOUS_NAMES
}
# Firms that have a network of their name, and parts of people's names.
_FIRMS = frozenset(("Fox", "Sky", "Apple", "Amazon", "Disney", "Hallmark"))
NETWORKS = rf"(?:{any_of(_CANONICAL)})"
"""A pattern of the name of any network."""

_PATTERN = re.compile(rf"(?<![\w&]){NETWORKS}(?![\w&+])")
# "Amazon MGM Studios", "Sky Studios" and "Netflix Is a Joke" are no networks.
_COMPANY = re.compile(
    r"(?:'s|’s)? (?:Studios?|Television(?! Network)|Productions?|Entertainment|Pictures|Media|Games"
    r"|Animation|MGM|Signature|Originals? Series)\b"
)
_IN_NAME = re.compile(r"[A-Z][\w.’']+ \0|\0 [A-Z][a-z]|\0-")
# "Intanto Sky ha fissato": what only begins a sentence is no name
_BEGINS = re.compile(
    r"(?:^|[.!?:] )(?:Intanto|Inoltre|Mientras|Además|También|Entretanto|Também|Já|Auch|Dagegen"
    r"|Unterdessen|Derweil|Bei|Pendant|Enfin|Aussi|Meanwhile|Also|Elsewhere|Now|Today) $"
)
_PREPOSITION = re.compile(
    r"\b(?:[Oo]n|[Aa]t|[Tt]o|[Bb]y|[Vv]ia|[Bb]ei|[Aa]uf|[Ee]n|[Ss]ur|[Ff]or|[Aa]|[Nn][ao]|[Ss]u)$"
)


_SURNAME_BEHIND = re.compile(
    r" (?!Original|Series|Drama|Comedy|Show|Hit|Said|Sets|Thriller|Sitcom)[A-Z][a-z]+"
    r"(?! (?:[Rr]enew|[Cc]ancel|[Oo]rder))(?:['’]s)? (?:[a-z]+ )?(?:drama|comedy|sitcom|thriller"
    r"|series|show|procedural|vehicle)\b"
)


@dataclass(frozen=True, slots=True)
class NetworkMention:
    """Characters that name a network, and its name."""

    start: int
    end: int
    name: str


_CHANNELS: Mapping[str, frozenset[str]] = {
    "BBC": frozenset(("BBC One", "BBC Two", "BBC Three", "BBC Four", "BBC Scotland")),
    "ITV": frozenset(("ITV1", "ITV2")),
    "Sky": frozenset(("Sky Atlantic", "Sky Max", "Sky Comedy", "Sky History", "Sky Uno")),
    "Rai": frozenset(("Rai 1", "Rai 2", "Rai 3")),
    "RTP": frozenset(("RTP1", "RTP2")),
    "RTVE": frozenset(("La 1",)),
    "ARD": frozenset(("Das Erste",)),
}


def is_channel_of(channel: str, broadcaster: str) -> bool:
    """Whether a network is one of the channels of a broadcaster: "BBC One" of "BBC"."""
    return channel in _CHANNELS.get(broadcaster, ())


def is_network(name: str) -> bool:
    """Whether a text is just the name of a network."""
    return name.strip() in _CANONICAL or name.strip().removeprefix("The ") in _CANONICAL


_FOLDED = {name.casefold(): whole for name, whole in _CANONICAL.items()}


def network_alone(text: str) -> str | None:
    """The network that a line is, where it is nothing else: "NETFLIX", "Sky/WOW"."""
    return _FOLDED.get(text.strip(" :*").partition("/")[0].strip().casefold())


def network_mentions(text: str) -> Iterator[NetworkMention]:
    """Every network named in a text, in order."""
    for match in _PATTERN.finditer(text):
        if _COMPANY.match(text, match.end()):
            continue
        if match[0] in AMBIGUOUS_NAMES and not _is_meant(text, match):
            continue
        if (
            match[0] in _FIRMS
            and not _BEGINS.search(text, 0, match.start())
            and _IN_NAME.search(
                text[max(0, match.start() - 12) : match.start()] + "\0" + text[match.end() :][:12]
            )
        ):
            continue
        yield NetworkMention(match.start(), match.end(), _CANONICAL[match[0]])


# "(Discovery, 10 p.m.)", "(9/8c, Bravo)"
_HOUR = 16
_WITH_HOUR = re.compile(r", \d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\b|/\d|Uhr|[ap]\.m\.)")
_BEHIND_HOUR = re.compile(r"\([^()]*\d ?(?:[ap]\.?m\.?|c|Uhr)(?: [A-Z/]{2,5})?, $")


# "Max's “Harbor Nine”"
_OWNS_TITLE = re.compile(r"['’]s (?=[“‘\"«„*])")


def _is_meant(text: str, match: re.Match[str]) -> bool:
    """Whether a word that is also another's name means the network here."""
    if _SURNAME_BEHIND.match(text, match.end()):
        return False  # "the Ann Example and Max Harwood sitcom"
    if _WITH_HOUR.match(text, match.end()) or _BEHIND_HOUR.search(
        text[max(0, match.start() - _HOUR) : match.start()]
    ):
        return True
    if _OWNS_TITLE.match(text, match.end()):
        return True
    if _PREPOSITION.search(text[max(0, match.start() - 8) : match.start()].rstrip()):
        # "by Max Harwood" names a person.
        return not re.match(r" [A-Z][a-z]", text[match.end() : match.end() + 3])
    return (
        re.match(
            r"(?i:(?:['’]s)? (?:has |had |have |also |is |will |recently |officially |just"
            r" )*(?:renew|cancel"
            r"|order|pick|green|given|confirm|announce|release|commission|axe|drop|pull|decided"
            r"|original"
            r"|series|drama|comedy|show|hit|said|revealed|sets?\b|unveil|debut|premiere|brings?\b"
            r"|scrap"
            r"|pone|bestellt|verlangert|setzt|renueva|renouvelle|annule|cancela|thriller|sitcom))",
            text[match.end() : match.end() + 60],
        )
        is not None
    )
