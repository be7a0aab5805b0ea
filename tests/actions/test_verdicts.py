"""The scale of verdicts: wordings, rules, order, retiring, removing; how many sign off."""

import logging
from typing import Any
from uuid import uuid4

import pytest

from claims.actions.claims import set_rationale, set_statement, set_verdict
from claims.actions.refusals import NotAllowed, Refused
from claims.actions.reviews import sign_off, start, submit
from claims.actions.verdicts import (
    InUse,
    LabelTaken,
    StaleNewsroom,
    StaleOrder,
    StaleVerdict,
    add_verdict,
    bring_back,
    move_verdict,
    remove_verdict,
    retire,
    reword,
    set_rule,
    set_sign_offs_needed,
)
from claims.models import Claim, Interview, Newsroom, Role, User, Verdict
from claims.queries.verdicts import scale_for
from tests.factories import make_claim, make_evidence, make_user

pytestmark = pytest.mark.django_db
LABELS = [
    "True", "Mostly true", "Misleading", "Mostly false", "False", "Unproven",
    "Attribution confirmed",
]  # fmt: skip


@pytest.fixture
def editor() -> User:
    return make_user(Role.EDITOR, username="edda")


def verdict(label: str) -> Verdict:
    return Verdict.objects.on_scale().get(label=label)


def labels() -> list[str]:
    return [row.label for row in Verdict.objects.on_scale()]


def judged(label: str, by: User | None = None) -> Claim:
    by = by or make_user()
    claim = make_claim(by=by)
    return set_verdict(claim, verdict(label), seen_version=claim.version, by=by)


def new_wording(old: Verdict, by: User, **wording: Any) -> Verdict:
    now = {name: getattr(old, name) for name in ("label", "definition", "number")}
    return reword(old, **{**now, **wording}, by=by)


def test_a_new_verdict_stands_at_the_end_with_its_rule(editor: User) -> None:
    added = add_verdict(
        label=" Satire ", definition="Nobody meant it.", number=None, tone="mixed",
        needs_sources=2, needs_answers=False, by=editor,
    )  # fmt: skip
    assert labels() == [*LABELS, "Satire"]
    assert (added.tone, added.needs_sources, added.needs_answers) == ("mixed", 2, False)
    assert added.written_by == editor


def test_the_same_key_adds_one_verdict(editor: User) -> None:
    key = uuid4()
    given = {"definition": "Nobody meant it.", "key": key, "by": editor}
    first = add_verdict(label="Satire", **given)
    assert add_verdict(label="Satire", **given) == first
    assert labels() == [*LABELS, "Satire"]


def test_two_verdicts_on_the_scale_never_share_a_label(editor: User) -> None:
    with pytest.raises(LabelTaken) as refused:
        add_verdict(label="false", definition="No.", by=editor)
    assert str(refused.value) == "Another verdict on the scale is called “false” already."
    with pytest.raises(LabelTaken):
        new_wording(verdict("True"), editor, label="False")
    assert labels() == LABELS


def test_a_new_wording_is_a_new_row_and_claims_keep_theirs(editor: User) -> None:
    old = verdict("False")
    claim = judged("False")
    new = new_wording(old, editor, definition="The evidence speaks against it.")
    old.refresh_from_db()
    claim.refresh_from_db()
    assert (old.replaced_by, old.definition) == (new, "The evidence refutes the statement.")
    assert claim.verdict == old
    assert (new.label, new.number, new.tone, new.needs_primary) == ("False", 1, "negative", 1)
    assert (new.written_by, new.is_on_scale, old.is_on_scale) == (editor, True, False)
    assert labels() == LABELS


def test_saving_the_wording_that_stands_there_makes_no_row(editor: User) -> None:
    old = verdict("False")
    new = new_wording(old, editor, label="Wrong")
    assert new_wording(old, editor, label="Wrong") == new
    assert new_wording(new, editor) == new
    assert Verdict.objects.count() == len(LABELS) + 1


def test_a_wording_that_somebody_else_wrote_meanwhile_is_not_overwritten(editor: User) -> None:
    old = verdict("False")
    theirs = new_wording(old, make_user(Role.EDITOR), label="Wrong")
    with pytest.raises(StaleVerdict) as stale:
        new_wording(old, editor, label="Untrue")
    assert stale.value.verdict == theirs
    assert "Wrong" in labels()
    assert "Untrue" not in labels()


