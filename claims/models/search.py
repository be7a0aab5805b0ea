"""What can be searched: for each text that people look for, the vector of its words.

A vector holds each word as it is written (weight A), without accents (B), and its stem in the
language of the interview (C); beside them marks that no text can hold: `#12/3` says that the row's
number lies in the fourth 4096 (2 to the 12th) of all, `@7` that person 7 may see a draft. The
database keeps the vectors, by triggers, in the transaction of the change: nothing else writes here.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from claims.models.claims import Claim
from claims.models.interviews import Interview, TranscriptVersion, Turn
from claims.models.people import Person
from claims.models.sources import Evidence, Source


def _gin(field: str, name: str, condition: models.Q | None = None) -> GinIndex:
    """Without a list of what is pending: no reader walks it, and no writer clears it for all."""
    return GinIndex(fields=[field], name=name, condition=condition, fastupdate=False)


def _row_of(model: type[models.Model]) -> models.OneToOneField[models.Model, models.Model]:
    """Without a foreign key in the database: words say nothing of their own, and hold no row."""
    return models.OneToOneField(
        model, models.CASCADE, primary_key=True, related_name="words", db_constraint=False
    )


class Words(models.Model):
    """The words of one row, under the number of that row."""

    words = SearchVectorField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"Words of {self.pk}"


class ClaimWords(Words):
    """Quote, statement, speaker and, unless it is a sealed draft, the rationale of a claim."""

    row = _row_of(Claim)
    draft = SearchVectorField(
        null=True, help_text="All of it, where the rationale is a draft that only its authors see."
    )

    class Meta:
        indexes = [
            _gin("words", "claim_words"),
            _gin("draft", "claim_draft", condition=models.Q(draft__isnull=False)),
        ]


class Passage(Words):
    """A stretch [start, end) of the newest transcript of an interview: a turn or, where that is
    long, a part of it."""

    transcript = models.ForeignKey(
        TranscriptVersion, models.CASCADE, related_name="passages", db_index=False
    )
    turn = models.ForeignKey(Turn, models.CASCADE, related_name="passages", db_index=False)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        indexes = [_gin("words", "passage_words")]
        constraints = [
            models.UniqueConstraint(fields=["turn", "start"], name="passage_once"),
            models.UniqueConstraint(fields=["transcript", "start"], name="passage_in_transcript"),
        ]


class SourceWords(Words):
    row = _row_of(Source)

    class Meta:
        indexes = [_gin("words", "source_words")]


class EvidenceWords(Words):
    """The excerpt of evidence that stands."""

    row = _row_of(Evidence)

    class Meta:
        indexes = [_gin("words", "evidence_words")]


class InterviewWords(Words):
    row = _row_of(Interview)

    class Meta:
        indexes = [_gin("words", "interview_words")]


class PersonWords(Words):
    row = _row_of(Person)

    class Meta:
        indexes = [_gin("words", "person_words")]


class NameGram(models.Model):
    """A part of a word of somebody's name, without accents, by which misspelt names are found.

    Three letters in a row, with two spaces before the word and one after it; after `=` its letters
    in the order of the alphabet; after `~` its consonants.
    """

    gram = models.CharField(max_length=64)
    word = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gram", "word"], name="name_gram_once")]

    def __str__(self) -> str:
        return f"{self.gram} in {self.word}"
