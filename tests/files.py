"""Small real files, one of each kind that is kept, and some that only look like one."""

import io
import struct
import wave
import zipfile
import zlib


def pdf(text: str = "Hello") -> bytes:
    """One page, with a cross-reference table that is right."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 5\n0000000000 65535 f \n"
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


def png(width: int = 3, height: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = (b"\x00" + b"\x80\x80\xc0" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def gif() -> bytes:
    return b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00" + (
        b"\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
    )


def jpeg() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


def webp() -> bytes:
    body = b"WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"
    return b"RIFF" + struct.pack("<I", len(body)) + body


def archive(**parts: bytes) -> bytes:
    """A ZIP; names are given with / as __ and . as _dot_."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return buffer.getvalue()


def docx(**more: bytes) -> bytes:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = f'<w:document xmlns:w="{word}"><w:body><w:p/></w:body></w:document>'
    buffer = io.BytesIO(
        archive(word__document_dot_xml=text.encode(), _rels___dot_rels=b"<Relationships/>", **more)
    )
    with zipfile.ZipFile(buffer, "a") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
    return buffer.getvalue()


def wav(seconds: float = 0.1, hertz: int = 8000) -> bytes:
    """Silence, as a browser plays it."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(hertz)
        file.writeframes(b"\x80" * int(seconds * hertz))
    return buffer.getvalue()


def mp3(tag: bytes = b"") -> bytes:
    """Three frames of 128 kbit/s."""
    return tag + (b"\xff\xfb\x90\x00" + bytes(413)) * 3


def id3(size: int = 300) -> bytes:
    """A tag of a size in bytes, of which each counts seven bits."""
    return b"ID3\x04\x00\x00" + bytes([0, 0, size >> 7, size & 127]) + b"x" * size


def ogg(first: bytes = b"OpusHead") -> bytes:
    return b"OggS\x00\x02" + bytes(20) + b"\x01\x13" + first + bytes(11)


def webm(codec: bytes = b"A_OPUS", kind: bytes = b"webm") -> bytes:
    return b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82" + bytes([128 + len(kind)]) + kind + codec


def mp4(brand: bytes = b"isom") -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x02\x00isommp42"


def flac() -> bytes:
    return b"fLaC\x00\x00\x00\x22" + bytes(34)
