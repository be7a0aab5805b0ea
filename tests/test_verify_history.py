"""Histories that prove themselves: whatever is changed behind the application's back is named."""

import json
import re
from datetime import date
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from claims.actions.claims import set_assignee, set_due_on, set_rationale
from claims.actions.comments import comment, reopen, resolve
from claims.actions.corrections import correct_transcript
from claims.actions.reviews import (
    decide,
    publish,
    request_changes,
    restore,
    set_aside,
    sign_off,
    submit,
)
from claims.actions.searches import log_search, withdraw_search
from claims.actions.sources import edit_evidence, withdraw_evidence
from claims.actions.topics import give_topic
from claims.demo import load
from claims.models import Claim, Comment, Event, Publication, Role, SignOff, Verb, Verdict
from claims.models.claims import hash_of
from claims.text.normalise import normalise
from claims.text.reading import read
from tests.factories import (
    TEXT,
    make_claim,
    make_evidence,
    make_interview,
    make_signed_claim,
    make_source,
    make_submitted_claim,
    make_user,
)

pytestmark = pytest.mark.django_db
OTHER_HASH = "0" * 64


def verify(*args: str) -> tuple[list[str], str]:
    """What `verify_history` says, a line each, and with what it fails."""
    out = StringIO()
    try:
        call_command("verify_history", *args, stdout=out, stderr=StringIO())
    except CommandError as error:
        return out.getvalue().splitlines(), str(error)
    return out.getvalue().splitlines(), ""


