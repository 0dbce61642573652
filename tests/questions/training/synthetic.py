"""Questions made from templates: a sentence's frame, a title drawn from the catalogue, a spelling.

`python -m tests.questions.training.synthetic` writes synthetic.tsv anew.
"""

import csv
import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.facts.models import TitleEntry
from bot.questions.index.spelling import ARTICLES, fold, without_article
from bot.questions.index.titles import TitleIndex
from bot.questions.reading.language import in_any, languages
from bot.questions.reading.word_senses import tables
from tests.questions.real_titles import large_index, one_edit, whole_catalogue
from tests.questions.training.examples import MADE, TOPICS_ONLY

HERE = Path(__file__).parent
COLUMNS = (
    "text", "title", "season", "topics", "language", "kind", "template", "also", "absent",
)  # fmt: skip

_A_TEMPLATE = {"titled": 3, "several": 6, "follow": 3, "unnamed": 4, "talk": 2, "alone": 50}
_MORE_OF_OTHER_LANGUAGES = 2
_ABSENT = 0.18
_BARE = 150
_TERSE = (("only", ""), ("without", "(?!)"))
_TERSE_FRAMES = ("{} {{T}}", "{{T}} {}", "{} {{T}} {{S}}", "{{T}} {{S}} {}")
_PERSONS = (
    "Pedro Pascal", "Jenna Ortega", "Millie Bobby Brown", "Adam Scott", "Bella Ramsey",
    "Jeremy Allen White", "Henry Cavill", "Kit Harington", "Zendaya", "Sydney Sweeney",
    "Lee Jung-jae", "Úrsula Corberó", "Omar Sy", "Lily Collins", "Pankaj Tripathi",
    "Manoj Bajpayee", "Aaron Paul", "Bryan Cranston", "Emilia Clarke", "Matt Smith",
    "Olivia Cooke", "Walton Goggins", "Rebecca Ferguson", "Gary Oldman", "Jared Harris",
    "Rhea Seehorn", "Claire Foy", "Nicola Coughlan", "Luke Newton", "Antony Starr", "Karl Urban",
    "Norman Reedus", "Melissa McBride", "Jon Bernthal", "Charlie Cox", "Hailee Steinfeld",
    "Quinta Brunson", "Martin Short", "Selena Gomez", "Idris Elba", "Shazad Latif",
    "Louis Hofmann", "Maria Schrader", "Sofia Carson", "Wagner Moura", "Najwa Nimri",
)  # fmt: skip
_CHARACTERS = (
    "hopper", "eleven", "carmy", "joel", "ellie", "negan", "rick", "daryl", "helly", "mark s",
    "dustin", "joe", "geralt", "yennefer", "homelander", "butcher", "daemon", "rhaenyra",
    "jon snow", "arya", "saul", "kim wexler", "tokyo", "the professor", "berlin", "lupin", "enid",
    "xavier", "kaleen bhaiya", "guddu", "penelope", "anthony", "sherlock", "dexter morgan",
    "lumon", "raylan", "kaz", "tommy", "arthur", "gojo", "sukuna", "tanjiro", "nezuko", "levi",
    "eren", "luffy", "zoro", "goku", "michael", "dwight", "rue", "nate", "ragnar", "uhtred",
    "aang", "katara", "spock", "mando", "grogu",
)  # fmt: skip
_NETWORKS = (
    "Netflix", "HBO", "Hulu", "Prime Video", "Apple TV", "Disney Plus", "Max", "Peacock", "AMC",
    "FX", "Paramount Plus", "Crunchyroll", "BBC", "NBC", "CBS", "ABC", "Fox", "Showtime", "Starz",
)  # fmt: skip
_DATES = ("2025", "2026", "march", "october", "summer", "fall", "this year", "next year", "january")
_NOISE_BEFORE = {
    "en": ("yo ", "hey ", "ok so ", "guys ", "wait ", "omg ", "pls ", "bro ", "quick question: ",
           "so ", "hi, ", "does anyone know ", "anyone know ", "um ", "dude ", "real talk ",
           "lol "),
    "es": ("oye ", "hola ", "alguien sabe ", "wey ", "bro ", "una pregunta, "),
    "pt": ("gente ", "oi, ", "alguém sabe ", "mano ", "galera "),
    "fr": ("salut ", "dites ", "svp ", "quelqu'un sait ", "bonjour, "),
    "de": ("hey ", "leute ", "weiß jemand ", "sagt mal ", "digga "),
    "it": ("ciao ", "raga ", "qualcuno sa ", "scusate ", "oh "),
    "hi": ("bhai ", "yaar ", "koi batao ", "arre "),
}  # fmt: skip
_NOISE_AFTER = {
    "en": (" pls", " lol", "??", " bro", " tho", " i need it", " thanks", " anyone?", " 😭",
           " guys",
           " ffs", " im so hyped", " or what", " asap", "!!", " idk", " rn", " fr"),
    "es": (" porfa", " jaja", "??", " gracias", " bro", " por favor"),
    "pt": (" pfv", " kkk", "??", " gente", " mano", " obrigado"),
    "fr": (" svp", " mdr", " ??", " merci", " les gens"),
    "de": (" bitte", " haha", "??", " danke", " leute"),
    "it": (" grazie", " ahah", "??", " raga", " per favore"),
    "hi": (" bhai", " yaar", "??", " please", " batao"),
}  # fmt: skip
_SEASONS = {
    "en": ("season {}", "season {}", "s{}", "s{}", "S0{}", "Season {}", "szn {}", "series {}"),
    "es": ("temporada {}", "temporada {}", "T{}", "temp {}"),
    "pt": ("temporada {}", "{}ª temporada", "{} temporada", "T{}"),
    "fr": ("saison {}", "saison {}", "s{}"),
    "de": ("staffel {}", "staffel {}", "Staffel {}", "s{}"),
    "it": ("stagione {}", "stagione {}", "s{}"),
    "hi": ("season {}", "season {}", "s{}", "part {}"),
}


