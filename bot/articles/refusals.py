"""Why there is nothing to draft from, as people are told it.

What reads articles compiles its phrases as it is loaded, and a bot starts without that; what takes
articles in or fetches them needs only these.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import BadInputError
from ..locale.messages import N_, _

LARGEST = 2 * 1024 * 1024
"""So many bytes of a document are read."""

NOTHING = N_("I found nothing in it about a season.")

_BY_HAND = N_("You can still set each fact by hand with `/catalog set`.")
_BY_SUGGESTION = N_("You can still propose each fact with `/suggest`.")


class NoArticleError(BadInputError):
    """There is nothing to draft from; the message says why, and what to do instead.

    `suggests`: whoever reads it is no editor, and may only propose facts.
    """

    suggests = False

    def __str__(self) -> str:
        """The sentence, in the language that is spoken now."""
        return f"{super().__str__()} {_(_BY_SUGGESTION if self.suggests else _BY_HAND)}"


@contextmanager
def refused_to(*, suggests: bool) -> Iterator[None]:
    """Whatever is refused meanwhile is refused to an editor, or to somebody who only suggests."""
    try:
        yield
    except NoArticleError as error:
        error.suggests = suggests
        raise
