"""Text for people, whatever the subject.

`names` of shows and seasons, `values` of fields, and dates in words (`date_text`); `markup` escapes
and styles text for a screen; `layout` keeps a card within Discord's limits; `custom_ids` hold what
its buttons know.
"""
