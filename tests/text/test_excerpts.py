"""Whether an excerpt stands in a page."""

import pytest

from claims.text.excerpts import stands_in

PAGE = "The council said: “It cost nine million — no more.”\nIt was\u00a0never inspected."


@pytest.mark.parametrize(
    "excerpt",
    [
        "", "It cost nine million", "it cost NINE million", '"It cost nine million - no more."',
        "no more.” It was never inspected", "It cost … inspected", "It cost [...] never inspected",
        "… nine million …",
    ],
)  # fmt: skip
def test_typography_and_what_is_left_out_do_not_count(excerpt: str) -> None:
    assert stands_in(excerpt, PAGE)


@pytest.mark.parametrize(
    "excerpt", ["It cost ten million", "inspected … nine million", "It cost nine million euros"]
)
def test_other_words_and_another_order_do(excerpt: str) -> None:
    assert not stands_in(excerpt, PAGE)
