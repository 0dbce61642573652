"""When a season begins and ends and a trailer is out, by the dates that sentences name.

`statements` is the way in: for each date it asks `events` what happens on it, `moves` whether it
still holds, `parts` whether it is a later part's, `sides` whether it lies behind the article, and
`seasons` which season it is of. `trailers` reads the trailers that are linked to.
"""