@dataclass(frozen=True, slots=True)
class Template:
    """A frame of a sentence: `kind` is "titled", "several", "follow", "unnamed" or "talk"."""

    number: str
    language: str
    kind: str
    topics: str
    text: str


def templates() -> Iterator[Template]:
    """Those of every language."""
    for path in sorted((HERE / "templates").glob("*.txt")):
        kind = ""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            if line.startswith("["):
                kind = line.strip("[]")
            elif line and not line.startswith("#"):
                topics, text = line.split(": ", maxsplit=1)
                yield Template(f"{path.stem}{number}", path.stem[:2], kind, topics, text)


def terse_templates(chance: random.Random) -> Iterator[Template]:
    """A title and a word that asks for something, as in a search box, with and without a season.

    They teach what words of one sense ask for, of which people have written few by themselves.
    """
    table = tomllib.loads((HERE / "templates" / "terse.toml").read_text(encoding="utf-8"))
    for asked in table["asked"]:
        only, without = (re.compile(asked.get(name, or_else)) for name, or_else in _TERSE)
        for language, senses in tables().items():
            for word, sense in senses.items():
                if sense in asked["senses"] and only.search(word) and not without.search(word):
                    number = f"{language}{TOPICS_ONLY} {word}"
                    for frame in chance.sample(_TERSE_FRAMES, 2):
                        text = frame.format(word)
                        yield Template(number, language, "titled", asked["topic"], text)
    # A season by itself asks for nothing in particular.
    for language in tables():
        for number in range(_BARE):
            frame = chance.choice(("{T} {S}", "{T} {S}", "{S} {T}"))
            yield Template(
                f"{language}{TOPICS_ONLY} {number}", language, "titled", "general", frame
            )


