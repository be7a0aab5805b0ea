"""The demo's data: whether it is what it says it is, and whether it can be loaded again."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.actions.claims import set_statement
from claims.demo import NotADemo, load
from claims.demo.accounts import ACCOUNTS, load_accounts
from claims.demo.baldwin import BALDWIN
from claims.demo.harbour import HARBOUR
from claims.demo.loading import SCRIPTS
from claims.demo.script import Script
from claims.demo.tram import TRAM
from claims.demo.working_days import LAST_DAY
from claims.models import (
    FINISHED,
    Claim,
    Comment,
    Event,
    Evidence,
    Interview,
    Notification,
    Publication,
    Role,
    SearchEntry,
    SignOff,
    Source,
    SourceKind,
    Stance,
    Status,
    TranscriptVersion,
    User,
    Verdict,
)
from claims.queries.recount import recounted
from claims.text.anchoring import find_all
from claims.text.normalise import normalise
from claims.text.reading import read
from tests.factories import make_user

PASSWORD = "a password of the demo"
BY_HAND = {"four-hundred-good-jobs"}
MOST_WORDS = 13
NAMES = {told.key: told.name for script in SCRIPTS for told in script.told}


@dataclass
class Demo:
    """What a load of the demo left in the database, which has been rolled back since."""

    claims: dict[str, Claim]
    evidence: list[Evidence]
    sources: list[Source]
    interviews: dict[str, Interview]
    stale: set[str]
    overdue: set[str]
    loaded: datetime
    faults: list[str]
    queries: int
    rows: dict[str, Any]
    rows_after_a_second_load: dict[str, Any]
    rows_after_an_edit: dict[str, Any]
    rows_after_a_load_on_the_edit: dict[str, Any]

    def of(self, script: Script) -> dict[str, Claim]:
        return {told.name: self.claims[told.name] for told in script.told}

    @property
    def today(self) -> date:
        return timezone.localdate(self.loaded)

    @property
    def events(self) -> list[Event]:
        """In the order in which they were written."""
        found = [event for claim in self.claims.values() for event in claim.events.all()]
        return sorted(found, key=lambda event: event.pk)


def rows() -> dict[str, Any]:
    """Every row of every table of ours."""
    models = apps.get_app_config("claims").get_models()
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def named(claims: Any) -> set[str]:
    return {NAMES[claim.key] for claim in claims}


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Demo:
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with quick, django_db_blocker.unblock(), transaction.atomic():
        made = _load_and_look()
        transaction.set_rollback(True)
    return made


def _load_and_look() -> Demo:
    with CaptureQueriesContext(connection) as queries:
        load(PASSWORD)
    loaded = timezone.now()
    claims = Claim.objects.select_related(
        "interview", "speaker", "verdict", "second_verdict", "assignee", "submitted_by"
    )
    claims = claims.prefetch_related(
        "events__actor", "sign_offs", "publications", "evidence__source"
    )
    found: dict[str, Any] = {
        "claims": {NAMES[claim.key]: claim for claim in claims},
        "evidence": list(Evidence.objects.select_related("source", "claim__interview")),
        "sources": list(Source.objects.all()),
        "interviews": {interview.title: interview for interview in Interview.objects.all()},
        "stale": named(Claim.objects.with_stale_sign_off()),
        "overdue": named(Claim.objects.overdue(timezone.localdate(loaded))),
        "loaded": loaded,
        "faults": [fault for _, found in recounted() for fault in found],
        "queries": len(queries),
        "rows": rows(),
    }
    load(PASSWORD)
    found["rows_after_a_second_load"] = rows()
    claim, editor = found["claims"]["johnson"], User.objects.get(username="editor")
    set_statement(claim, "Changed by a visitor.", seen_version=claim.version, by=editor)
    make_user(username="guest")  # as somebody who was invited
    found["rows_after_an_edit"] = rows()
    load(PASSWORD)
    found["rows_after_a_load_on_the_edit"] = rows()
    return Demo(**found)


def working_days_ago(today: date, number: int) -> int:
    """How many days ago that many working days ago was."""
    ago = 0
    while number:
        ago += 1
        number -= (today - timedelta(days=ago)).weekday() < 5
    return ago


# What was said


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_every_quote_stands_exactly_once_in_its_transcript_or_says_that_it_does_not(
    script: Script,
) -> None:
    text = normalise(script.text)[0]
    places = {told.name: len(find_all(text, told.quote)) for told in script.told}
    assert places == {told.name: int(told.name not in BY_HAND) for told in script.told}


def test_the_real_interview_is_quoted_in_a_few_words_at_a_time() -> None:
    quoted = [told.quote for told in BALDWIN.told]
    quoted += [cited.excerpt for told in BALDWIN.told for cited in told.cited]
    reading = read(normalise(BALDWIN.text)[0])
    quoted += [reading.text[quote.start : quote.end] for quote in reading.quotes]
    assert [words for words in quoted if len(words.split()) > MOST_WORDS] == []


def test_every_interview_is_read_without_a_doubt() -> None:
    assert [read(normalise(script.text)[0]).notes for script in SCRIPTS] == [[], [], []]


def test_the_words_of_the_real_interview_belong_to_those_who_said_them(demo: Demo) -> None:
    baldwin = [
        "trigger", "hammer", "direction", "armpit", "training", "not-me", "unlikely", "trump",
        "audiences", "never-again",
    ]  # fmt: skip
    assert {name: str(claim.speaker) for name, claim in demo.of(BALDWIN).items()} == {
        **dict.fromkeys(baldwin, "Alec Baldwin"),
        "roulette": "Mamie Mitchell",
        "two-suits": "ABC News",
        "on-the-table": "The district attorney",
        "live-round": "Santa Fe County Sheriff's Office",
        "clooney": "George Clooney",
        "johnson": "Dwayne Johnson",
        "petition": "Olivia Wilde",
    }


@pytest.mark.parametrize("script", [HARBOUR, TRAM], ids=lambda script: script.name)
def test_an_invented_interview_says_so_wherever_it_is_seen(demo: Demo, script: Script) -> None:
    assert script.details["title"].endswith("(invented)")
    assert script.text.startswith("[Everything here is invented:")
    assert {str(claim.speaker) for claim in demo.of(script).values()} <= set(script.people)
    assert all(words.endswith("(invented)") for words in script.people.values())
    sources = script.sources().values()
    assert [source.title for source in sources if not source.title.endswith("(invented)")] == []
    assert {urlsplit(source.url).hostname for source in sources if source.url} == {"example.org"}


def test_some_claims_of_the_invented_interview_overlap_or_span_several_sentences(
    demo: Demo,
) -> None:
    spans = {name: (claim.start, claim.end) for name, claim in demo.of(HARBOUR).items()
             if not claim.by_hand}  # fmt: skip
    overlapping = {
        frozenset((one, other))
        for one, (start, end) in spans.items()
        for other, (start2, end2) in spans.items()
        if one != other and start < end2 and start2 < end
    }
    assert overlapping == {
        frozenset(("approved-in-march", "not-one-crown-more")),
        frozenset(("forty-one-sailings", "thirty-for-the-wind")),
    }
    assert demo.claims["all-of-it-back"].quote.count(". ") == 1
    assert {name for name, claim in demo.claims.items() if claim.by_hand} == BY_HAND


# What became of it


def test_the_claims_of_each_interview_are_spread_over_the_statuses(demo: Demo) -> None:
    counts = [Counter(claim.status for claim in demo.of(script).values()) for script in SCRIPTS]
    assert counts == [
        {
            Status.NEW: 3,
            Status.CHECKING: 5,
            Status.AWAITING_SIGN_OFF: 3,
            Status.CHANGES_REQUESTED: 1,
            Status.SIGNED_OFF: 3,
            Status.SET_ASIDE: 2,
        },
        {
            Status.NEW: 5,
            Status.CHECKING: 5,
            Status.AWAITING_SIGN_OFF: 3,
            Status.CHANGES_REQUESTED: 1,
            Status.SIGNED_OFF: 5,
            Status.PUBLISHED: 4,
            Status.SET_ASIDE: 4,
        },
        {
            Status.NEW: 1,
            Status.CHECKING: 1,
            Status.AWAITING_SIGN_OFF: 1,
            Status.DISPUTED: 1,
        },
    ]


def test_two_people_differ_and_one_verdict_waits_unseen_for_a_second(demo: Demo) -> None:
    tram = demo.of(TRAM)
    disputed = tram["nine-out-of-ten"]
    assert (str(disputed.verdict), str(disputed.second_verdict)) == ("Misleading", "Mostly false")
    assert {name for name, claim in tram.items() if claim.is_sealed and claim.authors} == {
        "fare-since-2019"
    }


def test_nothing_in_the_real_interview_is_called_true_or_false(demo: Demo) -> None:
    found = {claim.verdict.label for claim in demo.of(BALDWIN).values() if claim.verdict}
    assert found == {"Attribution confirmed"}


def test_what_is_signed_off_in_the_real_interview_only_says_who_said_it(demo: Demo) -> None:
    reviewed = {Status.AWAITING_SIGN_OFF, Status.SIGNED_OFF}
    claims = [claim for claim in demo.of(BALDWIN).values() if claim.status in reviewed]
    assert [c.statement for c in claims if not {"said", "told"} & set(c.statement.split())] == []
    assert [c.quote for c in claims if "not judged here" not in c.rationale] == ["on the table"]


def test_every_verdict_of_the_scale_is_given_in_the_invented_interview(demo: Demo) -> None:
    given = {claim.verdict_id for claim in demo.of(HARBOUR).values()} - {None}
    assert given == {row["id"] for row in demo.rows["Verdict"]}
    finished = {
        claim.verdict.label
        for claim in demo.of(HARBOUR).values()
        if claim.verdict and claim.status in FINISHED
    }
    assert finished == {
        "True", "Mostly true", "Misleading", "False", "Unproven", "Attribution confirmed",
    }  # fmt: skip


def test_claims_are_set_aside_for_each_reason(demo: Demo) -> None:
    reasons = {name: claim.set_aside_reason for name, claim in demo.claims.items()
               if claim.status == Status.SET_ASIDE}  # fmt: skip
    assert reasons == {
        "audiences": "not_checkable",
        "never-again": "not_checkable",
        "approved-again": "duplicate",
        "my-word": "not_checkable",
        "court-was-wrong": "not_checkable",
        "first-lamp": "out_of_scope",
    }
    assert demo.claims["approved-again"].duplicate_of_id == demo.claims["approved-in-march"].pk


def test_nobody_signed_off_what_they_had_submitted(demo: Demo) -> None:
    pairs = set()
    for claim in demo.claims.values():
        submitted_by = None
        for event in sorted(claim.events.all(), key=lambda event: event.number):
            if event.after.get("status") == Status.AWAITING_SIGN_OFF:
                submitted_by = event.actor.username
            if event.after.get("status") == Status.SIGNED_OFF:
                pairs.add((submitted_by, event.actor.username))
    assert pairs == {
        ("reviewer", "reviewer2"), ("reviewer2", "reviewer"), ("reviewer", "editor"),
        ("reviewer2", "editor"),
    }  # fmt: skip


def test_readers_were_told_of_four_claims_and_of_one_correction(demo: Demo) -> None:
    published = {
        name: [publication.number for publication in claim.publications.all()]
        for name, claim in demo.claims.items()
        if claim.publications.all()
    }
    assert published == {
        "approved-in-march": [1],
        "norrhaven": [1],
        "forty-one-sailings": [2, 1],
        "best-prepared": [1],
    }


def test_one_sign_off_is_stale_and_three_claims_are_overdue(demo: Demo) -> None:
    assert demo.stale == {"four-boats-out-of-five"}
    assert demo.overdue == {"clean-in-forty-places", "slipway", "thirty-for-the-wind"}
    assert demo.claims["slipway"].due_on == demo.today - timedelta(days=3)


def test_every_kind_of_source_and_every_stance_is_used(demo: Demo) -> None:
    invented = [
        one for one in demo.evidence if one.claim.interview.title == HARBOUR.details["title"]
    ]
    assert {one.source.kind for one in invented} == set(SourceKind)
    assert {one.stance for one in invented} == set(Stance)
    assert {one.source_id for one in demo.evidence} == {source.pk for source in demo.sources}
    assert [one.pk for one in demo.evidence if not (one.excerpt and one.locator)] == []


def test_every_change_is_in_a_chain_of_events_that_holds(demo: Demo) -> None:
    for claim in demo.claims.values():
        events = sorted(claim.events.all(), key=lambda event: event.number)
        hashes = ["", *(event.hash for event in events)]
        assert [event.number for event in events] == list(range(1, len(events) + 1))
        assert [event.previous_hash for event in events] == hashes[:-1]
        assert [event.seal() for event in events] == hashes[1:]


# When it happened


def test_it_began_five_weeks_ago_and_the_newest_of_it_happened_today(demo: Demo) -> None:
    times = [event.at for event in demo.events]
    assert [timezone.localdate(times[at]) for at in (0, -1)] == [
        demo.today - timedelta(days=days) for days in (working_days_ago(demo.today, LAST_DAY), 0)
    ]
    assert times == sorted(times)


def test_nothing_lies_in_the_future(demo: Demo) -> None:
    kinds = {
        Interview: "created_at", TranscriptVersion: "created_at", Source: "added_at",
        Evidence: "added_at", SearchEntry: "added_at", Comment: "at", Event: "at", SignOff: "at",
        Publication: "at", Notification: "at", Claim: "captured_at",
    }  # fmt: skip
    times = {model: [row[name] for row in demo.rows[model.__name__]]
             for model, name in kinds.items()}  # fmt: skip
    assert all(times.values())
    assert [model for model, found in times.items() if max(found) > demo.loaded] == []
    days = {timezone.localdate(one) for found in times.values() for one in found}
    assert {day.weekday() for day in days - {demo.today}} == {0, 1, 2, 3, 4}


def test_people_worked_in_the_day(demo: Demo) -> None:
    hours = [timezone.localtime(event.at) for event in demo.events]
    assert [one for one in hours if one.date() != demo.today and one.hour not in range(9, 18)] == []


def test_the_interviews_were_taken_in_one_after_another_and_before_their_claims(
    demo: Demo,
) -> None:
    taken_in = [demo.interviews[script.details["title"]].created_at for script in SCRIPTS]
    assert taken_in == sorted(taken_in)
    for script, at in zip(SCRIPTS, taken_in, strict=True):
        assert at < min(claim.captured_at for claim in demo.of(script).values())


def test_claims_were_captured_and_finished_on_many_days(demo: Demo) -> None:
    claims = demo.claims.values()
    captured = {timezone.localdate(claim.captured_at) for claim in claims}
    finished = {timezone.localdate(claim.finished_at) for claim in claims if claim.finished_at}
    assert (len(captured) >= 10, len(finished) >= 6) == (True, True)


def test_a_claim_was_hours_to_days_in_each_status(demo: Demo) -> None:
    stays = [event.stay for event in demo.events if event.stay is not None]
    assert timedelta(hours=1) < timedelta(seconds=median(stays)) < timedelta(days=7)


def test_the_events_of_a_claim_are_in_the_order_of_time(demo: Demo) -> None:
    for claim in demo.claims.values():
        events = sorted(claim.events.all(), key=lambda event: event.number)
        assert claim.captured_at == events[0].at
        assert all(one.at < other.at for one, other in pairwise(events))


def test_rows_that_say_when_say_what_the_event_says(demo: Demo) -> None:
    at = {event.at for event in demo.events}
    for name, field in {"SignOff": "at", "Publication": "at", "Comment": "at",
                        "Evidence": "added_at", "SearchEntry": "added_at"}.items():  # fmt: skip
        assert [row for row in demo.rows[name] if row[field] not in at] == []
    told = {event.pk: event.at for event in demo.events}
    assert all(row["at"] == told[row["event_id"]] for row in demo.rows["Notification"])


def test_a_source_was_there_before_it_was_attached_anywhere(demo: Demo) -> None:
    added = {source.pk: source.added_at for source in demo.sources}
    assert [one.pk for one in demo.evidence if one.added_at < added[one.source_id]] == []


def test_searches_were_logged_after_they_were_made(demo: Demo) -> None:
    days = [
        (timezone.localdate(row["added_at"]) - row["searched_on"]).days
        for row in demo.rows["SearchEntry"]
    ]
    assert days == [line.days_ago for script in SCRIPTS for told in script.told
                    for line in told.searched]  # fmt: skip


def test_nobody_is_two_people(demo: Demo) -> None:
    names = [row["name"] for row in demo.rows["Person"]]
    assert sorted(set(names)) == sorted(names)


def test_what_people_were_told_of_is_read_but_for_the_last_days(demo: Demo) -> None:
    told = demo.rows["Notification"]
    unread = [row["at"] for row in told if row["read_at"] is None]
    read = [row["at"] for row in told if row["read_at"]]
    assert 0 < len(unread) < len(read)
    assert max(read) < min(unread)
    assert all(row["at"] <= row["read_at"] <= demo.loaded for row in told if row["read_at"])


def test_what_the_database_counts_is_right(demo: Demo) -> None:
    assert demo.faults == []


# Loading


def test_loading_again_changes_nothing(demo: Demo) -> None:
    assert demo.rows_after_a_second_load == demo.rows


def test_loading_again_keeps_what_people_did_in_the_demo(demo: Demo) -> None:
    assert demo.rows_after_an_edit != demo.rows
    assert demo.rows_after_a_load_on_the_edit == demo.rows_after_an_edit


def test_loading_asks_the_database_little_enough_to_take_seconds(demo: Demo) -> None:
    assert demo.queries < 3000


@pytest.mark.django_db
def test_there_is_an_account_for_each_role_and_a_second_reviewer() -> None:
    users = load_accounts(PASSWORD)
    assert {name: user.role for name, user in users.items()} == {
        "viewer": Role.VIEWER,
        "reviewer": Role.REVIEWER,
        "reviewer2": Role.REVIEWER,
        "editor": Role.EDITOR,
        "admin": Role.ADMIN,
    }
    assert all(user.check_password(PASSWORD) and user.name for user in users.values())
    assert {user.email.partition("@")[2] for user in users.values()} == {"example.org"}


@pytest.mark.django_db
def test_another_password_replaces_the_old_one_and_nothing_else() -> None:
    load_accounts(PASSWORD)
    User.objects.filter(username="viewer").update(is_active=False, name="Renamed")
    before = list(User.objects.order_by("pk").values())
    users = load_accounts("another password")
    assert all(user.check_password("another password") for user in users.values())
    after = list(User.objects.order_by("pk").values())
    assert [{**row, "password": ""} for row in after] == [{**row, "password": ""} for row in before]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "account",
    [{"username": "mallory"}, {"username": "admin", "email": "boss@newsroom.example"}],
    ids=["another-name", "a-name-of-the-demo"],
)
def test_a_database_with_other_peoples_accounts_is_refused_and_left_as_it_is(
    account: dict[str, str],
) -> None:
    make_user(**account)
    before = rows()
    with pytest.raises(NotADemo, match=f"accounts that are not the demo's.*{account['username']}"):
        load(PASSWORD)
    assert rows() == before
    assert set(ACCOUNTS) - set(User.objects.values_list("username", flat=True))
    assert Verdict.objects.count() == len(before["Verdict"])
