"""Which seasons a sentence of an article names, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ...questions.reading.language import languages
from ..article import LINES_KEPT, aligned, signs_as_letters
from ..language import any_of, codes

_MOST = 80


@dataclass(frozen=True, slots=True)
class SeasonPhrase:
    """Characters that name seasons: their `numbers`, or what `relative` says instead.

    `relative` is "next", "another", "final", "latest", "previous" or "earlier" (all before it);
    `span` is how
    many seasons something had ("after three seasons"), which names none of them. `is_last` is said
    of a season with its number: "the fifth and final season".
    """

    start: int
    end: int
    numbers: tuple[int, ...] = ()
    relative: str | None = None
    span: int | None = None
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class _Grammar:
    mention: re.Pattern[str]
    elliptic: re.Pattern[str]
    values: dict[str, int]
    relatives: dict[str, str]


_RELATIVES = {
    "next": "next", "new": "next", "upcoming": "next", "forthcoming": "next",
    "previous": "previous", "prior": "previous", "final": "final", "last": "latest",
    "latest": "latest", "current": "latest", "most recent": "latest",
    "nachsten": "next", "nachste": "next", "neue": "next", "neuen": "next", "letzte": "final",
    "letzten": "final", "finale": "final", "finalen": "final", "vorherigen": "previous",
    "proxima": "next", "nueva": "next", "ultima": "final", "anterior": "previous",
    "nova": "next", "prossima": "next", "nuova": "next",
    **{signs_as_letters(word): "next" for word in ("नया", "नए", "अगला", "अगले")},
    **{signs_as_letters(word): "final" for word in ("आखिरी", "आख़िरी", "अंतिम")},
    **dict.fromkeys(
        ("another", "one more", "a further", "otra", "autre", "altra", "outra"), "another"
    ),
    "prochaine": "next", "nouvelle": "next", "derniere": "final", "precedente": "previous",
}  # fmt: skip
_EARLIER = (
    r"(?:all (?:of )?)?(?:the |its )?(?:previous|earlier|prior) episodes\b"
    r"|(?:alle )?(?:bisherigen|fruheren|vorherigen|vorangegangenen) (?:folgen|episoden)\b"
    r"|(?:todos )?los (?:episodios|capitulos) (?:anteriores|previos)\b"
    r"|(?:tous )?les episodes precedents\b|(?:todos )?os episodios anteriores\b"
    r"|(?:tutti )?gli episodi precedenti\b"
    r"|(?:all )?(?:of )?(?:the |its )?(?:previous|earlier|past|prior)"
    r" (?:seasons\b|series\b(?! finale))"
    r"|(?:alle )?(?:bisherigen|fruheren|vorherigen|vorangegangenen) staffeln\b"
    r"|(?:todas )?las temporadas (?:anteriores|previas)\b|(?:toutes )?les saisons precedentes\b"
    r"|(?:todas )?as temporadas anteriores\b"
    r"|(?:tutte )?le (?:stagioni precedenti|precedenti stagioni)\b"
    rf"|{signs_as_letters('पिछले (?:सभी )?सीज़?न')}"
)
# "For a second" is a season only where something is renewed.
_GOES_ON = re.compile(
    r"season|staffel|temporada|saison|order|bestell|confirm|commission|renew|\bback for|return"
    r"|picked up|verlanger|renov|renouvel|stagion|rinnov|conferm"
)
_LAST = "(?:finale[rn]?|final|last|letzten?|abschliess?ende|ultima|derniere"
_LAST += f"|{signs_as_letters('आखिरी|आख़िरी|अंतिम')})"
_AND = f"(?:and|und|y|et|e|{signs_as_letters('और')})"
_AND_LAST = re.compile(rf"\b{_AND},? {_LAST}\b")
_OF_EPISODES = re.compile(r"episod|folge|capitul|puntat|chapter|film|book|roman|novel")
# "Season 4 and ten episodes": no season is called so.
_EPISODES = r"(?:(?:-| )(?:\w+ )?(?:episod|folge|capitul|puntat|chapter)| ?[x×] ?\d)"
# "umfasst die Staffel acht Episoden": so many episodes, and no eighth season
_ARE_EPISODES = re.compile(
    rf"(?:staffel|temporada|saison|stagione) (?:de |d'|da |di )?[a-z]+{_EPISODES}"
)
_HINDI = signs_as_letters("सीज़?न")
_COUNTED = (
    "(?:full |complete |long |short |whole |volle |temporadas |wonderful |successful |lunghe )?"
)


_ORDINALS = {
    signs_as_letters(word): number
    for number, forms in enumerate(
        ("पांचवें पाँचवें", "छठे", "सातवें", "आठवां आठवें", "नौवां नौवें", "दसवां दसवें"), 5
    )
    for word in forms.split()
}
"""Hindi ones that questions are not asked with."""


_TOGETHER = {signs_as_letters("तीनों"): 3, signs_as_letters("चारों"): 4, signs_as_letters("पांचों"): 5}
"""Hindi for all three, four and five of something."""


def _numbers(words: Mapping[str, int], own_letters: bool) -> dict[str, int]:
    """Words for numbers as a folded text has them; of Hindi those in its own letters.

    In Latin ones "teen" is three, "do" is two and "das" ten.
    """
    return {
        aligned(word): number
        for word, number in words.items()
        if not (own_letters and word.isascii())
    }


_HINDI_FEW = {signs_as_letters(word): at for at, word in enumerate(("दो", "तीन", "चार"), 2)}
_YEARS = ("segundo", "terceiro", "quarto", "quinto", "sexto", "setimo", "oitavo", "nono")
"""In Portuguese a season is also called a year: "o quarto ano da série"."""


@cache
def _grammar(parts: bool) -> _Grammar:
    values: dict[str, int] = {}
    ordinals: set[str] = set()
    cardinals: set[str] = set()
    for language in languages():
        if language.code in codes():
            own_letters = language.code == "hi"
            first = _numbers(language.ordinals, own_letters)
            counted = _numbers(language.cardinals, own_letters)
            values |= first | counted
            ordinals |= first.keys()
            cardinals |= counted.keys()
    values |= _ORDINALS
    ordinals |= _ORDINALS.keys()
    # "une saison", "una temporada" and "un" are articles.
    cardinals -= {"un", "una", "uno", "une", "um", "uma"}
    values |= {word: at for at, word in enumerate(_YEARS, 2)}
    ordinals |= set(_YEARS)
    values |= {"sophomore": 2, "freshman": 1}
    ordinals |= {"sophomore", "freshman"}
    later = {word for word in ordinals if values[word] > 2}
    noun = r"(?:seasons?|series|staffeln?|temporadas?|entregas?|tandas?|saisons?|salves?"
    noun += rf"|stagion[ei]|{_HINDI}|szn"
    noun += "|parties?|partes?|parts?|teile?)" if parts else ")"
    # "N will premiere season 2": in French alone it is the first.
    ordinal = (
        rf"(?!premiere\W+seas)(?:{any_of(ordinals)}|\d{{1,2}}(?:st|nd|rd|th|e|eme|ere|re|\.?[ao]"
        r"|\.(?= ?staffel| und letzten? staffel)))"
    )
    cardinal = rf"(?:{any_of(cardinals)}|\d{{1,4}})"
    span = rf"(?:{any_of(cardinals)}|einer|zwei|un[ao] (?:unica|sola)|uma unica|una|uma|une seule"
    span += r"|une|a single|\d{1,2})"
    adjective = rf"(?:{_AND},? {_LAST} )?"
    joined = r"(?:,? (?:and|und|y|et|e|&|or|bis|through|thru|to|a|au)|,| ?[-–&])"
    first_ones = signs_as_letters("(?:पहले|शुरुआती)")
    pattern = (
        # Nothing else begins a mention: without this, all that follows is tried at every letter.
        rf"(?:\b(?=\w)|(?={first_ones}))(?:"
        rf"\b(?:the )?first (?P<firsts>{any_of(cardinals)}) {_COUNTED}(?:seasons|series)\b"
        rf"|\b(?:the |las |les |die |as |le )?(?P<firsts2>{any_of(cardinals)})"
        rf" (?:primeras|premieres|ersten|primeiras|prime) {noun}\b"
        rf"|\b(?:primeras|premieres|ersten|primeiras"
        rf"|prime) (?P<firsts3>{any_of(cardinals)}) {noun}\b"
        r"|\b(?:the first|die ersten|le prime|las primeras|les premieres|as primeiras|las|les"
        r"|le|as)"
        rf" (?P<firsts4>{any_of(cardinals)})(?: primeras| premieres| primeiras| prime)?"
        r"(?= (?:sono|estan|sont|sind|are|estao|se pueden|pueden|konnen) )"
        rf"|\b(?:all|alle|las|les|tutte e|todas as) (?P<all>{any_of(cardinals)}) (?:previous "
        rf"|bisherigen "
        rf"|earlier |existing "
        rf"|past )?"
        rf"(?:le )?{_COUNTED}{noun}\b"
        rf"|\b(?P<both>{signs_as_letters('(?:पहले |पिछले )?दोनों')} {_HINDI}"
        r"|both seasons|beide staffeln|ersten beiden staffeln"
        r"|ambas (?:as )?temporadas|as duas temporadas"
        r"|les deux saisons|entrambe le stagioni)\b"
        rf"|\b(?P<o1>{ordinal})(?P<om>(?:,? (?:and|und|y|et|e|through|to|&)|,) (?:the |a |die "
        rf"|eine |la |una |une )?)"
        rf"(?P<o2>{ordinal}) {noun}\b"
        rf"|\b(?P<ordinal>{ordinal}),? {adjective}(?:[a-z-]{{3,13}} )?{noun}\b(?! finale)"
        rf"|\b(?P<fordinal>{ordinal})[ -](?:{noun}|outing|go-round|bow|frame|stint|runde"
        r"|ano(?! (?:consecutivo|seguido|d[aeo] |que vem))|run|year(?= (?:in|on|this|next)\b))\b"
        rf"|\b(?P<plast>{_LAST} )?{noun} (?:no\. |number |#)?(?P<n1>{cardinal})"
        rf"(?:(?P<m1>{joined}) ?(?P<n2>{cardinal})(?!{_EPISODES}))?"
        rf"(?:(?P<m2>{joined}) ?(?P<n3>{cardinal})(?!{_EPISODES}))?"
        rf"(?P<nlast> \((?:and )?{_LAST}\)|,? (?:and|und|y|et|e),? {_LAST}\b)?"
        # "Season 2B": the letter is left to tell that it is only a part.
        r"(?:(?=[ab]\b)|(?![\w]))(?! ?(?:%|uhr|jahre|years|minutes|million))"
        rf"|\b{noun} (?P<roman>{any_of(_ROMAN)})(?![\w'])"
        r"|\b(?:s0?(?P<short>\d{1,2})(?:e\d+)?|t(?P<short2>[1-9]))\b"
        # "Une saison 4" is the fourth, and no count of one.
        rf"|(?<![\w-])(?!(?:einer|un[ae]|uma) {noun} \d)(?P<span>{span})[ -]{_COUNTED}{noun}\b"
        r"(?! de (?:unos )?\d+ minut|,? including\b)"
        rf"|\b(?:for|back for|um) (?:a|an|its|eine) (?P<bare>{ordinal})(?: and (?:final|last))?"
        rf"(?! (?:and|und|y|e|et) (?:a |eine |una |une )?(?:final|last|{ordinal} {noun}))"
        r"(?=[,.;:!?)\"']|$| (?:and|but|on|at|in|next|this|while)\b)"
        rf"|\b(?:its|the|her|their|die|der|la|le|el|a|della|da) (?P<bare2>{ordinal})"
        r"(?=,? (?:released|had|has|which|que|qui|die|launched|ends?|ended|begins?|began|starts?"
        r"|started"
        r"|premier"
        r"|conclud|wraps|will|returns|follows"
        r"|runs|ran|debuts?|debuted"
        r"|disponibil[ei]|disponibles?|available|verfugbar|disponive(?:l|is)|uscita"
        r"|chegou|estreou|llego|se estreno|arrivo|est sortie"
        r"|termino|termina|estreno|empieza|startet|endet|lief|endete|sera|sara|foi|estreia|debutta"
        r"|arriva|arrivera)\b)"
        rf"|\b(?:an?|the|eine|die|una|la|une) (?P<bare3>{any_of(later)})"
        r"(?= (?:was|has|is|had|should|will|wurde|ist|wird|fue|foi|ha|a ete|est|sera|sara)\b)"
        rf"|\b(?:{signs_as_letters('(?:पहले |पिछले )?')})(?P<hindi>{any_of(_TOGETHER)}) {_HINDI}"
        rf"|{first_ones} (?P<firsts5>{any_of(_HINDI_FEW)}) {_HINDI}"
        rf"|\b(?P<earlier>{_EARLIER})"
        rf"|\b(?P<relative>{any_of(_RELATIVES)}) (?:season|staffel|temporada|saison|stagione"
        rf"|{_HINDI})\b(?<![a-z](?= \d)))"
    )
    second_on = [word for word in ordinals if values[word] > 1]
    # "with the sixth already ordered"
    ordered = (
        r"(?:(?:already|now|also|ya|bereits|deja|gia|ja|wurde|war|is|was|has been|a ete|est|ha sido"
        r"|esta|e stata|foi) ){0,2}(?:bestellt|beauftragt|bestatigt|ordered|commissioned|confirmed"
        r"|commandee|confirmee|encargada|confirmada|ordinata|confermata|encomendada)"
    )
    elliptic = (
        r"\b(?:an?|its|her|their|una|su|une|sa|uma|sua|eine|seine|ihre)"
        rf" (?P<number>{any_of(second_on)})(?=[,.;:!?)\"']|$| of [\"']| (?:and|y|e|et|und|but|while"
        rf"|mientras|mentre|enquanto|tandis|pendant|{ordered})\b)"
        rf"|\b(?:the|die|la|a) (?P<other>{any_of(second_on)})(?= {ordered}\b)"
    )
    return _Grammar(re.compile(pattern), re.compile(elliptic), values, _RELATIVES)


_OF_TEMPORADAS = ("es", "pt")
_BY_PARTS = re.compile(
    r"\b(?:(?:partie|parte|part|teil) \d|(?:troisieme|quatrieme|cinquieme|tercera|cuarta|quinta"
    r"|third"
    r"|fourth|fifth) (?:partie|parte|part)\b)"
)
_BY_SEASONS = re.compile(
    r"\b(?:(?:season|staffel|temporada|saison|stagione) \d|\w+ (?:season|temporada|saison"
    r"|stagione)\b)"
)


def counts_parts(plain: str) -> bool:
    """Whether the line that heads an article counts parts where others count seasons."""
    return _BY_PARTS.search(plain) is not None and _BY_SEASONS.search(plain) is None


def season_mentions(
    plain: str, *, parts: bool = False, language: str = "es"
) -> Iterator[SeasonPhrase]:
    """Every mention of seasons in a folded text (`article.aligned`), in order.

    `parts` says that the show's parts are its seasons. "T2" is one only where a season is called a
    temporada: elsewhere it is a film.
    """
    yield from _seasons(plain, parts, language)


def season_alone(plain: str, language: str = "es") -> SeasonPhrase | None:
    """The mention of seasons that is all of a folded text: "season 2"; None if there is more."""
    first = next(season_mentions(plain, language=language), None)
    return first if first is not None and (first.start, first.end) == (0, len(plain)) else None


@lru_cache(maxsize=LINES_KEPT)
def _seasons(plain: str, parts: bool, language: str) -> tuple[SeasonPhrase, ...]:
    found = tuple(_mentions(plain, parts=parts, language=language))
    if any(one.numbers or one.span for one in found):
        elliptic = _elliptic(plain, [(one.start, one.end) for one in found])
        found = tuple(sorted((*found, *elliptic), key=lambda one: one.start))
    return found


def _elliptic(plain: str, taken: list[tuple[int, int]]) -> Iterator[SeasonPhrase]:
    """Seasons without their noun, beside one that has it: "a fourth season, and “Y” a second"."""
    grammar = _grammar(False)
    for match in grammar.elliptic.finditer(plain):
        start, end = match.span()
        if not any(start < stop and begin < end for begin, stop in taken):
            number = _value(match["number"] or match["other"], grammar)
            yield SeasonPhrase(start, end, (number,))


def _mentions(plain: str, *, parts: bool, language: str) -> Iterator[SeasonPhrase]:
    grammar = _grammar(parts)
    for match in grammar.mention.finditer(plain):
        if (match["bare"] or match["bare3"]) and not _GOES_ON.search(plain):
            continue
        if match["short2"] and language not in _OF_TEMPORADAS:
            continue
        if match["bare3"] and _OF_EPISODES.search(plain):
            continue
        found = _read(match, grammar)
        if found is not None:
            yield found


def _read(match: re.Match[str], grammar: _Grammar) -> SeasonPhrase | None:
    start, end = match.span()
    kind = match.lastgroup
    if (
        counted := match["firsts"]
        or match["firsts2"]
        or match["firsts3"]
        or match["firsts4"]
        or match["firsts5"]
        or match["all"]
    ):
        count = _HINDI_FEW.get(counted) or _value(counted, grammar)
        return SeasonPhrase(start, end, tuple(range(1, count + 1))) if count else None
    if match["hindi"]:
        return SeasonPhrase(start, end, tuple(range(1, _TOGETHER[match["hindi"]] + 1)))
    if match["both"]:
        return SeasonPhrase(start, end, (1, 2))
    if match["o1"]:
        numbers = _between(match["o1"], match["om"], match["o2"], grammar)
        return SeasonPhrase(start, end, numbers) if numbers else None
    if kind in ("ordinal", "fordinal", "bare", "bare2", "bare3"):
        number = _value(match[kind], grammar)
        if not number:
            return None
        is_last = _AND_LAST.search(match[0]) is not None
        if kind == "bare" and (lead := _LEAD.match(match[0])) is not None:
            start += lead.end()  # "will be back for a third"
        return SeasonPhrase(start, end, (number,), is_last=is_last)
    if match["roman"]:
        return SeasonPhrase(start, end, (_ROMAN[match["roman"]],))
    if match["n1"]:
        if not match["n1"][0].isdigit() and _ARE_EPISODES.match(match.string, match.start()):
            return None
        first = _value(match["n1"], grammar)
        if not first or first > _MOST:
            return None
        seasons: tuple[int, ...] = (first,)
        stop = match.end("n1")
        for join, group in (("m1", "n2"), ("m2", "n3")):
            if match[group]:
                more = _between(str(seasons[-1]), match[join], match[group], grammar)
                if not more or more[-1] > first + 12:
                    break
                seasons = tuple(dict.fromkeys((*seasons, *more)))
                stop = match.end(group)
        if match["nlast"] and stop == match.start("nlast") and len(seasons) == 1:
            return SeasonPhrase(start, match.end("nlast"), seasons, is_last=True)
        is_last = match["plast"] is not None and len(seasons) == 1
        return SeasonPhrase(start, stop, seasons, is_last=is_last)
    if short := match["short"] or match["short2"]:
        number = int(short)
        return SeasonPhrase(start, end, (number,)) if 0 < number <= _MOST else None
    if match["span"]:
        text = match["span"]
        count = 1 if text in _ONE else _value(text, grammar)
        if not count or count > _MOST:
            return None
        return SeasonPhrase(start, end, span=count)
    if match["earlier"]:
        return SeasonPhrase(start, end, relative="earlier")
    return SeasonPhrase(start, end, relative=grammar.relatives[match["relative"]])


_LEAD = re.compile(r"(?:back for|for|um) ")
_ROMAN = {"ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_ONE = frozenset(
    ("a single", "einer", "una", "una unica", "una sola", "une", "une seule", "uma", "uma unica")
)


def _value(text: str, grammar: _Grammar) -> int:
    if text in grammar.values:
        return grammar.values[text]
    digits = re.match(r"\d+", text)
    return int(digits[0]) if digits else 0


def _between(first: str, join: str, last: str, grammar: _Grammar) -> tuple[int, ...]:
    one, other = _value(first, grammar), _value(last, grammar)
    is_range = re.search(r"through|thru|\bto\b|bis|-|–|\ba\b|\bau\b", join)
    if is_range is None and _MOST >= one > other > 0:
        return (one, other)  # "for third and second seasons, respectively"
    if not 0 < one < other <= _MOST:
        return ()
    return tuple(range(one, other + 1)) if is_range else (one, other)
