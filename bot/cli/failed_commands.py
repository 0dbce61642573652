"""What a command prints that cannot do what it was asked; nothing secret is in it."""

from __future__ import annotations

import errno
import logging
import sys
import traceback
from collections.abc import Iterable
from types import TracebackType
from typing import Any

import click

from ..errors import CliffhangerError, StoreAwayError, reason_of
from .redaction import RedactingFormatter, redacted

_SECRETS = "bot.secrets"


class Commands(click.Group):
    """Shows our own errors as one line, without a traceback, and ends with 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was given."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            # It may quote what was typed, such as the address of a database.
            raise click.UsageError(_shown(ctx, error.format_message()), error.ctx) from error
        except click.ClickException as error:
            raise _ended(ctx, error.format_message()) from error
        except StoreAwayError as error:
            raise _ended(ctx, f"{error} {reason_of(error)}".strip()) from error
        except CliffhangerError as error:
            raise _ended(ctx, str(error)) from error
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise  # whoever reads has enough; click ends quietly
            place = error.filename or "Output"
            raise _ended(ctx, f"{place}: {error.strerror or error}.") from error


def _ended(ctx: click.Context, text: str) -> click.ClickException:
    return click.ClickException(_shown(ctx, text))


def _shown(ctx: click.Context, text: str) -> str:
    return redacted(text, ctx.meta.get(_SECRETS, ()))


def hide(ctx: click.Context, secrets: Iterable[str] = ()) -> None:
    """Hide these secrets, and what has the form of one, in all that ends this command: its errors,
    those that nobody foresaw, and what libraries log where there is no log."""
    hidden = ctx.meta[_SECRETS] = tuple(secrets)

    def print_uncaught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        told = "".join(traceback.format_exception(kind, error, trace))
        click.echo(redacted(told, hidden), err=True, nl=False)

    sys.excepthook = print_uncaught
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(RedactingFormatter(logging.Formatter(), hidden))
