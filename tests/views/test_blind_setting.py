"""Switching blind second verdicts on and off: who may, and until when."""

from typing import Any

import pytest
from django.test import Client

from claims.actions.claims import set_verdict
from claims.actions.interviews import BlindIsSettled, add_interview, edit_interview
from claims.actions.refusals import NotAllowed
from claims.models import Interview, Role, Verdict
from claims.text.reading import read
from tests.factories import TEXT, make_claim, make_interview, make_user
from tests.views.test_interviews import fields_of, words_of

pytestmark = pytest.mark.django_db
SENTENCE = (
    "Blind second verdicts are switched on or off only while no claim of the interview has a "
    "verdict."
)


def edit(client: Client, interview: Interview, **changes: Any) -> Any:
    sent = {"title": interview.title, "language": "en", "version": interview.version, **changes}
    return client.post(f"/interviews/{interview.slug}/edit/", sent)


def is_blind(interview: Interview) -> bool:
    return Interview.objects.get(pk=interview.pk).blind


def with_a_verdict() -> Interview:
    interview = make_interview()
    verdict = Verdict.objects.on_scale().first()
    set_verdict(make_claim(interview), verdict, seen_version=1, by=make_user())
    return interview


def test_an_editor_switches_it_on_and_off(client):
    client.force_login(make_user(Role.EDITOR))
    interview = make_interview()
    make_claim(interview)
    assert edit(client, interview, blind="on").status_code == 302
    interview.refresh_from_db()
    assert (interview.blind, interview.version) == (True, 2)
    page = client.get(f"/interviews/{interview.slug}/edit/")
    assert page.context["details"]["blind"].value() is True
    assert edit(client, interview).status_code == 302
    assert not is_blind(interview)


def test_a_reviewer_sees_no_switch_and_what_they_send_of_it_changes_nothing(client):
    client.force_login(make_user())
    interview = make_interview()
    assert 'name="blind"' not in client.get(f"/interviews/{interview.slug}/edit/").text
    assert 'name="blind"' not in client.get("/interviews/new/").text
    assert edit(client, interview, blind="on", title="Renamed").status_code == 302
    interview.refresh_from_db()
    assert (interview.title, interview.blind) == ("Renamed", False)
    Interview.objects.filter(pk=interview.pk).update(blind=True)
    assert edit(client, interview, title="Again").status_code == 302
    assert is_blind(interview)


def test_after_the_first_verdict_it_is_settled(client):
    client.force_login(make_user(Role.EDITOR))
    interview = with_a_verdict()
    refused = edit(client, interview, blind="on", title="Renamed")
    assert refused.status_code == 422
    assert SENTENCE in words_of(refused)
    assert 'value="Renamed"' in refused.text
    interview.refresh_from_db()
    assert (interview.blind, interview.version) == (False, 1)
    assert edit(client, interview, title="Renamed").status_code == 302


def test_the_action_refuses_by_itself():
    interview = make_interview()
    with pytest.raises(NotAllowed):
        edit_interview(interview, {"blind": True}, seen_version=1, by=make_user())
    with pytest.raises(NotAllowed):
        add_interview({"title": "Blind", "blind": True}, read(TEXT), by=make_user())
    with pytest.raises(BlindIsSettled):
        edit_interview(with_a_verdict(), {"blind": True}, seen_version=1, by=make_user(Role.EDITOR))
    assert not Interview.objects.filter(blind=True).exists()


def test_an_editor_takes_in_an_interview_with_it(client):
    client.force_login(make_user(Role.EDITOR))
    details = {"title": "Blind from the start", "language": "en", "text": TEXT, "blind": "on"}
    shown = client.post("/interviews/new/", details)
    assert shown.context["details"]["blind"].value() is True
    stored = client.post("/interviews/new/", {**fields_of(shown), "action": "store", "blind": "on"})
    assert stored.status_code == 302
    assert is_blind(Interview.objects.get(title="Blind from the start"))
