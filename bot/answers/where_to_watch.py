"""Where a season can be watched: the show's own streaming service, and the offers by country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..facts.fields import folded
from ..facts.models import Fact, Offer, OfferTerms, Season, Show
from ..facts.networks import is_streaming_service, service_key
from ..locale.cldr import country_text, listed
from ..locale.messages import N_, _, ngettext
from ..presentation.markup import clip, tamed
from .citations import Cited
from .headline import Missing, headline, list_headline, list_title, listed_season
from .section_writer import Section, Writer

_NAMED = 3
"""How many countries of one provider are named."""

_LABEL = 80

_TERMS = {
    OfferTerms.FREE: N_("free"),
    OfferTerms.ADS: N_("free with ads"),
    OfferTerms.RENT: N_("to rent"),
    OfferTerms.BUY: N_("to buy"),
}

_NOWHERE = Missing(
    None,
    (N_("I know of no place to watch {season}."), N_("I know of no place to watch the specials.")),
    (
        N_("I know of no place to watch {season} yet."),
        N_("I know of no place to watch the specials yet."),
    ),
)

_OFFERS = 12

_ELSEWHERE = 5


@dataclass(frozen=True, slots=True)
class OfferGroup:
    """One provider under the same terms, in all the countries where it has the season.

    `own`: it is the show's own service, which no source lists among the offers.
    """

    facts: tuple[Fact[Offer], ...]
    own: bool

    @property
    def offer(self) -> Offer:
        """The first of its offers."""
        return self.facts[0].value


def own_service(show: Show) -> Fact[Offer] | None:
    """The streaming service on which the show is an original, if known."""
    if show.streamer is not None:
        return show.streamer
    network = show.network
    if network is None or not is_streaming_service(network.value):
        return None
    return Fact(Offer(network.value), network.claim)


def offers(show: Show, season: Season) -> list[Fact[Offer]]:
    """All offers of a season; the show's own service first, unless somebody lists it."""
    own = own_service(show)
    listed = {service_key(fact.value.provider) for fact in season.where}
    if own is None or service_key(own.value.provider) in listed:
        return list(season.where)
    return [own, *season.where]


def places(writer: Writer, season: Season) -> tuple[list[OfferGroup], bool]:
    """Where a season can be watched in the asker's country; the flag says whether it can be.

    If it cannot, the places elsewhere; all places for an asker who named no country.
    """
    region, every = writer.answer.region, offers(writer.show, season)
    here = [fact for fact in every if region is None or fact.value.region in (region, None)]
    return _grouped(writer.show, here or every), bool(here)


def _grouped(show: Show, facts: Sequence[Fact[Offer]]) -> list[OfferGroup]:
    groups: dict[tuple[str, OfferTerms | None], list[Fact[Offer]]] = {}
    for fact in facts:
        groups.setdefault((service_key(fact.value.provider), fact.value.terms), []).append(fact)
    home = show.country.value if show.country else None

    def known(fact: Fact[Offer]) -> tuple[bool, bool, str]:
        region = fact.value.region or ""
        return region != home, region not in ("US", "GB"), region

    return [
        OfferGroup(tuple(sorted(group, key=known)), own=group[0].claim.field != "where")
        for group in groups.values()
    ]


def offer_text(writer: Writer, place: OfferGroup, *, linked: bool = False) -> str:
    """An offer in words: "Netflix (US, UK and 3 more)", "Tube Store (Germany, to rent)"."""
    offer = place.offer
    label = clip(tamed(offer.provider), _LABEL)
    name = writer.style.escape(label)
    if linked and offer.url:
        name = writer.style.link(label, offer.url)
    regions = [fact.value.region for fact in place.facts if fact.value.region]
    notes = [country_text(region) for region in regions[:_NAMED]]
    if len(regions) > _NAMED:
        notes = [
            listed([*notes, ngettext("{number} more", "{number} more", len(regions) - _NAMED)])
        ]
    if offer.terms is not None:
        notes.append(_(_TERMS[offer.terms]))
    if place.own:
        notes.append(_("its own service"))
    return f"{name} ({', '.join(notes)})" if notes else name


def where(writer: Writer) -> Section:
    """Where to watch it in the asker's country; if it is not there, a line about where else."""
    show = writer.show

    def known(season: Season) -> bool:
        return bool(season.where or (own_service(show) is not None and not writer.over))

    season, lines, cited = listed_season(writer, _NOWHERE, known)
    if season is None:
        head = headline(writer)
        if writer.out and lines:
            # The question was not whether it is out.
            head, lines = writer.style.bold(lines[0]), lines[1:]
        lines += _channel(writer, [], cited)
        return Section(head, tuple(lines), tuple(cited))
    title = list_title(
        writer,
        season,
        (N_("Where to watch {season}"), N_("Where to watch the specials")),
        N_("{what} of {show}:"),
    )
    head, lead = list_headline(writer, season, title, lines)
    found, is_here = places(writer, season)
    shown = found[: _OFFERS if is_here else _ELSEWHERE]
    items = [offer_text(writer, place, linked=True) for place in shown]
    if more := len(found) - len(shown):
        items.append(ngettext("{number} more", "{number} more", more))
    cited += [Cited("where", place.facts[0]) for place in shown]
    items += _channel(writer, found, cited)
    if not is_here:
        # Half of the languages would need another case or an article for a name after "in".
        country = country_text(writer.answer.region or "")
        # Translators: {country} is a country's name.
        elsewhere = _("{country}: I know of no place to watch it. Elsewhere:", country=country)
        lead = (*lead, elsewhere)
    return Section(head, (*lead, *items), tuple(cited), listed=len(items))


def _channel(writer: Writer, found: Sequence[OfferGroup], cited: list[Cited]) -> list[str]:
    """The network, unless it is one of the places named already."""
    network = writer.show.network
    named = {folded(place.offer.provider) for place in found}
    if network is None or (writer.over and not writer.uncounted):
        return []
    if found and is_streaming_service(network.value):
        return []
    if folded(network.value) in named:
        return []
    cited.append(Cited("network", network))
    return [writer.labelled(_("Network"), writer.person(network.value))]
