"""AniList: seasons of anime, asked on demand and never stored."""
