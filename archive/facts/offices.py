"""Offices as phrases: "Phó Giám đốc Sở Thông tin và Truyền thông Hà Nội", from the office's word to the end of its body's name."""

from __future__ import annotations

from archive.facts.body_names import body_length, body_rank
from archive.facts.gazetteer import Phrases, entries, phrases
from archive.facts.names import honorific_length, name_length
from archive.facts.text import Line, key_set

_OFFICES = phrases("offices")
_PREFIXES = frozenset(("nguyên", "quyền", "cựu", "tân"))
FIRSTS = _OFFICES.firsts | _PREFIXES
"""The words that offices begin with."""
_ENDS = phrases("phrase_ends")
_PLACES = phrases("places")
_REGIONS = phrases("regions")
_DISTRICTS = phrases("districts")
_DOCUMENTS = phrases("document_kinds")
_GATHERINGS = Phrases(row[0] for row in entries("gatherings") if row[1] == "noun")
_KEEPS = phrases("phrase_keeps")
_LONGEST = 26  # words: beyond it a phrase has lost its way
_SHORTENED = frozenset(("tp", "p", "q", "h", "tx", "tt"))
# After "và" these begin others who took part, not the second half of a name.
_OTHERS = key_set("lãnh các đại đông một toàn hơn đồng ông bà đoàn cán nhiều những tập gần nguyên")
_BODIES_OF_OFFICES = key_set("đồng hội ban phòng bộ đoàn")
# Companies, papers and schools are called after people: "Công ty Sách Thái Hà" names no one.
_NAMED_FOR_PEOPLE = key_set("công cty sách xuất trường hội quỹ báo tập clb bạ nhạc")
_LINKS = frozenset(("kiêm", "đồng thời"))
_TRAILING = key_set("và của về các cho - – , & ; ở")


def office_length(item: Line, index: int) -> int:
    """How many words the office's own word at ``index`` has, with "Nguyên" or "Quyền" before it; 0 where no office begins."""
    if item.keys[index] in _PREFIXES and index + 1 < len(item):
        length = _OFFICES.length_at(item.keys, index + 1)
        return length + 1 if length else 0
    length = _OFFICES.length_at(item.keys, index)
    # The deputy of any office: "Phó Trưởng Công an".
    if not length and item.keys[index] == "phó" and item.keys[index + 1 : index + 2] not in ((), ("phó",)):
        length = _OFFICES.length_at(item.keys, index + 1)
        return length + 1 if length else 0
    return length


def office_end(item: Line, index: int) -> int:
    """Where the office that begins at ``index`` ends, its body included."""
    begin = index + office_length(item, index)
    unit = body_length(item, begin - 1)  # "Trưởng phòng", "Phó Ban"
    rank = body_rank(item, begin - 1, unit) if unit else 0
    return max(begin, phrase_end(item, begin, rank=rank, ambassador=item.keys[index : index + 2] == ("đại", "sứ")))


def phrase_end(item: Line, begin: int, *, rank: int, ambassador: bool = False) -> int:
    """Where the name of an office or a body ends whose first words end at ``begin``; ``rank`` is of the body begun so far."""
    index, limit = begin, min(len(item), begin + _LONGEST)
    while index < limit:
        kept = _KEEPS.length_at(item.keys, index) or (office_length(item, index) if of_a_body(item, index) else 0)
        body = body_length(item, index)
        step = kept or _step(item, index, rank, ambassador)
        if not step or (not kept and _someone_begins(item, index, begin)):
            break
        if body:
            rank = body_rank(item, index, body)
        index += max(step, body)
    index = min(index, len(item))
    while index > begin and item.keys[index - 1] in _TRAILING:
        index -= 1
    return index


def _someone_begins(item: Line, index: int, begin: int) -> bool:
    """Whether a person or another office begins here."""
    length = name_length(item, index)
    if length:
        return length > 2 or not any(key in _NAMED_FOR_PEOPLE for key in item.keys[max(0, begin - 2) : index])
    office = office_length(item, index)
    return office > 0 and not of_a_body(item, index) and (item.words[index][0].isupper() or item.keys[index - 1] in ("và", "kiêm"))


def of_a_body(item: Line, index: int) -> bool:
    """Whether an office's word is part of a body's name: "Hội đồng Giám đốc CNTT", "Hội Nhà báo", "Văn phòng Chủ tịch nước"."""
    return index > 0 and item.keys[index - 1] in _BODIES_OF_OFFICES