def behind_its_back(*statements: str) -> None:
    """Change rows as somebody could who has the database's password."""
    tables = {
        table for one in statements
        for table in re.findall(r"(?:UPDATE|FROM|INTO) (claims_\w+)", one)
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def make_published_claim() -> Claim:
    claim = make_signed_claim()
    return publish(claim, seen_version=claim.version, by=make_user(Role.EDITOR))


def make_worked_on_claim() -> Claim:
    """A claim to which nearly everything has happened that can."""
    author, editor = make_user(), make_user(Role.EDITOR)
    claim = make_submitted_claim(by=author)
    log_search(claim, place="Archive", searched_on=date(2026, 1, 2), found="Nothing.", by=author)
    withdraw_search(
        log_search(claim, place="Web", searched_on=date(2026, 1, 2), found="No.", by=author),
        by=author,
    )
    reopen(resolve(comment(claim, body="Which year?", by=editor), by=author), by=editor)
    claim.refresh_from_db()
    claim = submit(claim, seen_version=claim.version, by=author)
    claim = request_changes(
        claim, comment="Say which year.", seen_version=claim.version, by=editor
    )  # fmt: skip
    resolve(claim.comments.get(body="Say which year."), by=author)
    claim.refresh_from_db()
    claim = set_rationale(claim, "In 2024.", seen_version=claim.version, by=author)
    added = make_evidence(claim, by=author, excerpt="Ten.", source=make_source(title="Minutes"))
    edit_evidence(
        added, stance="supports", excerpt="Nine and a half.", locator="p. 4", seen_version=1,
        by=author, answer="It counts another bridge.",
    )  # fmt: skip
    gone = make_evidence(claim, by=author, excerpt="Twelve.")
    withdraw_evidence(gone, seen_version=1, by=author)
    claim.refresh_from_db()
    claim = submit(claim, seen_version=claim.version, by=author)
    claim = sign_off(claim, seen_hash=claim.content_hash, by=editor)
    claim = set_due_on(claim, date(2026, 12, 1), seen_version=claim.version, by=editor)
    claim = set_assignee(claim, None, seen_version=claim.version, by=editor)
    make_evidence(claim, by=author, excerpt="Eight.")
    claim.refresh_from_db()
    claim = submit(claim, seen_version=claim.version, by=editor)
    return sign_off(claim, seen_hash=claim.content_hash, by=make_user())


def test_the_demo_is_well() -> None:
    load("a password for this test")
    claims, events = Claim.objects.count(), Event.objects.count()
    assert claims > 20
    assert verify() == (
        [f"All is well: {claims} claims and {events} events agree with what is stored."], ""
    )  # fmt: skip


def test_whatever_actions_did_is_well() -> None:
    make_published_claim()
    claim = make_worked_on_claim()
    claim = set_aside(claim, reason="out_of_scope", seen_version=claim.version, by=make_user())
    restore(claim, seen_version=claim.version, by=make_user())
    assert verify()[1] == ""
    assert verify("--claim", str(claim.pk)) == (
        [f"All is well: 1 claim and {claim.version + 1} events agree with what is stored."], ""
    )  # fmt: skip


def test_what_a_corrected_transcript_did_to_claims_is_well() -> None:
    interview = make_interview()
    make_signed_claim(interview)
    make_claim(interview, quote="It was never inspected.")
    corrected = read(normalise("ADA BRANDT: Hello.\n\n" + TEXT.replace("nine", "ten"))[0])
    correct_transcript(
        interview, corrected, seen_number=1, reason="Misheard.", by=make_user()
    )  # fmt: skip
    verbs = Event.objects.filter(verb__startswith="anchor").order_by("claim")
    assert list(verbs.values_list("verb", flat=True)) == ["anchor_lost", "anchored"]
    assert verify()[1] == ""


def test_two_verdicts_and_a_decision_are_well() -> None:
    interview = make_interview(blind=True, by=make_user(Role.EDITOR))
    claim = make_submitted_claim(interview)
    other = Verdict.objects.get(label="Misleading")
    claim = sign_off(claim, seen_hash=claim.blind_hash(), by=make_user(), verdict=other)
    claim = decide(
        claim, verdict=other, reason="It leaves out half.", seen_version=claim.version,
        by=make_user(Role.EDITOR),
    )  # fmt: skip
    sign_off(claim, seen_hash=claim.content_hash, by=make_user())
    assert verify()[1] == ""


def test_nothing_at_all_is_well() -> None:
    assert verify() == (["All is well: 0 claims and 0 events agree with what is stored."], "")


def test_a_claim_that_is_not_there_is_said_to_be_missing() -> None:
    assert verify("--claim", "77") == ([], "There is no claim 77.")


def test_the_result_can_be_read_by_programs() -> None:
    claim = make_claim()
    behind_its_back("UPDATE claims_claim SET priority = 4")
    lines, failed = verify("--json")
    assert json.loads("".join(lines)) == {
        "claims": 1,
        "events": 1,
        "problems": [
            {"claim": claim.pk, "problem": "priority is 4, and 2 by its history", "event": None}
        ],
    }
    assert failed == "1 claim of 1 claim and 1 event did not agree."


def test_progress_is_said_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.management.commands.verify_history.EVERY", 1)
    make_claim()
    said = StringIO()
    call_command("verify_history", "--progress", stdout=StringIO(), stderr=said)
    assert said.getvalue() == "1 claim, 1 event …\n"


def test_a_chain_of_before_changes_and_reopenings_were_one_event_is_well() -> None:
    """Two events then, fewer fields, no counts: what the upgrade makes of it agrees."""
    claim = make_worked_on_claim()
    behind_its_back(
        "UPDATE claims_claim SET version = 1, last_hash = '', submission = 1, authors = '{}'",
        "UPDATE claims_signoff SET submission = id",
    )
    assert verify()[1] != ""
    upgrade = import_module("claims.migrations.0007_rules_of_the_scale")
    with connection.cursor() as cursor:
        cursor.execute(upgrade.CHAINS)
    assert verify("--claim", str(claim.pk))[1] == ""


# What is changed is named


def found(claim: Claim) -> list[str]:
    """The lines about a claim, the only one of which anything is said, without its number."""
    make_published_claim()
    lines, failed = verify()
    assert failed.startswith("1 claim of ")
    start = f"Claim {claim.pk}"
    assert [line for line in lines if not re.match(rf"{start}\b", line)] == []
    return [line.removeprefix(start).lstrip(",: ") for line in lines]


def test_an_edited_event_is_found() -> None:
    claim = make_submitted_claim()
    behind_its_back(
        f"UPDATE claims_event SET note = 'It was me.' WHERE claim_id = {claim.pk} AND number = 3"
    )
    assert found(claim) == ["event 3: its hash is not that of what it says."]


@pytest.mark.parametrize(
    "change", ["actor_id = (SELECT min(id) FROM claims_user)", "at = at + interval '1 s'",
               "verb = 'moved'", "claim_id = claim_id"],
)  # fmt: skip
def test_every_part_of_an_event_is_covered(change: str) -> None:
    make_user()
    claim = make_submitted_claim()
    behind_its_back(f"UPDATE claims_event SET {change} WHERE claim_id = {claim.pk} AND number = 3")
    if change == "claim_id = claim_id":
        assert verify()[1] == ""
    else:
        assert found(claim)[0] == "event 3: its hash is not that of what it says."


def test_an_event_that_was_sealed_again_breaks_the_chain_after_it() -> None:
    claim = make_submitted_claim()
    event = claim.events.get(number=3)
    event.note = "It was me."
    behind_its_back(
        f"UPDATE claims_event SET note = 'It was me.', hash = '{event.seal()}' "
        f"WHERE claim_id = {claim.pk} AND number = 3"
    )
    assert found(claim) == ["event 4: it does not follow the event before it."]


def test_a_removed_event_is_found() -> None:
    claim = make_submitted_claim()
    behind_its_back(f"DELETE FROM claims_event WHERE claim_id = {claim.pk} AND number = 4")
    assert found(claim) == [
        "event 5: event 4 is missing.",
        "event 5: it does not follow the event before it.",
        f"verdict_id is {claim.verdict_id}, and empty by its history.",
        "content_hash is not that of the content that its history says.",
    ]  # fmt: skip


def test_a_history_without_its_end_is_found() -> None:
    claim = make_submitted_claim()
    behind_its_back(f"DELETE FROM claims_event WHERE claim_id = {claim.pk} AND number = 7")
    assert found(claim) == [
        "its row says that 7 events are its history, not 6.",
        "its row names another last event by hash.",
        "status is “awaiting_sign_off”, and “checking” by its history.",
        f"submitted_by_id is {claim.submitted_by_id}, and empty by its history.",
        "submission is 1, and 0 by its history.",
    ]


def test_a_claim_without_its_history_is_found() -> None:
    claim = make_submitted_claim()
    behind_its_back(f"DELETE FROM claims_event WHERE claim_id = {claim.pk}")
    assert found(claim) == ["it has no history."]


def test_two_events_that_changed_places_are_found() -> None:
    claim = make_submitted_claim()
    behind_its_back(
        *(
            f"UPDATE claims_event SET number = {new} WHERE claim_id = {claim.pk} AND number = {old}"
            for old, new in [(3, 99), (4, 3), (99, 4)]
        )
    )
    assert found(claim) == [
        "event 3: it does not follow the event before it.",
        "event 3: its hash is not that of what it says.",
        "event 4: it does not follow the event before it.",
        "event 4: its hash is not that of what it says.",
        "event 5: it does not follow the event before it.",
    ]


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        ("statement = 'Other.'", ["statement is “Other.”, and “The bridge cost nine million.” by "
                                  "its history."]),
        ("quote = 'Other.'", ["quote is “Other.”, and “The bridge cost nine million euros.” by its "
                              "history."]),
        ("rationale = ''", ["rationale is empty, and “The accounts say so.” by its history."]),
        ("priority = 4", ["priority is 4, and 2 by its history."]),
        ("due_on = '2026-02-03'", ["due_on is “2026-02-03”, and empty by its history."]),
        ("speaker_id = NULL", ["speaker_id is empty, and {speaker} by its history."]),
        ("needs_anchoring = true", ["needs_anchoring is True, and False by its history."]),
        ("sign_offs_needed = 2", ["sign_offs_needed is 2, and 1 by its history."]),
        ("authors = '{{}}'", ["authors is [], and [{author}] by its history."]),
        ("submission = 0", ["submission is 0, and 1 by its history."]),
        ("status = 'checking'", ["status is “checking”, and “awaiting_sign_off” by its history."]),
        ("content_hash = ''", ["content_hash is not that of the content that its history says."]),
        ("version = 8", ["its row says that 8 events are its history, not 7."]),
        ("last_hash = ''", ["its row names another last event by hash."]),
    ],
)  # fmt: skip
def test_a_claim_that_was_changed_by_hand_is_found(change: str, lines: list[str]) -> None:
    claim = make_submitted_claim()
    known = {"speaker": claim.speaker_id, "author": claim.submitted_by_id}
    behind_its_back(f"UPDATE claims_claim SET {change.format()} WHERE id = {claim.pk}")
    assert found(claim) == [line.format(**known) for line in lines]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ("claims_claim SET captured_by_id = {other} WHERE id = {claim}",
         "captured_by_id is {other}, and {author} by its history."),
        ("claims_claim SET captured_at = '2020-01-01 00:00Z' WHERE id = {claim}",
         "captured_at is “2020-01-01T00:00:00+00:00”, and “{captured}” by its history."),
        ("claims_claim SET status_since = '2020-01-01 00:00Z' WHERE id = {claim}",
         "status_since is “2020-01-01T00:00:00+00:00”, and “{published}” by its history."),
        ("claims_claim SET finished_at = NULL WHERE id = {claim}",
         "finished_at is empty, and “{signed}” by its history."),
        ("claims_evidence SET added_by_id = {other} WHERE claim_id = {claim}",
         "added_by_id of evidence {evidence} is {other}, and {author} by its history."),
        ("claims_evidence SET added_at = '2020-01-01 00:00Z' WHERE claim_id = {claim}",
         "added_at of evidence {evidence} is “2020-01-01T00:00:00+00:00”, and “{attached}” by its "
         "history."),
        ("claims_signoff SET at = '2020-01-01 00:00Z' WHERE claim_id = {claim}",
         "at of sign-off {sign_off} is “2020-01-01T00:00:00+00:00”, and “{signed}” by its "
         "history."),
        ("claims_publication SET by_id = {other} WHERE claim_id = {claim}",
         "by_id of publication 1 is {other}, and {editor} by its history."),
        ("claims_publication SET at = '2020-01-01 00:00Z' WHERE claim_id = {claim}",
         "at of publication 1 is “2020-01-01T00:00:00+00:00”, and “{published}” by its history."),
    ],
)  # fmt: skip
def test_who_and_when_that_were_changed_by_hand_are_found(change: str, line: str) -> None:
    claim = make_published_claim()
    captured, attached, signed, published = (
        claim.events.get(number=number) for number in (1, 6, 8, 9)
    )
    known = {
        "claim": claim.pk, "other": make_user().pk, "author": captured.actor_id,
        "editor": published.actor_id, "evidence": claim.evidence.get().pk,
        "sign_off": claim.sign_offs.get().pk, "captured": captured.at.isoformat(),
        "attached": attached.at.isoformat(), "signed": signed.at.isoformat(),
        "published": published.at.isoformat(),
    }  # fmt: skip
    behind_its_back(f"UPDATE {change.format(**known)}")
    assert found(claim) == [line.format(**known)]


