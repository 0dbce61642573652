"""Discord's JSON errors, by their codes.

Codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
"""

from __future__ import annotations

from typing import Any

MESSAGES = {
    0: "401: Unauthorized",
    10002: "Unknown Application",
    10003: "Unknown Channel",
    10004: "Unknown Guild",
    10007: "Unknown Member",
    10008: "Unknown Message",
    10011: "Unknown Role",
    10013: "Unknown User",
    10015: "Unknown Webhook",
    10062: "Unknown interaction",
    10063: "Unknown application command",
    10070: "Unknown Guild Scheduled Event",
    20028: "The write action you are performing on the channel has hit the write rate limit.",
    30038: "Maximum number of guild scheduled events reached (100)",
    30046: "Maximum number of edits to messages older than 1 hour reached. Try again later",
    40033: "This message has already been crossposted",
    40060: "Interaction has already been acknowledged.",
    50001: "Missing Access",
    50005: "Cannot edit a message authored by another user",
    50006: "Cannot send an empty message",
    50007: "Cannot send messages to this user",
    50013: "Missing Permissions",
    50024: "Cannot execute action on this channel type",
    50027: "Invalid Webhook Token",
    50035: "Invalid Form Body",
    50083: "Thread is archived",
    50278: "Cannot send messages to this user due to having no mutual guilds",
    180000: "Cannot update a finished event",
    160004: "A thread has already been created for this message",
}


class ApiError(Exception):
    """A refusal with an HTTP status and one of Discord's codes."""

    def __init__(self, status: int, code: int, message: str | None = None) -> None:
        super().__init__(message or MESSAGES.get(code, "Error"))
        self.status = status
        self.code = code

    def payload(self) -> dict[str, Any]:
        return {"message": str(self), "code": self.code}


def not_found(code: int) -> ApiError:
    return ApiError(404, code)


def forbidden(code: int) -> ApiError:
    return ApiError(403, code)


def bad_request(code: int, message: str | None = None) -> ApiError:
    return ApiError(400, code, message)
