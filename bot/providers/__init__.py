"""Where facts come from: TVmaze, TMDB and AniList, asked within their limits."""