def test_a_transcript_that_was_changed_by_hand_under_a_claim_is_found() -> None:
    claim = make_claim()
    behind_its_back(
        "UPDATE claims_transcriptversion SET text = replace(text, 'nine', 'four') "
        f"WHERE id = {claim.transcript_id}"
    )
    assert found(claim) == ["its quote is not what stands at its place in the transcript."]


def test_a_comment_with_another_time_or_settled_by_somebody_else_is_found() -> None:
    claim, jon, other = make_claim(), make_user(), make_user()
    said = resolve(comment(claim, body="Which year?", by=jon), by=jon)
    behind_its_back(
        f"UPDATE claims_comment SET at = '2020-01-01 00:00Z', resolved_by_id = {other.pk} "
        f"WHERE id = {said.pk}"
    )
    at = claim.events.get(verb=Verb.COMMENTED).at.isoformat()
    assert found(claim) == [
        f"at of comment {said.pk} is “2020-01-01T00:00:00+00:00”, and “{at}” by its history.",
        f"resolved_by_id of comment {said.pk} is {other.pk}, and {jon.pk} by its history.",
    ]


def test_a_change_by_hand_is_found_after_the_application_went_on_from_it() -> None:
    claim = make_submitted_claim()
    behind_its_back(f"UPDATE claims_claim SET rationale = 'Mine.' WHERE id = {claim.pk}")
    claim.refresh_from_db()
    set_rationale(claim, "Mine, and yours.", seen_version=7, by=claim.submitted_by)
    assert found(claim) == ["event 8: rationale was “The accounts say so.”, not “Mine.”."]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ("excerpt = 'Ten.'", "excerpt of evidence {pk} is “Ten.”, and “Nine.” by its history."),
        ("locator = 'p. 1'", "locator of evidence {pk} is “p. 1”, and empty by its history."),
        ("stance = 'refutes'",
         "stance of evidence {pk} is “refutes”, and “supports” by its history."),
        ("answer = 'So.'", "answer of evidence {pk} is “So.”, and empty by its history."),
        ("source_id = {other}", "source of evidence {pk} is {other}, and {source} by its history."),
        ("withdrawn_at = now()", "evidence {pk} is withdrawn, and standing by its history."),
    ],
)  # fmt: skip
def test_evidence_that_was_changed_by_hand_is_found(change: str, line: str) -> None:
    claim = make_submitted_claim()
    evidence = claim.evidence.get()
    known = {"pk": evidence.pk, "source": evidence.source_id, "other": make_source().pk}
    behind_its_back(f"UPDATE claims_evidence SET {change.format(**known)} WHERE id = {evidence.pk}")
    assert found(claim) == [line.format(**known)]


