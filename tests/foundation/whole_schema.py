"""The tables of every subject, in the one metadata that they share."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from sqlalchemy import MetaData

import bot
from bot.foundation.tables import metadata


@cache
def whole_schema() -> MetaData:
    """The metadata, once each subject's tables are in it."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if module.name.endswith(".tables"):
            importlib.import_module(module.name)
    return metadata
