"""From bytes to text, and from text to the text that is kept."""

import re

from charset_normalizer import from_bytes

from claims.text.errors import UnreadableText

MAX_BYTES = 5_000_000
MAX_LINES = 300_000
"""As many as captions of five megabytes have."""

_BYTE_ORDER_MARKS = (  # the longer first: UTF-32-LE begins like UTF-16-LE
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
BYTE_ORDER_MARKS = tuple(mark for mark, _ in _BYTE_ORDER_MARKS)
_KINDS = (
    (rb"%PDF-", "a PDF"),
    (rb"PK\x03\x04(?s:.*)word/", "a Word document"),
    (rb"PK\x03\x04(?s:.*)xl/", "a spreadsheet"),
    (rb"PK\x03\x04(?s:.*)opendocument\.text", "an OpenDocument text"),
    (rb"PK[\x03\x05]", "a ZIP archive"),
    (rb"\xd0\xcf\x11\xe0", "an old Office document"),
    (rb"\{\\rtf", "a rich text (RTF) document"),
    (rb"(?i)\s*(<\?xml[^>]*>\s*)?<(!doctype html|html)[\s>]", "a web page"),
    (rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|II\*\x00|MM\x00\*", "a picture"),
    (rb"ID3|\xff\xfb|RIFF....WAVE|OggS|fLaC", "a sound recording"),
    (rb"....ftyp|\x1aE\xdf\xa3|RIFF....AVI", "a video"),
    (rb"\x1f\x8b\x08|7z\xbc\xaf|Rar!|BZh[1-9]1AY|\xfd7zXZ", "a packed archive"),
)
_LEGACY = ["cp1250", "cp1251", "cp1253", "cp1254", "koi8_r", "mac_roman", "cp932", "euc_jp"]
_LEGACY += ["gb18030"]
_WESTERN_SIGNS = set("\u00a0‘’‚“”„–—…•«»‹›€£©®°§™¡¿·½¼¾ªº†‡¹²³")
_JOINERS = set("‘’“”–—…·•\u00a0\u00ad«»‹›")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ZERO_WIDTH = re.compile("[\u200b\u2060\ufeff\u00ad]")
_SURROGATE = re.compile("[\ud800-\udfff]")

_ASK_FOR_TEXT = "save it as plain text (UTF-8) and use that."


def decode(data: bytes, *, most: int = MAX_BYTES) -> tuple[str, str]:
    """Return the text of a plain text file and the name of the encoding it was read with.

    A byte order mark decides (UTF-8, UTF-16, UTF-32; it is not part of the text); else strict
    UTF-8; else UTF-16 that shows by its zero bytes; else Windows-1252 where that gives plausible
    words; else what charset-normalizer finds. UnreadableText where the data is empty, over
    `most` bytes, of another kind, binary, or in no encoding that can be told.
    """
    if not data:
        raise UnreadableText("This file is empty.")
    _refuse_too_long(len(data), most)
    _refuse_other_kinds(data)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding), encoding
    if b"\x00" in data:
        return _without_mark(data)
    _refuse_control_characters(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _legacy(data)


def normalise(text: str) -> tuple[str, list[str]]:
    r"""Return the text that is kept, and notes on what a reader cannot see in it.

    The rules, all of them:

    1. Every line ending, ``\r\n`` or ``\r``, becomes ``\n``.
    2. Byte order marks (U+FEFF) at the very start are removed.

    Nothing else changes: nothing is trimmed, composed, folded or replaced. Form feeds, U+2028 and
    U+2029, right-to-left marks, zero-width characters, emoji and combining marks stay where they
    are, so that every offset, in code points, is exact. Normalising twice changes nothing.

    UnreadableText for what cannot be kept (NUL characters, lone surrogates, more than MAX_BYTES in
    UTF-8 or MAX_LINES) and for a text without a single letter.
    """
    if "\x00" in text:
        raise UnreadableText(
            f"There is a NUL character on line {_line(text, text.index(chr(0)))}, which cannot be "
            "stored: remove it and try again."
        )
    if broken := _SURROGATE.search(text):
        raise UnreadableText(
            f"There is half a character (a lone surrogate) on line {_line(text, broken.start())}, "
            "which cannot be stored: remove it and try again."
        )
    _refuse_too_long(len(text.encode()))
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    _refuse_too_many_lines(text.count("\n") + 1)
    if not text.strip():
        raise UnreadableText("There is no text here.")
    if not any(map(str.isalpha, text)):
        raise UnreadableText("There is not a single sentence in this text.")
    return text, _unseen(text)


def _unseen(text: str) -> list[str]:
    """Return one note for each sort of invisible character in the text."""
    notes = []
    if found := list(_BIDI.finditer(text)):
        notes.append(
            f"Line {_line(text, found[0].start())}: {_counted(found, 'invisible direction mark')} "
            "in this text; they can make words show in another order than they are stored."
        )
    if found := list(_ZERO_WIDTH.finditer(text)):
        notes.append(
            f"Line {_line(text, found[0].start())}: {_counted(found, 'invisible character')} in "
            "this text (zero width or soft hyphen); words that look alike may differ."
        )
    return notes


def _counted(found: list[re.Match[str]], noun: str) -> str:
    return f"1 {noun} is" if len(found) == 1 else f"{len(found)} {noun}s are"


def _line(text: str, offset: int) -> int:
    lines = re.findall(r"\r\n|\r|\n", text[:offset])
    return len(lines) + 1


def _refuse_too_long(size: int, most: int = MAX_BYTES) -> None:
    if size > most:
        raise UnreadableText(
            f"This text is {size / 1_000_000:.1f} MB long; the limit is "
            f"{most / 1_000_000:.0f} MB: split it into parts."
        )


def _refuse_too_many_lines(lines: int) -> None:
    if lines > MAX_LINES:
        raise UnreadableText(
            f"This text has {lines:,} lines; the limit is {MAX_LINES:,}: split it into parts."
        )


def _refuse_other_kinds(data: bytes) -> None:
    for pattern, kind in _KINDS:
        if re.match(pattern, data[:4096]):
            raise UnreadableText(
                f"This file is {kind}. It cannot be read as it is: {_ASK_FOR_TEXT}"
            )


def _refuse_control_characters(data: bytes) -> None:
    """Refuse what holds more than one control character in fifty bytes (one in all is let be)."""
    if len(_CONTROL.findall(data)) > max(1, len(data) // 50):
        raise UnreadableText(f"This file is not text. If it holds text, {_ASK_FOR_TEXT}")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        name = encoding[:6].rstrip("-").upper()
        raise UnreadableText(
            f"This file says that it is {name}, but it is damaged or cut short: {_ASK_FOR_TEXT}"
        ) from None


def _without_mark(data: bytes) -> tuple[str, str]:
    """Read UTF-16 without a byte order mark; what else holds zero bytes is not text."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if len(data) % 2 == 0 and max(even, odd) > len(data) * 0.2 and min(even, odd) == 0:
        encoding = "utf-16-le" if odd else "utf-16-be"
        return _strictly(data, encoding), encoding
    raise UnreadableText(
        f"This file is not text: it holds zero bytes. If it holds text, {_ASK_FOR_TEXT}"
    )


def _legacy(data: bytes) -> tuple[str, str]:
    """Read data that is not UTF-8: Windows-1252 if plausible, else the best plausible guess."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if text and _is_western(text):
        return text, "cp1252"
    for match in from_bytes(data, cp_isolation=_LEGACY, enable_fallback=False):
        if match.chaos <= 0.2 and not _has_odd_word(guess := str(match)):
            return guess, match.encoding
    raise UnreadableText(f"The encoding of this text cannot be told: {_ASK_FOR_TEXT}")


def _is_western(text: str) -> bool:
    """Whether text read as Windows-1252 looks like words: few, well placed accented letters."""
    foreign = [character for character in text if character > "\x7f"]
    letters = sum(character.isalpha() for character in text)
    if sum(character.isalpha() for character in foreign) > letters / 2:
        return False
    if not all(c in _WESTERN_SIGNS or (c.isalpha() and c not in "ƒˆµ") for c in foreign):
        return False
    return not _has_odd_word(text)


def _has_odd_word(text: str) -> bool:
    """Whether a foreign capital or sign stands inside a word, as wrong encodings make them."""
    for found in re.finditer(r"[\x80-\u2fff]", text):
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        character = found[0]
        if character.isalpha():
            if character.isupper() and before.islower():
                return True
        elif character.isnumeric():  # superscripts and fractions: "m³" is a word, "powiedzia³" not
            if text[max(0, found.start() - 3) : found.start()].isalpha() or after.isalpha():
                return True
        elif character not in _JOINERS and before.isalpha() and after.isalpha():
            return True
    return False


def encoding_note(encoding: str) -> str:
    """Return the doubt that goes with an encoding that had to be guessed; empty for UTF."""
    if encoding.startswith("utf"):
        return ""
    names = {"cp1252": "Windows-1252 (Western European)"}
    name = names.get(encoding, encoding.replace("_", "-"))
    return f"The file is not UTF-8; it was read as {name}: check letters with accents and quotes."