def test_evidence_that_was_added_or_removed_by_hand_is_found() -> None:
    claim = make_submitted_claim()
    evidence = claim.evidence.get()
    behind_its_back(
        "INSERT INTO claims_evidence (claim_id, source_id, stance, excerpt, locator, answer, "
        "added_by_id, added_at, version) SELECT claim_id, source_id, stance, 'Mine.', '', '', "
        f"added_by_id, added_at, 1 FROM claims_evidence WHERE id = {evidence.pk}"
    )
    new = claim.evidence.get(excerpt="Mine.")
    assert found(claim) == [f"evidence {new.pk} is not in its history."]
    behind_its_back(f"DELETE FROM claims_evidence WHERE claim_id = {claim.pk}")
    lines, _ = verify("--claim", str(claim.pk))
    assert lines == [f"Claim {claim.pk}: evidence {evidence.pk} of its history is not there."]


def test_evidence_that_is_no_longer_withdrawn_is_found() -> None:
    claim = make_submitted_claim()
    evidence = claim.evidence.get()
    withdraw_evidence(evidence, seen_version=1, by=make_user())
    behind_its_back(f"UPDATE claims_evidence SET withdrawn_at = NULL WHERE id = {evidence.pk}")
    assert found(claim) == [f"evidence {evidence.pk} is standing, and withdrawn by its history."]


