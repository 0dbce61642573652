"""A local Discord over real HTTP and WebSocket, for tests against the bot's own process."""
