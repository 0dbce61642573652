"""Parameter types of the command line that click does not have."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from ..locale.languages import LANGUAGES


class Language(click.Choice[str]):
    """A language, by the code of its catalogue or by its tag: pt_BR or pt-BR."""

    def __init__(self) -> None:
        super().__init__(list(LANGUAGES), case_sensitive=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code of the language."""
        return super().convert(str(value).replace("-", "_"), param, ctx)


class Day(click.DateTime):
    """A day like 2026-01-31, from which days before and after can be computed."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Midnight of that day, without a zone."""
        # Imported here: only one command takes a day.
        from ..facts.air_date import YEARS

        day: datetime = super().convert(value, param, ctx)
        if day.year not in YEARS:
            self.fail(f"The year must be one from {YEARS[0]} to {YEARS[-1]}.", param, ctx)
        return day
