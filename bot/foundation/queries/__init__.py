"""SQL of no subject: leases, many rows at once, a SELECT in one step."""
