"""When a text says that it appeared, and who wrote it: datelines, by-lines, paths of a site."""

from __future__ import annotations

import re
from datetime import date

from .agency_days import agency_day
from .article import Block, Role, aligned, signs_as_letters
from .language import phrases
from .mentions.dates import DateMention, Side, date_mentions


def is_dateline(text: str, language: str = "en") -> bool:
    """Whether a line tells the day of its article and nothing else."""
    if len(text) > _LONGEST_ALONE or not any(map(str.isdigit, text)):
        return False
    plain = aligned(text)
    return any(_is_dateline(plain, one) for one in date_mentions(plain, language))


_DATELINE = re.compile(
    r"(?:(?:first )?(?:published|posted|updated|last updated|veroffentlicht|aktualisiert|publicado"
    r"|publicado em|atualizado em|pubblicato(?: il)?|aggiornato(?: il)?|publie|stand|actualizado"
    r"|mis a jour)(?: on| am| el| le| at)?:? ?)?"
)


# "Live from Los Angeles | April 15, 2026 | by Ann Example", "posted by ann on July 9, 2026 in TV"
_BESIDE_DAY = re.compile(r"^(?:posted|published|updated|by|von|por|par)\b|\| *(?:by|$)|\|.*\|")


_SAYS_SOMETHING = re.compile(
    r"season|series [0-9]|staffel|tempor|saison|stagion|estrei|debutt|premier|starts|begins"
    r"|returns|ends|airs|debuts"
    r"|launch|arriv|drops|episod|folgen?\b|capitul|puntat"
)


def published_day(blocks: list[Block], language: str = "en") -> tuple[date | None, Block | None]:
    """The day that a line of the article bears, and that line."""
    for block in blocks[:_FIRST]:
        plain = aligned(block.text)
        if len(plain) > _LONGEST_DATELINE or block.label or block.number or block.role is Role.ROW:
            continue
        if phrases(language).pattern("{last_column} ?:").match(plain):
            continue  # "Finale: June 21, 2026"
        for mention in date_mentions(plain, language):
            if _is_dateline(plain, mention) or _is_labelled(plain, mention):
                day = mention.resolved(None, Side.PAST)
                if day is not None and day.exact:
                    return day.earliest(), block
    for block in blocks[:_FIRST]:
        # "LOS ANGELES (October 8, 2024) – ...", "Köln, 11.09.2025 – ..."
        plain = aligned(block.text[:90])
        for mention in date_mentions(plain, language):
            if (
                mention.day is not None
                and mention.year is not None
                and len(plain[: mention.start].split()) <= 4
                and block.role is not Role.ROW
                and _SAYS_SOMETHING.search(plain[: mention.start]) is None
                and _TEXT_BEHIND.match(plain, mention.end)
            ):
                day = mention.resolved(None, Side.PAST)
                if day is not None:
                    return day.earliest(), block
    return agency_day(blocks, language)


# "LONDON, May 11, 2026 /PRNewswire/ -- …", "Paris, 13 nov. 2025 (Agence) - …"; "8 January –
# 12 February" is the run of a season.
_TEXT_BEHIND = re.compile(
    r"\)?\.? ?(?:/[a-z ]+/ ?|\([^()]{2,40}\) ?)?(?:[–-]|[.:] ) ?(?=[^\d\s])(?![a-z]+ \d{4}$)"
)


def is_path(text: str) -> bool:
    """Whether a line is the way to a page through its site: "Home » News » Harrow Bay"."""
    return len(text) <= _LONGEST_PATH and _PATH.fullmatch(text.strip()) is not None


_LONGEST_PATH = 120


_PATH = re.compile(
    r"(?:Home|Accueil|Inicio|Início|Startseite)(?: / [^.!?«»›>/]{2,60}){1,4}"
    r"|[^.!?«»›>]{2,60} (?P<mark>[»›>]) [^.!?«»›>]{2,60}(?: (?P=mark) [^«»›>]{2,60})+"
)


def is_byline(text: str) -> bool:
    """Whether a line only tells who wrote the article: "Por Redacción", "By Ann Example"."""
    return _BYLINE_ALONE.fullmatch(text.strip()) is not None