class Maker:
    """Draws titles and spells sentences."""

    def __init__(
        self, shows: Sequence[TitleEntry], index: TitleIndex, chance: random.Random
    ) -> None:
        self._index = index
        self._chance = chance
        self._shows = [one for one in shows if one.title.isascii() and len(one.title) < 60]
        self._shows.sort(key=lambda one: -one.popularity)
        known = in_any("function") | in_any("ordinary") | in_any("beside")
        popular = self._shows[:6000]
        self._plain = [one for one in popular if set(fold(one.title).split()) <= known]
        function = in_any("function")
        self._nouns = [
            one for one in self._plain
            if fold(one.title).split()[0] in ARTICLES and len(fold(one.title).split()) == 2
        ]  # fmt: skip
        self._common = [one for one in popular if set(fold(one.title).split()) <= function]
        self._odd = [
            one for one in popular
            if len(fold(one.title)) < 5 or any(w.isdecimal() for w in fold(one.title).split())
        ]  # fmt: skip
        self._long = [one for one in popular if ":" in one.title or len(one.title.split()) > 3]
        self._ordinary = [
            fold(one.title) for one in self._shows
            if set(without_article(fold(one.title)).split()) <= known and len(one.title) > 2
            and len(without_article(fold(one.title)).split()) < 3
        ]  # fmt: skip
        self._containing = [one for one in popular if self._holds_another(one)]
        self._weights = [one.popularity for one in popular]
        self._popular = popular

    def _holds_another(self, show: TitleEntry) -> bool:
        """Whether a run of its words is the title of a better known show."""
        words = fold(show.title).split()
        runs = (
            "".join(words[start:end])
            for start in range(len(words))
            for end in range(start + 1, len(words) + 1)
            if end - start < len(words)
        )
        return any(
            other.popularity > show.popularity / 2
            for run in runs
            for other in self._index.named(run)
        )

    def absent(self) -> TitleEntry:
        """A show to ask about where it is not known, but another that it could be taken for."""
        if self._chance.random() < 0.4:
            return self.show()
        return self._chance.choice(self._containing)

    def show(self) -> TitleEntry:
        """A show that somebody asks about: a popular one, one of a difficult title, any."""
        drawn = self._chance.random()
        if drawn < 0.50:
            return self._chance.choices(self._popular, self._weights)[0]
        if drawn < 0.85:
            pool = self._chance.choice(
                (self._plain, self._nouns, self._nouns, self._odd, self._long, self._common)
            )
            return self._chance.choices(pool, [one.popularity for one in pool])[0]
        return self._chance.choice(self._shows[:4000])

    def row(self, template: Template, absent: bool) -> dict[str, str]:
        """A sentence of a template, with its labels."""
        chance = self._chance
        first, second = self.absent() if absent else self.show(), self.show()
        season = chance.choice((1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6, 7, 9, 12, 20))
        other = chance.choice((2, 3, 4, 5))
        style = chance.choice(
            ("lower", "lower", "lower", "lower", "asis", "asis", "asis", "title", "upper")
        )
        headline = _is_headline(template.text)
        if style in ("title", "upper") and chance.random() < 0.5:
            style = "lower"
        if headline and chance.random() < 0.75:
            style = "asis"
        language = template.language
        ordinals = next(one for one in languages() if one.code == language).ordinals
        ordinal = [word for word, number in ordinals.items() if number == season][:1]
        names: dict[str, str] = {}
        spelled = self._spelled(first, absent=absent)
        seasons = {
            "S": chance.choice(_SEASONS[language]).format(season),
            "N": str(season),
            "O": ordinal[0] if ordinal else chance.choice(_SEASONS[language]).format(season),
            "M": str(other),
        }

        def slot(match: re.Match[str]) -> str:
            name = match[1]
            if name in seasons:
                return seasons[name]
            if name == "T":
                return spelled
            if name == "U":
                return self._spelled(second, absent=False)
            if name == "V":
                return chance.choice(_SEASONS[language]).format(other)
            if name == "Z":
                return one_edit(fold(first.title), chance)
            if name not in names or name == "P":
                names[name] = chance.choice(
                    {
                        "P": _PERSONS,
                        "H": _CHARACTERS,
                        "W": _NETWORKS,
                        "D": _DATES,
                        "X": self._ordinary,
                    }[name]
                )
            return names[name]

        text = re.sub(r"\{([A-Z])\}", slot, template.text)
        chatty = template.kind in ("titled", "several", "follow") and not headline
        if chatty and style in ("lower", "asis"):
            if chance.random() < 0.25 and not text[0].isupper():
                text = chance.choice(_NOISE_BEFORE[language]) + text
            if chance.random() < 0.25:
                text = text.rstrip("?") + chance.choice(_NOISE_AFTER[language])
        text = _styled(text, style, chance, heading=language == "en")
        asked = any(f"{{{name}}}" in template.text for name in "SNO") and template.kind != "talk"
        titled = template.kind in ("titled", "several", "alone")
        counts = template.text.count("{N} seasons") or template.text.count("{N} s") if asked else 0
        season_asked = asked and not (
            counts and "{S}" not in template.text and "{O}" not in template.text
        )
        if template.kind == "unnamed" or "Episode {N}" in template.text:
            season_asked = False
        return {
            "text": text,
            "title": first.title if titled else "",
            "season": str(season) if season_asked else "",
            "topics": template.topics,
            "language": language,
            "kind": template.kind,
            "template": template.number,
            "also": second.title if template.kind == "several" else "",
            "absent": "yes" if absent and titled else "",
        }

    def _spelled(self, show: TitleEntry, *, absent: bool) -> str:
        """The title as somebody may type it."""
        chance, title = self._chance, show.title
        if ":" in title and chance.random() < (0.4 if absent else 0.6):
            title = title.replace(":", "")
        drawn = chance.random()
        if absent:
            return (self._initials(show) or title) if drawn < 0.3 else title
        if drawn < 0.06 and len(fold(title)) > 6:
            return one_edit(title, chance)
        if 0.06 <= drawn < 0.14:
            return self._part(show) or title
        if 0.14 <= drawn < 0.24:
            return fold(title)
        if 0.24 <= drawn < 0.30 and without_article(fold(title)) != fold(title):
            return title.split(" ", 1)[1] if " " in title else title
        if 0.30 <= drawn < 0.34 and show.names:
            name = chance.choice(show.names)
            return name if name.isascii() else title
        if 0.34 <= drawn < 0.37:
            return self._initials(show) or title
        if 0.37 <= drawn < 0.43 and ("&" in title or " and " in title.lower()):
            return re.sub(r"(?i)&|\band\b", chance.choice(("n", "and", "&", "")), title)
        if 0.43 <= drawn < 0.50:
            return chance.choice(("'{}'", '"{}"', "“{}”", "*{}*")).format(title)
        return title

    def _part(self, show: TitleEntry) -> str | None:
        """A part of the title that means this show to most who read it."""
        words = show.title.split()
        head, _, tail = show.title.partition(":")
        parts = [part.strip() for part in (head, tail) if tail]
        if len(words) > 2:
            parts += [
                " ".join(words[:2]),
                " ".join(words[-2:]),
                " ".join(words[:3]),
                " ".join(words[1:]),
            ]
        parts += [word.replace("'", "") for word in words if len(word) > 6]
        self._chance.shuffle(parts)
        for part in parts:
            folded = fold(part)
            content = [
                w for w in folded.split() if w not in in_any("function") and w not in ARTICLES
            ]
            edges = {folded.split()[0], folded.split()[-1]} if folded else set()
            if not content or folded == fold(show.title) or edges & in_any("function"):
                continue
            others = [
                one for one in self._index.named(folded) if fold(one.title) != fold(show.title)
            ]
            forms = self._index.continuing(folded.split())
            having = [
                one
                for form in forms
                for one in self._index.named(form)
                if fold(one.title) != fold(show.title)
            ]
            rival = max(
                [one.popularity * 25 for one in others] + [one.popularity * 3 for one in having],
                default=0,
            )
            if forms and show.popularity > max(rival, 12.0):
                return part
        return None

    def _initials(self, show: TitleEntry) -> str | None:
        words = fold(show.title).split()
        letters = "".join(word[0] for word in words)
        if not 3 <= len(letters) <= 6 or show.popularity < 20:
            return None
        found = self._index.with_initials(letters)
        alone = all(
            one.popularity * 4 < show.popularity
            for one in found
            if fold(one.title) != fold(show.title)
        )
        return letters if alone and not self._index.named(letters) else None


