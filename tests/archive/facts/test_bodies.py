"""Bodies that an article names."""

from __future__ import annotations

from tests.archive.facts.texts import facts_of


def test_spellings_of_one_body_are_one() -> None:
    found = facts_of(
        "Sở Thông tin và Truyền thông tổ chức họp. Sở TT&TT đã mời Cục Tin học hóa, Bộ Lao động, Thương binh và Xã hội."
    ).bodies
    assert [body.name for body in found] == ["Sở Thông tin và Truyền thông", "Cục Tin học hóa", "Bộ Lao động, Thương binh và Xã hội"]
    assert found[0].forms == ("Sở Thông tin và Truyền thông", "Sở TT&TT")


def test_a_body_has_the_acronym_that_the_article_gives_it() -> None:
    [body] = facts_of("gia nhập Liên minh Nghị viện Thế giới (IPU) từ năm 1979").bodies
    assert (body.name, body.short) == ("Liên minh Nghị viện Thế giới", "IPU")


def test_hoi_nghi_and_bao_cao_are_no_bodies() -> None:
    assert facts_of("Hội nghị nghe Báo cáo về Bộ luật Dân sự, Đoàn kết và Sở hữu trí tuệ").bodies == ()