def test_a_sign_off_without_an_event_is_found() -> None:
    claim = make_submitted_claim()
    content = claim.content()
    made = SignOff.objects.create(
        claim=claim, by=make_user(), submission=1, content=content, content_hash=hash_of(content)
    )
    assert found(claim) == [f"sign-off {made.pk} has no event."]


def test_an_event_without_its_sign_off_is_found() -> None:
    claim = make_signed_claim()
    behind_its_back(f"DELETE FROM claims_signoff WHERE claim_id = {claim.pk}")
    assert found(claim) == ["event 8: the sign-off of this event is not there."]


def test_a_sign_off_for_other_content_is_found() -> None:
    claim = make_signed_claim()
    made = claim.sign_offs.get()
    behind_its_back(
        """UPDATE claims_signoff SET content = content || '{"statement": "Other."}' """
        f"WHERE id = {made.pk}"
    )
    assert found(claim) == [f"the content of sign-off {made.pk} is not that of its hash."]


def test_a_sign_off_that_was_hashed_again_is_found() -> None:
    claim = make_signed_claim()
    made = claim.sign_offs.get()
    content = {**made.content, "statement": "Other."}
    behind_its_back(
        f"UPDATE claims_signoff SET content = '{json.dumps(content)}', "
        f"content_hash = '{hash_of(content)}' WHERE id = {made.pk}"
    )
    assert found(claim) == [
        f"event 8: sign-off {made.pk} is for another content than its event says."
    ]


