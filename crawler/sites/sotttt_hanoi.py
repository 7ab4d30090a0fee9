"""Sở Thông tin và Truyền thông Hà Nội, sotttt.hanoi.gov.vn: Liferay 6.2, known from saved pages."""

from __future__ import annotations

from archive.article import Publisher
from crawler.platforms.liferay import LiferayPage
from crawler.site import Site, Start


class SoTTTTHanoi(LiferayPage):
    """A page of the department. ``/en/`` only changes the chrome: the articles under it are Vietnamese."""


_ROOT = "http://sotttt.hanoi.gov.vn/"

SITE = Site(
    name="sotttt-hanoi",
    publisher=Publisher(name="Sở Thông tin và Truyền thông Hà Nội", acronym="Sở TT&TT Hà Nội", level="province", url=_ROOT),
    hosts=("sotttt.hanoi.gov.vn",),
    starts=(
        Start(url=_ROOT + "tin-tuc-su-kien", section="Tin tức sự kiện"),
        Start(url=_ROOT + "bao-chi-xuat-ban", section="Báo chí - Xuất bản"),
        Start(url=_ROOT + "ke-hoach", section="Kế hoạch"),
        Start(url=_ROOT + "-au-thau-mua-sam-cong", section="Đấu thầu mua sắm công"),
        Start(url=_ROOT + "van-ban-du-thao", section="Văn bản dự thảo"),
    ),
    layouts=(SoTTTTHanoi,),
    platform="liferay",
    unverified=("the listings' addresses without a mirror's “.html” at their end",),
)
