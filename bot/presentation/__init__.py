"""How anything is written for a person.

`names` of shows and seasons, `values` of fields, and their dates in words (`date_text`); `markup`
escapes and dresses text for a screen; `layout` keeps a card within Discord's limits; `custom_ids`
are what its buttons know.
"""
