"""A few mutations of each kind of document; `python -m tests.fuzz.documents` makes thousands."""

import pytest

from tests.fuzz.documents import SAMPLES, outcomes


@pytest.mark.parametrize("kind", SAMPLES)
def test_mutated_documents_are_read_or_refused(kind):
    found = list(outcomes(kind, 25, seed=7))
    assert len(found) == 25
    assert "nothing" not in found
    assert not any("\n" in sentence for sentence in found)


def test_mutated_documents_are_read_or_refused_in_a_child_process():
    assert len(list(outcomes("pdf", 3, seed=3, apart=True))) == 3
