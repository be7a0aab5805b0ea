"""Comments: what they write, who may, and who is told."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from claims.actions.claims import set_assignee, set_rationale
from claims.actions.comments import comment, reopen, resolve
from claims.actions.refusals import NotAllowed, Refused
from claims.actions.reviews import request_changes
from claims.actions.sources import withdraw_evidence
from claims.models import Claim, Comment, Notification, Role, Status, User
from tests.factories import (
    make_claim,
    make_evidence,
    make_interview,
    make_signed_claim,
    make_submitted_claim,
    make_user,
)

pytestmark = pytest.mark.django_db


def told(claim: Claim) -> dict[str, list[str]]:
    """The kinds of notification that each person has of a claim, oldest first."""
    rows = Notification.objects.filter(claim=claim).order_by("pk")
    found: dict[str, list[str]] = {}
    for username, kind in rows.values_list("user__username", "kind"):
        found.setdefault(username, []).append(kind)
    return found


def test_a_comment_is_one_row_and_one_event() -> None:
    ana, claim = make_user(), make_claim()
    made = comment(claim, body="  Which year?  ", by=ana, field="rationale")
    assert (made.body, made.field, made.evidence, made.by) == (
        "Which year?",
        "rationale",
        None,
        ana,
    )
    event = claim.events.get(number=2)
    assert (event.verb, event.actor, event.note) == ("commented", ana, "Which year?")
    assert event.before == {}
    assert event.after == {"comment": made.pk, "about": "rationale", "on_evidence": None}
    assert event.hash == event.seal()


def test_a_comment_changes_nothing_that_was_signed() -> None:
    claim = make_signed_claim()
    comment(claim, body="Good.", by=make_user())
    fresh = Claim.objects.get(pk=claim.pk)
    assert (fresh.status, fresh.content_hash) == (Status.SIGNED_OFF, claim.content_hash)
    assert fresh.sign_offs.get().is_live


def test_somebody_who_types_meanwhile_is_not_stale() -> None:
    ana, claim = make_user(), make_claim()
    comment(claim, body="Hm.", by=make_user(), field="rationale")
    saved = set_rationale(claim, "Because.", seen_version=1, by=ana)
    assert saved.rationale == "Because."


def test_a_comment_is_on_standing_evidence_of_the_same_claim() -> None:
    ana, claim = make_user(), make_claim()
    evidence = make_evidence(claim)
    made = comment(claim, body="Which page?", by=ana, evidence=evidence)
    assert made.evidence == evidence
    other = make_evidence(make_claim())
    with pytest.raises(Refused, match="withdrawn, or is that of another claim"):
        comment(claim, body="Which page?", by=ana, evidence=other)
    withdraw_evidence(evidence, seen_version=evidence.version, by=ana)
    with pytest.raises(Refused, match="withdrawn, or is that of another claim"):
        comment(claim, body="Which page?", by=ana, evidence=evidence)
    assert claim.comments.count() == 1


@pytest.mark.parametrize(
    ("body", "field", "why"),
    [
        ("", "", "Write the comment."),
        (" \n ", "", "Write the comment."),
        ("x" * 4001, "", "A comment has 4000 characters at most: this one has 4001."),
        ("Hm.", "priority", "A claim has no such part."),
    ],
)
def test_what_is_no_comment_is_refused(body: str, field: str, why: str) -> None:
    claim = make_claim()
    with pytest.raises(Refused, match=why):
        comment(claim, body=body, field=field, by=make_user())
    assert (claim.comments.count(), claim.events.count()) == (0, 1)


def test_the_longest_comment_is_kept() -> None:
    made = comment(make_claim(), body="x" * 4000, by=make_user())
    assert len(made.body) == 4000


def test_a_comment_is_about_one_thing() -> None:
    claim = make_claim()
    with pytest.raises(Refused, match="one thing"):
        comment(
            claim, body="Hm.", by=make_user(), field="quote", evidence=make_evidence(claim)
        )  # fmt: skip


def test_viewers_only_read() -> None:
    claim, viewer = make_claim(), make_user(Role.VIEWER)
    made = comment(claim, body="Hm.", by=make_user())
    for act in [lambda: comment(claim, body="I?", by=viewer), lambda: resolve(made, by=viewer)]:
        with pytest.raises(NotAllowed, match="Reviewer"):
            act()
    assert claim.events.count() == 2


def test_the_same_form_twice_is_one_comment() -> None:
    ana, claim, key = make_user(), make_claim(), uuid4()
    first = comment(claim, body="Hm.", by=ana, key=key)
    assert comment(claim, body="Hm.", by=ana, key=key) == first
    assert (claim.comments.count(), claim.events.count()) == (1, 2)
    with pytest.raises(Refused, match="used elsewhere"):
        comment(make_claim(), body="Hm.", by=ana, key=key)
    with pytest.raises(Refused, match="used elsewhere"):
        comment(claim, body="Hm.", by=make_user(), key=key)


def test_resolving_and_opening_again_are_events_and_twice_is_once() -> None:
    ana, jon, claim = make_user(), make_user(), make_claim()
    made = comment(claim, body="Hm.", by=ana)
    for _ in range(2):
        made = resolve(made, by=jon)
    assert (made.resolved_by, made.resolved_at is None) == (jon, False)
    for _ in range(2):
        made = reopen(made, by=ana)
    assert (made.resolved_by, made.resolved_at) == (None, None)
    events = claim.events.filter(number__gt=2).order_by("number")
    assert [(event.verb, event.actor, event.after) for event in events] == [
        ("comment_resolved", jon, {"comment": made.pk}),
        ("comment_reopened", ana, {"comment": made.pk}),
    ]


def test_the_words_of_a_comment_stay() -> None:
    made = comment(make_claim(), body="Hm.", by=make_user())
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Comment.objects.filter(pk=made.pk).update(body="Other words")
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        made.delete()


def test_mentions_are_of_active_accounts_in_any_case() -> None:
    ana = make_user(username="Ana")
    jon = make_user(Role.VIEWER, username="jon.bell")
    make_user(username="gone", is_active=False)
    made = comment(
        make_claim(), body="@ana, @JON.BELL. @gone @nobody @ana", by=make_user()
    )  # fmt: skip
    assert made.mentions == [ana.pk, jon.pk]


def test_a_comment_tells_the_assignee_and_those_who_commented_and_the_mentioned() -> None:
    editor = make_user(Role.EDITOR, username="ed")
    people = {name: make_user(username=name) for name in ["ana", "jon", "lia", "mo"]}
    claim = set_assignee(make_claim(by=editor), people["ana"], seen_version=1, by=editor)
    Notification.objects.all().delete()
    comment(claim, body="First.", by=people["jon"])
    assert told(claim) == {"ana": ["commented"]}
    comment(claim, body="@jon and @mo: look.", by=people["lia"])
    assert told(claim) == {
        "ana": ["commented", "commented"], "jon": ["mentioned"], "mo": ["mentioned"],
    }  # fmt: skip
    comment(claim, body="@ana I did. @jon", by=people["jon"])
    assert told(claim) == {
        "ana": ["commented", "commented", "mentioned"], "jon": ["mentioned"],
        "lia": ["commented"], "mo": ["mentioned"],
    }  # fmt: skip


def test_nobody_is_told_of_a_comment_that_was_not_stored() -> None:
    claim = make_claim(assignee=make_user())
    with transaction.atomic():
        comment(claim, body="Hm.", by=make_user())
        transaction.set_rollback(True)
    assert (Notification.objects.count(), Comment.objects.count()) == (0, 0)


def test_a_request_for_changes_is_a_comment_too_and_one_event() -> None:
    ana, jon, lia = make_user(username="ana"), make_user(), make_user(username="lia")
    claim = make_submitted_claim(by=ana)
    before = claim.version
    claim = request_changes(
        claim, comment="Name the year. @lia @ana", seen_version=before, by=jon
    )  # fmt: skip
    assert claim.version == before + 1
    event = claim.events.get(number=claim.version)
    made = claim.comments.get()
    assert (event.verb, event.note) == ("moved", "Name the year. @lia @ana")
    assert (made.body, made.by, made.at) == (event.note, jon, event.at)
    assert made.mentions == [lia.pk, ana.pk]
    assert told(claim) == {"ana": ["changes_requested"], "lia": ["mentioned"]}
    assert resolve(made, by=ana).resolved_by == ana


def blind(by: User) -> Claim:
    return make_submitted_claim(make_interview(blind=True, by=make_user(Role.EDITOR)), by=by)


@pytest.mark.parametrize("field", ["verdict", "rationale"])
def test_nobody_comments_on_a_draft_that_is_hidden_from_them(field: str) -> None:
    ana, jon = make_user(), make_user()
    claim = blind(by=ana)
    with pytest.raises(Refused, match="hidden until a second person"):
        comment(claim, body="Hm.", by=jon, field=field)
    made = comment(claim, body="Hm.", by=ana, field=field)
    with pytest.raises(Refused, match="hidden until a second person"):
        resolve(made, by=jon)
    assert resolve(made, by=ana).resolved_by == ana