def test_a_verdict_off_the_scale_cannot_be_given_to_a_claim(editor: User) -> None:
    old, gone = verdict("False"), verdict("Unproven")
    new_wording(old, editor, label="Wrong")
    retire(gone, seen_version=gone.version, by=editor)
    for row in (old, gone):
        row.refresh_from_db()
        claim = make_claim()
        with pytest.raises(Refused) as refused:
            set_verdict(claim, row, seen_version=1, by=make_user())
        assert "is not on the scale any more. Choose another verdict." in str(refused.value)


def test_a_rule_changes_in_place_for_older_wordings_too(editor: User) -> None:
    old = verdict("False")
    new = new_wording(old, editor, label="Wrong")
    saved = set_rule(new, needs_sources=3, tone="mixed", seen_version=1, by=editor)
    old.refresh_from_db()
    assert (saved.needs_sources, saved.tone, saved.version) == (3, "mixed", 2)
    assert (old.needs_sources, old.tone, old.version) == (3, "mixed", 2)
    assert old.replaced_by == new


def test_a_stale_rule_is_refused_unless_it_says_the_same(editor: User) -> None:
    row = verdict("False")
    set_rule(row, needs_sources=3, seen_version=1, by=make_user(Role.EDITOR))
    with pytest.raises(StaleVerdict) as stale:
        set_rule(row, needs_sources=5, seen_version=1, by=editor)
    assert stale.value.verdict.needs_sources == 3
    assert set_rule(row, needs_sources=3, seen_version=1, by=editor).version == 2


def test_a_rule_opened_before_a_new_wording_still_holds_for_it(editor: User) -> None:
    old = verdict("False")
    new = new_wording(old, editor, label="Wrong")
    assert set_rule(old, needs_sources=4, seen_version=1, by=editor) == new
    assert Verdict.objects.get(pk=new.pk).needs_sources == 4


def test_verdicts_move_up_and_down_one_place(editor: User) -> None:
    row = verdict("Misleading")
    row = move_verdict(row, up=True, seen_position=row.position, by=editor)
    assert labels()[:3] == ["True", "Misleading", "Mostly true"]
    row = move_verdict(row, up=True, seen_position=row.position, by=editor)
    assert move_verdict(row, up=True, seen_position=row.position, by=editor) == row
    assert labels()[:3] == ["Misleading", "True", "Mostly true"]
    move_verdict(row, up=False, seen_position=row.position, by=editor)
    assert labels() == ["True", "Misleading", "Mostly true", *LABELS[3:]]


def test_a_verdict_that_was_moved_meanwhile_does_not_move_twice(editor: User) -> None:
    row = verdict("Misleading")
    move_verdict(row, up=True, seen_position=3, by=editor)
    with pytest.raises(StaleOrder):
        move_verdict(row, up=True, seen_position=3, by=editor)
    assert labels()[:3] == ["True", "Misleading", "Mostly true"]


def test_the_order_skips_what_is_retired_and_older_wordings_follow(editor: User) -> None:
    gone = verdict("Mostly true")
    retire(gone, seen_version=1, by=editor)
    old = verdict("Misleading")
    new = new_wording(old, editor, label="Out of context")
    move_verdict(new, up=True, seen_position=new.position, by=editor)
    old.refresh_from_db()
    new.refresh_from_db()
    assert labels()[:2] == ["Out of context", "True"]
    assert old.position == new.position == 1


def test_a_retired_verdict_stays_on_its_claims_and_comes_back_at_the_end(editor: User) -> None:
    claim = judged("False")
    row = verdict("False")
    retired = retire(row, seen_version=1, by=editor)
    assert retire(row, seen_version=1, by=editor).version == retired.version == 2
    claim.refresh_from_db()
    assert claim.verdict == row
    assert "False" not in labels()
    bring_back(row, by=editor)
    bring_back(row, by=editor)
    assert labels() == [label for label in LABELS if label != "False"] + ["False"]


