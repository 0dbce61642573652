"""The server on its own: ``python -m tests.wire --port N``, with a control endpoint.

It prints ``listening on http://…`` and runs until SIGINT or SIGTERM. For benchmarks: bodies
are not validated unless asked for, and old messages are forgotten.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import signal

from tests.wire.control import Control
from tests.wire.schema import OPENAPI
from tests.wire.server import Server

KEEP = 500
"""Few enough that collecting garbage takes no time that would be blamed on the bot."""


async def serve(port: int, *, validate: bool) -> None:
    server = Server(port=port, openapi=OPENAPI if validate else None, keep=KEEP)
    control = Control(server)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    gc.collect()
    gc.freeze()
    try:
        await server.start(control.routes())
        print(f"listening on {server.state.address}", flush=True)
        await ended.wait()
    finally:
        await control.close()
        await server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.wire", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--validate", action="store_true", help="check request bodies")
    arguments = parser.parse_args()
    asyncio.run(serve(arguments.port, validate=arguments.validate))


if __name__ == "__main__":
    main()
