"""What a heading says of all that stands below it: a status, a cast, a day, a question."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .article import aligned, signs_as_letters
from .language import phrases
from .mentions.dates import DateMention, date_mentions
from .mentions.networks import network_alone

_STATUS = re.compile(
    r"(?P<renewed>renewed|returning|coming back|picked up|safe|verlangert|renovadas?|renouvelees?"
    r"|rinnovat[ae])"
    r"\b[^.]{0,40}$"
    r"|(?P<ending>ending|final seasons?|coming to an end|bowing out)\b[^.]{0,40}$"
    r"|(?P<canceled>cancell?ed|axed|not (?:coming back|returning)|abgesetzt|canceladas?"
    r"|annulees?|cancellat[ae])\b[^.]{0,40}$"
)
_BOTH = re.compile(
    r"\w+(?:,| ?/| &| and| or| und| oder| y| o| et| ou| e)? (?:renewed|cancell?ed|axed|verlangert"
    r"|abgesetzt|(?:renov|cancel)ad[oa]s?|renouvelee?s?|annulee?s?|rinnovat[aei]|cancellat[aei])\b"
)
# "Diese Serien wurden verlängert", "Shows that have been canceled"
_THESE = re.compile(
    r"^(?:(?:diese|folgende|the|these|all|which|estas|las|ces|les|queste|le|as|essas) )?"
    r"(?:[a-z-]+[- ])?(?:serien|shows|series|ficciones|serie)"
    r"(?:,? (?:that|which|die|que|qui|che))? (?:(?:have|has|will|wurden|worden|sind|were|are|been"
    r"|be|han|sido|ont|ete|sono|sont|state|foram|already|bereits|offiziell|officially|fueron) )+"
    r"(?=[a-z])"
)
_DATES = re.compile(
    r"\b(?:(?:season |series )?premieres?|(?:premiere|return|release|start) dates|new (?:seasons"
    r"|shows|series)"
    r"|neue (?:staffeln|serien)|nuevas (?:temporadas|series)|novas (?:temporadas|series)"
    r"|nuove (?:stagioni|serie)|nouvelles saisons"
    r"|returning|coming (?:soon|up|back)|starttermine|estrenos|fechas de estreno"
    r"|dates de (?:diffusion|rentree|sortie)|calendar|schedule"
    r"|(?:serien-?)?kalender|calendario|calendrier"
    r"|(?:shows?|series)(?: [a-z]+)? to (?:watch|stream|see)|what to watch|new (?:on|to) [a-z+]+"
    r"|coming to [a-z+]+|(?:series|programmes) (?:a ne pas (?:manquer|rater)|a voir|du mois)"
    r"|sorties series|(?:series|ficciones|novelas) (?:que (?:ver|vuelven|regresan|se estrenan"
    r"|voltam|retornam|llegan|estreiam|chegam)|para (?:ver|assistir))"
    r"|que ver en"
    r"|serien (?:im|am|der)|serienstarts|serien-?(?:highlights|neustarts)|neu (?:auf|bei) [a-z+]+"
    r"|o que (?:ai vem|chega|vem ai)|lo que (?:viene|llega)|ce qui arrive|cosa (?:esce|vedere)"
    r"|(?:nouveautes|novita|novidades|novedades|neuheiten) (?:sur |d[aei] |auf |bei |en |su |na "
    r"|no )?(?:la )?[a-z+]+"
    r"|o que assistir|estreias|serie tv? (?:da vedere|in uscita|in arrivo)|uscite)\b"
)
_CAST = re.compile(
    r"\b(?:cast|who's who|meet the characters|starring"
    r"|who(?:'s| is| will be| stars)?(?: \w+){0,3} (?:in|back|returning|star)"
    r"|stars|characters|besetzung|darsteller|wer spielt|wer ist[^?]* dabei"
    r"|reparto|elenco|quien|quem|personagens"
    r"|personaggi|interpreti|casting"
    r"|distribution|qui joue)\b"
)
_CHARACTER_FIRST = re.compile(
    r"\b(?:characters?(?:,| and| \(| –)|played by|who plays whom|figur|personaje y|personnages?"
    r" et|and the (?:actors|people) (?:who|behind))\b"
)
_BILLING = re.compile(
    r"(?:(?:main|recurring|guests?|supporting|regulars?|also|starring|returning|new|co-?stars?"
    r"|introducing|haupt\w*|neben\w*|principal(?:es)?|secundarios?|invites?|recurrents?)(?: |$)"
    r"(?:cast|stars?|starring|characters?|role|roles)?){1,2}"
)
_SERIES = re.compile(
    r"(?:new |neue |nuevas |novas |nuove |nouvelles )?(?:tv )?(?:series?|serien|shows)(?: tv)?"
)
_EPISODES = re.compile(
    r"\b(?:how many (?:episodes|parts|instal+ments)|(?:episode|folgen) ?(?:count|zahl)"
    r"|wie viele (?:folgen|episoden)|cuantos (?:episodios|capitulos)|combien d'episodes"
    r"|quantos (?:episodios|capitulos)|quanti episodi|quante puntate)\b"
)
_WHERE = re.compile(
    r"\b(?:where (?:can|to|could|do|is|are)[^?]*\b(?:watch|stream|binge|find|air|available)"
    r"|how (?:can|do|to)[^?]*\b(?:watch|stream)|^can (?:you|i|we) (?:watch|stream)"
    r"|wo (?:kann|lauft|gibt|ist)|onde (?:ver|assistir)"
    r"|(?:se puede|se pode|da para|posso|si puo|peut-on) (?:ver|assistir|vedere|guardare|voir)\b"
    r"|dove (?:vedere|vederla|guardare)|donde (?:ver|se puede"
    r"|puedo)"
    r"|ou (?:voir|regarder|peut-on))\b"
)
_ALSO_READ = signs_as_letters("(?:यह|ये|इसे) भी (?:पढ़े|देखे)|और पढ़े|संबंधित खबर")
_ELSEWHERE = re.compile(
    r"\W*(?:read (?:more|also|next|the full)|siehe auch|vease tambien|vedi anche|ver tambem"
    r"|popular (?:pages|posts|articles|stories|now)|related(?: stories| articles)?\b|see also"
    r"|also read"
    r"|also see|more (?:from|on|like|stories)\b|more (?:[a-z]+ ){1,2}(?:schedules|guides|news"
    r"|headlines|reviews|recaps|coverage|dates|interviews)$|don't miss|in other news"
    r"|recommended|you (?:may|might) also like|trending|most (?:read|popular)|sign up|subscribe"
    r"|follow us|watch next|up next|click here|must[- ]read"
    r"|(?:siehe|vedi) (?:auch|anche)\b|(?:vease|ver) tambien\b|ver tambem\b"
    r"|tambien (?:lee|puedes leer|te recomendamos)\b|te recomendamos\b|no te pierdas ?:"
    r"|(?:a )?(?:lire|voir|decouvrir) (?:egalement|aussi)\b|sur le meme theme"
    r"|leggi pure|da non perdere ?:|veja mais|leia ainda|mehr (?:dazu|lesen)|auch lesenswert"
    r"|lesen sie auch|mehr zum thema|auch interessant|das konnte (?:sie|dich)|lee tambien|mas"
    r" informacion|te puede interesar|tambien te puede|leer mas"
    r"|leia (?:tambem|mais)|veja tambem|saiba mais|confira tambem|leggi anche|potrebbe interessarti"
    r"|ti potrebbe|scopri anche|lire aussi|a lire aussi|voir aussi|sur le meme sujet"
    r"|other (?:news|stories|releases|headlines)\b|ahnliche (?:beitrage|artikel|themen)"
    r"|weitere (?:artikel|news|meldungen)|passend dazu|articulos relacionados|noticias relacionadas"
    r"|artigos relacionados|materias relacionadas|articoli correlati|articles similaires"
    r"|sur le meme theme|dans le meme genre|artikel zum thema"
    rf"|{_ALSO_READ}"
    r"|editor'?s? picks?|photo(?:"
    r" credit)?s?:|image(?: credit)?s?:|credit:|advertisement|sponsored|newsletter|previously:"
    r"|more:|next:"
    r"|about (?!the (?:show|series|season|cast|story|plot|drama)\b)(?:the )?[a-z0-9+ ]{2,24}(?::|$)"
    r"|(?:uber|acerca de|a propos d[eu]) (?:de la |la |das |die |den )?[a-z0-9+ ]{2,24}:"
    r"|more like this|if you (?:liked|loved|enjoyed) (?:this|it)|you'll also like"
    r"|what else (?:is|to) |copyright|all rights reserved|got a tip|comments?:)"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as it bears on the blocks below it.

    `status` is where the shows listed there stand, "renewed", "ending" or "canceled"; `day` is the
    day of all that is listed there, for a heading that is a day and nothing else, and `network`
    the network, for one that is nothing but that.
    """

    plain: str = ""
    status: str | None = None
    lists_dates: bool = False
    lists_cast: bool = False
    is_character_first: bool | None = None
    asks_episodes: bool = False
    asks_where: bool = False
    asks_when: bool = False
    day: DateMention | None = None
    network: str | None = None

    @property
    def is_lead(self) -> bool:
        """Whether it only leads to what follows: "She is joined by:"."""
        return self.plain.rstrip(" *").endswith(":")

    @property
    def says_something(self) -> bool:
        """Whether it bears on anything below it."""
        return (
            self.lists_shows
            or self.lists_cast
            or self.asks_episodes
            or self.asks_where
            or self.asks_when
        )

    @property
    def is_billing(self) -> bool:
        """Whether it parts a cast by its billing: "Main", "Recurring"."""
        return _BILLING.fullmatch(self.plain.strip(" :*")) is not None

    @property
    def names_series(self) -> bool:
        """Whether it only parts series from films in a list of both: "SERIES"."""
        return _SERIES.fullmatch(self.plain.strip(" :*")) is not None

    def under(self, heading: Heading) -> Heading:
        """This one below another: what is listed by network or by day is still that list."""
        if self.network is None and self.day is None and not self.names_series:
            return self
        return replace(
            self,
            status=self.status or heading.status,
            lists_dates=self.lists_dates or heading.lists_dates,
        )

    @property
    def lists_shows(self) -> bool:
        """Whether what is listed there is shows."""
        return self.status is not None or self.lists_dates or self.day is not None


