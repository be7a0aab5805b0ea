"""Evidence that speaks against the verdict: why the verdict holds, asked and shown."""

import pytest
from django.test import Client

from claims.actions.claims import set_verdict
from claims.actions.sources import edit_evidence
from claims.models import Claim, Evidence, Role, User, Verdict
from tests.factories import make_claim, make_evidence, make_interview, make_user

HTMX = {"HX-Request": "true"}
BOTH = pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
pytestmark = pytest.mark.django_db
LABEL = "Why the verdict holds against it"


@pytest.fixture
def reviewer(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


def judged(label: str, by: User, *, blind: bool = False) -> Claim:
    claim = make_claim(make_interview(by=make_user(Role.EDITOR), blind=blind), by=by)
    verdict = Verdict.objects.get(label=label)
    return set_verdict(claim, verdict, seen_version=1, by=by)


def answered(evidence: Evidence, answer: str, by: User) -> Evidence:
    return edit_evidence(
        evidence, stance=evidence.stance, excerpt=evidence.excerpt, locator="", answer=answer,
        seen_version=evidence.version, by=by,
    )  # fmt: skip


def edit(evidence: Evidence) -> str:
    return f"/evidence/{evidence.pk}/edit/"


@BOTH
@pytest.mark.parametrize(
    ("verdict", "stance", "asked"),
    [
        ("True", "refutes", True),
        ("True", "supports", False),
        ("True", "context", False),
        ("False", "supports", True),
        ("False", "refutes", False),
        ("Misleading", "refutes", False),
        ("Unproven", "supports", False),
    ],
)
def test_the_form_asks_for_an_answer_only_where_the_evidence_contradicts(
    client: Client, reviewer: User, headers: dict[str, str], verdict: str, stance: str, asked: bool
) -> None:
    evidence = make_evidence(judged(verdict, reviewer), stance=stance)
    form = client.get(edit(evidence), headers=headers)
    assert (LABEL in form.text) == asked


def test_without_a_verdict_there_is_nothing_to_answer(client: Client, reviewer: User) -> None:
    evidence = make_evidence(make_claim(), stance="refutes")
    assert LABEL not in client.get(edit(evidence), headers=HTMX).text


@BOTH
def test_an_answer_is_saved_and_shown_beside_the_evidence(
    client: Client, reviewer: User, headers: dict[str, str]
) -> None:
    evidence = make_evidence(judged("True", reviewer), stance="refutes")
    typed = {"stance": "refutes", "excerpt": "Nine.", "answer": "It is a draft.", "version": 1}
    saved = client.post(edit(evidence), typed, headers=headers)
    assert saved.status_code == (200 if headers else 302)
    evidence.refresh_from_db()
    assert evidence.answer == "It is a draft."
    shown = f'<p class="answer"><b>{LABEL}</b><span>It is a draft.</span></p>'
    assert shown in client.get(f"/claims/{evidence.claim_id}/").text
    assert shown in client.get(f"/claims/{evidence.claim_id}/evidence/", headers=HTMX).text
    history = client.get(f"/claims/{evidence.claim_id}/history/", headers=HTMX).text
    assert "It is a draft." in history


def test_an_answer_that_is_there_can_be_edited_after_the_verdict_changed(
    client: Client, reviewer: User
) -> None:
    claim = judged("True", reviewer)
    evidence = make_evidence(claim, stance="refutes")
    evidence = answered(evidence, "It is a draft.", reviewer)
    claim.refresh_from_db()
    set_verdict(claim, None, seen_version=claim.version, by=reviewer)
    form = client.get(edit(evidence), headers=HTMX)
    assert form.context["form"]["answer"].value() == "It is a draft."
    typed = {"stance": "refutes", "excerpt": "Nine.", "answer": "", "version": 2}
    assert client.post(edit(evidence), typed, headers=HTMX).status_code == 200
    evidence.refresh_from_db()
    assert evidence.answer == ""


def test_a_form_that_asked_for_no_answer_leaves_it_as_it_is(client: Client, reviewer: User) -> None:
    evidence = make_evidence(judged("True", reviewer), stance="refutes")
    evidence = answered(evidence, "It is a draft.", reviewer)
    typed = {"stance": "refutes", "excerpt": "Ten.", "answer": "It is a draft.", "version": 2}
    client.post(edit(evidence), typed, headers=HTMX)
    evidence.refresh_from_db()
    assert (evidence.excerpt, evidence.answer) == ("Ten.", "It is a draft.")


@BOTH
def test_a_conflict_shows_both_answers_and_keeps_what_was_typed(
    client: Client, reviewer: User, headers: dict[str, str]
) -> None:
    evidence = make_evidence(judged("True", reviewer), stance="refutes")
    answered(evidence, "Theirs.", make_user(name="Olga Other"))
    typed = {"stance": "refutes", "excerpt": "Nine.", "answer": "Mine.", "version": 1}
    response = client.post(edit(evidence), typed, headers=headers)
    assert response.status_code == 409
    assert "Why the verdict holds: Theirs.</div>" in response.text
    assert "Why the verdict holds: Mine.</div>" in response.text
    assert response.context["form"]["answer"].value() == "Mine."
    evidence.refresh_from_db()
    assert evidence.answer == "Theirs."


def test_what_was_typed_stays_where_the_verdict_went_meanwhile(
    client: Client, reviewer: User
) -> None:
    claim = judged("True", reviewer)
    evidence = make_evidence(claim, stance="refutes")
    claim.refresh_from_db()
    set_verdict(claim, None, seen_version=claim.version, by=make_user())
    typed = {"stance": "none", "excerpt": "Nine.", "answer": "It is a draft.", "version": 1}
    response = client.post(edit(evidence), typed, headers=HTMX)
    assert response.status_code == 422
    assert response.context["form"]["answer"].value() == "It is a draft."


def test_an_answer_is_hidden_with_the_verdict_that_it_defends(
    client: Client, reviewer: User
) -> None:
    author = make_user()
    evidence = make_evidence(judged("True", author, blind=True), stance="refutes")
    evidence = answered(evidence, "It is a draft.", author)
    claim = evidence.claim_id
    for address in (f"/claims/{claim}/card/", f"/claims/{claim}/evidence/"):
        assert "It is a draft." not in client.get(address, headers=HTMX).text
    form = client.get(edit(evidence), headers=HTMX)
    assert "It is a draft." not in form.text
    assert LABEL not in form.text
    typed = {"stance": "refutes", "excerpt": "Ten.", "answer": "Mine.", "version": 2}
    client.post(edit(evidence), typed, headers=HTMX)
    evidence.refresh_from_db()
    assert (evidence.excerpt, evidence.answer) == ("Ten.", "It is a draft.")
    client.force_login(author)
    assert "It is a draft." in client.get(f"/claims/{claim}/evidence/", headers=HTMX).text


def test_a_stale_form_never_shows_a_hidden_answer(client: Client, reviewer: User) -> None:
    author = make_user()
    evidence = make_evidence(judged("True", author, blind=True), stance="refutes")
    answered(evidence, "It is a draft.", author)
    typed = {"stance": "refutes", "excerpt": "Ten.", "answer": "Mine.", "version": 1}
    response = client.post(edit(evidence), typed, headers=HTMX)
    assert response.status_code == 409
    assert "It is a draft." not in response.text
