"""Finding a show by its title, and reading what a question asks of it."""
