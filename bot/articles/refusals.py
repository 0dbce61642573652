"""Why there is nothing to draft from, as people are told it.

What reads articles compiles its phrases as it is loaded, and a bot starts without that; what takes
articles in or fetches them needs only these.
"""

from __future__ import annotations

from ..errors import BadInputError
from ..locale.messages import N_, _

LARGEST = 2 * 1024 * 1024
"""So many bytes of a document are read."""

BY_HAND = N_("You can still set each fact by hand with `/catalog set`.")
NOTHING = N_(
    "I found nothing in it about a season. You can still set each fact by hand with `/catalog set`."
)


class NoArticleError(BadInputError):
    """There is nothing to draft from; the message says why, and what to do instead."""

    def __str__(self) -> str:
        """The sentence, in the language that is spoken now."""
        return f"{super().__str__()} {_(BY_HAND)}"
