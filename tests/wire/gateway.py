"""The gateway: sessions over WebSocket, with resume, reconnects and closes on demand.

Plain text frames, no compression; opcodes and close codes as in
https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.wire.entities import Guild, Json, User
from tests.wire.waiting import Signal

DISPATCH, HEARTBEAT, IDENTIFY, RESUME = 0, 1, 2, 6
RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 9, 10, 11

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 0, 1 << 9, 1 << 12, 1 << 15
"""Intents: https://discord.com/developers/docs/events/gateway#list-of-intents"""

REPLAY_LIMIT = 5000
"""Events a session remembers for a resume."""


@dataclass(slots=True, eq=False)
class Session:
    """One identified session; ``socket`` is ``None`` while it is cut off."""

    id: str
    intents: int
    shard: tuple[int, int]
    socket: web.WebSocketResponse | None
    transport: asyncio.Transport | None
    process: str = ""
    """What the client added to the gateway's address, to tell processes of one bot apart."""
    ready_at: float = 0.0
    """``time.perf_counter`` when READY was sent."""
    seq: int = 0
    log: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=REPLAY_LIMIT))

    async def dispatch(self, event: str, data: Json) -> None:
        """Send an event, or keep it for the resume where nobody is connected."""
        self.seq += 1
        frame = _encode({"op": DISPATCH, "t": event, "s": self.seq, "d": data})
        self.log.append((self.seq, frame))
        if self.socket is not None:
            try:
                await self.socket.send_str(frame)
            except ConnectionError:
                self.socket = None

    def serves(self, guild_id: int) -> bool:
        """Whether this shard gets a guild's events; direct messages (0) go to shard 0."""
        index, count = self.shard
        return (guild_id >> 22) % count == index