@pytest.mark.parametrize(
    "change", ["body = 'Other.'", "field = 'quote'", "by_id = (SELECT min(id) FROM claims_user)"]
)
def test_a_comment_that_was_changed_is_found(change: str) -> None:
    make_user()
    claim = make_submitted_claim()
    said = comment(claim, body="Which year?", field="rationale", by=make_user())
    behind_its_back(f"UPDATE claims_comment SET {change} WHERE id = {said.pk}")
    assert found(claim) == [f"event 8: comment {said.pk} is not what its event says."]


def test_a_comment_that_was_added_or_removed_by_hand_is_found() -> None:
    claim = make_submitted_claim()
    said = comment(claim, body="Which year?", by=make_user())
    behind_its_back(f"DELETE FROM claims_comment WHERE id = {said.pk}")
    made = Comment.objects.create(claim=claim, body="Which year?", by=make_user())
    assert found(claim) == [
        f"comment {made.pk} is not in its history.",
        "event 8: the comment of this event is not there.",
    ]


def test_a_request_for_changes_is_a_comment_that_stays() -> None:
    claim = make_submitted_claim()
    request_changes(claim, comment="Say which year.", seen_version=7, by=make_user())
    behind_its_back("DELETE FROM claims_comment")
    assert found(claim) == ["event 8: the comment of this event is not there."]


def test_a_comment_that_was_resolved_by_hand_is_found() -> None:
    claim = make_submitted_claim()
    said = comment(claim, body="Which year?", by=make_user())
    resolve(said, by=make_user())
    assert verify()[1] == ""
    behind_its_back("UPDATE claims_comment SET resolved_at = NULL, resolved_by_id = NULL")
    assert found(claim) == [f"comment {said.pk} is open, and resolved by its history."]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ("found = 'Something.'",
         "found of search entry {pk} is “Something.”, and “Nothing.” by its history."),
        ("place = 'Elsewhere'",
         "place of search entry {pk} is “Elsewhere”, and “City archive” by its history."),
        ("searched_on = '2026-01-03'",
         "searched_on of search entry {pk} is “2026-01-03”, and “2026-01-02” by its history."),
        ("withdrawn_at = now()", "search entry {pk} is withdrawn, and standing by its history."),
    ],
)  # fmt: skip
def test_a_search_that_was_changed_by_hand_is_found(change: str, line: str) -> None:
    claim = make_submitted_claim()
    entry = log_search(
        claim, place="City archive", searched_on=date(2026, 1, 2), found="Nothing.", by=make_user()
    )
    behind_its_back(f"UPDATE claims_searchentry SET {change}")
    assert found(claim) == [line.format(pk=entry.pk)]


def test_a_history_from_before_there_were_topics_holds_and_goes_on() -> None:
    claim = make_claim()
    first = claim.events.get()
    assert first.after.pop("topic_id", "missing") is None
    behind_its_back(
        f"UPDATE claims_event SET after = after - 'topic_id', hash = '{first.seal()}'",
        f"UPDATE claims_claim SET last_hash = '{first.seal()}'",
    )
    assert verify()[1] == ""
    claim = give_topic(claim, "Bridges", seen_version=1, by=make_user())
    assert verify()[1] == ""
    behind_its_back("UPDATE claims_claim SET topic_id = NULL")
    assert found(claim) == [f"topic_id is empty, and {claim.topic_id} by its history."]


