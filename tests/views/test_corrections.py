"""Correcting a transcript and placing its claims, page by page."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from claims.actions.corrections import correct_transcript, keep_old_anchor
from claims.models import Claim, Interview, Role, User
from claims.queries.desk import current_transcript
from claims.text.normalise import MAX_BYTES
from claims.text.reading import read
from tests.factories import TEXT, make_claim, make_interview, make_user
from tests.views.test_interviews import fields_of, words_of

pytestmark = pytest.mark.django_db
QUOTE = "The bridge cost nine million euros."
OTHER = "It was never inspected."
DEARER = TEXT.replace("nine million", "ninety million")
NEW_WORDS = "The bridge cost ninety million euros."


@pytest.fixture
def interview() -> Interview:
    return make_interview(title="The bridge")


@pytest.fixture
def reviewer(client: Client) -> User:
    user = make_user(name="Ana Ruiz")
    client.force_login(user)
    return user


def url(interview: Interview) -> str:
    return f"/interviews/{interview.slug}/correct/"


def send(client: Client, interview: Interview, text: str = DEARER, **data: Any) -> Any:
    sent = {"number": 1, "reason": "Heard again.", "origin": "", "text": text, **data}
    return client.post(url(interview), sent)


def store(client: Client, shown: Any, interview: Interview, **changes: Any) -> Any:
    return client.post(url(interview), {**fields_of(shown), "action": "store", **changes})


def correct(interview: Interview, text: str = DEARER, by: User | None = None) -> None:
    number = current_transcript(interview).number
    correct_transcript(
        interview, read(text), seen_number=number, reason="Heard again.", by=by or make_user()
    )


def fresh(claim: Claim) -> Claim:
    return Claim.objects.select_related("transcript").get(pk=claim.pk)


def errors_of(response: Any) -> list[str]:
    found = re.findall(r'class="field-error".*?<span>(.*?)</span>', response.text, re.S)
    return [" ".join(one.split()) for one in found]


# Who


def test_a_viewer_reads_the_versions_and_corrects_nothing(client, interview):
    client.force_login(make_user(Role.VIEWER))
    claim = make_claim(interview)
    assert client.get(url(interview)).status_code == 403
    assert send(client, interview).status_code == 403
    assert client.get(f"/claims/{claim.pk}/anchor/").status_code == 403
    assert client.get(f"/interviews/{interview.slug}/versions/").status_code == 200
    assert interview.transcripts.count() == 1


def test_the_form_has_the_present_text_to_the_letter(client, reviewer, interview):
    sent = fields_of(client.get(url(interview)))
    assert sent["text"] == [TEXT.replace("\n", "\r\n")]
    assert sent["number"] == ["1"]


def test_desk_and_details_lead_to_it(client, reviewer, interview):
    for page in (f"/interviews/{interview.slug}/", f"/interviews/{interview.slug}/edit/"):
        assert f'href="{url(interview)}"' in client.get(page).text


# Preview


def test_the_preview_shows_what_changes_and_stores_nothing(client, reviewer, interview):
    stays, goes = make_claim(interview, quote=OTHER), make_claim(interview)
    shown = send(client, interview)
    assert shown.status_code == 200
    words = words_of(shown)
    assert "1 changed passage; 1 claim keeps its place, 1 loses it" in words
    assert "These words were changed." in words
    fates = shown.context["fates"]
    assert [fate.claim for fate in fates.moved] == [stays]
    assert [fate.claim for fate in fates.lost] == [goes]
    pieces = [(piece.kind, piece.text) for piece in shown.context["passages"][0].pieces]
    assert pieces[1:3] == [("removed", "nine"), ("added", "ninety")]
    assert interview.transcripts.count() == 1
    assert fresh(goes).version == 1


def test_the_preview_names_speakers_that_are_new(client, reviewer, interview):
    shown = send(client, interview, TEXT + "\nIVO PELL: Never.\n\nIVO PELL: No.\n")
    found = [(speaker.name, speaker.known) for speaker in shown.context["new_speakers"]]
    assert found == [("IVO PELL", False)]
    assert "IVO PELL a new person" in words_of(shown)


def test_the_preview_names_claims_whose_words_get_another_speaker(client, reviewer, interview):
    claim = make_claim(interview)
    make_claim(interview, quote="Never inspected?")
    shown = send(client, interview, TEXT.replace("TOM OKAFOR", "IVO PELL"))
    found = [(other.claim, other.name) for other in shown.context["other_speakers"]]
    assert found == [(claim, "IVO PELL")]
    assert "claim: TOM OKAFOR; corrected text: IVO PELL" in words_of(shown)
    shown = send(client, interview, TEXT.replace("TOM OKAFOR", "ADA BRANDT"))
    assert [other.name for other in shown.context["other_speakers"]] == ["ADA BRANDT"]
    assert send(client, interview).context["other_speakers"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_preview_costs_the_same_queries_for_any_number_of_claims(
    client, reviewer, interview, django_assert_max_num_queries, rows
):
    for quote in [QUOTE, OTHER, "Never inspected?"][:rows]:
        make_claim(interview, quote=quote)
    with django_assert_max_num_queries(12) as queries:
        assert send(client, interview).status_code == 200
    assert len(queries) == 9


def test_back_keeps_what_was_typed(client, reviewer, interview):
    back = client.post(url(interview), {**fields_of(send(client, interview)), "action": "back"})
    sent = fields_of(back)
    assert back.status_code == 200
    assert sent["text"] == [DEARER.replace("\n", "\r\n")]
    assert sent["reason"] == ["Heard again."]
    assert errors_of(back) == []


# Bad input


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"text": ""}, "There is no text here."),
        ({"text": " \n "}, "There is no text here."),
        ({"text": "NUL \x00 here"},
         "There is a NUL character on line 1, which cannot be stored: remove it and try again."),
        ({"text": "123 ..."}, "There is not a single sentence in this text."),
        ({"text": TEXT},
         "This is the text that is stored already: nothing is corrected in it."),
        ({"reason": "  "}, "Say why the text is corrected."),
        ({"reason": "x" * 1001},
         "A reason has 1000 characters at most: this one has 1001."),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_one_sentence_and_kept(client, reviewer, interview, data, error):
    refused = send(client, interview, **data)
    assert refused.status_code == 422
    assert errors_of(refused) == [error]
    if "\x00" not in data.get("text", ""):
        assert fields_of(refused)["text"] == [data.get("text", DEARER).replace("\n", "\r\n")]
    assert interview.transcripts.count() == 1


def test_a_text_that_is_too_long_is_refused(client, reviewer, interview):
    for size in (MAX_BYTES + 1, 2 * MAX_BYTES + 5_000_000):
        refused = send(client, interview, "long word " * (size // 10 + 1))
        assert refused.status_code == 422
        assert len(errors_of(refused)) == 1
        assert "the limit is 5" in errors_of(refused)[0]


def test_a_file_takes_the_place_of_a_text_that_was_left_as_it_was(client, reviewer, interview):
    file = SimpleUploadedFile("talk.txt", DEARER.replace("\n", "\r\n").encode())
    shown = send(client, interview, TEXT, file=file)
    assert shown.status_code == 200
    store(client, shown, interview)
    assert current_transcript(interview).text == DEARER


def test_an_edited_text_and_a_file_are_too_many(client, reviewer, interview):
    refused = send(client, interview, file=SimpleUploadedFile("talk.txt", b"Hello there."))
    assert refused.status_code == 422
    assert errors_of(refused) == [
        "talk.txt: The text was edited and there is a file: leave one of them."
    ]


def test_a_file_that_cannot_be_read_is_refused(client, reviewer, interview):
    refused = send(client, interview, TEXT, file=SimpleUploadedFile("talk.pdf", b"%PDF-1.7 x"))
    assert refused.status_code == 422
    assert len(errors_of(refused)) == 1
    assert "This PDF is damaged or cut short" in errors_of(refused)[0]


# Storing


def test_what_was_previewed_is_stored_and_the_desk_shows_it(client, reviewer, interview):
    goes = make_claim(interview)
    response = store(client, send(client, interview), interview)
    assert response.headers["Location"] == f"/interviews/{interview.slug}/"
    version = current_transcript(interview)
    assert (version.number, version.text, version.reason) == (2, DEARER, "Heard again.")
    desk = client.get(response.headers["Location"])
    assert desk.context["transcript"] == version
    assert "Stored as transcript v2. 0 claims moved along, 1 claim lost its place." in words_of(
        desk
    )
    assert fresh(goes).needs_anchoring


def test_storing_twice_stores_once(client, reviewer, interview):
    shown = send(client, interview)
    assert [store(client, shown, interview).status_code for _ in "ab"] == [302, 302]
    assert interview.transcripts.count() == 2


def test_a_text_that_was_not_previewed_is_previewed_first(client, reviewer, interview):
    shown = store(client, send(client, interview), interview, text=TEXT.replace("May", "June"))
    assert (shown.status_code, interview.transcripts.count()) == (200, 1)
    assert "What this changes" in words_of(shown)


def test_a_correction_of_an_older_version_is_stale_and_keeps_what_was_typed(
    client, reviewer, interview
):
    shown = send(client, interview, TEXT.replace("May", "June"))
    correct(interview, by=make_user(name="Ivo Pell"))
    for attempt in (
        store(client, shown, interview),
        send(client, interview, TEXT.replace("May", "June")),
    ):
        assert attempt.status_code == 409
        sent = fields_of(attempt)
        assert sent["text"] == [TEXT.replace("May", "June").replace("\n", "\r\n")]
        assert (sent["reason"], sent["number"]) == (["Heard again."], ["2"])
        assert "Ivo Pell corrected this transcript" in words_of(attempt)
        assert "removed: nine" in words_of(attempt)
    assert interview.transcripts.count() == 2
    again = client.post(url(interview), {**sent, "action": "preview"})
    assert again.status_code == 200


@pytest.mark.parametrize("number", ["", "x", "99", "0", "9" * 30])
def test_a_form_without_a_known_version_stores_nothing(client, reviewer, interview, number):
    shown = send(client, interview)
    assert store(client, shown, interview, number=number).status_code in {409, 422}
    assert interview.transcripts.count() == 1


# Versions


def test_the_versions_are_listed_with_what_changed(
    client, reviewer, interview, django_assert_num_queries
):
    correct(interview)
    correct(interview, DEARER.replace("May", "June"))
    address = f"/interviews/{interview.slug}/versions/"
    with django_assert_num_queries(5):
        listed = client.get(address)
    rows = [(row.number, row.length, row.reason) for row in listed.context["versions"]]
    assert rows == [
        (3, len(DEARER) + 1, "Heard again."),
        (2, len(DEARER), "Heard again."),
        (1, len(TEXT), ""),
    ]
    shown = client.get(address, {"from": 1, "to": 3})
    kinds = [
        [(piece.kind, piece.text) for piece in passage.pieces if piece.kind != "same"]
        for passage in shown.context["page"]
    ]
    assert kinds == [
        [("removed", "May"), ("added", "June"), ("removed", "nine"), ("added", "ninety")]
    ]
    assert "are the same text" in words_of(client.get(address, {"from": 2, "to": 2}))


@pytest.mark.parametrize("asked", [{"from": 1}, {"from": 1, "to": 9}, {"from": "x", "to": 1}])
def test_a_version_that_is_not_there_is_not_found(client, reviewer, interview, asked):
    assert client.get(f"/interviews/{interview.slug}/versions/", asked).status_code == 404


def test_an_old_version_is_read_only_and_shows_the_claims_of_its_own(client, reviewer, interview):
    goes, stays = make_claim(interview), make_claim(interview, quote=OTHER)
    correct(interview)
    address = f"/interviews/{interview.slug}/"
    old = client.get(address, {"version": 1})
    assert old.context["cards"] == [goes]
    assert "This is an old version of the transcript" in words_of(old)
    assert 'id="capture"' not in old.text
    assert 'id="by-hand-link"' not in old.text
    newest = client.get(address, {"version": 2})
    assert newest.context["cards"] == [goes, stays]
    assert 'id="capture"' in newest.text
    for number in (3, 0, "x", "9" * 30):
        assert client.get(address, {"version": number}).status_code == 404


def test_words_of_an_old_version_are_not_captured(client, reviewer, interview):
    correct(interview)
    start = TEXT.index(QUOTE)
    response = client.post(
        f"/interviews/{interview.slug}/capture/",
        {"transcript": 1, "start": start, "end": start + len(QUOTE), "quote": QUOTE},
    )
    assert response.status_code == 422
    assert "This is an old version of the transcript." in words_of(response)
    assert not interview.claims.exists()


# The desk, the list and the dashboard


def test_cards_that_need_a_place_come_first_and_kept_ones_after_the_text(
    client, reviewer, interview
):
    kept = make_claim(interview, quote="The bridge was closed in May.")
    lost = make_claim(interview)
    by_hand = make_claim(interview, quote="Words of no transcript.")
    stays = make_claim(interview, quote="Never inspected?")
    correct(interview, DEARER.replace("in May", "in June"))
    keep_old_anchor(kept, seen_version=fresh(kept).version, by=reviewer)
    desk = client.get(f"/interviews/{interview.slug}/")
    assert desk.context["cards"] == [lost, stays, kept, by_hand]
    assert desk.text.count(f'href="/claims/{lost.pk}/anchor/"') == 1
    assert f'href="/claims/{kept.pk}/anchor/"' not in desk.text


def test_list_dashboard_and_claim_page_flag_what_needs_its_place(client, reviewer, interview):
    lost, other = make_claim(interview), make_claim(interview, quote=OTHER)
    correct(interview)
    link = f'href="/claims/{lost.pk}/anchor/"'
    listed = client.get("/claims/", {"attention": "needs-anchoring"})
    assert re.findall(r'<tr[^>]* data-claim="(\d+)"', listed.text) == [str(lost.pk)]
    assert link in listed.text
    assert link in client.get(f"/claims/{lost.pk}/").text
    assert "needs its place" not in words_of(client.get(f"/claims/{other.pk}/")).lower()
    assert "attention=needs-anchoring" in client.get("/").text


def test_the_history_says_what_became_of_the_place(client, reviewer, interview):
    lost, moved = make_claim(interview), make_claim(interview, quote=OTHER)
    correct(interview, by=make_user(name="Ivo Pell"))
    keep_old_anchor(lost, seen_version=2, by=reviewer)
    words = words_of(client.get(f"/claims/{lost.pk}/history/"))
    assert "Ivo Pell corrected the transcript: the quote has lost its place" in words
    assert "Ana Ruiz kept the words of an older version of the transcript" in words
    words = words_of(client.get(f"/claims/{moved.pk}/history/"))
    assert "moved the quote to its place in another version of the transcript" in words


# The place of one claim


@pytest.fixture
def lost(interview: Interview) -> Claim:
    claim = make_claim(interview)
    correct(interview)
    return fresh(claim)


def place(client: Client, claim: Claim, **data: Any) -> Any:
    return client.post(f"/claims/{claim.pk}/anchor/", data)


def taking(claim: Claim, words: str = NEW_WORDS, **changes: Any) -> dict[str, Any]:
    start = DEARER.index(words)
    return {
        "action": "take", "version": claim.version, "transcript": 2, "start": start,
        "end": start + len(words), "quote": words, **changes,
    }  # fmt: skip


def test_the_words_that_resemble_the_old_ones_are_offered_and_taken(client, reviewer, lost):
    page = client.get(f"/claims/{lost.pk}/anchor/")
    offers = page.context["offers"]
    assert offers[0].quote == NEW_WORDS
    assert (page.context["passage"].quote, offers[0].speaker) == (QUOTE, "TOM OKAFOR")
    response = place(client, lost, **taking(lost))
    assert response.headers["Location"] == f"/claims/{lost.pk}/"
    claim = fresh(lost)
    assert (claim.quote, claim.transcript.number, claim.needs_anchoring) == (NEW_WORDS, 2, False)


def test_typed_words_are_shown_where_they_stand_before_they_are_taken(client, reviewer, lost):
    page = place(client, lost, action="find", words=" It was never inspected. ")
    assert page.status_code == 200
    assert [(one.quote, one.start) for one in page.context["found"]] == [
        (OTHER, DEARER.index(OTHER))
    ]
    assert fresh(lost).version == lost.version


@pytest.mark.parametrize("words", ["", "  ", "It cost a hundred.", "NUL \x00", "x" * 10_001])
def test_words_that_are_not_there_are_refused(client, reviewer, lost, words):
    page = place(client, lost, action="find", words=words)
    assert page.status_code == 422
    assert len(errors_of(page)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"quote": QUOTE}, {"quote": ""}, {"start": 0}, {"end": 99_999}, {"start": "x"},
        {"quote": "NUL \x00"}, {"end": 10**30}, {"version": ""}, {"transcript": ""},
    ],
)  # fmt: skip
def test_wrong_words_are_refused(client, reviewer, lost, changes):
    assert place(client, lost, **taking(lost, **changes)).status_code == 422
    assert fresh(lost).version == lost.version


def test_a_place_chosen_too_late_is_stale(client, reviewer, lost):
    place(client, lost, **taking(lost))
    late = place(client, lost, **taking(lost, OTHER))
    assert late.status_code == 409
    assert fields_of(late)["words"] == [OTHER]
    assert fresh(lost).quote == NEW_WORDS


def test_a_place_in_a_version_that_is_no_longer_the_newest_is_stale(client, reviewer, lost):
    correct(lost.interview, DEARER.replace("May", "June"))
    assert place(client, lost, **taking(lost)).status_code == 409
    assert fresh(lost).needs_anchoring


def test_keeping_the_old_words(client, reviewer, lost):
    assert "Keep the old version’s words" in client.get(f"/claims/{lost.pk}/anchor/").text
    assert place(client, lost, action="keep", version="").status_code == 422
    response = place(client, lost, action="keep", version=lost.version)
    assert response.headers["Location"] == f"/claims/{lost.pk}/"
    claim = fresh(lost)
    assert (claim.quote, claim.transcript.number, claim.needs_anchoring) == (QUOTE, 1, False)


def test_a_claim_entered_by_hand_has_no_such_page(client, reviewer, interview):
    claim = make_claim(interview, quote="Words of no transcript.")
    assert client.get(f"/claims/{claim.pk}/anchor/").status_code == 422
