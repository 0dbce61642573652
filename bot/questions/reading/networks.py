"""The names of networks and streamers, as people write them in a sentence."""

from collections.abc import Sequence

from bot.questions.reading.words import Word

# Folded, the longest first where one begins another.
_NAMES = frozenset(
    tuple(name.split(" "))
    for name in (
        "netflix", "hbo max", "hbo", "max", "hulu", "disney plus", "disney", "disneyplus",
        "amazon prime video", "amazon prime", "prime video", "prime", "amazon", "apple tv plus",
        "apple tv", "appletv", "apple", "peacock", "paramount plus", "paramount", "crunchyroll",
        "funimation", "hidive", "bbc america", "bbc one", "bbc two", "bbc three", "bbc iplayer",
        "bbc", "itv", "itvx", "channel 4", "channel 5", "sky atlantic", "sky", "fox", "abc", "nbc",
        "cbs", "the cw", "cw", "amc", "fx", "fxx", "usa network", "tnt", "tbs", "syfy", "starz",
        "showtime", "mtv", "bravo", "freeform", "nickelodeon", "cartoon network", "adult swim",
        "toonami", "lifetime", "hallmark", "history channel", "spike", "epix", "mgm plus",
        "jiohotstar", "hotstar", "jiocinema", "zee5", "sonyliv", "sony liv", "voot", "mx player",
        "globoplay", "globo", "movistar", "atresplayer", "antena 3", "telecinco", "rai",
        "canal plus", "tf1", "arte", "ard", "zdf", "rtl", "prosieben", "wow", "joyn", "viki", "tvn",
        "jtbc", "tving", "iqiyi", "wetv", "youtube", "roku", "tubi", "britbox", "acorn tv",
        "shudder", "discovery", "tlc", "pbs", "a e", "espn", "comedy central", "vix", "univision",
        "telemundo",
    )
)  # fmt: skip
_LONGEST = max(map(len, _NAMES))


def network_at(words: Sequence[Word], at: int) -> int:
    """How many words from `at` on name a network; 0 for none."""
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        piece = words[at : at + length]
        if tuple(word.bare for word in piece) in _NAMES:
            return length
    return 0