def test_a_label_taken_meanwhile_keeps_a_verdict_retired(editor: User) -> None:
    row = verdict("False")
    retire(row, seen_version=1, by=editor)
    add_verdict(label="False", definition="It is not so.", by=editor)
    with pytest.raises(LabelTaken):
        bring_back(row, by=editor)
    assert labels().count("False") == 1


def test_a_verdict_changed_since_it_was_seen_is_not_retired(editor: User) -> None:
    row = verdict("False")
    set_rule(row, needs_sources=3, seen_version=1, by=editor)
    with pytest.raises(StaleVerdict):
        retire(row, seen_version=1, by=editor)
    assert "False" in labels()


def test_what_is_retired_is_neither_written_anew_nor_given_a_rule(editor: User) -> None:
    row = verdict("False")
    retire(row, seen_version=1, by=editor)
    with pytest.raises(StaleVerdict, match="Somebody retired this verdict"):
        new_wording(row, editor, label="Wrong")
    with pytest.raises(StaleVerdict):
        set_rule(row, needs_sources=2, seen_version=2, by=editor)


def test_the_last_verdict_of_a_scale_stays(editor: User) -> None:
    for label in LABELS[1:]:
        retire(verdict(label), seen_version=1, by=editor)
    for take_away in (lambda row: retire(row, seen_version=1, by=editor),
                      lambda row: remove_verdict(row, by=editor)):  # fmt: skip
        with pytest.raises(Refused, match="The last verdict stays"):
            take_away(verdict("True"))
    assert labels() == ["True"]


def test_a_verdict_that_no_claim_ever_had_is_removed_with_its_older_wordings(editor: User) -> None:
    row = new_wording(verdict("False"), editor, label="Wrong")
    remove_verdict(row, by=editor)
    assert labels() == [label for label in LABELS if label != "False"]
    assert Verdict.objects.count() == len(LABELS) - 1


def test_a_verdict_that_a_claim_has_is_not_removed(editor: User) -> None:
    judged("False")
    row = new_wording(verdict("False"), editor, label="Wrong")
    with pytest.raises(InUse, match="Claims stand on it, so it stays"):
        remove_verdict(row, by=editor)
    assert "Wrong" in labels()


def test_a_second_verdict_keeps_its_row_too(editor: User) -> None:
    row = verdict("False")
    make_claim(second_verdict=row)
    with pytest.raises(InUse, match="Claims stand on it"):
        remove_verdict(row, by=editor)


def test_a_verdict_that_a_claim_had_once_is_not_removed(editor: User) -> None:
    claim = judged("False", by=(person := make_user()))
    set_verdict(claim, None, seen_version=claim.version, by=person)
    with pytest.raises(InUse, match="It stands in the history of claims, so it stays"):
        remove_verdict(verdict("False"), by=editor)
    assert labels() == LABELS


def test_the_scale_counts_claims_by_wording(editor: User) -> None:
    judged("False")
    judged("False")
    new_wording(verdict("False"), editor, label="Wrong")
    judged("Wrong")
    scale = scale_for(editor)
    entry = next(entry for entry in scale.entries if entry.verdict.label == "Wrong")
    assert entry.claims == 1
    assert [(one.verdict.label, one.claims) for one in entry.older] == [("False", 2)]
    assert [one.followed_by for one in scale.older] == [entry.verdict]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.REVIEWER])
