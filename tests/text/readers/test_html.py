"""Web pages."""

from datetime import date

import pytest

from claims.text.errors import UnreadableText
from claims.text.readers import html as reader
from claims.text.readers import read_text
from tests.text.readers.accounts import said, sound
from tests.text.readers.documents import page

STORY = "".join(
    f"<p>The <b>bridge</b> cost {number} million euros, and “nobody\n  agreed to pay”, Quill "
    "said.</p>"
    for number in range(5, 12)
)


def read(data, **options):
    return sound(reader.manuscript(data, **options))


def test_the_article_is_taken_and_the_rest_counted():
    reading = read(page(f"<h1>The bridge</h1>{STORY}"))
    assert reading.format == "html"
    assert reading.text.startswith("The bridge\n\nThe bridge cost 5 million euros, and “nobody")
    assert len(reading.quotes) == 7
    assert reading.done == [
        "Joined 7 runs of white space.",
        "Left out 27 characters outside of the article.",
    ]


def test_what_the_page_says_of_itself_are_the_details():
    head = (
        '<title>The bridge</title><meta property="og:site_name" content="The Herald">'
        '<meta name=author content="Kim Lund"><link rel=canonical href="https://herald.example/b">'
        '<meta property="article:published_time" content="2024-05-02T10:00:00Z">'
    )
    details = read(page(STORY, head)).details
    assert (details.title, details.outlet, details.author) == (
        "The bridge",
        "The Herald",
        "Kim Lund",
    )
    assert (details.published_on, details.language) == (date(2024, 5, 2), "en")
    assert details.url == "https://herald.example/b"


def test_the_address_that_it_came_from_is_kept():
    assert read(page(STORY), url="https://x.example/1").details.url == "https://x.example/1"


def test_a_page_of_a_transcript_has_turns():
    lines = [("Ada Quill", "It leaks, and has leaked since May."), ("Ivo Pell", "It does not.")] * 4
    body = "".join(f"<p><strong>{who}:</strong> {words}</p>" for who, words in lines)
    assert said(read(page(body))) == lines


def test_a_page_that_is_nothing_but_its_text_gives_all_of_it():
    reading = read(b"<html><body><div>One</div><script>x()</script><div>two <i>th</i>ree</div>")
    assert reading.text == "One\n\ntwo three"


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        ("<html><p>Été €</p>".encode("cp1252"), "windows-1252"),
        ('<html><meta charset="windows-1252"><p>Été €</p>'.encode("cp1252"), ""),
        ("<html><p>Été €</p>".encode(), ""),
        ("<html><p>Été €</p>".encode(), "no-such-charset"),
        ("\ufeff<html><p>Été €</p>".encode("utf-16"), "utf-8"),
        ("<html><p>Été €</p>".encode("cp1252"), ""),
    ],
)
def test_the_charset_is_that_of_the_web_then_of_the_page_then_a_guess(data, charset):
    assert "Été €" in read(data, charset=charset).text


def test_the_source_of_a_page_that_is_pasted_is_read_as_a_page():
    reading = read_text(page(STORY).decode())
    assert reading.format == "html"
    assert "<p>" not in reading.text


@pytest.mark.parametrize("text", ["Ada: <p> is a tag.", "I love <html> pages", "a < b"])
def test_text_with_tags_in_it_is_no_page(text):
    assert not reader.recognises_text(text)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<html></html>", "There is no text here|could not be read"),
        (b"<!doctype html>", "There is no text here|could not be read"),
        (b"<html><body><img src=x></body></html>", "There is no text here"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data, message):
    assert reader.recognises(data)
    with pytest.raises(UnreadableText, match=message):
        reader.read(data)


def test_entities_are_not_taken_from_the_page():
    bomb = b'<!DOCTYPE html [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]><html><p>Hello &c; there.</p>'
    assert "bbb" not in read(bomb).text
