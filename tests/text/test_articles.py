"""Articles: paragraphs, and direct quotes with who said them. All people are invented."""

import pytest

from claims.text.reading import read


def said(text: str) -> list[tuple[str, str]]:
    reading = read(text)
    assert reading.format == "article"
    return [(quote.speaker, text[quote.start : quote.end]) for quote in reading.quotes]


def doubted(text: str) -> list[str]:
    return [text[quote.start : quote.end] for quote in read(text).quotes if not quote.sure]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"It leaks," Ada Quill said.', "Ada Quill"),
        ("“It leaks,” said Ada Quill.", "Ada Quill"),
        ("'It leaks', said Ada Quill.", "Ada Quill"),
        ('Ada Quill said: "It leaks."', "Ada Quill"),
        ('Ada Quill told the Echo that "it leaks" at night.', "Ada Quill"),
        ('"Does it leak?" Ada Quill asked.', "Ada Quill"),
        ('"It leaks!" shouted Ada Quill.', "Ada Quill"),
        ('"It leaks...," recalled Ada Quill, a neighbour.', "Ada Quill"),
        ('"It leaks," said Ada Quill, 54, who lives there.', "Ada Quill"),
        ('"It leaks," Ada Quill, who has lived there since May 2011, said.', "Ada Quill"),
        ('"It leaks," said the mayor, Ada Quill.', "Ada Quill"),
        ('"It leaks," said District Attorney Ada Quill.', "Ada Quill"),
        ('"It leaks," Dr. Ada de la Quill explained.', "Ada de la Quill"),
        ('"It leaks," Ada Quill of the Bank of Harlow said.', "Ada Quill"),
        ('"It leaks," the Bank of Harlow said.', "Bank of Harlow"),
        ('According to Ada Quill, "it leaks every night."', "Ada Quill"),
        ('It "leaks every night," according to Ada Quill.', "Ada Quill"),
        ('"It leaks," one man in the crowd yelled.', "One man in the crowd"),
        ('"It leaks," police said.', "Police"),
        ('"It leaks," said a spokesman for Ada Quill.', "A spokesman for Ada Quill"),
        ('"It leaks," Quill\'s lawyer said.', "Quill's lawyer"),
        ('Ada Quill has been called "a liar" by Jan Ober.', "Jan Ober"),
        ('Ada Quill called the report "misleading."', "Ada Quill"),
        ("Quill 'can't imagine' leaving, she says", ""),
        ('"It leaks and it always has, every night."', ""),
        ("Ada Quill: 'It leaks'", "Ada Quill"),
        ("'It Leaks': Mayor Ada Quill Denies Knowing", "Ada Quill"),
        ("'It leaks': Ada Quill hits back", "Ada Quill"),
        ('The committee\'s report concluded it was "a very bad year."', "The committee's report"),
    ],
)
def test_the_speaker_is_whom_the_sentence_names(text: str, speaker: str) -> None:
    assert [name for name, _ in said(f"{text}\n\nIt rained.")] == [speaker]


def test_a_surname_becomes_the_full_name() -> None:
    text = 'Mayor Ada Quill came late.\n\n"I was asleep," Quill said.'
    assert said(text) == [("Ada Quill", "I was asleep,")]


def test_a_split_quote_and_the_sentence_after_are_one_persons() -> None:
    text = '"I was asleep," Ada Quill said, "all day." She sat down. "And all night. It was warm."'
    assert said(text) == [
        ("Ada Quill", "I was asleep,"),
        ("Ada Quill", "all day."),
        ("Ada Quill", "And all night. It was warm."),
    ]


def test_a_quote_over_paragraphs_is_one_persons_to_its_closing_mark() -> None:
    text = (
        "“We shut it,” said Ada Quill. “It was cold.\n\n“We waited.\n\n“Nobody came.”\n\nIt rained."
    )
    assert said(text) == [
        ("Ada Quill", "We shut it,"),
        ("Ada Quill", "It was cold."),
        ("Ada Quill", "We waited."),
        ("Ada Quill", "Nobody came."),
    ]
    assert doubted(text) == []
    assert read(text).notes == []


def test_straight_marks_run_over_paragraphs_too() -> None:
    text = '"It was cold," Ada Quill said. "We waited.\n\n"Nobody came," she added.'
    assert [name for name, _ in said(text)] == ["Ada Quill"] * 3


