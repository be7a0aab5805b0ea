"""Small real documents of each kind that is read, made on the spot."""

import io
import zipfile
import zlib
from collections.abc import Iterable

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMES = " ".join(
    [f'xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "text", "table", "style", "meta")]
    + [f'xmlns:fo="{ODF}xsl-fo-compatible:1.0"', f'xmlns:draw="{ODF}drawing:1.0"']
    + ['xmlns:dc="http://purl.org/dc/elements/1.1/"']
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(name, data, how)
    return buffer.getvalue()


def run(words: str, *properties: str) -> str:
    """A run of a Word document: `run("Ada", "b")` is in bold."""
    inner = "".join(f"<w:{one}/>" for one in properties)
    return f'<w:r><w:rPr>{inner}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def table(*rows: Iterable[str]) -> str:
    cells = ["".join(f"<w:tc>{paragraph(run(one))}</w:tc>" for one in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def word_part(element: str, inner: str) -> str:
    return f'<w:{element} xmlns:w="{WORD}">{inner}</w:{element}>'


def docx(*body: str, **parts: str) -> bytes:
    """A Word document; parts such as `footnotes` are given by name."""
    document = word_part("document", f"<w:body>{''.join(body)}</w:body>")
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms='
        '"http://purl.org/dc/terms/"><dc:title>The bridge</dc:title><dc:creator>Kim Lund'
        "</dc:creator><dcterms:created>2024-05-02T10:00:00Z</dcterms:created></cp:coreProperties>"
    )
    more = {f"word/{name}.xml": part for name, part in parts.items()}
    return zipped({"word/document.xml": document, "docProps/core.xml": core, **more})


def odt(body: str, styles: str = "", margins: str = "", manifest: str = "") -> bytes:
    """An OpenDocument text."""
    content = (
        f"<office:document-content {_NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    meta = (
        f"<office:document-meta {_NAMES}><office:meta><dc:title>The bridge</dc:title>"
        "<meta:initial-creator>Kim Lund</meta:initial-creator><meta:creation-date>"
        "2024-05-02T10:00:00</meta:creation-date></office:meta></office:document-meta>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "meta.xml": meta,
            "styles.xml": f"<office:document-styles {_NAMES}>{margins}</office:document-styles>",
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
        }
    )


type Shown = tuple[float, float, float, str]
"""How far from the left and the bottom, how large, and what."""


def pdf(pages: list[list[Shown]], *, packed: bool = True) -> bytes:
    """A PDF of pages on which words stand at places."""
    objects: list[bytes] = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
                            b"/Encoding /WinAnsiEncoding >>"]  # fmt: skip
    kids = []
    for page in pages:
        shows = [
            b"BT /F1 %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET"
            % (size, x, y, _escaped(words).encode("cp1252"))
            for x, y, size, words in page
        ]
        objects += [_stream(b"\n".join(shows), packed=packed)]
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        ]
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return pdf_of(objects)


def pdf_of(objects: list[bytes]) -> bytes:
    """The file of some objects, the first of which is its catalogue."""
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return data + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


def _stream(data: bytes, *, packed: bool) -> bytes:
    if packed:
        data = zlib.compress(data)
    how = b" /Filter /FlateDecode" if packed else b""
    return b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(data), how, data)


def picture_page() -> bytes:
    """A PDF whose only page is a picture."""
    image = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /XObject << /Im0 5 0 R >> >> >>",
            _stream(b"q 612 0 0 792 0 0 cm /Im0 Do Q", packed=False),
            image + b"/BitsPerComponent 8 /Length 1 >>\nstream\n\x80\nendstream",
        ]
    )


def _escaped(words: str) -> str:
    return words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def column(lines: Iterable[str], x: float = 72, top: float = 700, step: float = 14) -> list[Shown]:
    """Lines one below the other."""
    return [(x, top - number * step, 11, line) for number, line in enumerate(lines)]


def page(article: str, head: str = "") -> bytes:
    """A web page with an article in it."""
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8>{head}</head><body><nav>"
        f"<a href=/>Home</a> <a href=/sport>Sport</a></nav><article>{article}</article>"
        "<footer>All rights reserved.</footer></body></html>"
    ).encode()
