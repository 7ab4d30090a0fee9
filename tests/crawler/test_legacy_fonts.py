"""TCVN3 and VNI: every letter, and no text that is not theirs."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path

import pytest

from archive.page import Page
from crawler.charset import decode
from crawler.legacy_fonts import ENCODINGS, TCVN3, VNI, Encoding, converted, encoding_of, font_of, without_legacy_letters
from crawler.markup import Document, node_text
from tests.crawler.legacy import typed

TEXT = (
    "Hội đồng Giám đốc công nghệ thông tin đã họp phiên thứ hai tại Hà Nội. Thứ trưởng nhấn mạnh việc xây dựng cơ sở dữ liệu "
    "quốc gia, tổng kết kế hoạch ứng dụng trong cơ quan nhà nước và đề nghị các Sở gửi báo cáo trước ngày 30."
)
VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
LETTERS = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES if vowel + tone not in "aeiouy"] + ["đ"]
SAMPLES = Path(__file__).parents[2] / "samples" / "articles"
SEEDS = Path(__file__).parents[1] / "seeds"
FRENCH = (
    "Le Conseil d'État a été saisi où l'on espérait qu'il déciderait : « très tôt », la pièce jointe, l'hôtel, la forêt, août, "
    "le maïs, le cœur, l'œuvre, un élève français à Noël, ça déplaît ; l'été dernier, le réseau a dû être élargi par degrés."
)
OTHERS = (
    "Microsoft® Windows®, Office® and ®eal ®ecord: the café's naïve façade, 25 µm, ¶ 7, § 12, ±3 °C, ½ cup, 3¾ miles, ¹ ² ³ notes.",
    "El año pasado la señora niña pequeña del señor Muñoz compró mañana piñas y ñandúes en España.",
    "Größe, Straße, Übung, Äpfel, schön, für, können, müssen, natürlich, Österreich, Grüße, Bücher.",
    "Não são as ações dos irmãos João e Conceição: órgãos públicos, comunicação, informações, opinião.",
    "Å gå på fjellet: blåbær, smørbrød, kjøkken, måned, årstid, øl, ærlig.",
)


def page(body: str, head: str = "") -> str:
    return f'<html><head><meta charset="utf-8">{head}</head><body><h1>{TEXT[:20]}</h1>{body}</body></html>'


def text_of(html: str | bytes, content_type: str = "text/html") -> str:
    payload = html if isinstance(html, bytes) else html.encode()
    document = Document(Page(url="http://tin.vn/1", status=200, payload=payload, headers=(("Content-Type", content_type),)))
    return node_text(document.tree.body)


def test_the_tables_are_whole() -> None:
    assert len(LETTERS) == 67
    assert {letter for letter in TCVN3.values() if letter.islower()} == set(LETTERS)
    assert {letter for letter in TCVN3.values() if letter.isupper()} == set("ĂÂÊÔƠƯĐ")
    assert set(VNI.values()) == {*LETTERS, *(letter.upper() for letter in LETTERS)}
    assert (len(TCVN3), len(VNI)) == (74, 134)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("letter", sorted({*LETTERS, *(letter.upper() for letter in LETTERS)}))
def test_every_letter_goes_both_ways(letter: str, encoding: Encoding) -> None:
    there_and_back = converted(typed(letter, encoding), encoding)
    assert there_and_back == (letter if encoding == "VNI" or letter in TCVN3.values() else letter.lower())


def test_known_words_in_both() -> None:
    assert converted("Héi ®ång nh©n d©n thµnh phè, quyÕt ®Þnh", "TCVN3") == "Hội đồng nhân dân thành phố, quyết định"
    assert converted("Hoäi ñoàng nhaân daân thaønh phoá, quyeát ñònh, kyõ thuaät, nöôùc", "VNI") == (
        "Hội đồng nhân dân thành phố, quyết định, kỹ thuật, nước"
    )
    assert converted("HOÄI ÑOÀNG, UÛY BAN, NÖÔÙC", "VNI") == "HỘI ĐỒNG, ỦY BAN, NƯỚC"


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("face", [True, False])
def test_a_page_that_names_the_font_and_one_that_does_not(encoding: Encoding, face: bool) -> None:
    font = {"TCVN3": ".VnTime", "VNI": "VNI-Times"}[encoding]
    body = f"<p><font face='{font}'>{typed(TEXT, encoding)}</font></p>" if face else f"<p>{typed(TEXT, encoding)}</p>"
    assert TEXT in text_of(page(body))


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("charset", ["", "x-user-defined", "windows-1258", "utf-8"])
def test_bytes_of_a_legacy_font_whatever_the_header_says(encoding: Encoding, charset: str) -> None:
    payload = f"<html><body><p>{typed(TEXT, encoding)}</p></body></html>".encode("windows-1252")
    assert TEXT in text_of(payload, f"text/html; charset={charset}")


def test_entities_of_a_legacy_font() -> None:
    entities = "".join(f"&#{ord(sign)};" if ord(sign) > 127 else sign for sign in typed(TEXT, "TCVN3"))
    assert TEXT in text_of(page(f"<p>{entities}</p>"))


def test_a_font_of_capitals_gives_capitals() -> None:
    mixed = f"<p style='font: bold 12pt .VnTime'><font face='.VnTimeH'>ñ</font>y ban {typed(TEXT, 'TCVN3')}</p>"
    html = page(f"<p style='font-family:\".VnTimeH\"'>quyÕt ®Þnh</p>{mixed}")
    assert "QUYẾT ĐỊNH" in text_of(html)
    assert f"Ủ y ban {TEXT}" in text_of(html)


def test_unicode_text_in_an_element_of_the_font_stays() -> None:
    html = page(f"<p style='font-family: .VnTime'>{TEXT} Thông tin và thí điểm</p><p style='font-family: .VnTime'>Thông tin</p>")
    assert text_of(html).endswith(f"{TEXT} Thông tin và thí điểm Thông tin")


def test_clean_text_beside_legacy_text_stays() -> None:
    clean = "<div>Thông tin</div><div>Trang chính</div><div>Liên hệ Sở</div>"
    read = text_of(page(f"{clean}<p>{typed(TEXT, 'TCVN3')}</p>"))
    assert "Thông tin Trang chính Liên hệ Sở" in read
    assert TEXT in read


def test_the_capture_keeps_its_bytes() -> None:
    payload = page(f"<p>{typed(TEXT, 'VNI')}</p>").encode()
    captured = Page(url="", status=200, payload=payload)
    assert TEXT in node_text(Document(captured).tree.body)
    assert captured.payload == payload


def own_texts() -> list[str]:
    articles = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(SAMPLES.glob("*.toml"))]
    seeds = [path.read_text(encoding="utf-8") for path in SEEDS.glob("*.txt")]
    return seeds + [str(value) for article in articles for value in article.values()]


@pytest.mark.parametrize("text", [FRENCH, *OTHERS])
def test_other_languages_are_not_touched(text: str) -> None:
    assert encoding_of(text) is None
    assert without_legacy_letters(text) == text
    for font in ("", ".VnTime", "VNI-Times"):
        assert text in text_of(f"<html><body><p><font face='{font}'>{text}</font></p><p>{text}</p></body></html>")
    assert decode(text.encode("windows-1252"), "text/html; charset=windows-1252").text == text


def test_clean_vietnamese_is_not_touched() -> None:
    texts = own_texts()
    assert len(texts) > 100
    for text in texts:
        assert encoding_of(text) is None
        for line in text.splitlines():
            assert without_legacy_letters(line) == line


@pytest.mark.parametrize("font", [".VnTime", "VNI-Times", ""])
def test_clean_vietnamese_in_any_font_is_not_touched(font: str) -> None:
    for text in own_texts()[::7]:
        folded = " ".join(text.replace("<", "").replace("&", "").split())
        words = "".join(f"<span style='font-family:\"{font}\"'>{word}</span> " for word in folded.split())
        assert text_of(f"<html><body><p>{words}</p></body></html>") == folded


def test_lines_of_an_attachment() -> None:
    mixed = f"{typed(TEXT, 'TCVN3')}\nThông tin\nĐã ký số\nplain\n"
    assert without_legacy_letters(mixed) == f"{TEXT}\nThông tin\nĐã ký số\nplain\n"


@pytest.mark.parametrize(
    ("families", "known"),
    [
        (".VnTime", ("TCVN3", False)),
        ("'.VnTimeH', Arial", ("TCVN3", True)),
        (".vntimeh", ("TCVN3", True)),
        (".VnCentury Schoolbook", ("TCVN3", False)),
        ("VNI-Helve", ("VNI", False)),
        ("Arial, .VnTime", None),
        ("Times New Roman", None),
        ("", None),
    ],
)
def test_the_names_of_fonts(families: str, known: tuple[str, bool] | None) -> None:
    font = font_of(families)
    assert (None if font is None else (font.encoding, font.capitals)) == known
