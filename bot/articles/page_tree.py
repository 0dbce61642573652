"""The tree of a page as its readers see it, before its main text is looked for.

What nobody sees, and what leads to other pages, is taken out. What a browser draws as a paragraph
becomes one, whatever element it is in; a video becomes a link to it. Trees are of lxml, and are
changed where they stand.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from .page_grids import make_tables

_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![\w-])opacity\s*:\s*0(?![.\d])"
    r"|font-size\s*:\s*0(?![.\d])|(?:left|top|text-indent)\s*:\s*-\d{3,}|(?:height"
    r"|width)\s*:\s*0(?:px)?\s*(?:;|$)",
    re.IGNORECASE,
)
_HIDING_RULE = re.compile(
    r"([^{}]{1,300})\{[^{}]*(?:display\s*:\s*none|visibility\s*:\s*hidden"
    r"|font-size\s*:\s*0(?![.\d]))[^{}]*\}",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\s*\[")
_SELECTOR = re.compile(r"([.#])([\w-]+)$")
_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "audio",
     "video", "form", "button", "select", "textarea", "input", "nav", "aside", "footer", "dialog",
     "del", "s", "strike")
)  # fmt: skip
_VIDEOS = frozenset(("iframe", "amp-youtube", "amp-vimeo", "lite-youtube", "lite-vimeo"))
_EMBED = re.compile(r"/embed/([\w-]{6,20})$")
_VIDEO_ID = re.compile(r"[\w-]{6,20}")
# Words of classes and ids, as publishing systems call what leads to other pages.
_LEADS_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:(?:jp-)?related(?:posts?|articles?|stories|content|links?|single)?|yarpp"
    r"|recirc\w*|recommend(?:ed|ations?)|outbrain|taboola|read-?(?:more|next|also)|see-?also"
    r"|also-?read|more-?(?:stories|news|from|on)|most-?(?:read|popular)|trending|newsletter"
    r"|teasers?|promo(?:box)?|correlati|articoli-correlati|relacionad[ao]s|lire-aussi"
    r"|sharedaddy|comments?(?:-area|-list)?|side(?:bar)?|(?:right-?)?rail|widgets?(?:-area)?"
    r"|popular|nav(?:box|bar|igation)?|breadcrumbs?|menu|cookies?|consent|ccpa|gdpr|cmp(?:box)?"
    r"|site-?notice)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST_LEAD = 1_500
"""A part of a page with more letters is an article's own, whatever its class says."""

_CONTAINERS = frozenset(("div", "section", "article", "main", "body", "center", "td"))
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "em", "font", "i", "ins", "kbd",
     "label", "mark", "q", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var",
     "wbr")
)  # fmt: skip
_SHORTEST = 12
"""So many letters beside its links make a run of text a paragraph, and no row of links."""

_LONGEST_CELL = 600
"""A cell with more letters is no cell of a table of facts: its table only lays out the page."""


def leave_what_is_seen(tree: Any) -> None:
    """Change a page's tree into what a reader sees of it, in paragraphs."""
    from lxml import etree

    _take_out_unseen(tree)
    _part_layout_tables(tree)
    make_tables(tree)
    _mark_article(tree)
    for element in list(tree.iter(*_CONTAINERS)):
        if element.tag != "td":
            _make_paragraphs(element)
    etree.strip_attributes(tree, "alt", "title", "aria-label")


def _mark_article(tree: Any) -> None:
    """Put what stands below the first heading of a page into an article, where none is marked.

    Headings are lost elsewhere: what is looked for without one is paragraphs and lists.
    """
    head = tree.find(".//h1")
    if head is None or tree.find(".//article") is not None or tree.find(".//main") is not None:
        return
    box = next((one for one in head.iterancestors() if _has_most(one, tree)), None)
    if box is None or box.tag in ("html", "table"):
        return
    if box.tag != "body":
        box.tag = "article"
        return
    article = box.makeelement("article")
    first = next((one for one in box if one is head or head in one.iter()), None)
    for child in list(box)[list(box).index(first) :] if first is not None else ():
        article.append(child)
    box.append(article)


def _has_most(box: Any, tree: Any) -> bool:
    """Whether a box has most of the letters of its page."""
    return box.tag == "body" or _length(box) * _SHARE > _length(tree)


def _length(element: Any) -> int:
    return sum(len(text.strip()) for text in element.itertext())


_SHARE = 1.7
"""An article has more than the rest of its page: so much of it is all of the page."""


def _take_out_unseen(tree: Any) -> None:
    hidden = _hidden_names(tree)
    for element in list(tree.iter()):
        if element.getparent() is None:
            continue
        if not isinstance(element.tag, str) or _is_hidden(element, hidden):
            _take_out(element)
        elif element.tag in _VIDEOS:
            _show_video(element)
        elif element.tag == "aside" and "infobox" in (element.get("class") or ""):
            element.tag = "div"
        elif element.tag in _UNSEEN or _is_note(element) or _leads_elsewhere(element):
            _take_out(element)


def _is_note(element: Any) -> bool:
    """Whether an element only leads to a note: "[3]", "[citation needed]"."""
    return element.tag == "sup" and _NOTE.match("".join(element.itertext())) is not None


def _take_out(element: Any) -> None:
    """Take an element out, and leave the text behind it."""
    tail = element.tail
    element.tail = None
    parent, before = element.getparent(), element.getprevious()
    if tail:
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)


