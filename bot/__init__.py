"""Cliffhanger: is there another season, when is it out, and who says so?"""

__version__ = "0.1.0"

import sys

# httpx loads a command line of its own where rich is installed, as it is for ours: 4 MB of each
# process and 55 ms of its start. A name that stands for None there cannot be imported, and httpx
# goes on without: https://docs.python.org/3/reference/import.html#the-module-cache
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
