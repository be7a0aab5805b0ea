"""What is kept of an upload, what is refused, and how it is handed out again."""

import hashlib
import logging
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.actions.documents import BadDocument, Upload, clean_name, examine, keep
from claims.models import Document, Role
from claims.models.sources import MediaType
from tests import files
from tests.factories import make_user

KEPT = "a PDF, a Word document (DOCX), an image (PNG, JPEG, GIF, WebP), text or CSV"
OTHER = f"This file is of a kind that is not kept. What can be kept: {KEPT}."
MARKUP = "This is a web page, SVG or XML: attach its address, or save it as PDF and attach that."


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def upload(data: bytes, name: str = "file.bin") -> Upload:
    return examine(SimpleUploadedFile(name, data))


def kept(data: bytes, name: str = "file.bin") -> Document:
    return keep(upload(data, name), by=make_user())


def stored(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (files.pdf(), "report.pdf", MediaType.PDF),
        (files.docx(), "letter.docx", MediaType.DOCX),
        (files.png(), "scan.png", MediaType.PNG),
        (files.jpeg(), "photo.jpg", MediaType.JPEG),
        (files.gif(), "moving.gif", MediaType.GIF),
        (files.webp(), "small.webp", MediaType.WEBP),
        (b"It was so.\n", "note.txt", MediaType.TEXT),
        ("Ærø 🙂 e\u0301\n".encode(), "note.txt", MediaType.TEXT),
        ("Ærø\n".encode("utf-16"), "note.txt", MediaType.TEXT),
        ("Die Brücke über den Fluß kostete neun Millionen.\n".encode("cp1252") * 5, "a.txt",
         MediaType.TEXT),
        (b"BM and MZ and PK are letters too.\n", "note.txt", MediaType.TEXT),
        (b"year,cost\n2019,9\n", "Costs.CSV", MediaType.CSV),
    ],
)  # fmt: skip
def test_a_file_is_known_by_its_content(data: bytes, name: str, media_type: MediaType) -> None:
    found = upload(data, name)
    assert (found.media_type, found.size) == (media_type, len(data))
    assert found.sha256 == hashlib.sha256(data).hexdigest()


def test_the_name_of_a_file_says_nothing_about_its_kind() -> None:
    assert upload(files.png(), "report.pdf").media_type == MediaType.PNG
    assert upload(files.pdf(), "page.html").media_type == MediaType.PDF


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "empty.pdf", "This file is empty."),
        (b"MZ\x90\x00\x03" + bytes(200), "report.pdf", OTHER),
        (bytes(range(256)) * 4, "noise.txt", OTHER),
        (b"text with a \x00 in it", "note.txt", OTHER),
        (b"%PDF-1.4\n1 0 obj << >> endobj\n", "cut.pdf",
         "This PDF is damaged or cut short: it has no end."),
        (files.docx()[:-40], "cut.docx", "This file is damaged or cut short."),
        (files.archive(a_dot_txt=b"a"), "letter.docx",
         f"This file is an archive of another kind. What can be kept: {KEPT}."),
        (files.docx(word__vbaProject_dot_bin=b"x"), "macros.docx",
         "This Word document holds macros: save it without them, or as PDF."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old.doc",
         "This is an old Office file, or one with a password: save it as DOCX or PDF."),
        (b"<!DOCTYPE html><p>Hello", "page.txt", MARKUP),
        (b"\n\n  <script>alert(1)</script>", "page.txt", MARKUP),
        ("\ufeff<html><body>Hello".encode("utf-16"), "page.txt", MARKUP),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "drawing.png", MARKUP),
        (b'<?xml version="1.0"?><a/>', "data.csv", MARKUP),
    ],
)  # fmt: skip
def test_what_is_not_kept_is_refused_with_its_reason(data: bytes, name: str, why: str) -> None:
    with pytest.raises(BadDocument) as refusal:
        upload(data, name)
    assert str(refusal.value) == why


def test_a_file_over_the_limit_is_refused_with_both_sizes(settings: Any) -> None:
    settings.DOCUMENT_MAX_BYTES = 1_000_000
    assert upload(b"a" * 1_000_000).size == 1_000_000
    with pytest.raises(BadDocument) as refusal:
        upload(b"a" * 1_000_001)
    assert str(refusal.value) == "This file has 1.1 MB; the limit is 1 MB."


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    with suppress(BadDocument):
        assert upload(data).size == len(data)


