"""Which of our languages somebody who asks over HTTP would rather read."""

from __future__ import annotations

from collections.abc import Sequence

from .messages import ENGLISH

_LONGEST = 500
"""So many characters of the header are read: browsers send under a hundred."""


def negotiated(header: str, available: Sequence[str]) -> str:
    """The code, out of those available, that an Accept-Language header asks for most.

    A range goes by the language alone where its region is not there, and the other way about
    ("pt-PT" is served with "pt_BR"); English where nothing fits.
    https://www.rfc-editor.org/rfc/rfc9110#name-accept-language,
    https://www.rfc-editor.org/rfc/rfc4647#section-3.4
    """
    codes = {code.lower().replace("_", "-"): code for code in available}
    primary: dict[str, str] = {}
    for name, code in codes.items():
        primary.setdefault(name.partition("-")[0], code)
    for wanted in _ranges(header[:_LONGEST]):
        if wanted == "*":
            break
        parts = wanted.split("-")
        for length in range(len(parts), 0, -1):
            if (name := "-".join(parts[:length])) in codes:
                return codes[name]
        if parts[0] in primary:
            return primary[parts[0]]
    return ENGLISH


def _ranges(header: str) -> list[str]:
    """The ranges of the header, the best first; those with a weight of 0 are not wanted."""
    weighed = []
    for place, part in enumerate(header.lower().split(",")):
        name, _, rest = part.partition(";")
        try:
            weight = float(rest.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if name.strip() and 0 < weight <= 1:
            weighed.append((-weight, place, name.strip()))
    return [name for _, _, name in sorted(weighed)]
