"""Languages by their codes (ISO 639-1) and their English names."""

from __future__ import annotations

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

_ENTRIES = [entry.strip().partition(" ") for entry in _LANGUAGES.split(";")]
_CODES = {name.casefold(): code for code, _, name in _ENTRIES}
_NAMES = {code: name for code, _, name in reversed(_ENTRIES)}


def code_of(name: str) -> str | None:
    """The code of a language by its English name; None for one that has none here."""
    return _CODES.get(name.strip().casefold())


def language_name(code: str) -> str:
    """The English name of a language; for one that has none here its code."""
    return _NAMES.get(code, code)