def _step(item: Line, index: int, rank: int, ambassador: bool) -> int:
    """How many words to go on over at ``index``; 0 where the phrase ends."""
    word, key = item.words[index], item.keys[index]
    if not word[0].isalnum():
        return _step_over_mark(item, index, rank)
    if key in _LINKS:
        return 0
    if key == "và":
        return 0 if index + 1 >= len(item) or _others_begin(item, index + 1) or _another_body(item, index + 1) else 1
    if ambassador and key == "tại":
        return 1
    if not word[0].isupper() and _ENDS.length_at(item.keys, index) and not _of_a_task(item, index):
        return 0
    return 1


def _of_a_task(item: Line, index: int) -> bool:
    """Whether a committee's task begins: "Ban Điều hành triển khai công tác ứng dụng CNTT"."""
    return item.keys[max(0, index - 2) : index] in (("điều", "hành"), ("chỉ", "đạo")) and item.keys[index : index + 3] == (
        "triển",
        "khai",
        "công",
    )


def _another_body(item: Line, index: int) -> bool:
    """Whether a second body begins, or another thing: "Giám đốc Sở và Ban Chấp hành Công đoàn", "… và Hội nghị …"."""
    known = body_length(item, index) or _DOCUMENTS.length_at(item.keys, index) or _GATHERINGS.length_at(item.keys, index)
    return item.words[index][0].isupper() and known > 0


def _others_begin(item: Line, index: int) -> bool:
    return (
        item.keys[index] in _OTHERS
        or bool(office_length(item, index) or honorific_length(item, index))
        or bool(name_length(item, index))
        or (not item.words[index][0].isupper() and bool(_ENDS.length_at(item.keys, index)))
    )


def _step_over_mark(item: Line, index: int, rank: int) -> int:
    word = item.words[index]
    after = index + 1
    if after >= len(item):
        return 0
    tight = item.starts[after] == item.ends[index] and index > 0 and item.starts[index] == item.ends[index - 1]
    if word in "-–/&" and tight and not office_length(item, after):
        return 1
    if word == "&":
        return 1
    if word == ".":
        return 1 if _is_shortened(item, index) else 0
    if word in ",-–" and (_higher_body(item, after, rank) or (word == "," and _coordinated(item, after, rank))):
        return 1
    if word in "-–" and _PLACES.length_at(item.keys, after):
        return 1
    return 0


def _is_shortened(item: Line, index: int) -> bool:
    """Whether the full stop at ``index`` is of a short form: "TP. Hà Nội", "T.Ư"; it ends a sentence in "UBND TP. Xây dựng …"."""
    before, after = item.keys[index - 1], index + 1
    if before == "t":
        return item.keys[after] in ("ư", "w")
    if before == "tt":
        return item.keys[index - 2 : index - 1] not in (("và",), ("&",), ("-",))
    if before != "tp":
        return before in _SHORTENED
    place = _REGIONS.length_at(item.keys, after) or _DISTRICTS.length_at(item.keys, after) or _PLACES.length_at(item.keys, after)
    return place > 0 or (after + 1 < len(item) and item.words[after].istitle() and item.words[after + 1].istitle())


def _higher_body(item: Line, index: int, rank: int) -> bool:
    """Whether the body at ``index`` stands above the one so far: "Phòng X, Sở Y", "Cục X - Bộ Y"."""
    length = body_length(item, index)
    if not length or not item.words[index][0].isupper() or office_length(item, index):
        return False
    return 0 < rank < body_rank(item, index, length)


def _coordinated(item: Line, index: int, rank: int) -> bool:
    """Whether a comma stands inside a name: "Cục Phát thanh, Truyền hình và Thông tin điện tử"."""
    if not rank or office_length(item, index) or honorific_length(item, index) or name_length(item, index):
        return False
    if body_length(item, index):
        return False
    same_case = item.words[index][0].isupper() == item.words[index - 2][0].isupper() or item.words[index][0].isupper()
    window = item.keys[index : index + 7]
    if "và" not in window or not same_case:
        return False
    joined = window.index("và")
    inside = item.words[index : index + joined]
    if any(not word[0].isalnum() for word in inside) or _others_begin(item, min(index + joined + 1, len(item) - 1)):
        return False
    return joined <= 5 and not any(
        _ENDS.length_at(item.keys, place) and not item.words[place][0].isupper() for place in range(index, index + joined)
    )