class Gateway:
    """Accepts connections below ``/gateway/`` and sends events to every session they concern."""

    def __init__(self, bot: User, guilds: dict[int, Guild]) -> None:
        self.url = ""
        self.heartbeat_interval = 41.25
        """Seconds, told in HELLO."""
        self.acknowledge = True
        """Whether heartbeats are acknowledged; a client takes silence for a dead connection."""
        self.rewind = 0
        """How many events already seen the next resume sends again."""
        self.token: str | None = None
        """The only token accepted, where set; any other is closed with 4004."""
        self.refusal: int | None = None
        """The code that closes every new connection before it is READY, where set."""
        self.sessions: list[Session] = []
        self.changed = Signal()
        self.identifies: list[Json] = []
        """The ``d`` of every IDENTIFY, in order."""
        self.max_concurrency = 1
        """How many buckets of shards may identify side by side, as /gateway/bot tells."""
        self.session_starts = 1000
        """IDENTIFYs that a day has, as /gateway/bot tells; past the last the token is reset."""
        self.day_ends_in = 86_400.0
        """Seconds."""
        self.rushed = 0
        """IDENTIFYs of shards that came within five seconds of another one in their bucket."""
        self._identified_at: dict[int, float] = {}
        self.connections = self.readies = self.resumes = self.heartbeats = 0
        self._bot = bot
        self._guilds = guilds

    @property
    def connected(self) -> list[Session]:
        return [session for session in self.sessions if session.socket is not None]

    async def until_ready(self, seconds: float, *, readies: int = 1) -> Session:
        """The newest session, once ``readies`` of them have been sent READY in all."""
        await self.changed.until(lambda: self.readies >= readies, seconds)
        return self.sessions[-1]

    async def until_resumed(self, seconds: float, *, resumes: int = 1) -> None:
        await self.changed.until(lambda: self.resumes >= resumes, seconds)

    async def dispatch(self, event: str, data: Json, *, guild_id: int, intent: int = 0) -> None:
        """Send an event of a guild (0: of a direct message) to the sessions that asked for it."""
        for session in self.sessions:
            if session.serves(guild_id) and session.intents & intent == intent:
                await session.dispatch(event, data)

    async def reconnect(self) -> None:
        """Opcode 7: ask every client to reconnect and resume."""
        await self._send({"op": RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Opcode 9; unless resumable, the sessions and what they missed are gone."""
        connected = self.connected
        if not resumable:
            self.sessions.clear()
        frame = _encode({"op": INVALID_SESSION, "d": resumable})
        for session in connected:
            if session.socket is not None:
                await session.socket.send_str(frame)

    async def close(self, code: int = 4000) -> None:
        """Close every connection with ``code``; 4007 and 4009 end the sessions too."""
        connected = self.connected
        if code in (4007, 4009):
            self.sessions.clear()
        for session in connected:
            socket, session.socket = session.socket, None
            if socket is not None:
                await socket.close(code=code)

    def drop(self) -> None:
        """Cut every TCP connection at once, without a close frame."""
        for session in self.connected:
            session.socket = None
            if session.transport is not None:
                session.transport.abort()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0, compress=False)
        await socket.prepare(request)
        self.connections += 1
        interval = int(self.heartbeat_interval * 1000)
        await socket.send_str(_encode({"op": HELLO, "d": {"heartbeat_interval": interval}}))
        session: Session | None = None
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    session = await self._received(request, socket, message.json()) or session
        except ConnectionError:
            pass
        finally:
            if session is not None and session.socket is socket:
                session.socket = None
                self.changed.notify()
        return socket

    async def _received(
        self, request: web.Request, socket: web.WebSocketResponse, frame: Json
    ) -> Session | None:
        op, data = frame["op"], frame["d"]
        if op == HEARTBEAT:
            self.heartbeats += 1
            if self.acknowledge:
                await socket.send_str(_encode({"op": HEARTBEAT_ACK}))
        elif op in (IDENTIFY, RESUME) and self.token not in (None, data["token"]):
            await socket.close(code=4004)
        elif op in (IDENTIFY, RESUME) and self.refusal is not None:
            await socket.close(code=self.refusal)
        elif op == IDENTIFY:
            return await self._identify(request, socket, data)
        elif op == RESUME:
            return await self._resume(request, socket, data)
        return None

    async def _identify(
        self, request: web.Request, socket: web.WebSocketResponse, data: Json
    ) -> Session:
        self.identifies.append(data)
        index, count = data.get("shard") or (0, 1)
        if "shard" in data:
            self._note_turn(index)
        session = Session(
            id=secrets.token_hex(16),
            intents=data["intents"],
            shard=(index, count),
            socket=socket,
            transport=request.transport,
            process=request.match_info["process"],
        )
        guilds = [g for g in self._guilds.values() if g.joined and session.serves(g.id)]
        self.sessions = [s for s in self.sessions if s.socket or s.shard != session.shard]
        self.sessions.append(session)
        await session.dispatch("READY", self._ready(session, guilds))
        session.ready_at = time.perf_counter()
        if session.intents & GUILDS:
            for guild in guilds:
                await session.dispatch("GUILD_CREATE", guild.create_payload(self._bot))
        self.readies += 1
        self.changed.notify()
        return session

    def _note_turn(self, shard: int) -> None:
        """https://discord.com/developers/docs/events/gateway#sharding-max-concurrency"""
        bucket, now = shard % self.max_concurrency, time.monotonic()
        if now - self._identified_at.get(bucket, float("-inf")) < 5.0:
            self.rushed += 1
        self._identified_at[bucket] = now

    @property
    def served(self) -> set[int]:
        """The shards that somebody is connected for."""
        return {session.shard[0] for session in self.connected}

    def shards_of(self, process: str) -> set[int]:
        """The shards that a process is connected for."""
        return {session.shard[0] for session in self.connected if session.process == process}

    def _ready(self, session: Session, guilds: list[Guild]) -> Json:
        return {
            "v": 10,
            "user": self._bot.payload() | {"verified": True, "mfa_enabled": True, "flags": 0},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.url + session.process,
            "shard": list(session.shard),
            "application": {"id": str(self._bot.id), "flags": 0},
        }

    async def _resume(
        self, request: web.Request, socket: web.WebSocketResponse, data: Json
    ) -> Session | None:
        session = next((s for s in self.sessions if s.id == data["session_id"]), None)
        seq = data["seq"] or 0
        if session is None or (session.log and session.log[0][0] > seq + 1):
            await socket.send_str(_encode({"op": INVALID_SESSION, "d": False}))
            return None
        seq, self.rewind = seq - self.rewind, 0
        session.socket = None
        session.transport = request.transport
        while missed := [entry for entry in session.log if entry[0] > seq]:
            for _, frame in missed:
                await socket.send_str(frame)
            seq = missed[-1][0]
        session.socket = socket
        self.resumes += 1
        await session.dispatch("RESUMED", {"_trace": []})
        self.changed.notify()
        return session

    async def _send(self, frame: Json) -> None:
        text = _encode(frame)
        for session in self.connected:
            if session.socket is not None:
                await session.socket.send_str(text)


def _encode(frame: dict[str, Any]) -> str:
    return json.dumps(frame, separators=(",", ":"), ensure_ascii=False)