def test_a_changed_publication_is_found() -> None:
    claim = make_published_claim()
    behind_its_back(
        """UPDATE claims_publication SET payload = payload || '{"statement": "Other."}'"""
    )
    assert found(claim) == ["the payload of publication 1 is not that of its hash."]


def test_a_publication_that_was_hashed_again_is_found() -> None:
    claim = make_published_claim()
    payload = {**claim.publications.get().payload, "statement": "Other."}
    text = json.dumps(payload).replace("'", "''")
    behind_its_back(
        f"UPDATE claims_publication SET payload = '{text}', sha256 = '{hash_of(payload)}'"
    )
    assert found(claim) == ["event 9: publication 1 is not what its event says."]


def test_a_publication_without_an_event_is_found() -> None:
    claim = make_signed_claim()
    Publication.objects.create(
        claim=claim, number=1, by=make_user(), payload={}, sha256=hash_of({})
    )
    assert found(claim) == ["publication 1 has no event."]


def test_a_claim_that_was_removed_and_left_its_history_is_found() -> None:
    claim = make_claim()
    pk = claim.pk
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'f' "
            "AND conrelid = 'claims_event'::regclass AND confrelid = 'claims_claim'::regclass"
        )
        [[name]] = cursor.fetchall()
        cursor.execute(f"ALTER TABLE claims_event DROP CONSTRAINT {name}")
    behind_its_back(f"DELETE FROM claims_claim WHERE id = {pk}")
    assert found(claim.__class__(pk=pk)) == ["it has a history, and is not there."]
    behind_its_back(f"DELETE FROM claims_event WHERE claim_id = {pk}")


def test_an_event_that_makes_no_sense_is_named_and_the_others_are_gone_through() -> None:
    claim = make_submitted_claim()
    behind_its_back(
        f"UPDATE claims_event SET after = '[]' WHERE claim_id = {claim.pk} AND number = 3",
        f"UPDATE claims_event SET verb = 'evidence_added', after = '{{}}', before = '{{}}' "
        f"WHERE claim_id = {claim.pk} AND number = 4",
    )
    lines = found(claim)
    assert "event 3: it cannot be replayed." in lines
    assert "event 4: it cannot be replayed." in lines


def sealed_again(claim: Claim, number: int, **changes: Any) -> None:
    """Rewrite an event and every hash after it, as somebody could who knows how it works."""
    previous = ""
    for event in claim.events.order_by("number"):
        if event.number == number:
            for name, value in changes.items():
                setattr(event, name, value)
        event.previous_hash = previous
        event.hash = previous = event.seal()
        values = {
            "before": json.dumps(event.before).replace("'", "''"),
            "after": json.dumps(event.after).replace("'", "''"),
        }
        behind_its_back(
            f"UPDATE claims_event SET before = '{values['before']}', after = '{values['after']}', "
            f"previous_hash = '{event.previous_hash}', hash = '{event.hash}' WHERE id = {event.pk}",
            f"UPDATE claims_claim SET last_hash = '{event.hash}' WHERE id = {claim.pk}",
        )


def test_a_whole_chain_that_was_sealed_again_still_has_to_agree_with_the_rows() -> None:
    claim = make_signed_claim()
    signed = claim.events.get(verb=Verb.SIGNED_OFF)
    rationale = claim.events.get(after__has_key="rationale", number__gt=1)
    sealed_again(claim, rationale.number, after={"rationale": "Another one."})
    assert found(claim) == [
        f"event {signed.number}: the content that it signs is not the claim's of that time.",
        "rationale is “The accounts say so.”, and “Another one.” by its history.",
        "content_hash is not that of the content that its history says.",
    ]


def test_it_reads_in_as_many_queries_for_three_claims_as_for_one(
    django_assert_num_queries: Any,
) -> None:
    for _ in range(3):
        make_published_claim()
        with django_assert_num_queries(10):
            verify()
