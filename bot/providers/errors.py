"""How a provider can fail: one tree, told apart by what the caller does about it."""

from __future__ import annotations

from ..errors import CliffhangerError
from ..locale.messages import N_, _

_NAMES = {"tvmaze": "TVmaze", "tmdb": "TMDB", "anilist": "AniList"}


class ProviderError(CliffhangerError):
    """A provider did not answer as it should; nothing that it sent, nor any token, is quoted.

    ProviderError
    ├── UnreachableError    no answer: DNS, TLS, a timeout, a dropped connection, 5xx. An outage
    ├── RateLimitedError    it asks for patience; `retry_after` in seconds, None where unsaid
    ├── BadAnswerError      it answered, but not with what its documentation promises
    ├── NotFoundError       it has no such record (any more): merged away, deleted, never there
    │   └── MovedError      it has the record under another `key` now
    └── UnauthorizedError   our token is missing, wrong or expired. No outage: somebody must act

    The first two pass by themselves; the others stay the same when asked again at once.
    """

    def __init__(self, provider: str, reason: str, **values: object) -> None:
        """`reason` is a message, and goes on after the name: "did not answer in time"."""
        super().__init__(reason, **values)
        self.provider = provider
        self._reason, self._details = reason, values

    def __str__(self) -> str:
        """The sentence, in the language that is spoken now."""
        name = _NAMES.get(self.provider, self.provider)
        # Translators: {reason} is what the provider did: "did not answer in time".
        return _("{provider} {reason}.", provider=name, reason=_(self._reason, **self._details))


class UnreachableError(ProviderError):
    """No answer: DNS, TLS, a timeout, a dropped connection, a 5xx."""


class RateLimitedError(ProviderError):
    """The provider asks for patience (429); `retry_after` in seconds, None where unsaid."""

    def __init__(self, provider: str, retry_after: float | None) -> None:
        self.retry_after = retry_after
        if retry_after is None:
            super().__init__(provider, N_("asks us to wait a while"))
        else:
            seconds = f"{retry_after:.0f}"
            super().__init__(provider, N_("asks us to wait {seconds} s"), seconds=seconds)


class BadAnswerError(ProviderError):
    """The answer is not what the provider's documentation promises."""


class NotFoundError(ProviderError):
    """The provider has no such record, or no longer."""


class MovedError(NotFoundError):
    """The provider has the record under another key now."""

    def __init__(self, provider: str, key: str) -> None:
        super().__init__(provider, N_("has moved that record"))
        self.key = key


class UnauthorizedError(ProviderError):
    """Our token is missing, wrong or expired."""
