"""Interviews and their transcripts."""

import hashlib
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from claims.models.clock import now
from claims.models.people import Person
from claims.models.people_triggers import appearances_kept
from claims.models.protection import written_once
from claims.models.search_triggers import OF_AN_INTERVIEW, searched, searched_passages
from claims.text.anchoring import quote_at
from claims.text.recordings import is_video_address
from claims.text.timing import Heard, address_at


class InterviewQuerySet(models.QuerySet["Interview"]):
    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def with_recording(self) -> Self:
        """With the file that it can be heard in, in the same query."""
        return self.select_related("recording")


class Interview(models.Model):
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    outlet = models.CharField(max_length=120, blank=True)
    programme = models.CharField(max_length=120, blank=True)
    published_on = models.DateField("published", null=True, blank=True)
    url = models.URLField("address", max_length=2000, blank=True)
    language = models.CharField(max_length=12, default="en")
    recording = models.ForeignKey(
        "claims.Document", models.PROTECT, null=True, db_index=False, related_name="+",
        help_text="The file that it can be heard in.",
    )  # fmt: skip
    recording_url = models.CharField(
        "address of the recording", max_length=2000, blank=True,
        help_text="A file of sound or video, elsewhere, that it can be heard in.",
    )  # fmt: skip
    blind = models.BooleanField(
        "blind second verdict",
        default=False,
        help_text="The second person chooses a verdict before seeing the first one.",
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    key = models.UUIDField(
        null=True,
        unique=True,
        help_text="Given by the form, so that a repeated post makes no second row.",
    )
    version = models.PositiveIntegerField(default=1)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="interview_newest"),
            models.Index(models.functions.Upper("title"), "id", name="interview_by_title"),
            models.Index(fields=["language"], name="interview_language"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="interview_has_a_title"),
            models.CheckConstraint(
                condition=models.Q(recording=None) | models.Q(recording_url=""),
                name="interview_has_one_recording",
            ),
        ]
        triggers = searched(
            "interview", "title", "outlet", "programme", "language", "blind", func=OF_AN_INTERVIEW
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("desk", args=[self.slug])

    @property
    def media_url(self) -> str:
        """Where its recording is played from; '' where it has none."""
        if self.recording_id is None:
            return self.recording_url
        return reverse("recording", args=[self.slug])

    @property
    def recording_mark(self) -> str:
        """What tells its recording from any other; '' where it has none."""
        return self.recording.sha256 if self.recording else self.recording_url

    @property
    def plays_video(self) -> bool:
        if self.recording:
            return self.recording.kind.is_video
        return is_video_address(self.recording_url)

    def heard_at(self, milliseconds: int | None) -> Heard | None:
        """A time in its recording with the addresses that lead there; None where none is known."""
        if milliseconds is None:
            return None
        return Heard(milliseconds, self.media_url, address_at(self.url, milliseconds))


class TranscriptVersion(models.Model):
    """One immutable text of an interview. Offsets into it count Unicode code points."""

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="transcripts")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    format = models.CharField(max_length=20)
    notes = models.JSONField(default=list, help_text="What reading doubted.")
    done = models.JSONField(default=list, help_text="What reading did to the file, in sentences.")
    original = models.ForeignKey(
        "claims.Document", models.PROTECT, null=True, related_name="+",
        help_text="The file that the text was read from.",
    )  # fmt: skip
    reason = models.TextField(blank=True, help_text="Why an earlier version was corrected.")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["interview", "-number"]
        indexes = [models.Index(fields=["sha256"], name="transcript_sha256")]
        constraints = [
            models.UniqueConstraint(fields=["interview", "number"], name="transcript_number_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="transcript_has_text"),
        ]
        triggers = written_once()

    def __str__(self) -> str:
        return f"{self.interview}, transcript v{self.number}"

    def quote_at(self, start: int, end: int) -> str:
        """The words in [start, end). Raises BadSpan where there are none."""
        return quote_at(self.text, start, end)

    @staticmethod
    def hash_of(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()


class Timing(models.Model):
    """When the words of a transcript are heard in the recording.

    `times[i]` are the milliseconds at which the words from code point `places[i]` on are heard;
    `places` ascend. When a claim is heard, the database finds: see `claims.models.heard`.
    """

    transcript = models.OneToOneField(
        TranscriptVersion, models.PROTECT, primary_key=True, related_name="timing"
    )
    places = ArrayField(models.PositiveIntegerField())
    times = ArrayField(models.PositiveIntegerField())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(places__len=models.F("times__len"), places__len__gt=0),
                name="timing_is_whole",
            ),
        ]
        triggers = written_once()

    def __str__(self) -> str:
        return f"Times of {self.transcript}"


class TurnKind(models.TextChoices):
    SPEECH = "speech", "Speech"
    DIRECTION = "direction", "Stage direction"
    PARAGRAPH = "paragraph", "Paragraph"


class Turn(models.Model):
    """A stretch [start, end) of a transcript by one speaker, or a paragraph of an article."""

    transcript = models.ForeignKey(TranscriptVersion, models.PROTECT, related_name="turns")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=TurnKind)
    speaker = models.ForeignKey(Person, models.PROTECT, null=True, related_name="turns")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    starts_at_ms = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["transcript", "position"]
        constraints = [
            models.UniqueConstraint(fields=["transcript", "position"], name="turn_position_once"),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="turn_span_is_whole"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=TurnKind.values), name="turn_kind_known"
            ),
        ]
        triggers = [*searched_passages(), *appearances_kept()]

    def __str__(self) -> str:
        return f"{self.speaker or 'Nobody named'} [{self.start}, {self.end})"

    def encloses(self, start: int, end: int) -> bool:
        return self.start <= start and end <= self.end


class Quotation(models.Model):
    """A direct quote [start, end) in an article, without its marks, and who is quoted."""

    transcript = models.ForeignKey(TranscriptVersion, models.PROTECT, related_name="quotations")
    speaker = models.ForeignKey(Person, models.PROTECT, null=True, related_name="quotations")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    sure = models.BooleanField(default=True)

    class Meta:
        ordering = ["transcript", "start"]
        constraints = [
            models.UniqueConstraint(fields=["transcript", "start"], name="quotation_start_once"),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="quotation_span_is_whole"
            ),
        ]
        triggers = appearances_kept()

    def __str__(self) -> str:
        return f"{self.speaker or 'Nobody named'} [{self.start}, {self.end})"


class Appearance(models.Model):
    """That somebody speaks or is quoted in an interview. Kept by triggers, and never written here.

    `speaker` is the spelling that the interview has, `person` who that is.
    """

    speaker = models.ForeignKey(Person, models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, db_index=False, related_name="appearances")
    interview = models.ForeignKey(Interview, models.PROTECT, related_name="appearances")

    class Meta:
        indexes = [models.Index(fields=["person", "-interview"], name="appearance_newest")]
        constraints = [
            models.UniqueConstraint(fields=["speaker", "interview"], name="appearance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.speaker_id} in {self.interview_id}"
