"""What a sentence is read by, as it is told to who mends the reader."""

from bot.questions.index.titles import TitleIndex
from tests.questions.real_titles import small_catalogue
from tests.questions.training.explain import explained


def test_readings_seasons_and_topics_are_told_with_what_they_are_weighed_by() -> None:
    lines = list(explained("is dark season 3 renewed", TitleIndex(small_catalogue())))
    title, chance = lines[0].split(": ")
    assert title == "Dark"
    assert 0.5 < float(chance) < 1.0
    assert any(line.startswith("  +") and line.endswith("named ~dark") for line in lines)
    assert "season 3; is T S renewed" in lines
    of_seasons = lines[
        lines.index(next(line for line in lines if line.startswith("season 3: +"))) :
    ]
    assert any(line.endswith("behind title") for line in of_seasons[:12])
    status = lines.index(next(line for line in lines if line.startswith("status: +")))
    release = lines.index(next(line for line in lines if line.startswith("release: ")))
    assert any(line.startswith("  +") and "renewed" in line for line in lines[status:release])