def _hidden_names(tree: Any) -> frozenset[str]:
    """The classes (".x") and ids ("#x") that the page's own style sheets hide."""
    names: set[str] = set()
    for style in tree.iter("style"):
        for match in _HIDING_RULE.finditer((style.text or "")[:200_000]):
            for selector in match[1].split(","):
                if found := _SELECTOR.search(selector.strip()):
                    names.add(found[1] + found[2])
    return frozenset(names)


def _is_hidden(element: Any, hidden: frozenset[str]) -> bool:
    """Whether its attributes, its style or the page's style sheets hide an element."""
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    if _HIDDEN_STYLE.search(element.get("style") or ""):
        return True
    if not hidden:
        return False
    classes = (element.get("class") or "").split()
    return f"#{element.get('id')}" in hidden or any(f".{name}" in hidden for name in classes)


def _leads_elsewhere(element: Any) -> bool:
    """Whether an element is called as what leads to other pages is, and is as short."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if (
        element.tag == "body"
        or not _LEADS_ELSEWHERE.search(names)
        or element.find(".//h1") is not None
    ):
        return False
    length = 0
    for text in element.itertext():
        length += len(text.strip())
        if length > _LONGEST_LEAD:
            return False
    return True


def _show_video(element: Any) -> None:
    """Put its link in the place of an embedded video, with the title that its player shows.

    It is written out: a paragraph that is nothing but a link is taken for a part of the frame.
    """
    link = _video_link(element)
    if link is None:
        _take_out(element)
        return
    title = " ".join((element.get("title") or "").split())[:200]
    for box in islice(element.iterancestors("figure", "div"), 3):
        # A figure, and a box called "embed", are taken for pictures with all that is in them.
        if box.tag == "figure" or "embed" in (box.get("class") or ""):
            box.tag = "div"
            box.attrib.pop("class", None)
    is_told = "trailer" in title.casefold() or "teaser" in title.casefold()
    tail = element.tail
    element.clear()
    element.tag, element.tail = "p", tail
    element.text = f"{title} {link}" if is_told else link


def _video_link(element: Any) -> str | None:
    """The public address of an embedded video; None for what is no video of a known site."""
    if element.tag != "iframe":
        told = element.get("data-videoid") or element.get("videoid") or ""
        if not _VIDEO_ID.fullmatch(told):
            return None
        is_vimeo = element.tag.endswith("vimeo")
        return (
            f"https://vimeo.com/{told}" if is_vimeo else f"https://www.youtube.com/watch?v={told}"
        )
    for name in ("src", "data-src", "data-lazy-src"):
        try:
            place = urlsplit(element.get(name) or "")
            host = (place.hostname or "").removeprefix("www.")
        except ValueError:
            continue
        if host in ("youtube.com", "youtube-nocookie.com") and (at := _EMBED.match(place.path)):
            return f"https://www.youtube.com/watch?v={at[1]}"
        if host == "player.vimeo.com" and (at := re.match(r"/video/(\d+)", place.path)):
            return f"https://vimeo.com/{at[1]}"
    return None


def _part_layout_tables(tree: Any) -> None:
    """Make boxes of the tables that lay out a page, so that no cell is read as a fact."""
    for table in list(tree.iter("table")):
        if not _is_layout(table):
            continue
        inner = [one for one in table.iter("table") if one is not table]
        kept = {id(cell) for one in inner for cell in one.iter()}
        for one in list(table.iter("tbody", "thead", "tfoot", "tr", "td", "th")):
            if id(one) not in kept:
                one.tag = "div"
        table.tag = "div"


def _is_layout(table: Any) -> bool:
    if table.find(".//h1") is not None or table.find(".//table") is not None:
        return True
    return any(
        sum(len(text) for text in cell.itertext()) > _LONGEST_CELL for cell in table.iter("td")
    )


def _make_paragraphs(box: Any) -> None:
    """Put each run of text in a box into a paragraph, as a browser draws it.

    Two line breaks end a paragraph; rows of links stay as they are.
    """
    run = _begun(box, box.text)
    runs, last = [run], None  # of a run; lxml counts all children to tell the length of one
    box.text = None
    for child in list(box):
        if child.tag not in _INLINE or any(one.tag not in _INLINE for one in child.iter()):
            run, last = _begun(box, child.tail), None
            child.tail = None
            runs += [child, run]
        elif child.tag == "br" and _ends_paragraph(run, last):
            run, last = _begun(box, child.tail), None
            box.remove(child)
            runs.append(run)
        else:
            if child.tag == "span" and last is not None and last.tag == "span" and not last.tail:
                last.tail = " "  # Who wrote it and when stand apart by their style.
            run.append(child)
            last = child
    before = None
    for run in runs:
        if run.tag != "p" or run.getparent() is not None or _own_length(run) >= _SHORTEST:
            box.append(run)
            before = run
            continue
        if run.text and before is not None:
            before.tail = (before.tail or "") + run.text
        elif run.text:
            box.text = (box.text or "") + run.text
        for child in list(run):
            box.append(child)
            before = child


def _begun(box: Any, text: str | None) -> Any:
    """A paragraph that begins with a text, and is not yet in its box."""
    run = box.makeelement("p")
    run.text = text
    return run


def _ends_paragraph(run: Any, last: Any) -> bool:
    """Whether a line break here is the second one, or stands before any text."""
    if last is None:
        return not (run.text or "").strip()
    return last.tag == "br" and not (last.tail or "").strip()


def _own_length(run: Any) -> int:
    """How many letters a run of text has beside its links."""
    total = sum(len(text.strip()) for text in run.itertext())
    return total - sum(len(text.strip()) for link in run.iter("a") for text in link.itertext())
