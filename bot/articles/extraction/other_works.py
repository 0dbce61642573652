"""What somebody is known for, in passing: whoever is named there is in another work."""

from __future__ import annotations

from ..mentions.titles import TitleMention
from ..sentence_context import Utterance


def is_of_other_work(utterance: Utterance, place: int) -> bool:
    """Whether what stands at a place of the coded text is told of a work that is not the show.

    "She is best known for “Night Boat,” the series that starred Ann Example."
    """
    subjects = utterance.discourse.subjects
    for match in utterance.discourse.words["known_from"].finditer(utterance.coded):
        if match.start() <= place < match.end():
            titles = utterance.sentence.between(*match.span(), TitleMention)
            return not any(
                one.subject is not None
                and one.subject in (subjects.main, utterance.discourse.focus)
                for _, one in titles
            )
    return False
