"""Answers to interactions: the first response, ``@original``, and follow-ups.

Source: https://discord.com/developers/docs/interactions/receiving-and-responding
"""

from __future__ import annotations

from aiohttp import web

from tests.wire import limits
from tests.wire.channels import checked_edit
from tests.wire.entities import Json
from tests.wire.errors import ApiError, bad_request, not_found
from tests.wire.interaction import (
    AUTOCOMPLETE,
    CHOICES,
    COMMAND,
    COMPONENT,
    DEFER,
    DEFER_UPDATE,
    MODAL,
    MODAL_SUBMIT,
    REPLY,
    RESPOND_SECONDS,
    TOKEN_SECONDS,
    UPDATE,
    Interaction,
)
from tests.wire.message import EPHEMERAL, LOADING, Message
from tests.wire.rest import Call, Rest, Result

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"

ALLOWED = {
    COMMAND: {REPLY, DEFER, MODAL},
    COMPONENT: {REPLY, DEFER, DEFER_UPDATE, UPDATE, MODAL},
    AUTOCOMPLETE: {CHOICES},
    MODAL_SUBMIT: {REPLY, DEFER, DEFER_UPDATE, UPDATE},
}
"""Which response each kind of interaction may have."""

SLASH_REPLY, REPLY_MESSAGE, MENU_REPLY = 20, 19, 23
"""Message types: https://discord.com/developers/docs/resources/message#message-object-message-types"""


