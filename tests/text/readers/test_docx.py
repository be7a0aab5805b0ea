"""Word documents."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.errors import UnreadableText
from claims.text.readers import docx as reader
from tests.text.readers.accounts import said, sound
from tests.text.readers.documents import docx, paragraph, run, table, word_part, zipped

PLAIN = [paragraph(run("Ada Quill: It leaks.")), paragraph(run("Ivo Pell: It does not."))]


def read(*body, **parts):
    return sound(reader.manuscript(docx(*body, **parts)))


def test_paragraphs_with_labels_are_turns():
    reading = read(*PLAIN)
    assert reading.format == "docx"
    assert said(reading) == [("Ada Quill", "It leaks."), ("Ivo Pell", "It does not.")]


def test_its_properties_are_the_details_of_the_interview():
    details = read(*PLAIN).details
    assert (details.title, details.author) == ("The bridge", "Kim Lund")
    assert details.published_on == date(2024, 5, 2)


def test_a_name_in_bold_is_a_label():
    reading = read(
        paragraph(run("ADA QUILL", "b"), run(" It leaks.")),
        paragraph(run("IVO PELL", "b"), "<w:r><w:tab/></w:r>", run("It does not.")),
        paragraph(run("ADA QUILL", "b")),
        paragraph(run("It does.")),
    )
    assert said(reading) == [
        ("ADA QUILL", "It leaks."),
        ("IVO PELL", "It does not."),
        ("ADA QUILL", "It does."),
    ]
    assert "Wrote 3 colons after names in bold." in reading.done


def test_a_style_makes_names_bold_too():
    styles = word_part(
        "styles",
        '<w:style w:styleId="Name"><w:basedOn w:val="Loud"/></w:style>'
        '<w:style w:styleId="Loud"><w:rPr><w:b/></w:rPr></w:style>',
    )
    name = '<w:r><w:rPr><w:rStyle w:val="Name"/></w:rPr><w:t>{}</w:t></w:r>'
    lines = [("Ada Quill", " It leaks."), ("Ivo Pell", " No."), ("Ada Quill", " Yes.")]
    body = [paragraph(name.format(who), run(words)) for who, words in lines]
    assert [who for who, _ in said(read(*body, styles=styles))] == [who for who, _ in lines]


def test_bold_words_inside_of_an_article_stay_as_they_are():
    body = [paragraph(run("Rents rose", "b"), run(" in the harbour, and nobody knew why."))] * 1
    reading = read(*body, paragraph(run("The council met on Monday.")))
    assert reading.text == (
        "Rents rose in the harbour, and nobody knew why.\n\nThe council met on Monday."
    )


def test_a_table_of_names_and_words_is_a_transcript():
    reading = read(
        table(
            ("Speaker", "Words"),
            ("Ada Quill", "It leaks, and has leaked since May."),
            ("Ivo Pell:", "It does not."),
            ("Ada Quill", "Look at it."),
        )
    )
    assert said(reading)[1:] == [
        ("Ada Quill", "It leaks, and has leaked since May."),
        ("Ivo Pell", "It does not."),
        ("Ada Quill", "Look at it."),
    ]


def test_a_table_with_times_gives_turns_their_times():
    reading = read(
        table(
            ("00:01", "Ada Quill", "It leaks, and has leaked since May."),
            ("00:01:02", "Ivo Pell", "It does not, I tell you."),
        )
    )
    assert [turn.starts_at_ms for turn in reading.turns] == [1000, 62000]


def test_any_other_table_keeps_its_cells():
    reading = read(table(("Year", "Cost", "Rise"), ("2023", "nine", "two")), *PLAIN)
    assert reading.text.startswith("Year\tCost\tRise\n\n2023\tnine\ttwo\n\nAda Quill:")


def test_what_was_deleted_is_left_out_and_what_was_inserted_kept():
    reading = read(
        paragraph(
            run("It cost "),
            f"<w:del>{run('').replace('w:t', 'w:delText').replace('></w:d', '>ei</w:d')}"
            f"{'<w:r><w:delText>ght</w:delText></w:r>'}</w:del>",
            f"<w:ins>{run('nine')}</w:ins>",
            run(" millions."),
        )
    )
    assert reading.text == "It cost nine millions."
    assert reading.done == ["Left out 1 deletion that was tracked."]


def test_footnotes_stand_at_the_end_in_brackets_and_are_nobodys_words():
    notes = word_part(
        "footnotes", f'<w:footnote w:id="2">{paragraph(run("In 2023."))}</w:footnote>'
    )
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    reading = read(paragraph(run("Ada Quill: It leaks."), mark), PLAIN[1], footnotes=notes)
    assert said(reading)[-1] == ("", "[Footnote 1: In 2023.]")
    assert [(note.text, note.start) for note in reading.notes] == [
        ("Footnote 1 belongs here; see the end.", 20)
    ]


def test_a_comment_is_a_note_at_its_place():
    comments = word_part(
        "comments", f'<w:comment w:id="0" w:author="Jo">{paragraph(run("Sure?"))}</w:comment>'
    )
    mark = '<w:r><w:commentReference w:id="0"/></w:r>'
    reading = read(paragraph(run("Ada Quill: It leaks."), mark), PLAIN[1], comments=comments)
    assert [note.text for note in reading.notes] == ["A comment by Jo stands here: “Sure?”."]
    assert reading.done == ["Made notes of 1 comment."]


def test_headers_hidden_words_field_codes_and_pictures_are_left_out_and_told():
    reading = read(
        *PLAIN,
        paragraph(run("Secret.", "vanish"), "<w:r><w:instrText>PAGE</w:instrText></w:r>"),
        paragraph("<w:r><w:drawing/></w:r>"),
        header1=word_part("hdr", paragraph(run("DRAFT"))),
    )
    assert reading.done == [
        "Left out 1 stretch of hidden text.",
        "Left out 1 field code.",
        "Left out 1 header or footer.",
        "Left out 1 picture.",
    ]
    assert "DRAFT" not in reading.text
    assert "Secret" not in reading.text


def test_breaks_links_and_text_boxes_keep_their_words():
    box = f"<w:r><w:txbxContent>{paragraph(run('In a box.'))}</w:txbxContent></w:r>"
    reading = read(
        paragraph(
            run("One"), "<w:r><w:br/></w:r>", f"<w:hyperlink>{run('two')}</w:hyperlink>", box
        ),
        paragraph(run("Three.")),
    )
    assert reading.text == "One\ntwo\n\nIn a box.\n\nThree."


def encrypted():
    data = bytearray(docx(*PLAIN))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 1)
    return bytes(data)


def bomb() -> bytes:
    return zipped({"word/document.xml": bytes(30_000_000)})


def many_parts() -> bytes:
    return zipped({"word/document.xml": "", **{f"word/{n}": "" for n in range(5_001)}})


BAD = {
    "password": (encrypted(), "protected with a password"),
    "encrypted by Word": (
        b"\xd0\xcf\x11\xe0" + bytes(99) + "EncryptedPackage".encode("utf-16-le"),
        "protected with a password",
    ),
    "cut short": (docx(*PLAIN)[:-30], "damaged or cut short"),
    "no text": (docx(), "There is no text here."),
    "broken XML": (zipped({"word/document.xml": "<w:document>"}), "damaged or cut short"),
    "entities": (
        zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "declares a type or entities",
    ),
    "bomb": (bomb, "unpacks to far more"),
    "many parts": (many_parts, "unpacks to far more"),
    "deep": (
        zipped({"word/document.xml": word_part("document", "<w:x>" * 999 + "</w:x>" * 999)}),
        "damaged or cut short",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_is_refused_in_one_sentence(case):
    made, message = BAD[case]
    data = made() if callable(made) else made
    assert reader.recognises(data)
    with pytest.raises(UnreadableText, match=message) as refusal:
        reader.read(data)
    assert "\n" not in str(refusal.value)


def test_other_archives_are_no_word_documents():
    assert not reader.recognises(zipped({"xl/workbook.xml": ""}))


@given(
    st.lists(
        st.text(
            st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="<&\ufffe\uffff")
        ),
        max_size=6,
    )
)
@settings(max_examples=40, deadline=None)
def test_every_character_of_any_text_is_accounted_for(texts):
    body = [paragraph(run(text, *["b"] * (index % 2))) for index, text in enumerate(texts)]
    sound(reader.manuscript(docx(*body, paragraph(run("The end.")))))
