"""When a season that is expected and has no date could come: a range, labelled as an estimate."""
