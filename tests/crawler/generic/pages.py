"""Small pages of no known portal, for the tests of the generic route."""

from __future__ import annotations

from datetime import datetime

from archive.page import Extraction, Page
from archive.settings import TIME_ZONE
from crawler.extraction import extract

CAPTURED = datetime(2023, 8, 1, 8, 0, tzinfo=TIME_ZONE)
TITLE = "Ban chỉ đạo chuyển đổi số họp phiên thứ ba để rà soát tiến độ"
LEAD = "Sáng nay, ban chỉ đạo chuyển đổi số đã họp phiên thứ ba để rà soát tiến độ các nhiệm vụ được giao trong năm."
TEXT = (
    "Báo cáo tại cuộc họp, bộ phận thường trực cho biết 42 trong tổng số 60 nhiệm vụ đã hoàn thành, 15 nhiệm vụ đang triển khai.",
    "Các đại biểu đề nghị sớm ban hành quy chế chia sẻ dữ liệu, theo Nghị định số 47/2020/NĐ-CP ngày 09/4/2020 của Chính phủ.",
    "Kết luận phiên họp ngày 12/3/2023, Trưởng ban yêu cầu các đơn vị chậm tiến độ báo cáo nguyên nhân trước ngày 20 hằng tháng.",
)
MENU = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("Trang chủ", "Giới thiệu", "Tin tức", "Văn bản", "Liên hệ"))


def body(*paragraphs: str) -> str:
    """Paragraphs of HTML, the usual text where none are given."""
    return "".join(f"<p>{text}</p>" for text in paragraphs or TEXT)


def article(
    about: str = "", *, title: str = TITLE, head: str = "", above: str = "", lead: str = "", text: str = "", after: str = ""
) -> str:
    """A page with one article; ``about`` stands between headline and text."""
    return (
        f"<html><head><title>{title} - Cổng thông tin điện tử tỉnh Mẫu</title>{head}</head><body>"
        f'<div class="top"><span class="clock">Thứ ba, ngày 01/08/2023</span></div><ul class="menu">{MENU}</ul>'
        f'<div class="main"><div class="view">{above}<h1>{title}</h1>{about}{lead}'
        f'<div class="noidung">{text or body()}</div></div>{after}</div>'
        '<div class="footer"><p>Bản quyền thuộc tỉnh Mẫu. Địa chỉ: số 1 đường Hành Chính, thành phố Mẫu.</p></div></body></html>'
    )


def read(html: str, url: str = "https://unseen.example.vn/bai.html", date: datetime | None = CAPTURED) -> Extraction:
    """What the product makes of a page."""
    return extract(Page(url=url, status=200, payload=html.encode(), date=date))
