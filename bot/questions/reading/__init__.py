"""What a sentence asks: about which show and season, and which topics."""
