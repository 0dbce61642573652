"""Which show and which season each part of a sentence speaks of, and whether it is told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..facts.air_date import AirDate
from .discourse import LATEST, UPCOMING, Discourse
from .listed_shows import listed_before, listed_behind, listed_inside
from .mentions.dates import DateMention, Side
from .mentions.networks import NetworkMention
from .mentions.seasons import SeasonPhrase
from .mentions.titles import ArticleShow, TitleMention
from .sentence import MarkedSentence

_CLAUSE = re.compile(
    r"[;:] | [–-] |,? (?:but|while|whereas|although|though|however|aber|sondern|wahrend|pero|aunque"
    r"|mas|porem|embora|enquanto|ma|mentre|sebbene|mientras|sino|mais|tandis|obwohl)\b|, (?:and"
    r"|so|yet|und|y|et|e|or)\b"
    # "If you need a refresher, season two is on Hulu": a clause before the one that tells.
    r"|^(?:if you|in case you|for (?:those|anyone)|when you|wenn (?:sie|du)|si (?:no |vous ))"
    r"[^,;]{3,70}, "
    # "Rather than D, “X” will begin on D"
    r"|^(?:rather than|instead of|statt|anstatt|en lugar de|en vez de|au lieu de|invece (?:di|del)"
    r"|em vez de) [^,;.]{1,60}, "
    # "After the end of “X”, whose second season closed in May, N launches “Y” on June 12"
    r"|^(?:after|following|ahead of|before|nach|vor|apres|avant|tras|antes|dopo|apos|depois) "
    r"[^;.]{3,120}, (?=[NT] [a-z])"
)
# What stands behind it is beside the point: "two fewer than in season 1"
_COMPARED = re.compile(
    r"\b(?:than|unlike|like|compared (?:to|with)|same as|as (?:in|with|for)|from|que en"
    r"|als (?:in|bei)|wie (?:in|bei)|comme (?:dans|pour)|que (?:dans|pour|n[ao])|como n[ao]"
    r"|come (?:nella|per)|rispetto all[ae]|che nella"
    r"|(?:after|following) the (?:events|happenings|end|finale) of"
    r"|nach (?:den (?:ereignissen|geschehnissen|vorfallen)|dem (?:ende|finale))"
    r"|tras (?:los (?:sucesos|hechos|acontecimientos)|el final) de"
    r"|(?:apres|suite aux) (?:les )?evenements de|dopo (?:gli eventi|i fatti) dell[ae]"
    r"|apos os (?:eventos|acontecimentos) d[ae]"
    r"|(?:\w+n't|not|never) (?:been )?(?:in|a part of)|nicht in|n'etait pas (?:dans|de)"
    r"|no (?:estaba|estuvo|aparecia) en)"
    r"(?: the| its| a| both| all| las?| les?| der| den| el)? $"
)
# "ten episodes, up from eight for the first two": what stands before it is not told of those.
_AGAINST = re.compile(
    r"\b(?:up|down) (?:on|from)|\b(?:than|versus|compared|against|gegenuber|nach zuletzt|frente a"
    r"|en lugar de|contre|rispetto|contro|a fronte)\b"
)
_BRACKETS = 12
"""So long is what brackets hold besides a season and its network."""
# "The fifth and final season of “X”": the title may stand behind.
OF_SHOW = re.compile(
    r"S(?: (?:of|von|vom|der|des|de|du|di|d[aeo]l?|para)(?: (?:the|la|le|el|las|los|les))?| d')"
    r"(?: (?:N(?:'s|s)?|[a-z-]+)){0,3} ?T"
)
_OF_ALONE = 2  # So many spaces has "S of T", where nothing else stands between.
# "the season 3 finale of “X”", "“X,” whose second season"
_SEASON_OF = re.compile(
    r"(?P<season>S)(?: (?:finale|premiere|opener|closer|ending|run))?"
    r"(?: (?:of|von|vom|der|des|de|du|di|d[aeo]l?|della|para)(?: (?:the|la|le|el|las|los|les))?| "
    r"d')"
    r"(?: (?:N(?:'s|s)?|[a-z-]+)){0,3} (?P<title>T)"
)
_WITH_SEASON = re.compile(
    r"(?P<title>T)(?:'s?)?,? (?:(?:(?:whose|cuy[oa]|cuj[oa]|dont (?:la|le)|deren|dessen|(?:la|il) "
    r"cui) )?"
    r"(?:[a-z-]+ ){0,2}|(?:which|that|que|qui|che) [^.,;TSD]{2,30} )(?P<season>S)"
)
_OF_FANS = re.compile(r"(?:los |les |i |os |die )?(?:fans?|viewers|seguidores|fas|wonder)")
# "eight new episodes of the drama, whose second season began in May"
_WHOSE = re.compile(r"\b(?:whose|cuy[oa]|cuj[oa]|dont (?:la|le)|deren|dessen|(?:la|il) cui) $")
_NAMES = frozenset(("hope", "will", "chance", "dream", "wish", "guess"))
# "is said to": what stands before it is told, and what stands behind is not.
_TO_COME = (" to", " of", " than", " that")
_REPORTED = re.compile(
    r"\b(?:confirm|announc|reveal|said|says|learn|tell|told|bestatig|anunci|annonc|revel|disse|conferm|annunc|detto)\w*"
    r" [^.;]{0,70}?$"
)


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence in its context: with what is known so far."""

    sentence: MarkedSentence
    discourse: Discourse
    is_affirmed: bool = False

    @property
    def coded(self) -> str:
        """The coded text of the sentence."""
        return self.sentence.coded

    @property
    def is_question(self) -> bool:
        """Whether it is asked and not told."""
        return self.coded.rstrip("\"')” ").endswith("?") and not self.is_affirmed

    def clause(self, at: int) -> tuple[int, int]:
        """The clause of the coded text that holds a place."""
        start, end = 0, len(self.coded)
        for match in _CLAUSE.finditer(self.coded):
            if match.end() <= at:
                start = match.end()
            elif match.start() >= at:
                end = match.start()
                break
        return start, end

    def is_hedged(self, start: int, end: int, *, until: int | None = None) -> bool:
        """Whether what stands there is asked, hoped or rumored, and not told.

        What a clause says from `until` on is beside it: "as Mae Chan, a nurse who hopes to leave".
        """
        words = self.discourse.words
        if self.is_question:
            return True
        for match in words["hedge_all"].finditer(self.coded):
            # What was rumored before, and is told now, is told in the clause behind.
            if match.end() <= start and words["now_told"].search(self.coded, match.end(), start):
                continue
            # "It ended in May, and fans are wondering about more": that is said of no more.
            if _OF_FANS.match(match[0]) and match.start() >= self.clause(max(start, end - 1))[1]:
                continue
            return True
        first, _ = self.clause(start)
        _, last = self.clause(max(start, end - 1))
        last = last if until is None else min(last, until)
        for match in words["hedge"].finditer(self.coded, first, last):
            if match.start() >= end and match[0].endswith(_TO_COME):
                continue
            if self._is_name(match):
                continue
            if words["conditional"].match(self.coded, match.start()) and self.is_reported(
                match.start()
            ):
                continue
            if (
                match[0] in ("could",)
                and "could not" in self.coded[match.start() : match.end() + 4]
            ):
                continue
            return True
        return self._is_may(first, last)

    def is_reported(self, at: int) -> bool:
        """Whether what stands there is told in the words of somebody who confirmed it."""
        return _REPORTED.search(self.coded[:at]) is not None

    def _is_name(self, match: re.Match[str]) -> bool:
        """Whether such a word is a part of somebody's name: "Hope Larkin", "Will Adair"."""
        behind = self.sentence.raw(match.end(), min(match.end() + 2, len(self.coded)))
        is_capital = self.sentence.raw(match.start(), match.start() + 1).isupper()
        return match[0] in _NAMES and is_capital and behind[-1:].isupper()

    def _is_may(self, first: int, last: int) -> bool:
        """Whether a clause has the verb "may"; the month has its capital or its day."""
        for match in re.finditer(r"\bmay\b", self.coded[first:last]):
            if self.sentence.raw(first + match.start(), first + match.start() + 1).islower():
                return True
        return False

    def told_from(self, start: int, end: int) -> int:
        """Where in its clause begins what a phrase is told in, be it a relative clause of a title.

        "does not touch “X”, which will have a second season"
        """
        first, _ = self.clause(start)
        relative = self.discourse.words.pattern("T,? {which} ")
        return max((one.end() for one in relative.finditer(self.coded, first, end)), default=first)

    def is_denied(self, start: int, end: int) -> bool:
        """Whether what stands there is said not to be so."""
        first, last = self.clause(start)
        near = self.coded[max(self.told_from(start, end), start - 28) : end]
        if self.discourse.words["negation"].search(near):
            return True
        return any(
            match[0] not in ("not", "never", "nor", "without", "no longer")
            and not match[0].endswith("n't")
            for match in self.discourse.words["deny"].finditer(self.coded, first, max(last, end))
        )

    def is_rescued(self, end: int) -> bool:
        """Whether what is canceled there is told to go on behind it: "then saved by N"."""
        return any(
            not self.is_hedged(*match.span())
            and not self.discourse.words["negation"].search(
                self.coded[max(end, match.start() - 28) : match.start()]
            )
            and not _IN_VAIN.search(self.coded[max(end, match.start() - 60) : match.start()])
            and not _EXCEPT.match(self.coded, match.start())
            for match in self.discourse.words["rescued"].finditer(self.coded, end)
        )

    @property
    def titles(self) -> list[tuple[int, TitleMention]]:
        """The titles that are not named beside something else, with their places."""
        return [(at, one) for at, one in self.sentence.of(TitleMention) if not one.aside]

    def subject(self, start: int, end: int) -> ArticleShow | None:
        """The show that what stands there is said of; None for another or an unknown thing."""
        titles = self.titles
        inside = [one for at, one in titles if start <= at < end]
        if inside:
            return inside[-1].subject
        if self.coded[end - 1 : end] == "S" and (of := OF_SHOW.match(self.coded, end - 1)):
            [(_, named)] = self.sentence.between(of.end() - 1, of.end(), TitleMention)
            if named.subject is not None or of[0].count(" ") <= _OF_ALONE:
                return named.subject
        before = [one for at, one in titles if at < start]
        if before:
            return before[-1].subject
        return self.discourse.focus

    def subjects(self, start: int, end: int, *, bracketed: bool = False) -> list[ArticleShow]:
        """The show that what stands there is said of, with those listed beside it.

        `bracketed` says that each may have something of its own in brackets behind it.
        """
        titles = self.titles
        if any(start <= at < end for at, _ in titles):
            listed = listed_inside(self.sentence, titles, start, end, bracketed=bracketed)
        else:
            first, _ = self.clause(start)
            listed = listed_before(self.sentence, first, start)
            if not listed and not any(at < end for at, _ in titles):
                listed = listed_behind(self.sentence, end)
        if listed:
            return listed
        single = self.subject(start, end)
        return [single] if single is not None else []

    def seasons_in(self, start: int, end: int, subject: ArticleShow) -> tuple[int, ...]:
        """The numbers of the last seasons named in a stretch; none for none."""
        for _, one in reversed(self.sentence.between(start, end, SeasonPhrase)):
            numbers = self.numbers(one, subject)
            if numbers:
                return numbers
        return ()

    def numbers(self, mention: SeasonPhrase, subject: ArticleShow) -> tuple[int, ...]:
        """What a mention of seasons comes to for a show."""
        if mention.numbers:
            return mention.numbers
        if mention.relative is None:
            return ()
        discourse = self.discourse
        headline = discourse.headline_season if subject.is_main else None
        known = discourse.said.get(id(subject), set())
        current = discourse.season_before(subject) or headline
        if mention.relative == "previous":
            base = headline or current
            return (base - 1,) if base and base > 1 else ()
        if mention.relative == "earlier":
            base = headline or current or max(known, default=None)
            return tuple(range(1, base)) if base else ()
        if mention.relative == "next" and headline:
            return (headline,)
        if mention.relative in ("next", "final", "latest"):
            if current:
                return (current,)
            if len(known) == 1:
                return (next(iter(known)),)
        return ()

    def is_compared(self, at: int) -> bool:
        """Whether a season is only what another is held against."""
        return _COMPARED.search(self.coded[max(0, at - 30) : at]) is not None

    def _goes_on(self, place: int) -> bool:
        """Whether something is told of a season itself: "unlike the first, which began in May"."""
        told = self.discourse.words.pattern("S(?:,? {which} |, (?:[a-z]+ )?{premiere})")
        return told.match(self.coded, place) is not None

    def season_before(self, subject: ArticleShow) -> int | None:
        """The season that the sentences before, or the heading, speak of."""
        return self.discourse.season_before(subject)

    def season(
        self, at: int, subject: ArticleShow, *, upcoming: bool = False, ahead: bool = False
    ) -> tuple[int, ...]:
        """The season that what stands at a place is said of.

        That is the one named last before it, else the next in its clause, else the one that the
        sentences before or the heading speak of; `UPCOMING` or `LATEST` where it is left unsaid. A
        season that was only now renewed is not the one of which anything is told but plans,
        and what lies `ahead` is not said of one that is out.
        """
        before = [
            (place, one)
            for place, one in self.sentence.between(0, at, SeasonPhrase)
            if self.numbers(one, subject)
            and (not self.is_compared(place) or self._goes_on(place))
            and not self.is_of_other(place, at, subject)
            and not self.is_bracketed(place, at)
        ]
        if before:
            return self._made(self.numbers(before[-1][1], subject), subject)
        _, end = self.clause(at)
        if self.coded[end : end + 1] == ":":
            end = len(self.coded)  # "It arrives today: the second season of “X”"
        behind = [
            one
            for place, one in self.sentence.between(at, end, SeasonPhrase)
            if self.numbers(one, subject)
            and not self.is_compared(place)
            and not _AGAINST.search(self.coded, at, place)
            and not _WHOSE.search(self.coded, max(0, place - 12), place)
            and not self.is_of_other(place, at, subject)
        ]
        if behind:
            return self._made(self.numbers(behind[0], subject), subject)
        focus = self.season_before(subject)
        if focus is None:
            is_upcoming = upcoming and (ahead or id(subject) not in self.discourse.on_latest)
            return (UPCOMING if is_upcoming else LATEST,)
        if ahead and (id(subject), focus) in self.discourse.out:
            return (UPCOMING,)
        if focus in self.discourse.canceled.get(id(subject), ()):
            return (LATEST,)
        if not upcoming and focus in self.discourse.renewed.get(id(subject), ()):
            return (LATEST,)
        return (focus,)

    def is_bracketed(self, place: int, at: int | None = None) -> bool:
        """Whether a season stands in brackets with more than that, which end before a place.

        "After two seasons (4.6 million watched the second), it returns with six episodes"
        """
        end = self.coded.find(")", place, at)
        start = self.coded.rfind("(", 0, place)
        if end < 0 or start < self.coded.rfind(")", 0, place) or start < 0:
            return False
        return end - start > _BRACKETS and self.coded[max(0, start - 2) : start].strip() != "T"

    def is_of_other(self, place: int, at: int, subject: ArticleShow) -> bool:
        """Whether a season is told to be another show's than that of which something is told.

        "following the season 3 finale of “Y”", "“Y,” whose second season ended in May"; and
        "“X” season 2 arrives in January, and a “Y” series is slated for 2027", of “Y”.
        """
        for pattern in (_SEASON_OF, _WITH_SEASON):
            for run in pattern.finditer(self.coded):
                if run.start("season") == place:
                    named = self.sentence.between(
                        run.start("title"), run.end("title"), TitleMention
                    )
                    return named[0][1].subject is not subject
        before = [one.subject for start, one in self.sentence.of(TitleMention) if start < place]
        if not before or before[-1] is subject:
            return False
        return any(place < start < at and one.subject is subject for start, one in self.titles)

    def _made(self, numbers: tuple[int, ...], subject: ArticleShow) -> tuple[int, ...]:
        """The same, or the latest where they name what was canceled: nothing is told of that."""
        canceled = self.discourse.canceled.get(id(subject), ())
        return (LATEST,) if numbers and all(one in canceled for one in numbers) else numbers

    def network(self, start: int, end: int) -> str | None:
        """The network named in a stretch."""
        found = self.sentence.between(start, end, NetworkMention)
        return found[0][1].name if found else None

    def day(self, mention: DateMention, side: Side) -> AirDate | None:
        """The air date that a mention comes to; "today" is the day that its heading has."""
        headed = self.discourse.heading.day
        if mention.days is not None and headed is not None:
            today = headed.resolved(self.discourse.published, Side.FUTURE)
            if today is not None and today.exact:
                return mention.resolved(today.earliest(), side)
        return mention.resolved(self.discourse.published, side)


# "despite a campaign to have it saved", "nobody saved it"
_IN_VAIN = re.compile(
    r"\b(?:despite|campaigns?|petitions?|efforts?|attempts?|tr(?:y|ies|ied) to|fail\w*|want\w*"
    r"|nobody|no one|trotz|versuch\w*|woll(?:en|ten)|niemand|pese a|a pesar|campanas?|peticion\w*"
    r"|nadie|apesar|campanha|peticao|ninguem|malgre|tentati\w*|personne|nonostante|campagn[ae]"
    r"|petizion\w*|nessuno)\b"
)
# In Spanish and Portuguese "salvo" is "except".
_EXCEPT = re.compile(r"salvo\b")
