"""Web addresses: one spelling for one page, and none that a browser could run."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.addresses import canonical_url
from claims.text.errors import BadAddress


@pytest.mark.parametrize(
    ("given_url", "canonical"),
    [
        ("HTTP://Example.ORG:80/a/../b/./c", "http://example.org/b/c"),
        ("https://example.org:443", "https://example.org/"),
        ("https://example.org:8443/x", "https://example.org:8443/x"),
        ("https://example.org:0443/x", "https://example.org/x"),
        ("http://example.org:/x", "http://example.org/x"),
        ("example.org/page", "https://example.org/page"),
        ("example.org:8080/page", "https://example.org:8080/page"),
        ("  https://example.org/page\n", "https://example.org/page"),
        ("https://example.org./x", "https://example.org/x"),
        ("https://bücher.example/ü?q=é", "https://xn--bcher-kva.example/%C3%BC?q=%C3%A9"),
        ("https://example.org/%7euser/%c3%bc/%2F", "https://example.org/~user/%C3%BC/%2F"),
        ("https://example.org/a%zz", "https://example.org/a%25zz"),
        ("https://example.org/%2e%2e/a/..", "https://example.org/"),
        ("https://example.org/a/b/..", "https://example.org/a/"),
        ("https://example.org/../../a//b", "https://example.org/a//b"),
        ("https://example.org?b=2&a=1&b=1", "https://example.org/?b=2&a=1&b=1"),
        (
            "https://example.org/?utm_source=x&id=7&fbclid=y&UTM_Medium=z",
            "https://example.org/?id=7",
        ),
        ("https://example.org/?%75tm_source=x", "https://example.org/"),
        ("https://example.org/?ref=a&s=b&gclid=c", "https://example.org/?ref=a&s=b"),
        ("https://example.org/a#part", "https://example.org/a"),
        ("https://example.org/a#:~:text=said", "https://example.org/a"),
        ("https://[2001:DB8:0::1]:443/", "https://[2001:db8::1]/"),
        ("http://192.0.2.7/", "http://192.0.2.7/"),
    ],
)
def test_one_page_has_one_spelling(given_url: str, canonical: str) -> None:
    assert canonical_url(given_url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "",
        "   ",
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "javascript:1",
        "vbscript:x",
        "data:text/html,<b>x",
        "file:///etc/passwd",
        "ftp://example.org/",
        "mailto:ada@example.org",
        "//example.org/x",
        "/page",
        "page",
        "http://",
        "http:///x",
        "https:example.org",
        "https:/example.org",
        "https://ada@example.org/",
        "https://ada:secret@example.org/",
        "https://example.org:99999/",
        "https://example.org:0/",
        "https://example.org:8a/",
        "https://exa mple.org/",
        "https://example.org/a b",
        "https://example.org/a\u200bb",
        "https://example.org/\u202egpj.exe",
        "https://example.org\\@evil.example/",
        "https://exa%6dple.org/",
        "https://-example.org/",
        "https://example..org/",
        "https://1.2.3/",
        "https://0x7f.1/",
        "https://[::1/",
        "https://[fe80::zz]/",
        "https://" + "a" * 64 + ".org/",
        "https://example.org/" + "a" * 2000,
        "https://example.org/" + "é" * 500,
        "https://example.org/\ud800",
    ],
)
def test_what_is_no_safe_web_address_is_refused_in_one_sentence(url: str) -> None:
    with pytest.raises(BadAddress) as refusal:
        canonical_url(url)
    assert 10 < len(str(refusal.value)) < 200
    assert "\n" not in str(refusal.value)


@settings(deadline=None)
@given(
    st.one_of(
        st.text(),
        st.text(alphabet="/.%2eE?&=#a:@utm_fbclidé[]~ü", max_size=60).map(
            "https://example.org/".__add__
        ),
        st.text(alphabet="aé.-:0x1ß。[]", max_size=20).map("https://".__add__),
    )
)
def test_canonical_addresses_are_fixed_points_and_always_web_addresses(url: str) -> None:
    try:
        canonical = canonical_url(url)
    except BadAddress:
        return
    assert canonical_url(canonical) == canonical
    assert canonical.startswith(("http://", "https://"))
    assert canonical.isascii()
    assert "#" not in canonical
