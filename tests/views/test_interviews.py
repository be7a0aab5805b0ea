"""The list of interviews, taking one in, and its details."""

import re
import unicodedata
import uuid
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.models import Interview, Person, Quotation, Role, Status, TranscriptVersion, Turn
from claims.text.normalise import MAX_BYTES
from tests.factories import TEXT, make_claim, make_interview, make_user

pytestmark = pytest.mark.django_db
LIST, NEW = "/interviews/", "/interviews/new/"
ARTICLE = "“The bridge was never inspected,” said Ada Brandt.\n\nIt opened in May.\n"
DETAILS = {
    "title": "The bridge",
    "outlet": "Channel 9",
    "programme": "Tonight",
    "published_on": "2026-05-04",
    "url": "https://example.org/bridge",
    "language": "en",
}
HTMX = {"HX-Request": "true"}


class Fields(HTMLParser):
    """What a browser without scripts would send of a page's form: hidden and typed fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self.area: str | None = None
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "form":
            self.inside = (
                attributes.get("method") == "post" and "logout" not in attributes["action"]
            )
        if not self.inside or "name" not in attributes:
            return
        if tag == "textarea":
            self.area, self.text = attributes["name"], ""
        elif tag == "input" and attributes.get("type") not in {"file", "checkbox"}:
            self.sent.append((attributes["name"], attributes.get("value") or ""))

    def handle_data(self, data):
        if self.area:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            # A browser reads CR LF as one newline, drops that after the tag, sends CR LF for each.
            text = self.text.replace("\r\n", "\n").removeprefix("\n")
            self.sent.append((self.area, text.replace("\n", "\r\n")))
            self.area = None
        if tag == "form":
            self.inside = False


def fields_of(response) -> dict[str, list[str]]:
    sent: dict[str, list[str]] = {}
    for name, value in Fields(response.content.decode()).sent:
        sent.setdefault(name, []).append(value)
    return sent


def words_of(response) -> str:
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return " ".join(text.split())


@pytest.fixture
def reviewer(client):
    user = make_user(name="Ana Ruiz")
    client.force_login(user)
    return user


def preview(client, **data):
    return client.post(NEW, {**DETAILS, "text": TEXT, **data})


def store(client, shown, **changes):
    return client.post(NEW, {**fields_of(shown), "action": "store", **changes})


# The list


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_queries_at_any_length(
    client, reviewer, django_assert_num_queries, rows
):
    for _ in range(rows):
        make_claim(make_interview())
    with django_assert_num_queries(6):
        assert client.get(LIST).status_code == 200


def test_the_list_has_the_newest_first_with_its_progress(client, reviewer):
    today = timezone.localdate()
    old = make_interview(title="Old", by=reviewer)
    new = make_interview(title="New", outlet="Channel 9", published_on=date(2026, 5, 4))
    for due in (today + timedelta(3), today - timedelta(2)):
        make_claim(new, due_on=due)
    make_claim(
        new, status=Status.SET_ASIDE, set_aside_reason="out_of_scope", due_on=date(2020, 1, 1)
    )
    page = client.get(LIST).context["page"]
    assert [interview for interview, _ in page.rows] == [new, old]
    progress = page.rows[0][1]
    assert (progress.total, progress.open) == (3, 2)
    assert progress.next_due == today - timedelta(2)
    assert progress.words == "2 new, 1 set aside"
    assert [(share.status.css, share.x, share.width) for share in progress.shares] == [
        ("s-new", 0, 66.67),
        ("s-aside", 66.67, 33.33),
    ]
    shown = client.get(LIST).content.decode()
    assert f'href="{reverse("claims")}?interview={new.slug}&amp;open=1"' in shown
    assert f'href="{reverse("claims")}?interview={new.slug}"' in shown
    assert "overdue" in shown
    assert "by Ana Ruiz" in words_of(client.get(LIST))


def test_the_list_is_searched_by_title_and_outlet(client, reviewer):
    bridge = make_interview(title="The bridge", outlet="Channel 9")
    make_interview(title="The harbour", outlet="Channel 9")
    make_interview(title="The bridge", outlet="City Post")

    def found(words):
        return [row for row, _ in client.get(LIST, {"q": words}).context["page"].rows]

    assert found("BRIDGE channel") == [bridge]
    assert found("nothing of the sort") == []
    assert "No interview has “nothing of the sort”" in words_of(
        client.get(LIST, {"q": "nothing of the sort"})
    )
    refused = client.get(LIST, {"q": "\x00"})
    assert (refused.status_code, "A search has no NUL character." in refused.text) == (422, True)


def test_htmx_gets_the_rows_alone(client, reviewer):
    make_interview(title="The bridge")
    answer = client.get(LIST, headers=HTMX)
    assert answer.content.decode().strip().startswith('<div id="interview-list">')
    assert answer["Vary"] == "HX-Request, Cookie"
    assert "1 interview" in answer["HX-Trigger"]


def test_fifty_interviews_make_a_page_and_the_next_one_goes_on_from_it(client, reviewer):
    made = [make_interview(title=f"Number {n}", by=reviewer) for n in range(52)][::-1]

    def page(**where):
        return client.get(LIST, where).context["page"]

    first = page()
    assert [row for row, _ in first.rows] == made[:50]
    assert (first.total, first.newer, first.older) == (52, None, made[49].pk)
    second = page(before=first.older)
    assert [row for row, _ in second.rows] == made[50:]
    assert (second.newer, second.older) == (made[50].pk, None)
    assert [row for row, _ in page(after=second.newer).rows] == made[:50]
    assert f"?before={made[49].pk}" in client.get(LIST).content.decode()


@pytest.mark.parametrize("where", ["before=9999999", "after=x", "before=-1", "after=9" * 40])
def test_a_page_that_goes_on_from_nothing_is_not_found(client, reviewer, where):
    assert client.get(f"{LIST}?{where}").status_code == 404


def test_an_empty_list_says_what_to_do(client, reviewer):
    assert "No interviews yet" in words_of(client.get(LIST))
    assert f'href="{NEW}"' in client.get(LIST).content.decode()


def test_a_viewer_reads_the_list_and_is_offered_nothing_else(client):
    client.force_login(make_user(Role.VIEWER))
    answer = client.get(LIST)
    assert answer.status_code == 200
    assert NEW not in answer.content.decode()
    assert "A reviewer can take one in" in words_of(answer)


# Who may


@pytest.mark.parametrize("name", ["interviews", "interview-new", "interview-edit"])
def test_strangers_are_sent_to_the_log_in(client, name):
    address = reverse(name, args=[make_interview().slug] if name == "interview-edit" else [])
    for answer in (client.get(address), client.post(address, DETAILS)):
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("name", ["interview-new", "interview-edit"])
def test_a_viewer_takes_nothing_in_and_changes_nothing(client, name, headers):
    interview = make_interview(title="As it was")
    client.force_login(make_user(Role.VIEWER))
    address = reverse(name, args=[interview.slug] if name == "interview-edit" else [])
    assert client.get(address, headers=headers).status_code == 403
    posted = {**DETAILS, "text": TEXT, "action": "store", "version": 1}
    assert client.post(address, posted, headers=headers).status_code == 403
    assert [*Interview.objects.values_list("title", flat=True)] == ["As it was"]


def test_a_post_without_its_token_is_refused(reviewer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(reviewer)
    assert client.post(NEW, {**DETAILS, "text": TEXT}).status_code == 403
    client.get(NEW)
    token = client.cookies["csrftoken"].value
    answer = client.post(NEW, {**DETAILS, "text": TEXT, "csrfmiddlewaretoken": token})
    assert answer.status_code == 200


# Preview


def test_the_preview_shows_what_was_understood_and_stores_nothing(client, reviewer):
    shown = preview(client)
    assert shown.status_code == 200
    assert [
        (row.heard.speaker, row.heard.times, row.heard.words) for row in shown.context["rows"]
    ] == [
        ("ADA BRANDT", 2, 12),
        ("TOM OKAFOR", 1, 10),
    ]
    assert [passage.speaker for passage in shown.context["passages"]] == [
        "ADA BRANDT", "TOM OKAFOR", "ADA BRANDT",
    ]  # fmt: skip
    assert "3 turns, 2 speakers" in words_of(shown)
    assert not Interview.objects.exists()
    assert not TranscriptVersion.objects.exists()
    assert not Person.objects.exists()


def test_the_preview_of_an_article_marks_each_quote_with_its_speaker(client, reviewer):
    shown = preview(client, text=ARTICLE)
    first, second = shown.context["passages"]
    assert [(piece.text, piece.quoted, piece.by) for piece in first.pieces] == [
        ("“", False, ""),
        ("The bridge was never inspected,", True, "Ada Brandt"),
        ("” said Ada Brandt.", False, ""),
    ]
    assert [piece.text for piece in second.pieces] == ["It opened in May."]
    assert "2 paragraphs, 1 speaker, 1 quote" in words_of(shown)


def test_what_stands_between_the_passages_is_white_space_and_labels_only(client, reviewer):
    shown = preview(client, text=TEXT)
    said = [
        "".join(piece.text for piece in passage.pieces) for passage in shown.context["passages"]
    ]
    reading = shown.context["reading"]
    assert said == [reading.text[turn.start : turn.end] for turn in reading.turns]


def test_a_quote_that_runs_over_paragraphs_is_marked_in_each(client, reviewer):
    text = "“The bridge opened in May.\n\n“It was never inspected,” said Ada Brandt.\n\nThe end.\n"
    shown = preview(client, text=text)
    reading = shown.context["reading"]
    said = [
        "".join(piece.text for piece in passage.pieces) for passage in shown.context["passages"]
    ]
    assert said == [reading.text[turn.start : turn.end] for turn in reading.turns]


def test_doubts_link_to_the_turn_that_they_are_about(client, reviewer):
    text = TEXT * 3 + "\nTOM OKAFOB: Never.\n"
    shown = preview(client, text=text)
    doubts = shown.context["doubts"]
    assert [doubt.text for doubt in doubts] == [
        note.text for note in shown.context["reading"].notes
    ]
    assert doubts
    for doubt in doubts:
        assert f'href="#turn-{doubt.turn}"' in shown.content.decode()
        assert f'id="turn-{doubt.turn}"' in shown.content.decode()
    about = {doubt.turn for doubt in doubts}
    assert {p.number for p in shown.context["passages"] if p.doubts} == about


def test_a_file_shows_its_encoding_and_what_was_changed(client, reviewer):
    data = "\ufeff" + TEXT.replace("\n", "\r\n") + "TOM OKAFOR: Né.\rADA BRANDT: So?\r"
    shown = preview(client, text="", file=SimpleUploadedFile("talk.txt", data.encode("utf-16")))
    assert shown.context["origin"].encoding == "utf-16-le"
    assert shown.context["origin"].changes == [
        "5 Windows line endings became plain.",
        "2 old Mac line endings became plain.",
        "The byte order mark at its start was left out.",
    ]
    assert "UTF-16-LE" in words_of(shown)
    stored = store(client, shown)
    assert stored.status_code == 302
    assert (
        TranscriptVersion.objects.get().text == data.replace("\r\n", "\n").replace("\r", "\n")[1:]
    )


def test_an_encoding_that_was_guessed_stays_on_record(client, reviewer):
    data = (TEXT + "TOM OKAFOR: Café à la crème.\n").encode("cp1252")
    shown = preview(client, text="", file=SimpleUploadedFile("talk.txt", data))
    assert "Windows-1252" in shown.context["doubts"][0].text
    store(client, shown)
    assert "Windows-1252" in TranscriptVersion.objects.get().notes[0]["text"]


def test_a_character_that_was_lost_before_it_came_is_doubted(client, reviewer):
    body = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + TEXT.encode()
    body += b"\xed\xa0\x80\r\n--x--\r\n"  # half a pair, as no browser sends it
    shown = client.post(NEW, body, content_type="multipart/form-data; boundary=x")
    assert "3 times in all" in shown.context["doubts"][0].text


def test_a_missing_title_is_suggested_and_said_to_be_so(client, reviewer):
    shown = preview(client, title="", text=ARTICLE)
    assert fields_of(shown)["title"] == ["“The bridge was never inspected,” said Ada Brandt."]
    assert "this one is a suggestion" in words_of(shown)
    file = SimpleUploadedFile("bridge_talk 2.txt", TEXT.encode())
    assert fields_of(preview(client, title=" ", text="", file=file))["title"] == ["bridge talk 2"]
    assert fields_of(preview(client, title=""))["title"] == ["Interview: ADA BRANDT, TOM OKAFOR"]
    assert len(fields_of(preview(client, title="", text="A word " * 90))["title"][0]) == 200


def test_names_are_told_apart_into_known_new_merged_and_nobody(client, reviewer):
    make_interview(TEXT.replace("TOM OKAFOR", "Tom Okafor"))
    make_interview(TEXT.replace("TOM OKAFOR", "Tom Okafor"))
    text = TEXT + "\nOKAFOR: No.\n\nQ: Why?\n\nQ: How?\n"
    shown = preview(client, text=text, speaker=["OKAFOR", "Q"], name=["TOM  OKAFOR ", ""])
    rows = {row.heard.speaker: row for row in shown.context["rows"]}
    assert rows["TOM OKAFOR"].same_as == ["OKAFOR"]
    assert rows["OKAFOR"].same_as == ["TOM OKAFOR"]
    assert (rows["Q"].name, rows["Q"].same_as, rows["Q"].known_from) == ("", [], None)
    assert rows["ADA BRANDT"].known_from == 2
    assert rows["TOM OKAFOR"].known_from is None
    assert {(person.name, person.interviews) for person in shown.context["known"]} == {
        ("ADA BRANDT", 2),
        ("Tom Okafor", 2),
    }
    assert "known from 2 interviews" in words_of(shown)
    assert "Known from 2 interviews" in words_of(shown)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_suggestion_is_shown_and_taken_only_when_asked(client, reviewer, headers):
    make_interview(TEXT.replace("TOM OKAFOR", "Tom Okafor"))
    text = TEXT.replace("TOM OKAFOR", "OKAFOR")
    shown = preview(client, text=text)
    row = shown.context["rows"][1]
    assert row.name == "OKAFOR"
    assert [suggestion.name for suggestion in row.suggestions] == ["Tom Okafor", "Okafor"]
    assert row.suggestions[0].reason.startswith("known from 1 interview;")
    assert 'value="1:Tom Okafor"' in shown.content.decode()
    taken = client.post(NEW, {**fields_of(shown), "use": "1:Tom Okafor"}, headers=headers)
    row = taken.context["rows"][1]
    assert (row.name, row.known_from, row.suggestions) == ("Tom Okafor", 1, [])
    assert taken.context["passages"][1].speaker == "Tom Okafor"
    assert taken.content.decode().count("autofocus") == 1
    assert fields_of(taken)["key"] == fields_of(shown)["key"]
    assert ("<html" in taken.content.decode()) == (not headers)


def test_capitals_and_fuller_names_of_the_same_text_are_suggested(client, reviewer):
    text = TEXT + "\nOKAFOR: No.\n\nMCKAY-O'BRIEN: Yes.\n\nMCKAY-O'BRIEN: Yes.\n"
    shown = preview(client, text=text)
    suggested = {
        row.heard.speaker: [suggestion.name for suggestion in row.suggestions]
        for row in shown.context["rows"]
    }
    assert suggested == {
        "ADA BRANDT": ["Ada Brandt"],
        "TOM OKAFOR": ["Tom Okafor"],
        "OKAFOR": ["TOM OKAFOR", "Okafor"],
        "MCKAY-O'BRIEN": ["McKay-O'Brien"],
    }
    taken = client.post(NEW, {**fields_of(shown), "use": "letters"})
    assert fields_of(taken)["name"] == ["Ada Brandt", "Tom Okafor", "Okafor", "McKay-O'Brien"]
    assert {
        row.name: [suggestion.name for suggestion in row.suggestions]
        for row in taken.context["rows"]
        if row.suggestions
    } == {"Okafor": ["Tom Okafor"]}


@pytest.mark.parametrize("use", ["99:Nobody", "x", "-1:x", ":", "٣:x", "1"])
def test_a_suggestion_for_nobody_changes_no_name(client, reviewer, use):
    taken = client.post(NEW, {**fields_of(preview(client)), "use": use})
    assert taken.status_code == 200
    assert fields_of(taken)["name"][0] == "ADA BRANDT"


def test_going_back_keeps_everything_that_was_typed(client, reviewer):
    text = "\n\n" + TEXT + "  \n\n"
    shown = preview(client, text=text)
    sent = {**fields_of(shown), "name": ["Ada Brandt", ""], "outlet": "City Post", "action": "back"}
    form = client.post(NEW, sent)
    assert form.status_code == 200
    back = fields_of(form)
    assert back["outlet"] == ["City Post"]
    assert back["text"] == [text.replace("\n", "\r\n")]
    assert "field-error" not in form.content.decode()
    again = client.post(NEW, back)
    assert fields_of(again)["name"] == ["Ada Brandt", ""]
    assert {name: again.context["details"].data[name] for name in DETAILS} == {
        **DETAILS, "outlet": "City Post",
    }  # fmt: skip


def test_going_back_from_a_file_puts_its_text_into_the_field(client, reviewer):
    file = SimpleUploadedFile("talk.txt", (TEXT + "TOM OKAFOR: Né.\n").encode("cp1252"))
    shown = preview(client, text="", file=file)
    form = client.post(NEW, {**fields_of(shown), "action": "back"})
    assert "The text of talk.txt is in the field below." in words_of(form)
    again = client.post(NEW, fields_of(form))
    assert again.context["origin"].encoding == "cp1252"
    assert again.context["reading"].sha256 == shown.context["reading"].sha256


def test_the_same_text_again_is_said_and_not_forbidden(client, reviewer):
    there = make_interview(by=reviewer, title="Here before")
    shown = preview(client)
    assert list(shown.context["same"]) == [there]
    assert f'href="{there.get_absolute_url()}"' in shown.content.decode()
    assert store(client, shown).status_code == 302
    assert Interview.objects.count() == 2


# What cannot be taken in


def chosen(data: bytes, name: str = "talk.txt"):
    return lambda: {"text": "", "file": SimpleUploadedFile(name, data)}


def pasted(text: str):
    return lambda: {"text": text}


BAD = {
    "neither": (pasted(""), "text", "Paste the text here, or choose a file."),
    "white space": (pasted(" \n\t \n"), "text", "There is no text here."),
    "no sentence": (pasted("1234 — 5678"), "text", "not a single sentence"),
    "NUL": (pasted("Ada: One.\n\x00"), "text", "NUL character on line 2"),
    "too long": (pasted("word " * 1_000_001), "text", "5.0 MB long; the limit is 5 MB"),
    "empty file": (chosen(b""), "file", "This file is empty."),
    "binary": (chosen(bytes(range(256)) * 40), "file", "This file is not text"),
    "picture": (chosen(b"\x89PNG\r\n\x1a\n" + b"x" * 99), "file", "This file is a picture."),
    "PDF": (chosen(b"%PDF-1.7 x"), "file", "This PDF is damaged or cut short"),
    "cut short": (chosen("Ada: Yes.".encode("utf-16")[:-1]), "file", "damaged or cut short"),
    "no encoding": (chosen(b"Ada: \x81\xfe\xff\x80\xa0\xff. " * 9), "file", "encoding of this"),
    "large file": (chosen(b"word " * 1_000_001), "file", "5.0 MB large; the limit is 5 MB"),
    "huge file": (chosen(b"word " * 1_600_000), "file", "8.0 MB large; the limit is 5 MB"),
    "huge paste": (pasted("word " * 1_600_000), "text", "8.0 MB large; the limit is 5 MB"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_taken_in_is_named_beside_its_field(client, reviewer, case):
    given, field, message = BAD[case]
    data = given()
    answer = client.post(NEW, {**DETAILS, **data})
    assert answer.status_code == 422
    errors = {name: list(found) for name, found in answer.context["form"].errors.items()}
    assert [*errors] == [field]
    assert len(errors[field]) == 1
    assert message in errors[field][0]
    page = answer.content.decode()
    assert page.count("field-error") == 1
    assert f'id="{field}-error"' in page
    sent = fields_of(answer)
    assert {name: sent[name] for name in DETAILS} == {name: [DETAILS[name]] for name in DETAILS}
    if field == "text" and case not in {"huge paste", "NUL"}:
        assert sent["text"] == [data["text"].replace("\n", "\r\n")]
    if field == "file" and "huge" not in case:
        assert "choose one again" in page
    assert not Interview.objects.exists()


def test_a_text_and_a_file_at_once_keep_the_text(client, reviewer):
    file = SimpleUploadedFile("talk.txt", TEXT.encode())
    answer = preview(client, file=file)
    assert answer.status_code == 422
    assert "leave one of them out" in answer.context["form"].errors["file"][0]
    assert fields_of(answer)["text"] == [TEXT.replace("\n", "\r\n")]


def test_a_text_of_the_largest_size_is_previewed_and_stored(client, reviewer):
    text = "Ada Brandt: " + ("word " * 20 + "\n") * 49_500
    assert 4_990_000 < len(text.encode()) <= MAX_BYTES
    shown = preview(client, text=text)
    assert shown.status_code == 200
    stored = store(client, shown)
    assert stored.status_code == 302
    assert TranscriptVersion.objects.get().text == text


def test_wrong_details_are_shown_in_the_preview_and_lose_nothing(client, reviewer):
    wrong = {"published_on": "yesterday", "url": "javascript:alert(1)", "language": "?",
             "outlet": "x" * 121}  # fmt: skip
    shown = preview(client, **wrong)
    assert shown.status_code == 422
    assert {*shown.context["details"].errors} == {*wrong}
    sent = fields_of(shown)
    assert {name: sent[name] for name in wrong} == {name: [wrong[name]] for name in wrong}
    assert store(client, shown).status_code == 422
    assert not Interview.objects.exists()
    stored = store(client, shown, **{**DETAILS, "title": "The bridge"})
    assert stored.status_code == 302


def test_a_name_that_is_too_long_is_said_beside_it(client, reviewer):
    shown = preview(client)
    answer = store(client, shown, name=["x" * 201, "Tom"])
    assert answer.status_code == 422
    assert "there is room for 200" in answer.context["rows"][0].error
    assert fields_of(answer)["name"] == ["x" * 201, "Tom"]
    assert store(client, shown, name=["a\x00b", "Tom"]).status_code == 422
    assert not Interview.objects.exists()


def test_a_text_with_hundreds_of_speakers_is_taken_in(client, reviewer):
    text = "".join(f"SPEAKER {n}: One.\n\n" for n in range(700))
    shown = preview(client, text=text)
    assert len(shown.context["rows"]) == 200
    assert "500 more keep the name" in words_of(shown)
    assert store(client, shown).status_code == 302
    assert Person.objects.count() == 700


# Store


def test_storing_keeps_the_text_to_the_letter_and_the_names_as_typed(client, reviewer):
    shown = preview(client)
    answer = store(client, shown, name=["Ada Brandt", ""])
    interview = Interview.objects.get()
    assert (answer.status_code, answer.url) == (302, interview.get_absolute_url())
    assert {name: str(getattr(interview, name)) for name in DETAILS} == DETAILS
    assert interview.created_by == reviewer
    transcript = interview.transcripts.get()
    assert (transcript.text, transcript.number, transcript.format) == (TEXT, 1, "labelled")
    assert transcript.sha256 == shown.context["reading"].sha256
    said = [(turn.speaker and turn.speaker.name, TEXT[turn.start : turn.end]) for turn in
            Turn.objects.select_related("speaker")]  # fmt: skip
    assert said == [
        ("Ada Brandt", "Thank you for coming. The bridge was closed in May."),
        (None, "The bridge cost nine million euros. It was never inspected."),
        ("Ada Brandt", "Never inspected?"),
    ]


def test_two_speakers_with_one_name_become_one_person(client, reviewer):
    store(client, preview(client), name=["Ada Brandt", " Ada  Brandt "])
    assert [*Person.objects.values_list("name", flat=True)] == ["Ada Brandt"]
    assert Turn.objects.filter(speaker__name="Ada Brandt").count() == 3


def test_the_quotes_of_an_article_are_stored_with_their_speaker(client, reviewer):
    store(client, preview(client, text=ARTICLE), name=["Dr Ada Brandt"])
    quotation = Quotation.objects.get()
    assert quotation.speaker.name == "Dr Ada Brandt"
    assert ARTICLE[quotation.start : quotation.end] == "The bridge was never inspected,"


def test_a_text_other_than_the_one_shown_is_not_stored(client, reviewer):
    answer = store(client, preview(client), text=TEXT.replace("nine", "ten"))
    assert answer.status_code == 422
    assert "not the one that was shown" in words_of(answer)
    assert not Interview.objects.exists()
    assert store(client, answer).status_code == 302


def test_storing_twice_stores_once(client, reviewer):
    shown = preview(client)
    first, second = store(client, shown), store(client, shown)
    assert Interview.objects.count() == 1
    assert (first.url, second.url) == (Interview.objects.get().get_absolute_url(),) * 2


def test_a_key_that_is_none_is_refused(client, reviewer):
    answer = store(client, preview(client), key="not a key")
    assert answer.status_code == 422
    assert not Interview.objects.exists()


AWKWARD = (
    "\n\n  ADA BRANDT: Form\ffeed, line\u2028separator, no-break\u00a0space, next\u0085line.\n"
    "\tTOM OKAFOR: Emoji \U0001f469\u200d\U0001f680, astral \U0001d4b3, combining e\u0301,"
    " right\u202eto\u202cleft, zero\u200bwidth.  \n"
    "ADA BRANDT: &amp; &lt;b> </textarea> <!-- \"x\" 'y' \u001b \ufffe \U0010ffff.\n\n \n"
)


def test_awkward_characters_come_through_preview_and_store(client, reviewer):
    assert unicodedata.normalize("NFC", AWKWARD) != AWKWARD
    shown = preview(client, text=AWKWARD.replace("\n", "\r\n"))
    assert shown.context["reading"].text == AWKWARD
    assert store(client, shown).status_code == 302
    assert TranscriptVersion.objects.get().text == AWKWARD


# Details


def edit(client, interview, **data):
    address = reverse("interview-edit", args=[interview.slug])
    return client.post(address, {**DETAILS, "version": interview.version, **data})


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_details_are_edited(client, reviewer, headers):
    interview = make_interview()
    page = client.get(reverse("interview-edit", args=[interview.slug]), headers=headers)
    assert page.status_code == 200
    assert fields_of(page)["title"] == [interview.title]
    answer = client.post(
        reverse("interview-edit", args=[interview.slug]),
        {**fields_of(page), **DETAILS, "language": "german"},
        headers=headers,
    )
    assert (answer.status_code, answer.url) == (302, interview.get_absolute_url())
    interview.refresh_from_db()
    assert {name: str(getattr(interview, name)) for name in DETAILS} == {
        **DETAILS,
        "language": "de",
    }
    assert interview.version == 2


def test_an_address_without_its_scheme_gets_one(client, reviewer):
    interview = make_interview()
    edit(client, interview, url="example.org/a#part")
    interview.refresh_from_db()
    assert interview.url == "https://example.org/a"


def test_invalid_details_are_kept_in_the_form_and_not_saved(client, reviewer):
    interview = make_interview(title="As it was")
    answer = edit(client, interview, title=" ", url="https://user:secret@example.org/")
    assert answer.status_code == 422
    assert {*answer.context["details"].errors} == {"title", "url"}
    assert fields_of(answer)["url"] == ["https://user:secret@example.org/"]
    interview.refresh_from_db()
    assert (interview.title, interview.version) == ("As it was", 1)


def test_stale_details_are_not_saved_and_both_values_are_shown(client, reviewer):
    interview = make_interview(title="As it was")
    assert edit(client, interview, title="Theirs").status_code == 302
    answer = edit(client, interview, title="Mine")
    assert answer.status_code == 409
    assert answer.context["conflict"] == [("Title", "Theirs", "Mine")]
    assert fields_of(answer)["title"] == ["Mine"]
    interview.refresh_from_db()
    assert (interview.title, interview.version) == ("Theirs", 2)
    again = client.post(reverse("interview-edit", args=[interview.slug]), fields_of(answer))
    assert again.status_code == 302
    interview.refresh_from_db()
    assert interview.title == "Mine"


def test_an_interview_that_does_not_exist_is_not_found(client, reviewer):
    assert client.get("/interviews/nothing-here/edit/").status_code == 404
    assert client.post("/interviews/nothing-here/edit/", DETAILS).status_code == 404


def test_a_form_with_a_key_of_its_own_is_a_second_interview(client, reviewer):
    shown = preview(client)
    store(client, shown)
    store(client, shown, key=str(uuid.uuid4()))
    assert Interview.objects.count() == 2
