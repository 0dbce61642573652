"""Custom ids keep to the byte what buttons on old messages carry, and are read back whole."""

from __future__ import annotations

import pytest

from bot.alerts.cards.messages import FollowedId, OutcomeId
from bot.alerts.cards.subscriptions import FollowsId, RemindsId
from bot.answers.cards.custom_ids import (
    CardId,
    CardState,
    ChoiceId,
    RemindId,
    SeasonsId,
    ShowsId,
    StopId,
    TimelineId,
)
from bot.editing.cards.history import HistoryId
from bot.editing.cards.receipts import ImportId, UndoId
from bot.facts.models import Topic
from bot.locale.languages import speaking
from bot.presentation.custom_ids import CustomId
from bot.providers.cards import FindId, PickId
from bot.review.cards import FormId, ReviewId

KINDS: tuple[type[CustomId], ...] = (
    CardId, SeasonsId, ShowsId, TimelineId, ChoiceId, RemindId, StopId, FollowedId, FollowsId,
    RemindsId, OutcomeId, FindId, PickId, UndoId, HistoryId, ImportId, ReviewId, FormId,
)  # fmt: skip

SENT = {
    "card:rele:r:7:2:42:0:US": CardId(
        "rele", CardState(Topic.RELEASE, 7, 2, 42, region="US")
    ),
    "card:dym0:g:7:-:42:0:-": CardId("dym0", CardState(Topic.GENERAL, 7, None, 42)),
    "timeline:7": TimelineId(7),
    "seasons:pick:c:7:1:42:0:-": SeasonsId("pick", CardState(Topic.CAST, 7, 1, 42)),
    "shows:pick:w:-:1:42:0:FR": ShowsId(
        "pick", CardState(Topic.WHERE, None, 1, 42, region="FR")
    ),
    "choice:1:gu:7:latest:42": ChoiceId(1, (Topic.GENERAL, Topic.STATUS), 7, "latest", 42),
    "choice:1:r:7:specials:42": ChoiceId(1, (Topic.RELEASE,), 7, "specials", 42),
    "choice:0:eh:7:3:42": ChoiceId(0, (Topic.EPISODES, Topic.SCHEDULE), 7, 3, 42),
    "choice:0:t:7:-:42": ChoiceId(0, (Topic.TRAILER,), 7, None, 42),
    "choice:0:c:7:-:42:eleven": ChoiceId(0, (Topic.CAST,), 7, None, 42, ("eleven",)),
    "remind:7:-": RemindId(7),
    "remind:7:0a1b2c": RemindId(7, "0a1b2c"),
    "unremind:7:-": StopId(7),
    "followed:0a1b2c": FollowedId("0a1b2c"),
    "follows:next:2": FollowsId("next", 2),
    "reminds:prev:0": RemindsId("prev", 0),
    "outcome:0a1b2c": OutcomeId("0a1b2c"),
    "undo:1234567890123456789": UndoId(1234567890123456789),
    "history:oldr:7:-:1": HistoryId("oldr", 7, None, 1),
    "history:newr:7:2:0": HistoryId("newr", 7, 2, 0),
    "import:confirm:0123456789abcdef": ImportId("confirm", "0123456789abcdef"),
    "review:approve:0123456789abcdef:3": ReviewId("approve", "0123456789abcdef", 3),
    "review:skip:-:0": ReviewId("skip", "-", 0),
    "form:edit:0123456789abcdef:3": FormId("edit", "0123456789abcdef", 3),
}  # fmt: skip


@pytest.mark.parametrize("written", SENT)
def test_an_id_that_was_sent_is_read_by_its_kind_alone(written: str) -> None:
    assert SENT[written].of_no_language() == written
    read = {kind: kind.read(written) for kind in KINDS}
    assert {kind: said for kind, said in read.items() if said is not None} == {
        type(SENT[written]): SENT[written]
    }


@pytest.mark.parametrize("written", SENT)
def test_an_id_may_keep_the_language_that_was_spoken(written: str) -> None:
    said = SENT[written]
    with speaking("pt_BR"):
        kept = said.written()
    match = type(said).pattern().fullmatch(kept)
    assert match is not None
    assert said.of(match) == said
    assert said.language_of(match) == ("pt_BR" if said.keeps_language else None)
    assert [kind for kind in KINDS if kind.read(kept) is not None] == [type(said)]


def test_what_was_typed_may_hold_colons() -> None:
    found = FindId.read("find:s:2:42:DE:Star Trek: Picard")
    assert found is not None
    assert found.typed == "Star Trek: Picard"
    assert found.asked.state == CardState(Topic.STORY, None, 2, 42, region="DE")
    assert found.written() == "find~en:s:2:42:DE:Star Trek: Picard"
    picked = PickId.read("pick:g:-:42:-")
    assert picked is not None
    assert picked.asked.state == CardState(Topic.GENERAL, None, None, 42)


@pytest.mark.parametrize(
    "forged",
    ["", "undo:", "undo:-1", "undo:1:2", "undo:٣", "xundo:1", "undo:1\n", "review:drop:ab:1",
     "import:confirm:0123456789ABCDEF", "follows:next:-", "choice:0:x:7:-:42",
     "timeline~xx:7", "timeline~:7", "undo~en:1"],
)  # fmt: skip
def test_a_forged_id_is_of_no_kind(forged: str) -> None:
    assert [kind for kind in KINDS if kind.read(forged) is not None] == []
