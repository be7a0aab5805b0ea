"""What can be pointed at, and its use on a claim."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from claims.models.clock import now
from claims.models.counted import primary_sources_counted, sources_counted
from claims.models.protection import written_once
from claims.models.search_triggers import searched


class MediaType(models.TextChoices):
    """The kinds of file that are kept, each told by its content, never by its name."""

    PDF = "application/pdf", "PDF"
    DOCX = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Word document",
    )
    PNG = "image/png", "PNG image"
    JPEG = "image/jpeg", "JPEG image"
    GIF = "image/gif", "GIF image"
    WEBP = "image/webp", "WebP image"
    TEXT = "text/plain", "Text"
    CSV = "text/csv", "CSV table"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Workbook"
    VTT = "text/vtt", "WebVTT captions"
    SRT = "application/x-subrip", "SRT captions"
    MARKDOWN = "text/markdown", "Markdown"
    HTML = "text/html", "Web page"
    JSON = "application/json", "JSON"
    RTF = "application/rtf", "RTF document"
    ODT = "application/vnd.oasis.opendocument.text", "OpenDocument text"
    MP3 = "audio/mpeg", "MP3 sound"
    M4A = "audio/mp4", "MP4 sound"
    OGG = "audio/ogg", "Ogg sound"
    WAV = "audio/wav", "WAV sound"
    FLAC = "audio/flac", "FLAC sound"
    WEBA = "audio/webm", "WebM sound"
    MP4 = "video/mp4", "MP4 video"
    OGV = "video/ogg", "Ogg video"
    WEBM = "video/webm", "WebM video"

    @property
    def extensions(self) -> tuple[str, ...]:
        """How names of such files end; the first is added to a name that ends otherwise."""
        usual = {
            "JPEG": (".jpg", ".jpeg"), "TEXT": (".txt", ".text", ".log", ".md"),
            "MARKDOWN": (".md", ".markdown"), "HTML": (".html", ".htm"),
            "M4A": (".m4a", ".m4b", ".mp4"), "OGG": (".ogg", ".oga", ".opus"),
            "MP4": (".mp4", ".m4v"), "OGV": (".ogv", ".ogg"), "WEBA": (".weba", ".webm"),
        }  # fmt: skip
        return usual.get(self.name, (f".{self.name.lower()}",))

    @property
    def is_image(self) -> bool:
        return self.value.startswith("image/")

    @property
    def is_video(self) -> bool:
        return self.value.startswith("video/")

    @property
    def is_recording(self) -> bool:
        return self.is_video or self.value.startswith("audio/")


class Document(models.Model):
    """An uploaded file, kept once under the SHA-256 of its content."""

    sha256 = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    name = models.CharField(max_length=255, help_text="The file's name when it came.")
    file = models.FileField(max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now)

    class Meta:
        triggers = written_once()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.sha256])

    @property
    def kind(self) -> MediaType:
        return MediaType(self.media_type)

    @property
    def download_name(self) -> str:
        """The name that it came with, ending as its content says: no page.html made of text."""
        fits = self.name.lower().endswith(self.kind.extensions)
        return self.name if fits else f"{self.name}{self.kind.extensions[0]}"


class SourceKind(models.TextChoices):
    WEB = "web", "Web page"
    DOCUMENT = "document", "Document"
    PERSON = "person", "Person spoken to"
    DATASET = "dataset", "Dataset"
    COURT = "court", "Court record"
    RECORDING = "recording", "Recording"

    @property
    def icon(self) -> str:
        return KIND_ICONS[self]


KIND_ICONS = {
    SourceKind.WEB: "globe",
    SourceKind.DOCUMENT: "file",
    SourceKind.PERSON: "user",
    SourceKind.DATASET: "database",
    SourceKind.COURT: "gavel",
    SourceKind.RECORDING: "mic",
}


class SourceQuerySet(models.QuerySet["Source"]):
    def newest(self) -> Self:
        return self.order_by("-added_at", "-pk")

    def after(self, last: "Source") -> Self:
        """Those that `newest()` puts after this one, whatever has been added meanwhile."""
        return self.filter(added_at__lte=last.added_at).filter(
            models.Q(added_at__lt=last.added_at) | models.Q(pk__lt=last.pk)
        )


class Source(models.Model):
    kind = models.CharField(max_length=10, choices=SourceKind)
    title = models.CharField(max_length=300)
    url = models.CharField("address", max_length=2000, blank=True)
    canonical_url = models.CharField(max_length=2000, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="sources"
    )
    publisher = models.CharField(max_length=200, blank=True)
    author = models.CharField(max_length=200, blank=True)
    published_on = models.DateField("published", null=True, blank=True)
    reference = models.CharField(
        max_length=200, blank=True, help_text="Case number, table, catalogue number."
    )
    spoken_to = models.CharField("person spoken to", max_length=200, blank=True)
    spoken_on = models.DateField("spoken to on", null=True, blank=True)
    on_record = models.BooleanField("on the record", null=True, blank=True)
    primary = models.BooleanField(
        default=False, help_text="Where it was first said, shown or recorded."
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=1)

    objects = SourceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-added_at", "-id"], name="source_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=SourceKind.values), name="source_kind_known"
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="source_has_a_title"),
            models.UniqueConstraint(
                fields=["canonical_url"],
                condition=~models.Q(canonical_url=""),
                name="source_address_once",
            ),
            models.CheckConstraint(
                condition=models.Q(url="") | models.Q(url__regex=r"^https?://"),
                name="source_address_is_http",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=SourceKind.WEB) | ~models.Q(canonical_url=""),
                name="source_web_page_has_an_address",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=SourceKind.PERSON)
                | (~models.Q(spoken_to="") & models.Q(on_record__isnull=False)),
                name="source_person_is_whole",
            ),
        ]
        triggers = [
            *primary_sources_counted(),
            *searched("source", "title", "publisher", "author", "spoken_to", "reference", "url"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("source", args=[self.pk])

    @property
    def kind_icon(self) -> str:
        return SourceKind(self.kind).icon

    @property
    def short_address(self) -> str:
        """The address as a person says it: without scheme, and without a slash at its end."""
        return (self.canonical_url or self.url).partition("://")[2].removeprefix("www.").rstrip("/")

    @property
    def day(self) -> date | None:
        """The day that places it: when the person was spoken to, else when it was published."""
        return self.spoken_on if self.kind == SourceKind.PERSON else self.published_on


class Stance(models.TextChoices):
    SUPPORTS = "supports", "Supports"
    REFUTES = "refutes", "Refutes"
    CONTEXT = "context", "Context"

    @property
    def icon(self) -> str:
        return {"supports": "check", "refutes": "x", "context": "info"}[self.value]


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def standing(self) -> Self:
        """Evidence that has not been withdrawn."""
        return self.filter(withdrawn_at=None)


class Evidence(models.Model):
    """One source used on one claim."""

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="evidence")
    source = models.ForeignKey(Source, models.PROTECT, related_name="evidence")
    stance = models.CharField(max_length=10, choices=Stance)
    excerpt = models.TextField(blank=True)
    locator = models.CharField(
        "where in the source", max_length=200, blank=True, help_text="Page, paragraph or time."
    )
    answer = models.TextField(
        blank=True, help_text="Where it speaks against the verdict: why the verdict holds."
    )
    missing_in = models.ForeignKey(
        "claims.Snapshot", models.PROTECT, null=True, related_name="+",
        help_text="The newest snapshot of its source, where the excerpt is not in it.",
    )  # fmt: skip
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True)
    key = models.UUIDField(
        null=True,
        unique=True,
        help_text="Given by the form, so that a repeated post makes no second row.",
    )
    version = models.PositiveIntegerField(default=1)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stance__in=Stance.values), name="evidence_stance_known"
            ),
        ]
        triggers = [*sources_counted(), *searched("evidence", "excerpt", "locator", "withdrawn_at")]

    def __str__(self) -> str:
        return f"{self.get_stance_display()}: {self.source}"

    @property
    def stance_icon(self) -> str:
        return Stance(self.stance).icon

    def content(self) -> dict[str, Any]:
        """What a sign-off covers of this evidence."""
        return {
            "evidence": self.pk,
            "source": self.source_id,
            "stance": self.stance,
            "excerpt": self.excerpt,
            "locator": self.locator,
            **({"answer": self.answer} if self.answer else {}),
        }


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def standing(self) -> Self:
        """Entries that have not been withdrawn."""
        return self.filter(withdrawn_at=None)


class SearchEntry(models.Model):
    """One line of the log of what was searched for a claim: where, when, by whom, found what."""

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="search_log")
    place = models.CharField("where", max_length=300)
    searched_on = models.DateField("when")
    found = models.TextField("found")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True)
    key = models.UUIDField(
        null=True,
        unique=True,
        help_text="Given by the form, so that a repeated post makes no second row.",
    )

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "search entries"
        ordering = ["searched_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(place="") & ~models.Q(found=""), name="search_entry_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.found}"

    def content(self) -> dict[str, Any]:
        """What a sign-off covers of this entry."""
        return {
            "searched": self.pk,
            "place": self.place,
            "searched_on": self.searched_on.isoformat(),
            "found": self.found,
            "by": self.by_id,
        }
