"""Whom a Hindi sentence lists as a cast, or gives a part; no capital marks their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from .credit_patterns import CreditMention

_WORD = r"[\u0900-\u097f]+"
_NO_NAME = (
    "(?!(?:फिर|वापस|दोबारा|जो|एक|और|भी|की|के|का|को|ने|से|में|(?:इस|इन|उस|उन|जिस|जिन)(?:में|के))(?: |,|$))"
)
HINDI_NAME = rf"{_NO_NAME}{_WORD}(?: {_NO_NAME}{_WORD}){{1,2}}"
_HINDI_SEASON = "सीज़?न"
_HINDI_LIST = re.compile(
    rf"(?:में (?:भी )?|के साथ |के अलावा |^)(?P<names>{HINDI_NAME}(?:, {HINDI_NAME}){{0,8}}"
    rf"(?:,? और {HINDI_NAME})?)"
    r" (?:जैसे (?:कलाकार|सितारे)|(?:एक बार (?:फिर|दोबारा) (?:से )?)?"
    r"(?:(?:मुख्य|अहम|लीड|प्रमुख|महत्वपूर्ण) )+(?:भूमिका|किरदार|रोल)"
    rf"|(?:{_WORD} {_HINDI_SEASON} में )?(?:एक बार )?(?:फिर |दोबारा |वापस )?(?:से )?"
    r"(?:अपने किरदारों में |अपनी भूमिकाओं में )?"
    r"(?:नज़?र आएंग|दिखेंग|दिखाई देंग|लौटेंग|लौट रहे|वापसी कर))"
)
# "X की एंट्री हो रही है, जो Y का किरदार निभाएंगी"
_HINDI_PART = re.compile(
    rf"(?:\bमें |\bइसमें |\bतौर पर |\bरूप में |^|, )(?P<person>{HINDI_NAME})"
    r" (?:(?:की|भी|को) [^,।]{2,40}, जो |, जो )"
    rf"(?P<character>{_WORD}(?: {_WORD}){{0,3}}) (?:का|की|के) (?:किरदार|भूमिका|रोल)"
)
_OPENS = r"(?:^|, |(?:और|साथ|में|भी|अलावा|वहीं) )"
_NO_PART = (
    "(?!(?:एक|और|अपन[ेीा]|मुख्य|अहम|लीड|उन(?:के|की|का)|इस(?:के|की|का)?|नए|भी|की|के|का|को|ने|से|में|बार|फिर|जो)"
    "(?: |$))"
)
_CALLED = rf"{_NO_PART}{_WORD}\.?(?: {_NO_PART}{_WORD}\.?){{0,4}} "
# "X Y का किरदार निभाएंगे", "X Y और Z W की भूमिका में दिखेंगे": a person has two names.
_ROLE = r"(?:का|की|के) (?:किरदार|भूमिका|रोल)(?: \S+){0,2}? (?:निभा|नज़?र आ|दिख|लौट|में (?:हैं|है|हों))"
_TWO = rf"{_NO_NAME}{_WORD} {_NO_NAME}{_WORD}"
_AGAIN = r"(?:भी |(?:एक बार )?फिर (?:से )?|दोबारा |वापस )*"
_PLAYING = re.compile(rf"{_OPENS}(?P<person>{_TWO}) {_AGAIN}(?P<character>{_CALLED}){_ROLE}")
_BOTH_PLAYING = re.compile(
    rf"{_OPENS}(?P<person>{_TWO}) (?P<character>{_CALLED})और {_TWO} {_CALLED}{_ROLE}"
)
_SECOND_PLAYING = re.compile(rf"(?<=और )(?P<person>{_TWO}) (?P<character>{_CALLED}){_ROLE}")
# "X (Y), Z (W) भी वापसी कर रहे हैं"
_BRACKETED = re.compile(
    rf"{_OPENS}(?P<person>{HINDI_NAME}) \((?P<character>{_WORD}\.?(?: {_WORD}\.?){{0,4}})\)"
)
_OF_CAST = re.compile(r"वापस|लौट|नज़?र आ|दिख|कलाकार|कास्ट|किरदार|भूमिका|रोल|शामिल")


def hindi_cast(text: str) -> Iterator[CreditMention]:
    """Everyone whom a sentence in Hindi names as one of a cast."""
    given: set[str] = set()
    for match in _parts(text):
        person, character = match["person"], match["character"].strip()
        if person not in given:
            given.add(person)
            yield CreditMention(person, character, *match.span("person"))
    for match in _HINDI_LIST.finditer(text):
        for name in re.split(r",? और |, ", match["names"]):
            at = text.find(name, match.start("names"))
            if not any(name in one or one in name for one in given):
                yield CreditMention(name, None, at, at + len(name))


def _parts(text: str) -> Iterator[re.Match[str]]:
    """The names of a person with that of a character each, as a sentence has them."""
    if _OF_CAST.search(text) is None:
        return
    yield from _HINDI_PART.finditer(text)
    yield from chain(_BRACKETED.finditer(text), _BOTH_PLAYING.finditer(text))
    yield from chain(_SECOND_PLAYING.finditer(text), _PLAYING.finditer(text))
