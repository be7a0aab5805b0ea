"""Several processes that send digests in the same moment, each on a connection of its own."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from claims.actions.comments import comment
from claims.actions.digests import send_digests
from claims.models import (
    Notification,
)
from tests.actions.test_accounts_at_once import at_once
from tests.factories import make_claim, make_user

pytestmark = pytest.mark.usefixtures("committed")


def sending() -> Any:
    return send_digests(address_of=lambda path: f"https://x.org{path}", older_than=timedelta())


def test_each_notification_is_mailed_once_by_whoever_takes_it_first() -> None:
    people = [make_user(username=f"person{number}") for number in range(6)]
    names = " ".join(f"@{person.username}" for person in people)
    for _ in range(3):
        comment(make_claim(), body=names, by=make_user())
    results = at_once(*[sending] * 4)
    taken = Counter(one.user.username for result in results for one in result)
    assert taken == {person.username: 1 for person in people}
    assert {one.number for result in results for one in result} == {3}
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        person.email for person in people
    )
    assert Notification.objects.filter(mailed_at=None).count() == 0


def test_nobody_is_mailed_before_it_is_stored_for_good() -> None:
    ana = make_user(username="ana")
    with transaction.atomic():
        comment(make_claim(), body="@ana", by=make_user())
        (unseen,) = at_once(sending)
    assert (unseen, mail.outbox) == ([], [])
    (seen,) = at_once(sending)
    assert [(one.user, one.number) for one in seen] == [(ana, 1)]


def test_what_is_sent_is_marked_for_good_before_it_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_user(username="ana")
    comment(make_claim(), body="@ana", by=make_user())
    seen: list[int] = []

    def look(message: mail.EmailMessage) -> int:
        waiting = Notification.objects.filter(mailed_at=None).count
        seen.extend(at_once(waiting))  # as another process sees it
        return 1

    monkeypatch.setattr(mail.EmailMessage, "send", look)
    assert [one.failure for one in sending()] == [""]
    assert seen == [0]
