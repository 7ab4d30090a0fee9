from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.address import canonical_url, identifier, preference


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://Mic.GOV.vn:80/Pages/TinTuc.aspx?tintucid=1#top", "http://mic.gov.vn/Pages/TinTuc.aspx?tintucid=1"),
        ("https://mic.gov.vn:443", "https://mic.gov.vn/"),
        ("http://127.0.0.1:8801/a", "http://127.0.0.1:8801/a"),
        ("http://user:secret@mic.gov.vn./a", "http://mic.gov.vn/a"),
        ("https://x.vn/vi/tin?dDocName=SBV1&_afrLoop=1291034936391000&_adf.ctrl-state=1c7kax1f62_4", "https://x.vn/vi/tin?dDocName=SBV1"),
        ("http://x.vn/a;jsessionid=0A1B?b=1", "http://x.vn/a?b=1"),
        ("http://x.vn/(S(abcdefghijklmnopqrstuvwx))/a.aspx", "http://x.vn/a.aspx"),
        ("http://x.vn/a?PHPSESSID=1&utm_source=z&fbclid=2&zarsrc=30&id=7", "http://x.vn/a?id=7"),
        ("http://x.vn/a?p_auth=Xy12&p_p_id=101&_101_cur=2", "http://x.vn/a?_101_cur=2&p_p_id=101"),
        ("http://x.vn/tin tức?q=đ", "http://x.vn/tin%20t%E1%BB%A9c?q=%C4%91"),
        ("http://x.vn/%e1%bb%a9", "http://x.vn/%E1%BB%A9"),
        ("  http://x.vn/a ", "http://x.vn/a"),
    ],
)
def test_one_page_has_one_spelling(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://x.vn/tin/vi/en/vi/en", "http://x.vn/tin"),
        ("http://x.vn/vi/en/vi/tin", "http://x.vn/vi/tin"),
        ("http://x.vn/vi/en/vi/en", "http://x.vn/vi"),
        ("http://x.vn/en/tin/-/view_content/en/tin/-/view_content/7-a.html", "http://x.vn/en/tin/-/view_content/7-a.html"),
        ("http://x.vn/vi/tin/-/view_content/vi/tin/-/view_content/vi/tin/-/view_content/7", "http://x.vn/vi/tin/-/view_content/7"),
    ],
)
def test_endless_tails_are_cut(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


@pytest.mark.parametrize("url", ["http://x.vn/en/tin", "http://x.vn/vi", "http://x.vn/tin/tin/1", "http://x.vn/2012/2012/"])
def test_what_a_site_may_well_mean_is_kept(url: str) -> None:
    assert canonical_url(url) == url


@pytest.mark.parametrize("text", ["", "abc", "http://[::1", "http://x.vn:99999/a", "mailto:a@x.vn", "\x00"])
def test_what_is_no_address_does_no_harm(text: str) -> None:
    assert canonical_url(text) == text.strip()


_PART = st.text(st.sampled_from("aZ0/-_.~%;=&?#+:@[]() đế\t"), max_size=25)


@given(
    st.sampled_from(["http://x.vn/", "https://X.vn:443/vi/en/", "//", "", "http://"]),
    _PART,
    st.lists(st.sampled_from(["vi", "en", "a", "b", ""])),
)
def test_twice_is_once(start: str, rest: str, segments: list[str]) -> None:
    once = canonical_url(start + "/".join(segments) + rest)
    assert canonical_url(once) == once


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert canonical_url(canonical_url(text)) == canonical_url(text)
    assert len(identifier(canonical_url(text))) == 16
    assert preference(text)[-1] == text


def test_the_cited_address_has_no_language_prefix_and_is_short() -> None:
    addresses = ["http://x.vn/en/a/1", "http://x.vn/vi/a/1", "http://x.vn/a/b/1", "http://x.vn/a/1", "http://x.vn/aa/1"]
    assert sorted(addresses, key=preference) == [addresses[3], addresses[4], addresses[2], addresses[1], addresses[0]]
