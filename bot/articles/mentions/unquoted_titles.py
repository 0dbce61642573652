"""Titles without quotes: by their capitals, and by what a season or a renewal stands beside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ...facts.models import TitleEntry
from ...questions.index.spelling import fold
from ...questions.reading.language import in_any
from ..article import aligned, signs_as_letters
from ..language import words
from .capital_runs import KEPT, OPENERS, RUN, SMALL, WORD, is_inside_sentence, stripped
from .networks import is_network
from .people import is_person

Resolver = Callable[[str], TitleEntry | None]
"""Finds the show in the catalogue that has just this title."""

PLAIN_WORDS = in_any("function") | in_any("ordinary")
"""The words of any sentence, which are a title only where more than a capital says so."""

NOUNS = (
    r"(?:series|show|drama|dramedy|comedy|sitcom|thriller|miniseries|program|programme|revival|hit"
    r"|reboot|spin-?off|anime|docuseries|serie|fantasyserie|krimiserie|dramaserie|telenovela"
    r"|ficcion|comedia|comedie|minisserie|novela|seriado|soap|fiction|commedia|procedural|western"
    r"|produccion|produzione|producao"
    r"|whodunn?it|dramedie|docudrama|mini-?serie|krimireihe|vorabendserie)"
)
TELLS_OF_SHOWS = re.compile(
    r"\b(?:seasons?|series|staffeln?|temporadas?|saisons?|stagion[ei]|feuilleton|episodes?|[st]\d"
    rf"|episodios|capitulos|folgen|puntate|episodi|{NOUNS}s?|[a-z]*(?:serie|drama|thriller|krimi)s?"
    rf"|{signs_as_letters('सीज़?न')}|{signs_as_letters('सीरीज़?')})\b"
)
"""That a folded text is of shows."""

SHOW_BEFORE = re.compile(
    rf"(?:\b{NOUNS}(?: called)?,?|(?:season|staffel|temporada|saison|series"
    rf"|stagione)s?(?: \w+){{0,2}}"
    r" (?:of|von|der|de|d[oai]|della|des|para|pour)(?: the| [a-z]+'s)?(?: [a-z-]+){0,3}"
    r"|\b(?:renew(?:s|ed|ing)?|cancel(?:s|ed|led|ing)|axe[sd]?|revive[sd]?|picks? up|picked up"
    r"|renovado|renueva|cancela|cancelado|renouvelle|annule|verlangert|return of|end of|saved"
    r"|premiere of|finale of|cast of|trailer for|order(?:s|ed) more|launch(?:es|ed)|debut(?:s|ed)"
    r"|premieres|(?:has|have|had) given|gives"
    r"|gave"
    r"|renova|renovou|cancelou|encomenda|encomendou|encerra|adia|adiou|estreia de|elenco de|retorno"
    r" de|rinnova|rinnovato|cancella|cancellato|chiude|finale di|ritorno di|cast di|trailer di"
    r"|stoppt|beendet|streicht|setzt|bestellt|pone fin a|met fin a|prolonge|arrete))"
    r"(?: (?:the|its|die|der|a|la|el|le))?(?: [a-z]+-[a-z]+)? ?$"
)
SHOW_AFTER = re.compile(
    rf"(?: \([^()]{{2,20}}\))?[,:]? ?(?:'s |' )?(?:(?:an?|the|its|la|le|une?|l'|die|das|eine?|el"
    rf"|una|ot(?:ra|ro)|altra|outr[ao]|(?:une )?autre|another) (?:[a-z-]+ ){{0,3}}{NOUNS}\b"
    r"|(?:(?:is|was|has|had|have|will|would|won't|isn't"
    r"|hasn't|got|gets|already|now|meanwhile|however|though|too"
    r"|have|be|been|also|officially|not|never|both|all|,|which|whose|que|qui|che|the|its|and|si|no)"
    r" ?){0,4}"
    r"(?:renew|cancel|axed|return|mov(?:e|ing) (?:forward|ahead)|com(?:e|es) back|back\b|picked"
    r"|end(?:ed|ing|s)\b|season"
    r"|series [a-z0-9]+\b|second"
    r"|third|fourth|fifth|sixth|seventh|eighth|first season|premier|debut|concluded|staffel|tempor"
    r"|saison|stagion|e (?:renovada|cancelada)|ganha|volta|retorna|estreia|tera\b|acaba|rinnovat"
    r"|cancellat|torna\b|debutta|arriva|avra\b|finisce|si conclude|chiude|slitta|wird|wurde|geht"
    r"|bekommt|erhalt|kehrt|endet|startet|lauft|bleibt|kommt|aus\b"
    r"|nach \w+ staffel|vuelve|volver|regresa|continua|termina|finaliza|concluy|llega|estren|tendra"
    r"|revien|reviendra|aura\b|s'ach|s'arrete|prend fin|arrive|debarque|continue|sera\b"
    r"|launch|over\b|staying|safe|coming|going"
    r"|streams?\b|airs?\b|\(season|\(after|– after|– concluded|\(final|\(s\d|\(renewed|\(cancel"
    r"|– (?:renew|cancel"
    r"|season|end|\d)"
    r"|: (?:renew|cancel|season)|starring|stars\b|follows|begins|starts|kicks off|wraps))"
)
_SEASON_BEHIND = re.compile(
    rf"(?P<run>{RUN})(?:['’]s?)?:? (?:\(?(?:[Ss]eason|[Ss]eries|[Ss]taffel|[Tt]emporada"
    rf"|[Ss]aison|[Ss]tagione|S)[ ]?\d"
    r"|(?:[Ss]eason|[Ss]eries) (?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight"
    r"|[Nn]ine|[Tt]en)\b"
    r"|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|final) (?:and final"
    r" )?season"
    r"|\d\. Staffel)"
)
_SEASON_BEFORE = re.compile(
    r"(?:[Ss]easons?|[Ss]eries|[Ss]taffeln?|[Tt]emporadas?|[Ss]aisons?|[Ss]tagion[ei])"
    r"(?: (?:[a-zà-ÿ]\w*|\d+|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)){0,3}? "
    r"(?:of|von|de|des|du|der|d[oai]|della)(?: the)?(?: [\w’']+[’']s)?(?: (?!(?:the|on|in|at|with"
    r"|con|mit|avec|com|starring|by|por|par"
    r"|was|is|has|had"
    r"|and|will|to|for|from|[a-z]+ed|airs|starts|returns)\b)[a-z-]+){0,3} "
    rf"(?P<run>{RUN})"
)
_RENEWED = re.compile(
    rf"\b(?:[Rr]enew(?:s|ed|ing)|[Cc]ancel(?:s|ed|led|ling|ing)?|[Aa]xe[ds]?|[Rr]evived?|[Pp]icked"
    rf" up|[Ss]crap(?:s|ped)|[Dd]rop(?:s|ped))"
    rf" (?:the )?(?:[a-z-]+ ){{0,4}}(?P<run>{RUN}(?:, {RUN})*(?:,? and {RUN})?[?!]?)"
    rf"(?=,? (?:for|after|at|following|ahead|with|in|each|both)\b|[.,]|$|(?<=\?))"
)
_CALLED_SHOW = re.compile(
    rf"\b(?:of|for|with) (?:the|its) (?:{RUN} )?(?:[a-z-]+ ){{0,3}}{NOUNS} (?P<run>{RUN})"
)
# "Iron Petal Anime Gets 2nd Season", "Kaede Mori's Iron Petal manga"
_ANIME = re.compile(
    rf"(?:{RUN}['’]s )?(?P<run>{RUN}?) (?:TV |[Tt]elevision )?(?:[Aa]nime|[Mm]anga"
    rf"|light novels?)\b"
)
# "NBC has given Harbour Place a third season."
_GIVEN = re.compile(
    rf"\b(?:[Gg]iv(?:es|en|ing)|[Gg]ave|[Hh]and(?:s|ed)|[Gg]rant(?:s|ed)|[Aa]ward(?:s|ed)) "
    rf"(?P<run>{RUN}) (?:a|an|its|another|one more)\b[^.;]{{0,30}} seasons?\b"
)
# "The Lighthouse, starring Ann Example, ends after five seasons."
_STANDS = re.compile(
    rf"(?P<run>{RUN})(?:, (?:starring|which|led by|created by)[^,.;]{{3,60}},)?"
    r" (?:will |is |has |to |now |be |also ){0,3}(?:ends|end|ending|ended|conclud(?:es|e|ed|ing)"
    r"|returns|return|returning|back|comes back|come back|coming back|wraps|closes|bows out|signs "
    r"off) (?:up )?(?:its run )?"
    r"(?:this \w+ |in [A-Z]\w+ )?"
    r"(?:for|after|with) (?:a|an|its|the|just|only|\w+)?[^.;,]{0,24}\b[Ss]easons?\b"
)
# "Red Hook kicks off season 5"
_OPENS = re.compile(
    rf"(?P<run>{RUN}) (?:will )?(?:kicks? off|opens?|begins?|starts?|launch(?:es)?|premieres?"
    r"|debuts?|wraps?(?: up)?|concludes?|closes?(?: out)?) (?:its )?(?:[a-z-]+ )?"
    r"[Ss]eason\b(?! finale)"
)
# "the Crown Street prequel Elle, which arrives in May", "and Ann Example offshoot Ballard bows"
_OFFSHOOT = re.compile(
    rf"\b(?:[Oo]ffshoot|[Pp]requel|[Ss]equel|[Ss]pin-?off|follow-?up|companion)"
    rf"(?: series| drama| comedy)? (?P<run>{RUN})"
    r"(?=,? (?:which|bows?|debuts?|premieres?|arrives?|launch(?:es)?|starring|has|have"
    r"|was|is|will|from|streams?|returns?|lands?|drops?|got|gets)\b)"
)
# "Animal Control, which was handed a fifth season", "Slow Horses fans, season 6 is dated"
_WHICH = re.compile(
    rf"(?P<run>{RUN})(?:, (?:which|whose) [^.;,]{{0,30}}\b(?:[Ss]easons?|[Ss]eries)\b"
    rf"| fans\b[^.;]{{0,40}}[Ss]eason \d)"
)
_IS_RENEWED = re.compile(
    rf"(?P<run>{RUN}) (?:(?:(?:has|have)(?: not| now| officially| also| already)? been|is|was"
    rf"|will be|will not be|gets|got) (?:(?:not|officially|also|now|already) ){{0,2}})"
    r"(?:renewed|cancell?ed|axed|picked up for)"
)
# "Is Gravity Hill done for good?", "Did Deadfall ever get picked up?", "I read that Hacks is done"
_ASKED = re.compile(
    r"\b(?:[Ii]s|[Ww]ill|[Ww]as|[Ww]hen (?:is|will|does)|[Ww]hether|[Dd]id|that|me)"
    rf" (?P<run>{RUN}) (?:is |was |ever |get |really ){{0,3}}"
    r"(?:done|over|finished|picked up|start|begin|canceled|cancelled|renewed|coming back|be back"
    r"|back|returning|return|ending)\b"
)
# "Any news on The Salt Road?", "What's the deal with Deadfall?"
_NEWS_ON = re.compile(
    r"\b(?:[Nn]ews|[Ww]ord|[Ss]coop|[Uu]pdates?|[Ii]ntel|[Dd]eal|[Ss]tory|[Ss]tatus)"
    rf" (?:on|about|with|of) (?P<run>{RUN})\?"
)
# "with Fargo Falls (renewed for season four), Paper Tigers"
_STANDS_BESIDE = re.compile(
    rf"(?P<run>{RUN}) \((?:[Rr]enewed|[Cc]ancell?ed|[Rr]eturning|[Ee]nding|[Aa]xed)\b"
)
# "and NCIS: Sydney, renewed for Season 4"
_RENEWED_BEHIND = re.compile(
    rf"(?P<run>{RUN}), (?:already |also |just |recently )?(?:renewed|cancell?ed|picked up|axed)"
    r" (?:for|after|through) [^.;,]{0,20}[Ss]easons?\b"
)
BEGINS = (
    r"(?:al via|in onda|in arrivo|in partenza|in uscita|torna|arriva|debutta|startet|vuelve"
    r"|revient|volta)"
)
"""What stands behind the number of a season that is about to begin."""
# "segnare in agenda Blanca 3, al via il 29 settembre": the number of a season behind a title
_NUMBERED_BEHIND = re.compile(
    rf"(?<=[a-zà-ÿ,] )(?P<run>{WORD}(?: {WORD}){{0,3}}?) [2-9],? {BEGINS}\b"
)
# "Wednesday season 3" begins a text, and no day does.
_DAYS = frozenset(
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "May", "April")
)
# "Apple hat Severance um eine vierte Staffel verlängert"
_LENGTHENED = re.compile(rf"\bhat (?P<run>{RUN}) um (?:eine|die) (?:[a-zäöü]+ ){{1,2}}Staffel\b")


# "Ann Example as Posy Wren (series 1–present)", "the drama led by Ann Example ends after S"
_PLAYS = re.compile(
    r"\b(?:by|starring|featuring|as|plays?|played|playing|als|como|comme|nei panni di|spielt) $"
    rf"|\b{NOUNS} (?:with|mit|con|avec|com) $"
)
# "the worst decision since they axed Penhallow"
_IN_PASSING = re.compile(r"\b(?:since|when|like|after) (?:they|it|he|she|we|you|[A-Z]\w+) $")


def unquoted_titles(text: str, language: str) -> Iterator[str]:
    """Titles by their capitals alone, where a season or a renewal stands beside them.

    In German every noun has its capital, so only what stands before a numbered season is told.
    """
    patterns = (
        _SEASON_BEHIND, _SEASON_BEFORE, _RENEWED, _GIVEN, _STANDS, _OPENS, _IS_RENEWED,
        _NOUN_BEFORE, _CALLED_SHOW, _ANIME, _WHICH, _STANDS_BESIDE, _ASKED, _NEWS_ON, _OFFSHOOT,
        _RENEWED_BEHIND, _NUMBERED_BEHIND,
    )  # fmt: skip
    for pattern in (patterns[0], _LENGTHENED) if language == "de" else patterns:
        for match in pattern.finditer(text):
            if match.start("run") == 0 and match["run"] in _DAYS and pattern is _SEASON_BEHIND:
                yield match["run"]
            # No more than a few words before it: a long text has many of these.
            start = match.start("run")
            lead = text[max(0, start - _BEFORE) : start]
            before = text[max(0, match.start() - 24) : match.start()]
            if _is_adjective(text, match) or _IN_PASSING.search(before):
                continue
            if is_whose(aligned(lead), match["run"], text, match.end("run")):
                continue
            runs = _listed(match, text) if pattern is _RENEWED else [match["run"]]
            runs[0] = with_head(text, match.start("run"), runs[0])
            for run in runs:
                if is_network(run):
                    continue
                if pattern is _SEASON_BEFORE and _is_plain_title(text, match):
                    yield run  # "the fifth season of From"
                title = stripped(
                    GENRE.sub("", run), is_inside=is_inside_sentence(text, match.start("run"))
                )
                is_cast = _PLAYS.search(lead) is not None
                if title and not _CALLED.search(fold(title)) and not is_cast:
                    yield title


def with_head(text: str, start: int, run: str) -> str:
    """A run with what stands before its colon within a sentence: "joined by NCIS: Origins"."""
    head = _HEAD.search(text, max(0, start - _BEFORE), start)
    if head is None or is_network(head["head"]) or head["head"].isdigit():
        return run  # "Hulu: Old Mill", "June 3: Old Mill"
    return f"{head['head']}: {run}"


def is_whose(before: str, run: str, text: str, end: int) -> bool:
    """Whether a run is the name of somebody whose show is meant, and no title.

    "The drama from Ann Example", "the Ann Example vehicle". `before` is the folded text before it.
    """
    if not is_person(run):
        return False
    is_owner = before.endswith((" the", " the ", " its ")) and _NOUN_BESIDE.match(text, end)
    return bool(is_owner) or _MADE_BY.search(before) is not None


_BEFORE = 50
_HEAD = re.compile(rf"(?<=[a-zà-ÿ,] )(?P<head>{RUN}): $")
_MADE_BY = re.compile(
    rf"\b{NOUNS}(?: [a-z-]+){{0,2}} (?:from|by|de|del|du|von|vom|di|da|do|par|por) $"
)
# A noun, and no verb, as an ending or what follows tells.
_NOUN_BESIDE = re.compile(
    r" (?!(?:is|was|has|had|will|would|won't|and|or|for|in|on|at|to|with|from|as|gets?|got"
    r"|[a-z]+ed|finale|premiere|star|cast|fans?|creator|showrunner|boss|team|trailer|season"
    r"|series|episode|spin-?off|[a-z]+s)\b)[a-z]+\b"
)
_IS_ASKED = re.compile(
    r"(?:^|[.?!:,] )(?:[Ww](?:hy|hen|ho|ill|as)|[Dd]id|[Hh]ow|[Dd]o(?:es)?)\b[^.?!]*$"
)


def _is_plain_title(text: str, match: re.Match[str]) -> bool:
    """Whether one plain word behind "season of" has its capital because it is a title."""
    run = fold(match["run"])
    return run in OPENERS | SMALL and run not in KEPT and not text[match.end() :][:2].isupper()


_MORE = re.compile(
    rf"(?P<runs>{RUN}(?:, {RUN})+),? (?:and|&|und|y|e|et) (?:more|the rest|others|mehr|más|mais"
    rf"|plus|altro)\b"
)


def listed_titles(headline: str) -> Iterator[str]:
    """What may be titles in a headline that lists them: "Scoop on Old Mill, Found and more"."""
    for match in _MORE.finditer(headline):
        yield from (stripped(run, is_inside=True) for run in match["runs"].split(", "))


_ENTRY = re.compile(rf"(?P<run>{RUN}(?:: {RUN})?\.?) ?\((?P<inside>[^()]{{2,40}})\)")


def entry_title(text: str) -> str | None:
    """The title that an entry of a list begins with, its network behind it: "Grace (9 pm, ITV)"."""
    match = _ENTRY.match(text)
    if match is None or not names_network(match["inside"]):
        return None
    return match["run"]


def names_network(inside: str) -> bool:
    """Whether one of the things that brackets hold is a network: "9 p.m., HBO", "season 2, HBO"."""
    return any(is_network(one) for one in _IN_BRACKETS.split(inside))


_IN_BRACKETS = re.compile(r", | ?[/|;·•–—] ?| (?:on|at) ")


def _any(key: str) -> str:
    """One of the words under a key, in small letters, in capitals or as in a headline."""
    return f"(?i:{'|'.join(sorted(words(key), key=len, reverse=True))})"


# "Ohio-Set", "Emmy-Winning", "Ann Example-Led"
_TRAIT = rf"(?:[A-ZÀ-Þ][\w’'.]* ){{0,2}}[\w’'.]+-{_any('traits')}"
ENDS_WITH_TRAIT = re.compile(rf"(?:^| ){_TRAIT}$")
"""What only leads to the title of a show: "Boston-based", "Ann Example-led"."""

_LED = rf"(?:(?:{_TRAIT}|{_any('genre_words')}) )"
# "Axes Sci-Fi Drama Event Horizon Blues"
GENRE = re.compile(
    r"^(?:Création Originale|Série Originale|(?:Serie|Ficción|Produção|Produzione) Originale?"
    r"|Série Original|Novela das (?:Seis|Sete|Nove)|Original Series|Originalserie) (?=[A-ZÀ-Þ])"
    rf"|^{_LED}*(?:{_any('genres')}|(?<= ){_any('led_genres')}) (?:Series )?(?=[A-Z])"
)


def _listed(match: re.Match[str], text: str) -> list[str]:
    """The titles of a list; an "and" may also stand within one ("Salt and Iron")."""
    run = match["run"]
    if match[0][0].islower() and _IS_ASKED.search(text, 0, match.start()):
        run = run.removesuffix("?")  # "Why did they cancel Brass Tacks?"
    if "," in run or re.match(r",? (?:each|both|respectively)\b", text[match.end("run") :]):
        return re.split(r",? and |, ", run)
    return [run]


_OWNED = re.compile(r"\b(?:its|their|his|her|a|an)(?: [a-z-]+){0,3} $")
_NOUN_BEFORE = re.compile(
    rf"\b{NOUNS} (?P<run>{RUN})"
    r"(?=,? (?:(?:has|have|was|is|will|which|from|won't|gets|got)\b))"
)
NOUN_AFTER = re.compile(
    rf" (?:[a-z-]+ )?(?:{NOUNS}|noir|mystery|saga|franchise|epic|production|adaptation|vehicle"
    r"|starrer|headliner)\b"
)


def _is_adjective(text: str, match: re.Match[str]) -> bool:
    """Whether the capitals only describe: "the second season of its Southern noir"."""
    # "the Emma Rask drama Wintering"
    if re.match(rf" (?:[a-z-]+ )?{NOUNS} [A-Z]", text[match.end("run") :]):
        return True
    if " " in match["run"]:
        # "the Carrie Preston mystery"
        lead = text[max(0, match.start("run") - 4) : match.start("run")]
        return (
            lead.endswith(("the ", "its ")) and NOUN_AFTER.match(text, match.end("run")) is not None
        )
    before = text[max(0, match.start("run") - 40) : match.start("run")]
    owned = _OWNED.search(before) is not None and not re.search(rf"{NOUNS} $", before)
    return owned or NOUN_AFTER.match(text, match.end("run")) is not None


_CALLED = re.compile(
    r"(?:^|\w)serie$|^(?:series?|show|drama|western|netflix|staffel|temporada|saison|stagione)$"
)