def heading(text: str, language: str = "en") -> Heading:
    """What a heading in that language says of what stands below it."""
    plain = aligned(text)
    bare = plain.strip(" :*")
    these = _THESE.sub("", bare, count=1)
    status = _STATUS.match(these)
    if status is not None and _BOTH.match(these):
        status = None  # "Cancelled and Renewed Shows" lists what is parted below.
    return Heading(
        plain,
        status.lastgroup if status else None,
        _DATES.search(bare) is not None and not bare.endswith("?"),
        _CAST.search(plain) is not None
        or phrases(language)["cast_label"].fullmatch(bare) is not None,
        True if _CHARACTER_FIRST.search(plain) is not None else None,
        _EPISODES.search(plain) is not None,
        _WHERE.search(plain) is not None,
        _asks_when(plain, language),
        day_alone(plain, language),
        network_alone(text),
    )


def _asks_when(plain: str, language: str) -> bool:
    """Whether a line asks when a season is out: by its verb, or with "when" and nothing of what was
    or of filming: "When will we see it?"."""
    words = phrases(language)
    if words["asks_when"].search(plain) is not None:
        return True
    return (
        plain.endswith("?")
        and words.pattern(r"\W*(?:[a-z]{1,9}[.:] \W*)?{when_asked} ").match(plain) is not None
        and words["filming"].search(plain) is None
        and words["past_asked"].search(plain) is None
    )


