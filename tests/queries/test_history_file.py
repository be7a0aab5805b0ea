"""A history as a file that proves itself: whatever is changed in it is found."""

import copy
import json
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.test import Client

from claims.actions.claims import set_assignee
from claims.actions.comments import comment
from claims.actions.searches import log_search
from claims.models import Claim, Role
from claims.models.claims import canonical, hash_of
from claims.queries.history_file import (
    NoHistoryFile,
    faults_of,
    history_file,
    public_key,
    read_file,
)
from claims.queries.replay import Fault
from tests.factories import (
    make_claim,
    make_interview,
    make_signed_claim,
    make_submitted_claim,
    make_user,
)

NOT_SIGNED = "its signature is not that of what it says"
Change = Callable[[dict[str, Any]], None]


def make_told_claim() -> Claim:
    """A signed claim with a comment, a search and something that is null in an event."""
    claim = make_signed_claim(by=make_user(name="Ada Author"))
    log_search(
        claim, place="Archive", searched_on=date(2026, 1, 2), found="Nichts – “nihil”.",
        by=claim.submitted_by,
    )  # fmt: skip
    comment(claim, body="Which year?", field="quote", by=make_user(name="Bo Second"))
    claim.refresh_from_db()
    return set_assignee(claim, None, seen_version=claim.version, by=make_user(Role.EDITOR))


@pytest.fixture
def told(db: None) -> dict[str, Any]:
    return read_file(history_file(make_told_claim()))


def verify(*args: str) -> tuple[str, str, str]:
    """What `verify_history` says on standard output and standard error, and with what it fails."""
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_history", *args, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue(), str(error)
    return out.getvalue(), err.getvalue(), ""


# What is in it


def test_a_file_proves_itself(told: dict[str, Any]) -> None:
    assert faults_of(told) == []
    assert faults_of(told, key=public_key().upper()) == []
    claim = Claim.objects.get()
    assert (told["claim"], told["head"]) == (claim.pk, claim.last_hash)
    assert [event["hash"] for event in told["events"]] == list(
        claim.events.order_by("number").values_list("hash", flat=True)
    )
    assert told["state"]["fields"]["statement"] == claim.statement
    assert told["state_hash"] == hash_of(told["state"])


def test_it_says_what_its_numbers_are_the_numbers_of(told: dict[str, Any]) -> None:
    claim = Claim.objects.get()
    source = claim.evidence.get().source
    assert told["names"]["sources"] == {
        str(source.pk): {"title": "City accounts", "url": source.url}
    }
    assert told["names"]["verdicts"] == {
        str(claim.verdict_id): {
            "label": "Mostly true", "definition": claim.verdict.definition if claim.verdict else "",
        }
    }  # fmt: skip
    assert told["names"]["people"] == {str(claim.speaker_id): "TOM OKAFOR"}
    assert {"Ada Author", "Bo Second"} < set(told["names"]["accounts"].values())


def test_whoever_reads_claims_downloads_it(client: Client, db: None) -> None:
    claim = make_told_claim()
    client.force_login(make_user(Role.VIEWER))
    response = client.get(f"/claims/{claim.pk}/history.json")
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="claim-{claim.pk}-history.json"'
    )
    assert faults_of(read_file(response.content), key=public_key()) == []
    assert client.get("/claims/999999/history.json").status_code == 404


def test_a_hidden_draft_is_not_handed_out(client: Client, db: None) -> None:
    author = make_user()
    interview = make_interview(blind=True, by=make_user(Role.EDITOR))
    claim = make_submitted_claim(interview, by=author)
    for user, status in [(make_user(), 403), (make_user(Role.ADMIN), 403), (author, 200)]:
        client.force_login(user)
        assert client.get(f"/claims/{claim.pk}/history.json").status_code == status
    client.force_login(make_user())
    refused = client.get(f"/claims/{claim.pk}/history.json").text
    assert "Its verdict is hidden until a second person has given theirs." in refused
    assert "Mostly true" not in refused
    assert "history.json" not in client.get(f"/claims/{claim.pk}/history/").text


