"""An article in, drafts of facts out: each with the sentence it stands in."""