_BYLINE_ALONE = re.compile(
    r"(?:By|BY|Von|von|VON|Por|por|POR|Par|par|PAR|Di|di|DI|A cura di|Escrito por|Written by)"
    r" (?:[A-ZÀ-Þ][\w.'’-]*(?: |, | & | and | y | e | et | und |$)){1,5}"
)


# "Published May 11, 2026 at 9:30, modified May 12"
_CHANGED = re.compile(
    r"(?<=\S)[^\w]+(?:last )?(?:modifi\w+|mis a jour|maj|updated|aktualisiert|actualizad\w+"
    r"|atualizad\w+|aggiornat\w+|geandert|edited|editad\w+)\b.*$"
)


_SAYS_WHEN = re.compile(
    r"\W*(?:(?:first |last )?(?:published|posted|updated)|veroffentlicht|aktualisiert|publicado"
    r"|actualizado|atualizado|pubblicato|aggiornato|publie|mis a jour)"
    r"(?: (?:on|am|el|le|em|il))?:? ?"
)


_RUN_OF_DAYS = re.compile(r" ?(?:[–-]|to|through|bis|au|al) ?(?:[a-z]{3,9} )?\d(?!\d?[:.h]\d)")


_RUN_BEFORE = re.compile(r"\d ?[–-] ?$")


# "1. The Boat – October 2, 2025": an entry of a list
_NUMBERED = re.compile(r"\W*(?:\d{1,2}[.)]|\d{1,2}x\d{1,2}|s\d{1,2} ?e\d{1,2})\W")


def _is_dateline(plain: str, mention: DateMention) -> bool:
    """Whether a line is a day and little else: an hour, a by-line, "Published"."""
    is_long = len(plain) > _LONGEST_ALONE or _NUMBERED.match(plain, 0, mention.start)
    if mention.day is None or mention.year is None or is_long:
        return False
    if _SAYS_WHEN.fullmatch(plain, 0, mention.start):
        return True  # "Updated May 6, 2026 · We will keep this page current."
    rest = _CHANGED.sub("", f"{plain[: mention.start]} {plain[mention.end :]}".strip())
    if _RUN_OF_DAYS.match(plain, mention.end) or _RUN_BEFORE.search(plain[: mention.start]):
        return False
    rest = re.sub(r"\bby [\w .'-]{3,50}|\b(?:von|por|par) [\w .'-]{3,50}", "", rest)
    if _SAYS_SOMETHING.search(rest):
        return False
    if _BESIDE_DAY.search(rest) and not rest.endswith("."):
        return True
    rest = _DATELINE.sub("", rest)
    rest = re.sub(
        r"\b\d{1,2}[:.h]\d{2}\b|\b\d{1,2} ?[ap]\.?m\b\.?|\b(?:[ap]\.?m\b\.?|[pecm]?[sd]?t|gmt"
        r"|cet|cest|bst|uhr|hrs|hs|horas|at|um"
        r"|a las|h|on|am|tv|staff|news|editor|writer|min(?:ute)? read|min(?:utos)? de lei?tura"
        r"|min(?:utes)? de lecture|min(?:uten)? lesezeit"
        r"|min(?:uti)? di lettura|as|edt|est|pst|pdt|\d{1,2})\b"
        rf"|{signs_as_letters('डेस्क|ब्यूरो|नई दिल्ली')}|[|·•,:()/।–-]",
        " ",
        rest,
    )
    return len(rest.rstrip(" .").split()) <= 3


def _is_labelled(plain: str, mention: DateMention) -> bool:
    """Whether a line begins with the day that it was published: "Updated May 6, 2026. We …"."""
    label = _DATELINE.match(plain)
    return (
        label is not None
        and label.end() > 0
        and mention.start == label.end()
        and mention.day is not None
        and mention.year is not None
    )


_LONGEST_ALONE, _LONGEST_DATELINE = 120, 200
_FIRST = 8
"""The blocks at the beginning that may bear the day: titles and what a site has above them too."""
