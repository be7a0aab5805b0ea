"""Web addresses: one spelling for one page, and no address that a browser could run."""

import ipaddress
import re
import unicodedata
from urllib.parse import unquote

from claims.text.errors import BadAddress

MAX_LENGTH = 2000

_DEFAULT_PORTS = {"http": "80", "https": "443"}
_TRACKING = frozenset(
    (
        "fbclid",
        "gclid",
        "gclsrc",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "twclid",
        "ttclid",
        "li_fat_id",
        "igshid",
        "igsh",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "ref_src",
        "ref_url",
        "_hsenc",
        "_hsmi",
        "__hssc",
        "__hstc",
        "__hsfp",
        "hsctatracking",
        "vero_id",
        "oly_anon_id",
        "oly_enc_id",
        "_openstat",
        "ml_subscriber",
        "ml_subscriber_hash",
        "s_cid",
        "ncid",
        "wickedid",
        "rb_clickid",
        "guccounter",
        "guce_referrer",
        "guce_referrer_sig",
        "cmpid",
    )
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(.*)", re.IGNORECASE)
_BARE_PORT = re.compile(r"[0-9]{1,5}([/?#]|$)")
_PARTS = re.compile(r"(?P<authority>[^/?#]*)(?P<path>[^?#]*)(\?(?P<query>[^#]*))?(#.*)?")
_HOST_AND_PORT = re.compile(r"(?P<host>\[[^\[\]]*\]|[^:\[\]]*)(:(?P<port>[0-9]*))?")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})|.", re.DOTALL)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ALLOWED = _UNRESERVED | frozenset("!$&'()*+,;=:@/?[]")


def canonical_url(url: str) -> str:
    """Return the one spelling under which a web address is kept.

    Scheme and host in lower case, the host in ASCII (IDNA), no default port, no dot segments (RFC
    3986, 5.2.4), percent-encoding only where needed and in upper case, ``/`` for an empty path, no
    tracking parameters, no fragment; other parameters stay in their order. White space around it
    is dropped; ``example.org/page`` is taken as https. Canonical addresses come back unchanged.

    BadAddress for all that is not http or https, for user names and passwords, for white space,
    control or invisible characters inside, for a bad host or port, and over MAX_LENGTH.
    """
    url = url.strip(" \t\r\n")
    if not url:
        raise BadAddress("There is no web address here.")
    _refuse_too_long(url)
    _refuse_unseen_characters(url)
    scheme, rest = _split_scheme(url)
    found = _PARTS.fullmatch(rest)
    assert found  # every string without line breaks has this shape
    authority = _authority(found["authority"], scheme)
    path = _without_dot_segments(_percent_normalised(found["path"])) or "/"
    query = _without_tracking(_percent_normalised(found["query"] or ""))
    canonical = f"{scheme}://{authority}{path}" + (f"?{query}" if query else "")
    _refuse_too_long(canonical)
    return canonical


def readable(canonical: str) -> str:
    """What a page is called that nobody gave a title: its address, as people write it."""
    address = canonical.partition("://")[2].removeprefix("www.").rstrip("/")
    return plain if (plain := unquote(address)).isprintable() else address


def _refuse_too_long(url: str) -> None:
    if len(url) > MAX_LENGTH:
        raise BadAddress(
            f"This address is {len(url)} characters long; the limit is {MAX_LENGTH}: "
            "use a shorter one for the same page."
        )


def _refuse_unseen_characters(url: str) -> None:
    for character in url:
        if character.isspace():
            raise BadAddress("There is white space in this address: a web address has none.")
        if unicodedata.category(character) in {"Cc", "Cf", "Cs"}:
            raise BadAddress("There is an invisible character in this address: type it anew.")
    if "\\" in url:
        raise BadAddress("There is a backslash in this address: a web address has none.")


def _split_scheme(url: str) -> tuple[str, str]:
    """Return the scheme and what follows ``//``; https where no scheme is given."""
    found = _SCHEME.fullmatch(url)
    if found and not ("." in found[1] and _BARE_PORT.match(found[2])):
        scheme = found[1].lower()
        if scheme not in _DEFAULT_PORTS:
            raise BadAddress(
                "Only addresses that begin with http:// or https:// can be used, "
                f"and this one begins with {scheme[:20]}:."
            )
        if not found[2].startswith("//"):
            raise BadAddress(f"Two slashes are missing in this address after {scheme}:.")
        return scheme, found[2][2:]
    if "." not in re.split(r"[/?#]", url, maxsplit=1)[0]:
        raise BadAddress("This is not a web address: it names no site, such as https://example.org")
    return "https", url


def _authority(authority: str, scheme: str) -> str:
    if "@" in authority:
        raise BadAddress("This address holds a user name or password: leave out all before the @.")
    found = _HOST_AND_PORT.fullmatch(authority)
    if not found:
        raise BadAddress("The host or port in this address is not valid.")
    host = _host(found["host"])
    port = (found["port"] or "").lstrip("0")
    if (found["port"] and not port) or len(port) > 5 or int(port or 1) > 65535:
        raise BadAddress("The port in this address is not valid: it goes from 1 to 65535.")
    return f"{host}:{port}" if port and port != _DEFAULT_PORTS[scheme] else host


def _host(host: str) -> str:
    if not host:
        raise BadAddress("This is not a web address: it names no site, such as https://example.org")
    if host.startswith("["):
        try:
            return f"[{ipaddress.IPv6Address(host[1:-1]).compressed}]"
        except ValueError:
            raise BadAddress("The host in this address is not a valid IPv6 address.") from None
    try:
        ascii_host = host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        ascii_host = ""
    labels = ascii_host.split(".")
    if len(ascii_host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise BadAddress("The name of the site in this address is not valid.")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            ipaddress.IPv4Address(ascii_host)
        except ValueError:
            raise BadAddress("The host in this address is not a valid IP address.") from None
    return ascii_host


def _percent_normalised(part: str) -> str:
    """Return the part with each character encoded if it must be, and only then."""

    def character(found: re.Match[str]) -> str:
        if found[1]:
            decoded = chr(int(found[1], 16))
            return decoded if decoded in _UNRESERVED else f"%{found[1].upper()}"
        if found[0] in _ALLOWED:
            return found[0]
        return "".join(f"%{byte:02X}" for byte in found[0].encode())

    return _ESCAPE.sub(character, part)


def _without_dot_segments(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in {".", ".."}:
        kept.append("")
    return "".join(f"/{segment}" for segment in kept)


def _without_tracking(query: str) -> str:
    kept = []
    for parameter in query.split("&"):
        name = parameter.partition("=")[0].lower()
        if not name.startswith("utm_") and name not in _TRACKING:
            kept.append(parameter)
    return "&".join(kept)
