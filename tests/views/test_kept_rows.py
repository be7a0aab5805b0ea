"""Rows of the claim list that are kept: each follows whatever it shows, and who looks."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.actions.topics import topic_named
from claims.models import Claim, Interview, Person, Role, Topic, User, Verdict
from claims.queries.claim_rows import COLUMNS, NAMED, shown_claims
from claims.views.claim_rows import COLUMNS as CELLS
from claims.views.claim_rows import row_html, rows_of
from claims.views.kept_rows import row_of, rows_html
from tests.factories import make_claim, make_evidence, make_interview, make_user

pytestmark = pytest.mark.django_db

ALL = f"/claims/?columns={','.join(CELLS)}"
TODAY = date(2026, 5, 1)


@pytest.fixture
def editor(client: Client) -> User:
    user = make_user(Role.EDITOR, name="Ida Lorn")
    client.force_login(user)
    return user


@pytest.fixture
def claim(editor: User) -> Claim:
    """A claim entered by hand, of which every column has something to show."""
    interview = make_interview(by=editor, title="The bridge")
    assignee = make_user(name="Rita Rey")
    return make_claim(
        interview, by=editor, quote="It cost nine.", statement="It cost nine.", status="checking",
        topic=topic_named("Roads"), verdict=Verdict.objects.get(label="True"), assignee=assignee,
        due_on=date(2030, 1, 1), authors=[assignee.pk],
    )  # fmt: skip


def rows(client: Client) -> list[str]:
    return re.findall(r"<tr data-row.*?</tr>", client.get(ALL).text, re.DOTALL)


def of(model: Any, **values: Any) -> Callable[[Claim], None]:
    """A change of the row that a claim refers to, behind the back of the application."""
    name = next(name for name, (one, _) in NAMED.items() if one is model)

    def change(claim: Claim) -> None:
        model.objects.filter(pk=getattr(claim, f"{name}_id")).update(**values)

    return change


def own(**values: Any) -> Callable[[Claim], None]:
    def change(claim: Claim) -> None:
        made = {name: value() if callable(value) else value for name, value in values.items()}
        Claim.objects.filter(pk=claim.pk).update(**made)

    return change


def placed(claim: Claim) -> None:
    """Its words are found in the transcript."""
    transcript = claim.interview.transcripts.get()
    start = transcript.text.index("The bridge was closed")
    quote = transcript.text[start : start + 21]
    values = {"transcript": transcript, "start": start, "end": start + 21, "quote": quote}
    Claim.objects.filter(pk=claim.pk).update(**values)


def replaced(claim: Claim) -> None:
    verdict = Verdict.objects.get(pk=claim.verdict_id)
    newer = Verdict.objects.create(label="Quite true", definition="Yes.", position=1)
    Verdict.objects.filter(pk=verdict.pk).update(replaced_by=newer)


EARLIER = timezone.now() - timedelta(days=40)
CHANGES: dict[str, Callable[[Claim], Any]] = {
    "quote": own(quote="It cost ten."),
    "statement": own(statement="It cost ten."),
    "status": own(status="new"),
    "no content that may be edited": own(status="set_aside", set_aside_reason="out_of_scope"),
    "priority": own(priority=4),
    "due date": own(due_on=date(2031, 1, 1)),
    "overdue": own(due_on=date(2020, 1, 1)),
    "captured": own(captured_at=EARLIER),
    "status since": own(status_since=EARLIER),
    "needs its place": own(needs_anchoring=True),
    "place in the transcript": placed,
    "source attached": make_evidence,
    "other interview": own(interview=lambda: make_interview(title="Another")),
    "interview renamed": of(Interview, title="The tunnel"),
    "address of the interview": of(Interview, slug="the-tunnel"),
    "verdicts are blind": of(Interview, blind=True),
    "other speaker": own(speaker=lambda: Person.objects.create(name="Nina Sand")),
    "no speaker": own(speaker=None),
    "speaker renamed": of(Person, name="Thomas Okafor"),
    "other topic": own(topic=lambda: topic_named("Bridges")),
    "topic renamed": of(Topic, name="Streets"),
    "no topic": own(topic=None),
    "other verdict": own(verdict=lambda: Verdict.objects.get(label="False")),
    "no verdict": own(verdict=None),
    "verdict retired": of(Verdict, retired_at=EARLIER),
    "verdict in a newer wording": replaced,
    "other assignee": own(assignee=lambda: make_user(name="Jon Aske")),
    "no assignee": own(assignee=None),
    "assignee renamed": of(User, name="Rita Roe"),
    "assignee without a name": of(User, name=""),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_row_changes_with_each_thing_that_it_shows(
    client: Client, claim: Claim, change: Callable[[Claim], Any]
) -> None:
    before = rows(client)
    assert rows(client) == before
    change(claim)
    after = rows(client)
    row_of.cache_clear()
    assert after == rows(client)
    assert (len(after), after == before) == (1, False)


def test_a_draft_is_hidden_and_opened_in_a_row_that_was_shown_before(
    client: Client, claim: Claim
) -> None:
    hidden = "Hidden until a second person has given a verdict"
    assert ("True" in rows(client)[0], hidden in rows(client)[0]) == (True, False)
    Interview.objects.update(blind=True)
    assert hidden in rows(client)[0]
    client.force_login(User.objects.get(name="Rita Rey"))
    assert hidden not in rows(client)[0]
    client.force_login(User.objects.get(name="Ida Lorn"))
    assert hidden in rows(client)[0]
    Claim.objects.update(second_verdict=Verdict.objects.get(label="False"))
    assert hidden not in rows(client)[0]


def test_a_row_changes_with_the_account_that_looks(client: Client, claim: Claim) -> None:
    as_editor = rows(client)
    User.objects.filter(name="Ida Lorn").update(role=Role.VIEWER)
    as_viewer = rows(client)
    assert ("(edit)" in as_editor[0], "(edit)" in as_viewer[0]) == (True, False)
    assert ('class="select"' in as_editor[0], 'class="select"' in as_viewer[0]) == (True, False)


def test_a_row_changes_with_day_columns_and_box(claim: Claim, editor: User) -> None:
    def shown(today: date, *names: str, **box: Any) -> bytes:
        claims, columns = shown_claims(Claim.objects.all(), 1), [CELLS[name] for name in names]
        return rows_html(claims, editor, today, columns, **{"select": False, **box})

    due = date(2030, 1, 1)
    variants = [
        shown(due, "due"), shown(due + timedelta(days=1), "due"), shown(due, "due", "topic"),
        shown(due, "due", select=True), shown(due, "due", select=True, ticked={claim.pk}),
    ]  # fmt: skip
    assert len(set(variants)) == len(variants)
    assert [b"Overdue" in variant for variant in variants] == [False, True, False, False, False]


def make_readers() -> list[User]:
    return [make_user(role) for role in Role.values for _ in range(2)]


def test_readers_with_different_rights_never_see_each_others_rows() -> None:
    """Whoever looked before, a row is the one that is made of whole models for this very person."""
    readers = make_readers()
    blind = make_interview()
    Interview.objects.filter(pk=blind.pk).update(blind=True)
    true = Verdict.objects.get(label="True")
    for status in ("new", "checking", "disputed", "set_aside"):
        reason = "out_of_scope" if status == "set_aside" else ""
        for mine in (None, *readers[::2]):
            values = {"status": status, "set_aside_reason": reason, "assignee": mine}
            people = {"submitted_by": readers[-1]} if status == "disputed" else {}
            make_claim(blind, verdict=true, authors=[readers[3].pk], **values, **people)
            make_claim(verdict=true, needs_anchoring=True, **values, **people)
    fields = ["statement", *(column.field for column in CELLS.values() if column.field)]
    for turn in (readers, readers[::-1]):
        row_of.cache_clear()
        for reader in turn:
            claims = shown_claims(Claim.objects.order_by("pk"), 100)
            kept = rows_html(claims, reader, TODAY, CELLS.values(), select=True)
            whole = rows_of(Claim.objects.for_row().order_by("pk"), reader, TODAY, fields)
            made = [row_html(row, CELLS.values(), select=True, ticked=False) for row in whole]
            assert kept.decode() == "".join(made), reader.role


def test_a_row_is_made_of_what_was_read_and_asks_for_nothing_more(
    claim: Claim, editor: User
) -> None:
    claims = shown_claims(Claim.objects.all(), 1)
    row_of.cache_clear()
    with CaptureQueriesContext(connection) as queries:
        rows_html(claims, editor, TODAY, CELLS.values(), select=True)
    assert [query["sql"] for query in queries] == []


def test_every_value_has_the_name_of_its_column(claim: Claim) -> None:
    [shown] = shown_claims(Claim.objects.all(), 1)
    whole = Claim.objects.for_row().get()
    for name in COLUMNS:
        assert getattr(shown, name) == (
            tuple(whole.authors) if name == "authors" else getattr(whole, name)
        )
    for name, (_, columns) in NAMED.items():
        for column in filter(None, columns):
            made, real = getattr(shown.claim(), name), getattr(whole, name)
            assert getattr(made, column) == getattr(real, column), (name, column)


def test_only_so_many_rows_are_kept() -> None:
    assert row_of.cache_parameters()["maxsize"] == 2_000


def test_speaker_and_rationale_are_edited_in_columns_of_their_own(client: Client) -> None:
    client.force_login(make_user())
    claim = make_claim(rationale="The accounts say so.")
    page = client.get("/claims/?columns=speaker,rationale").text
    for name, value in (("speaker", "TOM OKAFOR"), ("rationale", "The accounts say so.")):
        assert f'id="claim-{claim.pk}-{name}"' in page
        assert f'hx-get="/claims/{claim.pk}/{name}/"' in page
        assert value in page
    assert [one.name for one in client.get("/claims/?columns=rationale").context["headings"]] == [
        "claim", "rationale",
    ]  # fmt: skip
