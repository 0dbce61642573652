"""The slash commands, one file a topic: parse, await a service, send a card."""
