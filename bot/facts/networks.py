"""Networks under all their names, and which of them stream. Pure.

"Max" is HBO Max, and "CBS All Access" is Paramount+. Networks are compared by `network_key`, so
that a show stays on its network when the network gets a new name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache, lru_cache

from .fields import folded
from .letters import is_of_word

_NAMES = """
Prime Video: Amazon, Amazon Prime, Amazon Prime Video, Amazon Video, Amazon Instant Video
Freevee: Amazon Freevee, IMDb TV, IMDb Freedive
HBO Max: Max
Apple TV: Apple TV+
Paramount+: CBS All Access
Showtime: Paramount+ with Showtime
Paramount Network: Spike, Spike TV
Peacock: Peacock Premium, Peacock TV
JioHotstar: Hotstar, Disney+ Hotstar, Disney+Hotstar
MGM+: Epix
Freeform: ABC Family, Fox Family
Syfy: Sci Fi, Sci-Fi, Sci Fi Channel, Sci-Fi Channel
History: History Channel, The History Channel
National Geographic: National Geographic Channel, Nat Geo
Nat Geo Wild: National Geographic Wild
OWN: Oprah Winfrey Network
USA Network: USA
SundanceTV: Sundance TV, Sundance Channel
truTV: Court TV
Hallmark+: Hallmark Movies Now
Investigation Discovery: ID
Adult Swim: [adult swim]
YouTube Premium: YouTube Red
Tubi: Tubi TV
The Roku Channel: Roku
Disney XD: Toon Disney
Ion: Ion Television
ITVX: ITV Hub
ITV1: ITV
Channel 4 streaming: All 4, 4oD
Channel 5: 5, Five
Sky Max: Sky One, Sky 1
U&Dave: Dave
U&Alibi: Alibi
U&Drama: Drama
U&Yesterday: Yesterday
U&W: W
U: UKTV Play
Crave: CraveTV
TVNZ+: TVNZ OnDemand
10: Network 10, Network Ten, Ten, Channel 10
RTL+: TVNOW, TV Now
WOW: Sky Ticket
TF1+: MYTF1
M6+: 6play
Movistar Plus+: Movistar+, Movistar Plus
ViX: ViX+
Viki: Rakuten Viki
Abema: AbemaTV
"""
"""A network's name, then the names that it had or has elsewhere.

A network that was split or closed is not the same as its successors, and a name that two networks
share is in neither line. From the networks' own announcements.
"""

_ARTICLE = re.compile(r"^the ")


@lru_cache(4096)
def network_key(name: str) -> str:
    """The key of a network, which is the same for all of its names, whatever the spelling, the case
    and "Plus"."""
    plain = _plain(name)
    return _keys().get(plain, plain)


@lru_cache(4096)
def network_names(name: str) -> frozenset[str]:
    """The keys that may be stored for a network: its own, and those of its former names."""
    key = network_key(name)
    return frozenset({key, folded(name), *_groups().get(key, ())})


def same_network(one: str | None, other: str | None) -> bool:
    """Whether two names mean one network; no name means none."""
    return one is not None and other is not None and network_key(one) == network_key(other)


def _plain(name: str) -> str:
    text = folded(name).replace("&", " and ")
    text = re.sub(r" ?\bplus\b|\s\+", "+", text)
    words = "".join(char if char == "+" or is_of_word(char) else " " for char in text).split()
    return _ARTICLE.sub("", " ".join(words)) or folded(name)


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    rows = (line.split(": ") for line in _NAMES.strip().splitlines())
    return {name: tuple(others.split(", ")) for name, others in rows}


@cache
def _keys() -> Mapping[str, str]:
    return {
        _plain(name): _plain(first)
        for first, others in _table().items()
        for name in (first, *others)
    }


@cache
def _groups() -> Mapping[str, frozenset[str]]:
    return {
        _plain(first): frozenset(
            text for name in (first, *others) for text in (folded(name), _plain(name))
        )
        for first, others in _table().items()
    }


_STREAMING = frozenset({
    "abema", "acorn tv", "amazon", "apple tv", "apple tv plus", "bbc iplayer", "binge", "britbox",
    "crave", "crunchyroll", "discovery plus", "disney plus", "globoplay", "hbo max", "hidive",
    "hulu", "iqiyi", "itvx", "jiohotstar", "joyn", "max", "mgm plus", "netflix", "paramount plus",
    "peacock", "prime video", "shudder", "sonyliv", "stan", "tubi", "tving", "u-next", "viaplay",
    "viki", "vix", "wavve", "wetv", "youtube", "zee5",
})  # fmt: skip
"""Streaming services, by `service_key`; not every source tells them from channels."""


@lru_cache(1024)
def service_key(provider: str) -> str:
    """One spelling of a service's name, for sources that spell it differently: "Disney+", "Disney
    Plus"."""
    return " ".join(
        folded(provider).replace("+", " plus").replace("amazon prime video", "prime video").split()
    )


def is_streaming_service(network: str) -> bool:
    """Whether a network is a streaming service."""
    return service_key(network) in _STREAMING


def on_one_of(keys: Collection[str], network: str | None) -> bool:
    """Whether a network has one of those keys, under any of its names."""
    return network is not None and not network_names(network).isdisjoint(keys)