def test_only_editors_change_the_scale(role: Role) -> None:
    by, row = make_user(role), verdict("False")
    attempts = [
        lambda: add_verdict(label="Satire", definition="No.", by=by),
        lambda: new_wording(row, by, label="Wrong"),
        lambda: set_rule(row, needs_sources=9, seen_version=1, by=by),
        lambda: move_verdict(row, up=True, seen_position=row.position, by=by),
        lambda: retire(row, seen_version=1, by=by),
        lambda: bring_back(row, by=by),
        lambda: remove_verdict(row, by=by),
        lambda: set_sign_offs_needed(2, seen_version=1, by=by),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert labels() == LABELS
    assert Newsroom.rules().sign_offs_needed == 1


def test_an_admin_changes_the_scale() -> None:
    new_wording(verdict("False"), make_user(Role.ADMIN), label="Wrong")
    assert "Wrong" in labels()


def test_each_change_of_the_scale_is_in_the_log(
    editor: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="claims.actions.verdicts")
    row = add_verdict(label="Satire", definition="Nobody meant it.", by=editor)
    new = new_wording(row, editor, label="A joke")
    set_rule(new, needs_sources=2, seen_version=1, by=editor)
    move_verdict(new, up=True, seen_position=new.position, by=editor)
    retire(new, seen_version=2, by=editor)
    bring_back(new, by=editor)
    remove_verdict(new, by=editor)
    set_sign_offs_needed(2, seen_version=1, by=editor)
    assert caplog.messages == [
        f"verdict {row.pk} “Satire”: added by edda",
        f"verdict {row.pk} “Satire”: written anew as {new.pk} “A joke” by edda",
        f"verdict {new.pk} “A joke”: edda set needs_sources=2",
        f"verdict {new.pk} “A joke”: moved up by edda",
        f"verdict {new.pk} “A joke”: retired by edda",
        f"verdict {new.pk} “A joke”: brought back by edda",
        "verdict “A joke”: removed by edda, never used",
        "newsroom: edda set sign-offs needed from 1 to 2",
    ]


def ready(by: User) -> Claim:
    claim = start(make_claim(by=by), seen_version=1, by=by)
    claim = set_statement(claim, "It cost nine million.", seen_version=claim.version, by=by)
    claim = set_verdict(claim, verdict("Mostly true"), seen_version=claim.version, by=by)
    claim = set_rationale(claim, "The accounts say so.", seen_version=claim.version, by=by)
    make_evidence(claim, by=by)
    return Claim.objects.get(pk=claim.pk)


def blind(by: User) -> Claim:
    """A claim of a blind interview, found to be mostly true, that waits for a second verdict."""
    claim = ready(by)
    Interview.objects.filter(pk=claim.interview_id).update(blind=True)
    claim = submit(claim, seen_version=claim.version, by=by)
    return Claim.objects.select_related("interview", "verdict").get(pk=claim.pk)


def test_a_second_verdict_in_a_newer_wording_is_the_same_verdict(editor: User) -> None:
    claim = blind(make_user())
    twice = new_wording(verdict("Mostly true"), editor, label="Nearly true")
    twice = new_wording(twice, editor, label="True but for details")
    signed = sign_off(claim, seen_hash=claim.blind_hash(), verdict=twice, by=make_user())
    assert signed.status == "signed_off"
    assert claim.verdict is not None
    assert signed.verdict == claim.verdict


def test_a_second_verdict_is_one_that_is_on_the_scale(editor: User) -> None:
    claim = blind(make_user())
    gone = retire(verdict("False"), seen_version=1, by=editor)
    with pytest.raises(Refused, match="“False” is not on the scale any more"):
        sign_off(claim, seen_hash=claim.blind_hash(), verdict=gone, by=make_user())
    claim.refresh_from_db()
    assert (claim.status, claim.second_verdict) == ("awaiting_sign_off", None)


def test_the_number_of_sign_offs_holds_for_claims_submitted_from_now_on(editor: User) -> None:
    person = make_user()
    before = submit(claim := ready(person), seen_version=claim.version, by=person)
    assert set_sign_offs_needed(2, seen_version=1, by=editor).version == 2
    after = submit(claim := ready(person), seen_version=claim.version, by=person)
    before.refresh_from_db()
    assert (before.sign_offs_needed, after.sign_offs_needed) == (1, 2)


def test_a_stale_number_of_sign_offs_is_refused_with_the_one_that_stands(editor: User) -> None:
    set_sign_offs_needed(2, seen_version=1, by=make_user(Role.EDITOR))
    with pytest.raises(StaleNewsroom) as stale:
        set_sign_offs_needed(3, seen_version=1, by=editor)
    assert stale.value.newsroom.sign_offs_needed == 2
    assert set_sign_offs_needed(2, seen_version=1, by=editor).version == 2


@pytest.mark.parametrize("number", [0, 4])
def test_a_claim_takes_one_to_three_sign_offs(editor: User, number: int) -> None:
    with pytest.raises(Refused, match="one, two or three"):
        set_sign_offs_needed(number, seen_version=1, by=editor)
    assert Newsroom.rules().sign_offs_needed == 1
