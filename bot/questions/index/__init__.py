"""Titles, however they are spelled.

`titles` is what others ask. A scope's titles are in a `memory_index`; everybody's are in a
`layered_index`: an immutable `segment` that `segment_builder` lays out, with what changed since in
front of it. `spelling` and `transliteration` say which texts are the same title, `ngram_index`
finds typos, `qualifiers` says what tells shows of one name apart, `ranking` and `namesake_choice`
which one is meant.
"""
