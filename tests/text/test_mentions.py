"""Who is mentioned in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.mentions import Part, mentioned, names_in, parts_of

KNOWN = {"ana", "jon.bell", "jo+x", "li_na", "m@x.org", "émile"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@ana", ["ana"]),
        ("Ask @ana.", ["ana"]),
        ("Ask @ana, @jon.bell; and (@li_na)!", ["ana", "jon.bell", "li_na"]),
        ("@Ana and @ANA", ["ana"]),
        ("@jon.bell...", ["jon.bell"]),
        ("@jo+x: see", ["jo+x"]),
        ("@m@x.org.", ["m@x.org"]),
        ("@Émile?", ["émile"]),
        ("mail ana@ana or x@ana", []),
        ("@nobody, @anaa and @", []),
        ("@@ana", []),
        ("line\n@ana\n", ["ana"]),
        ("“@ana”", ["ana"]),
        ("@ana’s source", ["ana"]),
    ],
)
def test_a_mention_is_an_at_and_a_known_name(text: str, names: list[str]) -> None:
    assert mentioned(text, KNOWN) == names


def test_a_name_may_end_in_what_ends_a_sentence() -> None:
    assert names_in("Ask @ana_.") == ["ana_.", "ana_", "ana"]
    assert mentioned("Ask @ana_.", {"ana", "ana_"}) == ["ana_"]


def test_the_text_is_cut_at_its_mentions() -> None:
    assert list(parts_of("Ask @Ana. Or @bo?", {"ana"})) == [
        Part("Ask "), Part("@Ana", "ana"), Part(". Or @bo?"),
    ]  # fmt: skip


@given(st.text(alphabet="@anİß.-+_ ,x", max_size=40))
def test_the_parts_are_the_whole_text(text: str) -> None:
    assert "".join(part.text for part in parts_of(text, {"ana", "an", "x", "i̇"})) == text
