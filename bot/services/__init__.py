"""The use cases: no discord, no SQL, no httpx."""
