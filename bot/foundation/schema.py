"""The tables of all subjects together, for what handles a whole database."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from sqlalchemy import MetaData

from .sql import metadata

_ROOT = __name__.partition(".")[0]


@cache
def whole_schema() -> MetaData:
    """The metadata with the tables of all packages in it.

    A table is in it once its module is imported, so each module called `tables` is imported here:
    a list of them by hand could miss one, and its rows would be left out without a word.
    """
    for module in pkgutil.walk_packages(importlib.import_module(_ROOT).__path__, f"{_ROOT}."):
        if module.name.endswith(".tables"):
            importlib.import_module(module.name)
    return metadata
