"""A claim's history as a file that proves itself, on any machine and without a database.

The file holds the events as they were sealed, the state that they lead to by its hash, and a
signature over all of it by a key of the newsroom.
"""

import json
from collections.abc import Iterator
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils import timezone

from claims.models import Claim, Source, Verdict
from claims.models.claims import canonical, hash_of
from claims.queries.names import Names
from claims.queries.past import link_of
from claims.queries.replay import Fault, Link, replay

FORMAT = "factcheck-history-1"
KEY_USE = b"factcheck: signing key of history files, version 1"
LEGEND = {"user": "accounts", "person": "people", "claim": "claims", "transcript": "transcripts"}
PARTS = {
    "format": str, "claim": int, "made_at": str, "events": list, "names": dict, "state": dict,
    "state_hash": str, "head": str, "public_key": str, "signature": str,
}  # fmt: skip
EVENT: dict[str, type] = {
    "claim": int, "number": int, "actor": int, "verb": str, "before": dict, "after": dict,
    "note": str, "at": str, "previous": str, "hash": str,
}  # fmt: skip


class NoHistoryFile(Exception):
    """What was given is no history file; the message says why."""


def signing_key() -> Ed25519PrivateKey:
    """The newsroom's key, which follows from SECRET_KEY alone."""
    derived = HKDF(SHA256(), 32, salt=None, info=KEY_USE).derive(settings.SECRET_KEY.encode())
    return Ed25519PrivateKey.from_private_bytes(derived)


def public_key() -> str:
    """The key that others check files of this newsroom by, as 64 hexadecimal digits."""
    return signing_key().public_key().public_bytes_raw().hex()


def history_file(claim: Claim) -> bytes:
    """The whole history of a claim, signed."""
    links = [link_of(event) for event in claim.events.order_by("number")]
    state = replay(links)
    told = {
        "format": FORMAT,
        "claim": claim.pk,
        "made_at": timezone.now().isoformat(),
        "events": [_told(link) for link in links],
        "names": _names(links),
        "state": state.as_json(),
        "state_hash": hash_of(state.as_json()),
        "head": state.last_hash,
        "public_key": public_key(),
    }
    signed = {**told, "signature": signing_key().sign(canonical(told)).hex()}
    return json.dumps(signed, ensure_ascii=False, indent=1).encode() + b"\n"


def read_file(data: bytes) -> dict[str, Any]:
    """A history file as values. Raises NoHistoryFile."""
    try:
        told = json.loads(data, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise NoHistoryFile(f"It is no JSON: {error}.") from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise NoHistoryFile("It is no history of a claim, or of a later version.")
    if _other_shape(told, PARTS):
        raise NoHistoryFile("Parts of it are missing, or are not what they should be.")
    for position, event in enumerate(told["events"], 1):
        if not isinstance(event, dict) or _other_shape(event, EVENT):
            raise NoHistoryFile(f"Its event {position} is no event.")
    return told


def faults_of(told: dict[str, Any], *, key: str = "") -> list[Fault]:
    """What does not agree in a file that `read_file` has read.

    `key` is the public key that it has to be signed by; without one, only that the file is signed
    by the key that it names itself.
    """
    try:
        return [*_signature(told, key), *_chain(told)]
    except (UnicodeError, RecursionError):
        return [Fault("it holds what no history can hold")]


def _signature(told: dict[str, Any], key: str) -> Iterator[Fault]:
    if key and told["public_key"] != key.strip().lower():
        yield Fault("it is signed by another key than the one given")
    signed = {name: value for name, value in told.items() if name != "signature"}
    try:
        whose = Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["public_key"]))
        whose.verify(bytes.fromhex(told["signature"]), canonical(signed))
    except (InvalidSignature, ValueError):
        yield Fault("its signature is not that of what it says")


def _chain(told: dict[str, Any]) -> Iterator[Fault]:
    faults: list[Fault] = []
    links = [Link(**_columns(event)) for event in told["events"]]
    state = replay(links, faults=faults)
    yield from faults
    for link in links:
        if link.claim != told["claim"]:
            yield Fault("it is of another claim", link.number)
    if told["head"] != state.last_hash or not links:
        yield Fault("its last event is another one")
    if told["state"] != state.as_json() or told["state_hash"] != hash_of(state.as_json()):
        yield Fault("the state that it names is not what its events lead to")


def _told(link: Link) -> dict[str, Any]:
    values = link._asdict()
    return {"actor" if name == "actor_id" else name: value for name, value in values.items()}


def _columns(event: dict[str, Any]) -> dict[str, Any]:
    return {"actor_id" if name == "actor" else name: value for name, value in event.items()}


def _names(links: list[Link]) -> dict[str, Any]:
    """What the numbers in the events are the numbers of, in words, as they are now."""
    values = [part for link in links for part in (link.before, link.after, {"by": link.actor_id})]
    names = Names(values)
    legend: dict[str, Any] = {name: {} for name in LEGEND.values()}
    for (kind, pk), name in sorted(names.names.items()):
        if kind in LEGEND:
            legend[LEGEND[kind]][str(pk)] = name
    verdicts = Verdict.objects.in_bulk(names.ids.get("verdict", set()))
    sources = Source.objects.in_bulk(names.ids.get("source", set()))
    return {
        **legend,
        "verdicts": {
            str(pk): {"label": one.label, "definition": one.definition}
            for pk, one in sorted(verdicts.items())
        },
        "sources": {
            str(pk): {"title": one.title, "url": one.url} for pk, one in sorted(sources.items())
        },
    }


def _other_shape(told: dict[str, Any], shape: dict[str, type]) -> bool:
    return told.keys() != shape.keys() or any(
        type(told[name]) is not kind for name, kind in shape.items()
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different: of two values, readers could see the other one."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return dict(pairs)


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")
