"""What an article states of a show or a season, a module for each kind of fact."""
