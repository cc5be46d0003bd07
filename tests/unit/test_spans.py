import pytest

from transforms.spans import count_misplaced

TEXT = "\U0001f600 Čeští vojáci jsou v Praze."


@pytest.mark.parametrize(
    ("start", "end", "words", "misplaced"),
    [
        (22, 27, "Praze", 0),
        (23, 27, "raze", 0),
        (21, 27, "Praze", 1),
        (0, 5, "Praze", 1),
        (22, 28, "Praze.", 0),
        (22, 29, "Praze.", 1),
        (-6, -1, "Praze", 1),
        (5, 5, "", 1),
        (8, 2, "", 1),
    ],
)
def test_a_mention_stands_where_its_span_says(start, end, words, misplaced):
    assert count_misplaced(TEXT, [{"start": start, "end": end, "text": words}]) == misplaced


def test_all_mentions_of_a_text_are_counted():
    wrong = {"start": 0, "end": 1, "text": "x"}
    right = {"start": 22, "end": 27, "text": "Praze"}
    assert count_misplaced(TEXT, [wrong, right, wrong]) == 2
    assert count_misplaced("", []) == 0
