"""What the control words of RTF stand for, and how it writes characters."""

import re

TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})"
    r"|\\(?P<sign>[^a-zA-Z'])|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)|\\"
)
_LISTS = {
    "margin": "header headerl headerr headerf footer footerl footerr footerf",
    "no": """colortbl stylesheet pict object objdata themedata xe tc rxe txe ftnsep ftnsepc ftncn
        aftnsep aftnsepc aftncn private listtable info upr objattph nonshppict bkmkstart""",
    "again": "shptxt shppict result ud",
}
KINDS = {word: kind for kind, words in _LISTS.items() for word in words.split()} | {
    "fonttbl": "fonts", "fldinst": "field", "footnote": "footnote", "creatim": "day",
    "annotation": "comment", "atnauthor": "by", "title": "title", "author": "author",
}  # fmt: skip
"""What the words of a group are that begins so; "again" makes words of the text of them."""
WRITTEN = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002",
    "~": "\u00a0", "_": "\N{NON-BREAKING HYPHEN}", "-": "\N{SOFT HYPHEN}",
    "\\": "\\", "{": "{", "}": "}", "zwj": "\u200d", "zwnj": "\u200c",
    "ltrmark": "\u200e", "rtlmark": "\u200f", "qmspace": "\u2005",
}  # fmt: skip
ADDED = {"tab": "\t", "line": "\n", "nestcell": "\t", "nestrow": "\n"}
CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip


def code_page(number: int | None) -> str:
    """The codec of a code page; "" where there is none."""
    page = {10000: "mac_roman", 65001: "utf-8"}.get(number or 0, f"cp{number}")
    try:
        b"".decode(page)
        "".encode(page)
    except (LookupError, UnicodeError, ValueError):
        return ""
    return page


def is_whole(units: list[int]) -> bool:
    """Whether no half of a surrogate pair stands alone."""
    try:
        b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le")
    except UnicodeDecodeError:
        return False
    return True
