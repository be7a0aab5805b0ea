"""Reading the spreadsheet of claims that a newsroom has kept so far: a workbook, or a table."""

from claims.text.errors import UnreadableText
from claims.text.readers import delimited, xlsx
from claims.text.readers.apart import read_book_apart
from claims.text.sheets import Book

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_SAVE = "save it as a workbook (XLSX) or as CSV."


def read_book(data: bytes) -> Book:
    """The sheets of a file, told by its content and not by its name.

    UnreadableText, in one sentence, where there are none. Workbooks are read in a child process.
    """
    if xlsx.recognises(data):
        return read_book_apart("xlsx", data)
    if data.startswith(_OLD_OFFICE):
        raise UnreadableText(f"This is an old workbook (XLS), or one that is damaged: {_SAVE}")
    if data.startswith(b"PK"):
        raise UnreadableText(f"This file is no workbook that can be read: {_SAVE}")
    return delimited.read(data)
