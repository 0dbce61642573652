"""What an article names: shows by their titles, seasons, dates, networks, people."""
