"""When something happens: now, or the moment that the demo says."""

from datetime import timedelta
from threading import Thread

import pytest
from django.utils import timezone

from claims.models.clock import at, now

EARLIER = timezone.now() - timedelta(days=9)


def test_it_is_the_real_time_unless_a_moment_is_said() -> None:
    before = timezone.now()
    with at(EARLIER):
        assert now() == EARLIER
        with at(before):
            assert now() == before
        assert now() == EARLIER
    assert before <= now() <= timezone.now()


def test_a_moment_ends_with_an_error_too() -> None:
    before = timezone.now()
    with pytest.raises(LookupError), at(EARLIER):
        raise LookupError
    assert now() >= before


def test_a_moment_is_said_to_nobody_else() -> None:
    before, seen = timezone.now(), []
    with at(EARLIER):
        other = Thread(target=lambda: seen.append(now()))
        other.start()
        other.join()
    [there] = seen
    assert there >= before
