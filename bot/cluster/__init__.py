"""Several processes on one store: which process has which shards, and which one leads."""
