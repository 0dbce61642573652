"""Several processes on one store: who has which shards, and who leads what one alone does."""