@given(st.text(max_size=300))
def test_a_clean_name_is_one_visible_line_and_stays_as_it_is(name: str) -> None:
    clean = clean_name(name)
    assert 0 < len(clean) <= 200
    assert "/" not in clean
    assert clean.isprintable()
    assert clean_name(clean) == clean


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/report.pdf", "report.pdf"),
        ("C:\\Users\\ana\\report.pdf", "report.pdf"),
        ("two\r\nlines: x.pdf", "two lines: x.pdf"),
        ("Ærø – 報告 🙂.pdf", "Ærø – 報告 🙂.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("nul\x00l.pdf", "null.pdf"),
        ("..", "document"),
        ("", "document"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_folders_and_unseen_characters(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.mark.django_db
def test_a_content_is_stored_once_under_its_sha256(folder: Path) -> None:
    data = files.pdf()
    sha256 = hashlib.sha256(data).hexdigest()
    first, second = kept(data, "one.pdf"), kept(data, "two.pdf")
    assert first.pk == second.pk
    assert stored(folder) == [f"documents/{sha256[:2]}/{sha256}"]
    assert (folder / str(first.file.name)).read_bytes() == data
    assert (first.name, first.size, first.media_type) == ("one.pdf", len(data), "application/pdf")


@pytest.mark.django_db
def test_a_file_that_was_cut_off_is_written_again(folder: Path, caplog: Any) -> None:
    data = files.pdf()
    document = kept(data)
    path = folder / str(document.file.name)
    path.chmod(0o600)
    path.write_bytes(data[:10])
    with caplog.at_level(logging.CRITICAL):
        assert kept(data).pk == document.pk
    assert path.read_bytes() == data
    assert len(stored(folder)) == 1


@pytest.mark.django_db
def test_a_file_without_its_row_is_taken_up_by_the_next_upload(folder: Path) -> None:
    data = files.png()
    kept_once = kept(data)
    name = str(kept_once.file.name)
    assert name == f"documents/{kept_once.sha256[:2]}/{kept_once.sha256}"
    (folder / name).unlink()
    assert str(kept(data).file.name) == name
    assert stored(folder) == [name]


def download(client: Client, document: Document) -> Any:
    response = client.get(f"/documents/{document.sha256}/")
    response.body = b"".join(response.streaming_content)
    response.close()
    return response


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "name", "content_type", "disposition"),
    [
        (files.pdf(), "report.pdf", "application/pdf", 'attachment; filename="report.pdf"'),
        (files.png(), "scan.png", "image/png", 'inline; filename="scan.png"'),
        (files.png(), "scan.html", "image/png", 'inline; filename="scan.html.png"'),
        (b"hello <script>alert(1)</script>", "page.html", "text/plain",
         'attachment; filename="page.html.txt"'),
        (b"a,b\n", "t.csv", "text/csv", 'attachment; filename="t.csv"'),
        (files.gif() + b"<script>alert(1)</script>", "both.gif", "image/gif",
         'inline; filename="both.gif"'),
        (b"hi", "報告 1.txt", "text/plain",
         "attachment; filename*=utf-8''%E5%A0%B1%E5%91%8A%201.txt"),
    ],
)  # fmt: skip
def test_a_file_is_handed_out_so_that_nothing_in_it_runs(
    client: Client, data: bytes, name: str, content_type: str, disposition: str
) -> None:
    client.force_login(make_user(Role.VIEWER))
    response = download(client, kept(data, name))
    assert response.status_code == 200
    assert response.body == data
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == disposition
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.django_db
def test_a_stranger_gets_no_file(client: Client) -> None:
    document = kept(files.pdf())
    response = client.get(f"/documents/{document.sha256}/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_not_found(client: Client, folder: Path) -> None:
    client.force_login(make_user())
    assert client.get(f"/documents/{'0' * 64}/").status_code == 404
    document = kept(files.pdf())
    (folder / str(document.file.name)).unlink()
    logging.disable(logging.ERROR)
    assert client.get(f"/documents/{document.sha256}/").status_code == 404
    logging.disable(logging.NOTSET)
