"""Attaching, changing and withdrawing evidence, and describing sources."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from claims.actions.documents import Upload, examine
from claims.actions.refusals import NotAllowed, Refused
from claims.actions.reviews import set_aside
from claims.actions.sources import (
    AddressTaken,
    Attached,
    StaleEvidence,
    StaleSource,
    attach,
    attach_known,
    attach_new,
    edit_evidence,
    edit_source,
    withdraw_evidence,
)
from claims.models import Claim, Document, Evidence, Role, Source, User
from tests import files
from tests.factories import (
    make_claim,
    make_evidence,
    make_source,
    make_submitted_claim,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def a_page(address: str = "https://example.org/page") -> Source:
    return Source(kind="web", title="A page", url=address, canonical_url=address)


def a_file(data: bytes | None = None) -> Upload:
    return examine(SimpleUploadedFile("report.pdf", data or files.pdf()))


def verbs(claim: Claim) -> list[str]:
    return [event.verb for event in claim.events.order_by("number")]


def closed_claim(by: User) -> Claim:
    claim = make_claim(by=by)
    set_aside(claim, reason="out_of_scope", note="", seen_version=claim.version, by=by)
    return claim


def test_a_new_source_is_stored_with_the_evidence_and_one_event() -> None:
    user, claim = make_user(), make_claim()
    before = claim.content_hash
    attached = attach_new(
        claim, a_page(), stance="supports", excerpt=" It was so. ", locator=" p. 9 ", by=user
    )
    evidence = attached.evidence
    assert attached == Attached(evidence, "", repeated=False)
    assert (evidence.stance, evidence.excerpt, evidence.locator) == (
        "supports",
        "It was so.",
        "p. 9",
    )
    assert (evidence.added_by, evidence.source.added_by) == (user, user)
    assert verbs(claim) == ["captured", "evidence_added"]
    claim.refresh_from_db()
    assert claim.content_hash != before
    assert claim.events.get(number=2).after == evidence.content()


def test_the_same_address_is_the_same_source() -> None:
    known = make_source(canonical_url="https://example.org/page")
    attached = attach_new(make_claim(), a_page(), stance="context", by=make_user())
    assert (attached.evidence.source, attached.known) == (known, "address")
    assert list(Source.objects.all()) == [known]


def test_the_same_file_is_the_same_source_and_is_stored_once(folder: Path) -> None:
    first = attach_new(
        make_claim(), Source(kind="document", title="Report"), stance="context", by=make_user(),
        upload=a_file(),
    )  # fmt: skip
    second = attach_new(
        make_claim(), Source(kind="court", title="Another name"), stance="context",
        by=make_user(), upload=a_file(),
    )  # fmt: skip
    assert (first.known, second.known) == ("", "file")
    assert second.evidence.source == first.evidence.source
    assert Document.objects.count() == 1
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


def test_a_form_that_is_sent_twice_attaches_once() -> None:
    claim, user, key = make_claim(), make_user(), uuid4()

    def send() -> Attached:
        person = Source(kind="person", title="Lia", spoken_to="Lia", on_record=True)
        return attach_new(claim, person, stance="refutes", by=user, key=key)

    first, second = send(), send()
    assert (first.repeated, second.repeated) == (False, True)
    assert second.evidence == first.evidence
    assert list(Source.objects.all()) == [first.evidence.source]
    assert verbs(claim) == ["captured", "evidence_added"]


def test_the_same_words_of_a_source_are_attached_once_other_words_again() -> None:
    claim, source, user = make_claim(), make_source(), make_user()
    first = attach(claim, source, stance="supports", excerpt="One.", by=user)
    again = attach_known(claim, source, stance="supports", excerpt=" One. ", by=make_user())
    assert again == Attached(first, "", repeated=True)
    other = attach(claim, source, stance="supports", excerpt="Two.", by=user)
    stance = attach(claim, source, stance="refutes", excerpt="One.", by=user)
    assert list(claim.evidence.all()) == [first, other, stance]


def test_a_key_of_another_claim_is_refused() -> None:
    user, key = make_user(), uuid4()
    attach(make_claim(), make_source(), stance="context", by=user, key=key)
    with pytest.raises(Refused, match=r"^This form has been used on another claim\. Open it again"):
        attach(make_claim(), make_source(), stance="context", by=user, key=key)


def test_a_key_whose_evidence_was_withdrawn_is_refused() -> None:
    user, claim, key = make_user(), make_claim(), uuid4()
    evidence = attach(claim, make_source(), stance="context", by=user, key=key)
    withdraw_evidence(evidence, seen_version=1, by=user)
    with pytest.raises(Refused, match=r"^What this form attached has been withdrawn\."):
        attach(claim, make_source(), stance="context", by=user, key=key)


def test_a_claim_that_is_set_aside_takes_no_evidence_and_no_file(folder: Path) -> None:
    user = make_user()
    claim = closed_claim(user)
    with pytest.raises(Refused) as refusal:
        attach_new(
            claim, Source(kind="document", title="Report"), stance="context", by=user,
            upload=a_file(),
        )  # fmt: skip
    assert str(refusal.value) == "The evidence of a claim that is “Set aside” is closed."
    assert (Source.objects.count(), Document.objects.count()) == (0, 0)
    assert list(folder.rglob("*")) == []


@pytest.mark.parametrize(
    "act",
    [
        lambda evidence, by: attach(evidence.claim, evidence.source, stance="context", by=by),
        lambda evidence, by: attach_new(evidence.claim, a_page(), stance="context", by=by),
        lambda evidence, by: edit_evidence(
            evidence, stance="context", excerpt="", locator="", seen_version=1, by=by
        ),
        lambda evidence, by: withdraw_evidence(evidence, seen_version=1, by=by),
        lambda evidence, by: edit_source(evidence.source, {"title": "X"}, seen_version=1, by=by),
    ],
    ids=["attach", "attach_new", "edit_evidence", "withdraw", "edit_source"],
)
def test_a_viewer_changes_nothing(act: Callable[[Evidence, User], Any]) -> None:
    evidence = make_evidence(make_claim())
    with pytest.raises(NotAllowed):
        act(evidence, make_user(Role.VIEWER))
    assert verbs(evidence.claim) == ["captured", "evidence_added"]
    assert list(Source.objects.values_list("title", flat=True)) == ["City accounts"]


def test_new_evidence_sends_a_claim_under_review_back_to_checking() -> None:
    claim = make_submitted_claim()
    make_evidence(claim)
    claim.refresh_from_db()
    assert claim.status == "checking"
    assert verbs(claim)[-2:] == ["moved", "evidence_added"]


def test_editing_evidence_writes_what_changed() -> None:
    user = make_user()
    evidence = make_evidence(make_claim(), excerpt="One.")
    saved = edit_evidence(
        evidence, stance="refutes", excerpt="Two.", locator="p. 1", seen_version=1, by=user
    )
    assert (saved.stance, saved.excerpt, saved.locator, saved.version) == (
        "refutes", "Two.", "p. 1", 2,
    )  # fmt: skip
    event = evidence.claim.events.get(number=3)
    assert (event.verb, event.before["excerpt"], event.after["excerpt"]) == (
        "evidence_edited", "One.", "Two.",
    )  # fmt: skip


def test_editing_stale_evidence_keeps_the_newer_one() -> None:
    evidence = make_evidence(make_claim(), excerpt="One.")
    words = {"stance": "supports", "locator": ""}
    edit_evidence(evidence, excerpt="Two.", seen_version=1, by=make_user(), **words)
    with pytest.raises(StaleEvidence) as stale:
        edit_evidence(evidence, excerpt="Three.", seen_version=1, by=make_user(), **words)
    assert str(stale.value) == "Somebody changed this evidence while you were typing."
    assert (stale.value.evidence.excerpt, stale.value.evidence.version) == ("Two.", 2)
    same = edit_evidence(evidence, excerpt="Two.", seen_version=1, by=make_user(), **words)
    assert same.version == 2
    assert verbs(evidence.claim) == ["captured", "evidence_added", "evidence_edited"]


def test_evidence_is_withdrawn_once_and_is_not_edited_afterwards() -> None:
    user, evidence = make_user(), make_evidence(make_claim(), excerpt="One.")
    withdraw_evidence(evidence, seen_version=1, by=user)
    withdraw_evidence(evidence, seen_version=1, by=user)
    assert verbs(evidence.claim) == ["captured", "evidence_added", "evidence_withdrawn"]
    assert list(evidence.claim.evidence.standing()) == []
    with pytest.raises(StaleEvidence) as stale:
        edit_evidence(
            evidence, stance="supports", excerpt="One.", locator="", seen_version=1, by=user
        )
    assert str(stale.value) == "Somebody withdrew this evidence while you were typing."


def test_withdrawing_what_has_changed_is_refused() -> None:
    evidence = make_evidence(make_claim())
    edit_evidence(
        evidence, stance="refutes", excerpt="", locator="", seen_version=1, by=make_user()
    )
    with pytest.raises(StaleEvidence):
        withdraw_evidence(evidence, seen_version=1, by=make_user())
    assert evidence.claim.evidence.standing().count() == 1


def test_editing_a_stale_source_keeps_the_newer_one() -> None:
    source = make_source()
    edit_source(source, {"title": "Two"}, seen_version=1, by=make_user())
    with pytest.raises(StaleSource) as stale:
        edit_source(source, {"title": "Three"}, seen_version=1, by=make_user())
    assert (stale.value.source.title, stale.value.source.version) == ("Two", 2)
    assert edit_source(source, {"title": "Two"}, seen_version=1, by=make_user()).version == 2


def test_an_address_belongs_to_one_source() -> None:
    first, second = make_source(title="First"), make_source(title="Second")
    changes = {"url": first.url, "canonical_url": first.canonical_url}
    with pytest.raises(AddressTaken) as refusal:
        edit_source(second, changes, seen_version=1, by=make_user())
    assert str(refusal.value) == "Another source has this address already: “First”."
    assert refusal.value.source == first


def test_a_key_is_a_uuid() -> None:
    key = UUID("9c1f0a0e-3d0e-4c57-9a3f-0d4f3a1b2c3d")
    evidence = attach(make_claim(), make_source(), stance="context", by=make_user(), key=key)
    evidence.refresh_from_db()
    assert evidence.key == key
