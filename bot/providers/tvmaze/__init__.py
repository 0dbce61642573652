"""TVmaze: shows, seasons and the dates of networks."""
