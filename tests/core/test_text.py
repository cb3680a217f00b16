import pytest

from shield.core.forms.text import ControlCharacter, clean_line, clean_text, lower_first


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two words  ", "two words"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("col\tumn", "col\tumn"),
        ("cafe\u0301", "caf\u00e9"),
        ("👩‍👧 help", "👩‍👧 help"),
        ("مرحبا \u200fعالم", "مرحبا \u200fعالم"),
        ("\u200b\u00a0\n", ""),
        ("", ""),
    ],
)
def test_text_is_straightened_and_kept(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\ud800"])
def test_what_is_no_text_is_refused(letter: str) -> None:
    with pytest.raises(ControlCharacter):
        clean_text(f"a{letter}b")


def test_a_line_has_no_line_ends() -> None:
    assert clean_line(" Ann\r\nBcc: x\tLee ") == "Ann Bcc: x Lee"


@pytest.mark.parametrize(
    ("words", "inside"),
    [
        ("Date of birth", "date of birth"),
        ("NHS number", "NHS number"),
        ("I agree", "I agree"),
        ("Name", "name"),
        ("", ""),
    ],
)
def test_a_name_inside_a_sentence(words: str, inside: str) -> None:
    assert lower_first(words) == inside