# What is changed in it


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to every value in a file that holds no other."""
    if isinstance(value, dict) and value:
        for name, part in value.items():
            yield from leaves(part, (*path, name))
    elif isinstance(value, list) and value:
        for number, part in enumerate(value):
            yield from leaves(part, (*path, number))
    else:
        yield path


def flipped(value: Any) -> Any:
    """Another value of the same kind, as far as it has one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return f"{value[:-1]}{'1' if value[-1:] == '0' else '0'}"
    return {None: 1}.get(value, [0]) if value is None else [0] if value == [] else {"x": 0}


def test_every_value_in_it_is_covered(told: dict[str, Any]) -> None:
    paths = list(leaves(told))
    kinds = set()
    for path in paths:
        changed = copy.deepcopy(told)
        *parents, last = path
        place = changed
        for step in parents:
            place = place[step]
        kinds.add(type(place[last]))
        place[last] = flipped(place[last])
        try:
            assert faults_of(read_file(json.dumps(changed).encode())) != [], path
        except NoHistoryFile:
            assert path == ("format",)
    assert len(paths) > 150
    assert kinds == {str, int, bool, type(None), dict, list}


def test_every_name_in_it_is_covered(told: dict[str, Any]) -> None:
    for name in list(told):
        changed = {key: value for key, value in told.items() if key != name}
        with pytest.raises(NoHistoryFile):
            read_file(json.dumps(changed).encode())
    with pytest.raises(NoHistoryFile):
        read_file(json.dumps({**told, "more": 1}).encode())


def signed_by_another(told: dict[str, Any]) -> dict[str, Any]:
    """Signed again, by somebody who has the program and not the newsroom's key."""
    key = Ed25519PrivateKey.generate()
    told = {name: value for name, value in told.items() if name != "signature"}
    told["public_key"] = key.public_key().public_bytes_raw().hex()
    return {**told, "signature": key.sign(canonical(told)).hex()}


def test_a_file_that_another_signed_is_told_by_the_key(told: dict[str, Any]) -> None:
    other = signed_by_another(told)
    assert faults_of(other) == []
    assert faults_of(other, key=public_key()) == [
        Fault("it is signed by another key than the one given")
    ]


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        (lambda told: told["events"].pop(), [
            Fault("its last event is another one"),
            Fault("the state that it names is not what its events lead to"),
        ]),
        (lambda told: told["events"].pop(3), [
            Fault("event 4 is missing", 5),
            Fault("it does not follow the event before it", 5),
            Fault("the content that it signs is not the claim's of that time", 8),
            Fault("the state that it names is not what its events lead to"),
        ]),
        (lambda told: told["events"][1].update(note="It was me."), [
            Fault("its hash is not that of what it says", 2),
        ]),
        (lambda told: told["state"]["fields"].update(statement="Another."), [
            Fault("the state that it names is not what its events lead to"),
        ]),
        (lambda told: told.update(claim=told["claim"] + 1), [
            *(Fault("it is of another claim", number) for number in range(1, 12)),
        ]),
        (lambda told: told["events"].clear(), [
            Fault("its last event is another one"),
            Fault("the state that it names is not what its events lead to"),
        ]),
        (lambda told: told["events"][4].update(after={"evidence": []}, verb="evidence_added"), [
            Fault("its hash is not that of what it says", 5),
            Fault("it cannot be replayed", 5),
        ]),
    ],
)  # fmt: skip
def test_a_chain_that_was_changed_is_found_whoever_signed_it(
    told: dict[str, Any], change: Change, faults: list[Fault]
) -> None:
    change(told)
    found = faults_of(read_file(json.dumps(signed_by_another(told)).encode()))
    assert [fault for fault in found if fault in faults] == faults
    assert NOT_SIGNED not in [fault.what for fault in found]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "It is no JSON"),
        (b"\xff\xfe", "It is no JSON"),
        (b"[]", "It is no history of a claim"),
        (b"{}", "It is no history of a claim"),
        (b'{"format": "factcheck-history-1"}', "Parts of it are missing"),
        (b'{"format": "factcheck-history-2"}', "or of a later version"),
        (b'{"claim": 1, "claim": 2}', "a name stands twice in one object"),
        (b'{"claim": NaN}', "NaN is no number"),
        (b"[" * 100_000, "It is no JSON"),
    ],
)
def test_what_is_no_history_file_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(NoHistoryFile, match=reason):
        read_file(data)


