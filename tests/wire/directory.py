"""What a bot may look up or register: itself, users, guilds, channels, commands, the gateway."""

from __future__ import annotations

from aiohttp import web

from tests.wire import limits, permissions
from tests.wire.errors import forbidden, not_found
from tests.wire.gateway import Gateway
from tests.wire.rest import Call, Rest, Result

COMMANDS = "/applications/{application_id}/commands"
GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"


class DirectoryRoutes:
    def __init__(self, rest: Rest, gateway: Gateway) -> None:
        self._rest = rest
        self._state = rest.state
        self._gateway = gateway

    def routes(self) -> list[web.RouteDef]:
        route = self._rest.route
        return [
            route("GET", "/users/@me", self._me),
            route("GET", "/oauth2/applications/@me", self._application),
            route("GET", "/applications/@me", self._application),
            route("GET", "/gateway/bot", self._gateway_bot),
            route("GET", "/gateway", self._gateway_bot),
            route("GET", "/users/{user_id}", self._user),
            route("GET", "/channels/{channel_id}", self._channel),
            route("GET", "/guilds/{guild_id}", self._guild),
            route("GET", "/guilds/{guild_id}/channels", self._channels),
            route("GET", "/guilds/{guild_id}/roles", self._roles),
            route("GET", "/guilds/{guild_id}/members/{user_id}", self._member),
            route("GET", COMMANDS, self._commands),
            route("PUT", COMMANDS, self._overwrite),
            route("GET", GUILD_COMMANDS, self._commands),
            route("PUT", GUILD_COMMANDS, self._overwrite),
        ]

    async def _me(self, call: Call) -> Result:
        return self._state.bot.payload() | {"verified": True, "mfa_enabled": True, "flags": 0}

    async def _application(self, call: Call) -> Result:
        bot = self._state.bot
        return {
            "id": str(bot.id),
            "name": bot.name,
            "icon": None,
            "description": "",
            "summary": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": 0,
            "owner": self._state.owner.payload(),
            "team": None,
            "rpc_origins": [],
            "bot": bot.payload(),
            "approximate_guild_count": len(self._state.guilds),
            "integration_types_config": {str(install): {} for install in self._state.installs},
        }

    async def _gateway_bot(self, call: Call) -> Result:
        total = self._gateway.session_starts
        return {
            "url": self._gateway.url,
            "shards": 1,
            "session_start_limit": {
                "total": total,
                "remaining": max(0, total - len(self._gateway.identifies)),
                "reset_after": int(self._gateway.day_ends_in * 1000),
                "max_concurrency": self._gateway.max_concurrency,
            },
        }

    async def _user(self, call: Call) -> Result:
        user = self._state.users.get(call.id("user_id"))
        if user is None:
            raise not_found(10013)
        return user.payload()

    async def _channel(self, call: Call) -> Result:
        channel = self._state.channel(call.id("channel_id"))
        if not self._state.may(channel, self._state.bot) & permissions.VIEW_CHANNEL:
            raise forbidden(50001)
        return channel.payload(self._state.guilds.get(channel.guild_id))

    async def _guild(self, call: Call) -> Result:
        return self._state.guild(call.id("guild_id")).payload()

    async def _channels(self, call: Call) -> Result:
        guild = self._state.guild(call.id("guild_id"))
        return [c.payload(guild) for c in guild.channels.values() if not c.is_thread]

    async def _roles(self, call: Call) -> Result:
        guild = self._state.guild(call.id("guild_id"))
        return [role.payload() for role in guild.roles.values()]

    async def _member(self, call: Call) -> Result:
        member = self._state.guild(call.id("guild_id")).members.get(call.id("user_id"))
        if member is None:
            raise not_found(10007)
        return member.payload()

    def _scope(self, call: Call) -> int:
        """The guild id of the path, or 0 for the global commands."""
        if call.id("application_id") != self._state.bot.id:
            raise not_found(10002)
        if "guild_id" not in call.request.match_info:
            return 0
        guild = self._state.guilds.get(call.id("guild_id"))
        if guild is None or not guild.joined:
            raise forbidden(50001)
        return guild.id

    async def _commands(self, call: Call) -> Result:
        return self._state.commands.by_scope.get(self._scope(call), [])

    async def _overwrite(self, call: Call) -> Result:
        scope = self._scope(call)
        wrong = limits.command_violations(call.body)
        for command in call.body:
            unknown = set(command.get("integration_types") or []) - self._state.installs
            wrong += [f"{command['name']}: install {install} is not enabled" for install in unknown]
        self._rest.refuse(call, wrong)
        return self._state.commands.overwrite(scope, call.body, self._state.bot.id)