def _is_headline(text: str) -> bool:
    """Whether it is written as newspapers do: with its capitals."""
    return bool(re.match(r"[A-Z'\"„“]|\{T\}.* [A-Z]", re.sub(r"\{[A-Z]\}", "{T}", text))) and any(
        word[:1].isupper() for word in re.sub(r"\{[A-Z]\}", "", text).split()
    )


def _styled(text: str, style: str, chance: random.Random, *, heading: bool) -> str:
    if style == "lower":
        text = text.lower()
        return text.replace("'", "") if chance.random() < 0.4 else text
    if style == "title" and heading:
        return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))
    if style == "upper":
        return text.upper()
    return text[:1].upper() + text[1:] if chance.random() < 0.4 else text


def made(seed: int = 7) -> Iterator[dict[str, str]]:
    """All rows: each template some times, those of small languages more often."""
    chance = random.Random(seed)
    maker = Maker(whole_catalogue(), large_index(), chance)
    for template in templates():
        times = _A_TEMPLATE[template.kind]
        if template.language != "en":
            times *= _MORE_OF_OTHER_LANGUAGES if template.kind == "titled" else 1
        if "{" not in template.text or "-topics" in template.number:
            times = 1
        for _ in range(times):
            absent = template.kind == "titled" and chance.random() < _ABSENT
            yield maker.row(template, absent)
    for template in terse_templates(chance):
        yield maker.row(template, absent=False)


if __name__ == "__main__":
    with MADE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(made())