def test_an_event_of_another_shape_is_named(told: dict[str, Any]) -> None:
    told["events"][2]["number"] = "3"
    with pytest.raises(NoHistoryFile, match="Its event 3 is no event"):
        read_file(json.dumps(told).encode())


def test_half_a_character_is_a_fault(told: dict[str, Any]) -> None:
    told["events"][2]["note"] = "\ud800"
    assert faults_of(read_file(json.dumps(told).encode())) != []


# The command


@pytest.fixture
def file(told: dict[str, Any], tmp_path: Path) -> Path:
    path = tmp_path / "history.json"
    path.write_text(json.dumps(told))
    return path


def test_the_command_checks_a_file_and_says_whose_key_it_names(file: Path) -> None:
    said, noted, failed = verify("--file", str(file))
    assert (said, failed) == (
        "All is well: 1 claim and 11 events agree with their signature.\n",
        "",
    )
    assert noted.startswith(f"It names {public_key()} as the key that it is signed by.")


def test_the_command_compares_the_key(file: Path) -> None:
    assert verify("--file", str(file), "--key", public_key())[1:] == ("", "")
    said, _, failed = verify("--file", str(file), "--key", "0" * 64)
    number = json.loads(file.read_text())["claim"]
    assert said == f"Claim {number}: it is signed by another key than the one given.\n"
    assert failed == "1 claim of 1 claim and 11 events did not agree."


def test_the_command_answers_in_json(file: Path) -> None:
    told = json.loads(file.read_text())
    told["events"][1]["note"] = "It was me."
    file.write_text(json.dumps(told))
    said = verify("--file", str(file), "--json", "--key", public_key())[0]
    assert json.loads(said) == {
        "claims": 1,
        "events": 11,
        "problems": [
            {"claim": told["claim"], "problem": NOT_SIGNED, "event": None},
            {"claim": told["claim"], "problem": "its hash is not that of what it says", "event": 2},
        ],
    }


def test_the_command_says_what_it_cannot_read(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text("{}")
    assert verify("--file", str(path))[2] == (
        f"{path} is no history file. It is no history of a claim, or of a later version."
    )
    missing = tmp_path / "missing.json"
    assert verify("--file", str(missing))[2] == (
        f"{missing} cannot be read: No such file or directory."
    )
    assert verify("--key", "0" * 64)[2] == "--key goes with --file."


FILE = Path(__file__).parent.parent / "data" / "history.json"
"""Made by a version in which claims had no topic yet, with the tests' SECRET_KEY."""


def test_a_file_is_checked_without_any_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """No mark, no fixture: a query would fail this test."""
    key = json.loads(FILE.read_text())["public_key"]
    assert verify("--file", str(FILE), "--key", key)[1:] == ("", "")
    monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": BytesIO(FILE.read_bytes())}))
    assert verify("--file", "-", "--key", key)[1:] == ("", "")


def test_the_key_follows_from_the_secret_key_alone(settings: Any) -> None:
    settings.SECRET_KEY = "one"
    first = public_key()
    assert verify("--public-key")[0] == f"{first}\n"
    settings.SECRET_KEY = "two"
    assert public_key() != first
    settings.SECRET_KEY = "one"
    assert public_key() == first
    assert len(bytes.fromhex(first)) == 32


def test_a_claim_of_which_only_the_first_event_is_there_has_a_file(db: None) -> None:
    told = read_file(history_file(make_claim()))
    assert (len(told["events"]), faults_of(told)) == (1, [])