def test_quotes_in_quotes_are_part_of_them() -> None:
    text = "\"He said, 'Hey, don't,' and left,\" Ada Quill said. “So “what” now?” Jan Ober asked."
    assert said(text) == [
        ("Ada Quill", "He said, 'Hey, don't,' and left,"),
        ("Jan Ober", "So “what” now?"),
    ]


def test_apostrophes_do_not_end_a_headline_quote() -> None:
    text = (
        "Quill 'didn't open the valves,' she says, and blames Ober's friends' advice\n\nIt rained."
    )
    assert [words for _, words in said(text)] == ["didn't open the valves,"]
    text = (
        "Ada Quill says 'the actors' guild won't pay' for rock 'n' roll of the '90s\n\nIt rained."
    )
    assert said(text) == [("Ada Quill", "the actors' guild won't pay")]


@pytest.mark.parametrize(
    "text",
    [
        'The film "The Long Road" won.',
        'Dwight "The Rock" Ober came.',
        'The "ghost pipes" affair goes on.',
        "He stood 6' 2\" tall.",
        "It was rock 'n' roll.",
        'Jan Ober says the so-called "ghost pipes" exist.',
        'A book called "clean hands" came out.',
    ],
)
def test_titles_nicknames_and_terms_are_not_speech(text: str) -> None:
    assert said(f"It rained.\n\n{text}\n\nIt snowed.") == []


def test_he_and_she_are_told_apart() -> None:
    text = (
        "Mr. Jan Ober met Ms. Ada Quill.\n\n"
        '"It leaks," Quill said.\n\n"It does not," he replied.\n\n"Look at it," she said.\n\n'
        '"I did," he said.'
    )
    assert said(text) == [
        ("Ada Quill", "It leaks,"),
        ("Jan Ober", "It does not,"),
        ("Ada Quill", "Look at it,"),
        ("Jan Ober", "I did,"),
    ]
    assert doubted(text) == []


def test_a_pronoun_that_could_be_two_people_is_a_doubt() -> None:
    text = 'Robin Vane met Kim Lund at noon. "It leaks," she said.'
    reading = read(text)
    assert [(quote.speaker, quote.sure) for quote in reading.quotes] == [("Kim Lund", False)]
    assert [note.text for note in reading.notes] == [
        "It is not certain that Kim Lund says “It leaks,”."
    ]


def test_one_of_two_who_say_it_is_a_doubt() -> None:
    text = 'Ada Quill and Jan Ober said they wanted "a fair hearing."'
    assert said(text) == [("Jan Ober", "a fair hearing.")]
    assert doubted(text) == ["a fair hearing."]


def test_a_document_speaks_for_its_author_with_a_doubt() -> None:
    text = 'A lawsuit filed in May by the neighbour, Kim Lund, accused Ober of "pouring it out."'
    assert said(text) == [("Kim Lund", "pouring it out.")]
    assert doubted(text) == ["pouring it out."]


def test_a_role_stands_for_its_only_holder() -> None:
    text = (
        '"We wait," said District Attorney Sam Pell.\n\nThe district attorney said it "takes time."'
    )
    assert said(text) == [("Sam Pell", "We wait,"), ("Sam Pell", "takes time.")]


def test_missing_marks_are_told_and_the_words_kept() -> None:
    text = (
        '"I left," Ada Quill said. And I thought, \'Well, not yet.\'"\n\n'
        '"It rained, Ober said.\n\nIt did.'
    )
    assert said(text) == [
        ("Ada Quill", "I left,"),
        ("Ada Quill", "And I thought, 'Well, not yet.'"),
        ("", "It rained, Ober said."),
    ]
    assert [note.text for note in read(text).notes] == [
        "An opening quote mark seems to be missing here.",
        "It is not certain that Ada Quill says “And I thought, 'Well, not yet.'”.",
        "A closing quote mark seems to be missing here.",
        "Nobody is named as saying “It rained, Ober said.”.",
    ]


def test_the_sentence_that_names_the_speaker_is_told() -> None:
    text = 'It rained. "I left," Ada Quill said. "It was late."'
    spans = [text[quote.sentence_start : quote.sentence_end] for quote in read(text).quotes]
    assert spans == ['"I left," Ada Quill said.'] * 2


def test_lines_are_paragraphs_unless_the_text_is_wrapped() -> None:
    lines = "PHOTO: Ada Quill at home.\nAda Quill at home.\nEcho"
    assert len(read(lines).turns) == 3
    wrapped = ("word " * 13 + "\n") * 5 + "end."
    assert len(read(wrapped).turns) == 1
