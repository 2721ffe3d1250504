"""What the filters of a page say, for what leaves the screen."""

from __future__ import annotations

from ui import drawn


def test_the_first_sentence_of_filters_is_that_of_the_page_and_words_outside_are_not_heard() -> None:
    drawn.begin("network")
    drawn.say("outside")
    with drawn.listening() as first:
        drawn.say("visa")
        drawn.say("")
        drawn.say("alla grupper")
    with drawn.listening() as second:
        drawn.say("grupp 1 till 10")

    assert first == ["visa", "alla grupper"]
    assert drawn.as_sentence(second) == "Grupp 1 till 10"
    assert (drawn.page(), drawn.sentence()) == ("network", "Visa alla grupper")


def test_another_page_begins_without_words() -> None:
    with drawn.listening():
        drawn.say("visa")
    drawn.begin("gaps")

    assert (drawn.page(), drawn.sentence()) == ("gaps", "")
