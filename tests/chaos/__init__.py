"""Fan-outs of alerts under murder and bad weather, counted by the server."""
