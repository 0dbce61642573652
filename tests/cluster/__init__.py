"""The cluster: who has which shards."""
