"""Mail of what somebody has not read: what it says, to whom, and each thing once."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from claims.actions.comments import comment
from claims.actions.digests import set_digest
from claims.actions.notifications import mark_read
from claims.actions.reviews import sign_off
from claims.models import Claim, Notification, Role, User, Verdict
from tests.factories import make_claim, make_interview, make_submitted_claim, make_user

SITE = "https://facts.example.org"
pytestmark = pytest.mark.django_db


def notify(
    *people: User, minutes: float = 6, claim: Claim | None = None, by: User | None = None
) -> Claim:
    """A comment that mentions these people, so many minutes ago."""
    claim = claim or make_claim()
    names = " ".join(f"@{person.username}" for person in people)
    comment(claim, body=f"Look, {names}", by=by or make_user(name="Jon Bell"))
    at = timezone.now() - timedelta(minutes=minutes)
    Notification.objects.filter(claim=claim, read_at=None).update(at=at)
    return claim


def send(*arguments: str) -> str:
    out = StringIO()
    call_command("send_digests", "--site", SITE, *arguments, stdout=out)
    return out.getvalue()


def outbox() -> list[tuple[list[str], str]]:
    return [(message.to, message.subject) for message in mail.outbox]


def unmailed() -> int:
    return Notification.objects.filter(mailed_at=None).count()


def test_each_person_gets_one_mail_of_all_that_they_have_not_read() -> None:
    ana = make_user(username="ana", name="Ana Ruiz", email="ana@example.org")
    lia = make_user(username="lia", email="lia@example.org")
    first = notify(ana)
    second = notify(ana, lia, claim=make_claim(quote="It was never inspected."))
    assert send() == "ana: 2 in one mail\nlia: 1 in one mail\n"
    assert outbox() == [
        (["ana@example.org"], "[Factcheck] 2 things that you have not read"),
        (["lia@example.org"], "[Factcheck] 1 thing that you have not read"),
    ]
    body = mail.outbox[0].body
    assert body.startswith("Ana, these have happened since you last looked.\n")
    assert body.count("Jon Bell mentioned you, ") == 2
    assert "“The bridge cost nine million euros.”" in body
    assert f"{SITE}/claims/{first.pk}/#event-2\n" in body
    assert f"{SITE}/claims/{second.pk}/#event-2\n" in body
    assert f"All of it: {SITE}/notifications/\n" in body
    assert "take the tick off “Mail me what I have not read”" in body
    assert send() == "Nobody has anything to be mailed.\n"
    assert len(mail.outbox) == 2


def test_what_is_young_may_still_be_read_unless_it_is_to_be_now() -> None:
    notify(make_user(username="ana"), minutes=4)
    assert send() == "Nobody has anything to be mailed.\n"
    assert send("--now") == "ana: 1 in one mail\n"
    assert len(mail.outbox) == 1


def test_what_is_read_is_not_mailed() -> None:
    ana = make_user(username="ana")
    notify(ana)
    mark_read(Notification.objects.values_list("pk", flat=True), by=ana)
    assert send() == "Nobody has anything to be mailed.\n"
    assert unmailed() == 0


def test_who_wants_none_or_is_gone_gets_none_and_nothing_piles_up() -> None:
    off, gone = make_user(username="off", digest=False), make_user(username="gone")
    notify(off, gone)
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    assert send() == "Nobody has anything to be mailed.\n"
    assert (unmailed(), mail.outbox) == (0, [])
    set_digest(off, wanted=True)
    assert send("--now") == "Nobody has anything to be mailed.\n"


def test_switching_mails_on_does_not_mail_what_came_before() -> None:
    ana = make_user(username="ana", digest=False)
    notify(ana)
    set_digest(ana, wanted=True)
    assert send() == "Nobody has anything to be mailed.\n"
    notify(ana)
    assert send() == "ana: 1 in one mail\n"


def test_a_long_list_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.actions.digests.LISTED", 2)
    ana, claim, jon = make_user(username="ana"), make_claim(), make_user()
    for _ in range(5):
        notify(ana, claim=claim, by=jon)
    assert send() == "ana: 5 in one mail\n"
    assert mail.outbox[0].body.count("mentioned you") == 2
    assert "And 3 more." in mail.outbox[0].body


def test_a_mail_says_nothing_of_what_was_found() -> None:
    ana = make_user(username="ana")
    blind = make_interview(blind=True, by=make_user(Role.EDITOR))
    claim = make_submitted_claim(blind, by=ana, verdict="Mostly true")
    found = Verdict.objects.get(label="Misleading")
    sign_off(
        claim, seen_hash=claim.blind_hash(), verdict=found, by=make_user(name="Jon Bell")
    )  # fmt: skip
    send("--now")
    body = mail.outbox[0].body
    assert "Jon Bell came to another verdict" in body
    assert ("Misleading" in body, "Mostly true" in body, "accounts say so" in body) == (False,) * 3


def test_a_mail_is_plain_text_to_the_letter() -> None:
    ana = make_user(username="ana", name="Ana <O'Hara>")
    notify(ana, claim=make_claim(quote="Fish & chips <cost> “nine”"))
    send()
    assert "“Fish & chips <cost> “nine””" in mail.outbox[0].body
    assert mail.outbox[0].body.startswith("Ana, this has happened")


def test_what_fails_is_given_back_and_the_others_get_theirs(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ana, lia = make_user(username="ana"), make_user(username="lia")
    notify(ana, lia)
    real = mail.EmailMessage.send

    def refuse(message: mail.EmailMessage, **how: Any) -> int:
        if message.to == [ana.email]:
            raise OSError("Connection refused")
        return real(message, **how)

    with monkeypatch.context() as patched:
        patched.setattr(mail.EmailMessage, "send", refuse)
        with pytest.raises(CommandError) as failed:
            send()
    assert str(failed.value) == "Not sent, and kept for the next time:\nana: Connection refused"
    assert failed.value.returncode == 1
    assert "the mail to ana was not sent" in caplog.text
    assert [to for to, _ in outbox()] == [[lia.email]]
    assert send() == "ana: 1 in one mail\n"
    assert [to for to, _ in outbox()] == [[lia.email], [ana.email]]


@pytest.mark.parametrize("site", ["", "facts.example.org", "ftp://x.org", "javascript:1"])
def test_it_must_be_said_where_the_links_lead(site: str, settings: Any) -> None:
    settings.SITE_URL = ""
    with pytest.raises(CommandError, match="Say where Factcheck is"):
        call_command("send_digests", "--site", site)


def test_the_setting_says_where_the_links_lead(settings: Any) -> None:
    settings.SITE_URL = "http://127.0.0.1:8000"
    claim = notify(make_user(username="ana"))
    call_command("send_digests", stdout=StringIO())
    assert f"http://127.0.0.1:8000/claims/{claim.pk}/#event-2" in mail.outbox[0].body
