"""The texts of providers as the fields take them: plain, short enough, languages as codes."""

from __future__ import annotations

import html
import re

_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|ul|ol|h[1-6])\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_LONGEST = 50_000

_TEXT_CAP = 4000
"""Characters that a story of a show or season may have."""

_NAME_CAP = 200
"""Characters that a person's part may have."""


def plain(text: str | None) -> str | None:
    """The text without its tags, paragraphs apart by an empty line; None when nothing is left."""
    if text is None:
        return None
    text = _TAG.sub("", _BREAK.sub("\n", text[:_LONGEST]))
    lines = (" ".join(line.split()) for line in html.unescape(text).split("\n"))
    return "\n\n".join(line for line in lines if line) or None


def clipped(text: str | None) -> str | None:
    """A story short enough for its field; a longer one ends at a word, with an ellipsis."""
    if text is None or len(text) <= _TEXT_CAP:
        return text
    return text[: _TEXT_CAP - 1].rsplit(None, 1)[0][: _TEXT_CAP - 1] + "…"


def characters(names: list[str]) -> str | None:
    """The parts that one person plays, as one credit names them; the first, where it is many."""
    told = ""
    for name in dict.fromkeys(names):
        longer = f"{told} / {name}" if told else name
        if told and len(longer) > _NAME_CAP:
            break
        told = longer
    return told[:_NAME_CAP] or None


_LANGUAGES = """
af Afrikaans; sq Albanian; am Amharic; ar Arabic; hy Armenian; az Azerbaijani; eu Basque;
be Belarusian; bn Bengali; bs Bosnian; bg Bulgarian; my Burmese; ca Catalan; zh Chinese;
hr Croatian; cs Czech; da Danish; nl Dutch; en English; et Estonian; fo Faroese; fi Finnish;
fr French; gl Galician; ka Georgian; de German; el Greek; gu Gujarati; he Hebrew; hi Hindi;
hu Hungarian; is Icelandic; id Indonesian; ga Irish; it Italian; ja Japanese; jv Javanese;
kn Kannada; kk Kazakh; km Khmer; ko Korean; ku Kurdish; ky Kyrgyz; lo Lao; la Latin; lv Latvian;
lt Lithuanian; lb Luxembourgish; mk Macedonian; ms Malay; ml Malayalam; mt Maltese; mi Maori;
mr Marathi; mn Mongolian; ne Nepali; no Norwegian; pa Panjabi; pa Punjabi; ps Pashto; fa Persian;
pl Polish; pt Portuguese; ro Romanian; ru Russian; gd Gaelic; sr Serbian; sn Shona; si Sinhalese;
sk Slovak; sl Slovenian; so Somali; st Sesotho; es Spanish; sw Swahili; sv Swedish; tl Tagalog;
ta Tamil; te Telugu; th Thai; ti Tigrinya; tr Turkish; uk Ukrainian; ur Urdu; uz Uzbek;
vi Vietnamese; cy Welsh; fy Frisian; xh Xhosa; yi Yiddish; yo Yoruba; zu Zulu; gd Scottish Gaelic
"""

LANGUAGE_CODES = {
    name.casefold(): code
    for code, _, name in (entry.strip().partition(" ") for entry in _LANGUAGES.split(";"))
}
"""ISO 639-1, by the English name in lower case."""


def code_of(name: str) -> str | None:
    """The code of a language by its English name; None for one that has none here."""
    return LANGUAGE_CODES.get(name.strip().casefold())