def day_alone(plain: str, language: str = "en") -> DateMention | None:
    """The day that a line is, where it is nothing else: "Sunday, November 2"."""
    if len(plain) > 40:
        return None
    for one in date_mentions(plain, language):
        rest = plain[: one.start] + plain[one.end :]
        rest = phrases(language)["short_weekday"].sub("", rest)
        if one.day is not None and not rest.strip(" .,:–-*"):
            return one
    return None


def is_beside(text: str) -> bool:
    """Whether a heading leads to other shows of the same network: "Also on ITV this autumn"."""
    return len(text) <= _LONGEST_BESIDE and _BESIDE.match(aligned(text)) is not None


_LONGEST_BESIDE = 60
_BESIDE = re.compile(
    r"\W*(?:(?:also|elsewhere|coming (?:up|soon)|more|next|still to come)"
    r" (?:new |coming |returning |airing |streaming )?(?:on|at|from|to|this)\b"
    r"|notes to editors|in other (?:casting|tv) news|(?:also|other) in development"
    r"|(?:egalement|aussi|a (?:suivre|venir|decouvrir))(?: a la rentree| prochainement| bientot)?"
    r" (?:sur|chez)\b"
    r"|(?:auserdem|demnachst|ebenfalls|auch) (?:neu )?(?:bei|auf|im)\b"
    r"|weitere (?:serien|highlights|starts)\b|(?:tambien|ademas|proximamente) (?:en|de)\b"
    r"|otros estrenos\b|(?:tambem|em breve) (?:n[ao]|em)\b|(?:anche|prossimamente) su\b"
    r"|contacts? (?:de )?presse|pressekontakt|press contact|contacto de prensa)"
)


def is_elsewhere(text: str) -> bool:
    """Whether a line begins what leads to other pages: "Read more", "You may also like"."""
    return _ELSEWHERE.match(aligned(text[:60])) is not None
