"""Answers are laid out so that no row is higher than a page and no table too long."""

from shield.documents.layout import LINE, LONG_TEXT, MOST_ROWS, Block, blocks


def test_short_answers_share_a_table():
    rows = [("A", "1"), ("B", "2")]
    assert list(blocks(rows)) == [Block(rows)]


def test_a_long_answer_stands_alone_in_its_place():
    story = "x" * (LONG_TEXT + 1)
    assert list(blocks([("A", "1"), ("B", story), ("C", "3")])) == [
        Block([("A", "1")]),
        Block([("B", story)], is_long=True),
        Block([("C", "3")]),
    ]


def test_many_lines_are_long_too():
    lines = "\n" * (LONG_TEXT // LINE + 1)
    assert list(blocks([("A", lines)])) == [Block([("A", lines)], is_long=True)]


def test_a_long_table_is_split():
    rows = [(f"{number}", "x") for number in range(MOST_ROWS * 2 + 1)]
    assert [len(block.rows) for block in blocks(rows)] == [MOST_ROWS, MOST_ROWS, 1]


def test_nothing_gives_nothing():
    assert list(blocks([])) == []