class InteractionRoutes:
    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._state = rest.state

    def routes(self) -> list[web.RouteDef]:
        route = self._rest.route
        original, message = WEBHOOK + "/messages/@original", WEBHOOK + "/messages/{message_id}"
        return [
            route("POST", CALLBACK, self._callback),
            route("POST", WEBHOOK, self._followup),
            route("GET", original, self._get),
            route("PATCH", original, self._edit),
            route("DELETE", original, self._delete),
            route("GET", message, self._get),
            route("PATCH", message, self._edit),
            route("DELETE", message, self._delete),
        ]

    async def _callback(self, call: Call) -> Result:
        interaction = self._awaiting_response(call)
        kind: int = call.body["type"]
        if kind not in ALLOWED[interaction.type]:
            problem = f"type: response {kind} does not answer interaction {interaction.type}"
            self._rest.refuse(call, [problem])
        data: Json = call.body.get("data") or {}
        if kind == CHOICES:
            choices = data.get("choices") or []
            self._rest.refuse(call, limits.autocomplete_violations(choices))
            message = None
        elif kind in (DEFER_UPDATE, MODAL):
            message = interaction.target if kind == DEFER_UPDATE else None
        elif kind == UPDATE:
            message = self._update(call, interaction, data)
        else:
            message = self._reply(call, interaction, data, deferred=kind == DEFER)
        interaction.respond(call.body, call.arrived)
        interaction.message = message
        if kind not in (DEFER, DEFER_UPDATE):
            interaction.settle(message)
        if message is not None and kind in (REPLY, UPDATE):
            event = "MESSAGE_CREATE" if kind == REPLY else "MESSAGE_UPDATE"
            await self._state.announce(event, message)
        if call.request.query.get("with_response") not in ("1", "true"):
            return None
        return _callback_response(interaction, kind, message)

    def _awaiting_response(self, call: Call) -> Interaction:
        """The interaction, open still: 10062 if unknown or too late, 40060 if answered."""
        interaction = self._state.interactions.get(call.request.match_info["interaction_token"])
        if interaction is None or interaction.id != call.id("interaction_id"):
            raise not_found(10062)
        if interaction.callback is not None:
            interaction.refuse(40060)
            raise bad_request(40060)
        if self._state.clock.now() - interaction.created > RESPOND_SECONDS:
            interaction.refuse(10062)
            raise not_found(10062)
        return interaction

    def _reply(
        self, call: Call, interaction: Interaction, data: Json, *, deferred: bool
    ) -> Message:
        message = self._new_message(interaction, data.get("flags") or 0)
        if deferred:
            message.flags |= LOADING
        else:
            message = self._checked(call, message, data)
        self._state.messages.add(message)
        return message

    def _update(self, call: Call, interaction: Interaction, data: Json) -> Message:
        message = interaction.target
        if message is None:
            raise bad_request(50035, "Invalid Form Body\nthere is no message to update")
        checked = self._checked(call, message, data)
        self._state.messages.edit(message, data)
        message.attachments = checked.attachments
        return message

    def _checked(self, call: Call, message: Message, data: Json) -> Message:
        inner = Call(call.request, call.template, call.arrived, data, call.uploads)
        return checked_edit(self._rest, inner, message)

    def _new_message(self, interaction: Interaction, flags: int) -> Message:
        reference: Json | None = None
        kind = SLASH_REPLY
        if interaction.target is not None:
            kind = REPLY_MESSAGE
            reference = {
                "message_id": str(interaction.target.id),
                "channel_id": str(interaction.target.channel_id),
            }
        elif interaction.payload["data"].get("target_id"):
            kind = MENU_REPLY
        return Message(
            self._state.clock.snowflake(),
            interaction.channel_id,
            interaction.guild_id,
            self._state.bot,
            flags=flags & EPHEMERAL,
            type=kind,
            reference=reference,
            interaction_metadata=interaction.metadata(),
            application_id=self._state.bot.id,
        )

    def _answered(self, call: Call) -> Interaction:
        """The interaction of a webhook's token: 10015 unknown or unanswered, 50027 expired."""
        interaction = self._state.interactions.get(call.request.match_info["webhook_token"])
        if interaction is None or interaction.callback is None:
            raise not_found(10015)
        if self._state.clock.now() - interaction.created > TOKEN_SECONDS:
            raise ApiError(401, 50027)
        return interaction

    async def _followup(self, call: Call) -> Result:
        """A further message; the first one after a plain defer takes that message's place."""
        interaction = self._answered(call)
        deferred = interaction.message
        if deferred is not None and deferred.loading:
            return await self._change(call, interaction, deferred)
        message = self._new_message(interaction, call.body.get("flags") or 0)
        message = checked_edit(self._rest, call, message)
        self._state.messages.add(message)
        interaction.follow_up(message, call.arrived)
        await self._state.announce("MESSAGE_CREATE", message)
        return message.payload()

    def _message(self, call: Call, interaction: Interaction) -> Message:
        if "message_id" not in call.request.match_info:
            message = interaction.message
        else:
            wanted = call.id("message_id")
            own = [interaction.message, *interaction.followups]
            message = next((m for m in own if m is not None and m.id == wanted), None)
        if message is None or message.deleted:
            raise not_found(10008)
        return message

    async def _get(self, call: Call) -> Result:
        return self._message(call, self._answered(call)).payload()

    async def _edit(self, call: Call) -> Result:
        interaction = self._answered(call)
        return await self._change(call, interaction, self._message(call, interaction))

    async def _change(self, call: Call, interaction: Interaction, message: Message) -> Result:
        checked = checked_edit(self._rest, call, message)
        was_loading = message.loading
        self._state.messages.edit(message, call.body)
        message.attachments = checked.attachments
        if was_loading:
            message.edits -= 1
        if message is interaction.message:
            interaction.settle(message, call.arrived)
        interaction.changed.notify()
        await self._state.announce("MESSAGE_CREATE" if was_loading else "MESSAGE_UPDATE", message)
        return message.payload()

    async def _delete(self, call: Call) -> Result:
        interaction = self._answered(call)
        self._state.messages.delete(self._message(call, interaction))
        interaction.changed.notify()
        return None


def _callback_response(interaction: Interaction, kind: int, message: Message | None) -> Json:
    about: Json = {"id": str(interaction.id), "type": interaction.type}
    if message is None:
        return {"interaction": about}
    about |= {
        "response_message_id": str(message.id),
        "response_message_loading": message.loading,
        "response_message_ephemeral": message.ephemeral,
    }
    resource: Json = {"type": kind}
    if kind in (REPLY, UPDATE):
        resource["message"] = message.payload()
    return {"interaction": about, "resource": resource}
