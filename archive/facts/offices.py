"""Offices as phrases: "Phó Giám đốc Sở Thông tin và Truyền thông Hà Nội", from the office's word to the end of its body's name."""

from __future__ import annotations

from archive.facts.body_names import body_length, body_rank, completed_by
from archive.facts.gazetteer import Phrases, entries, phrases
from archive.facts.names import foreign_name_length, honorific_length, is_vietnamese, name_length
from archive.facts.text import Line, fold, key_set

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
_LONGEST_SECOND = 6  # words between a comma inside a name and its "và"
_LONGEST_LISTED = 3  # words of one of several fields
_LONGEST_LISTING = 16  # words of all of them up to the "và"
_SHORTENED = frozenset(("tp", "p", "q", "h", "tx", "tt"))
# After "và" these begin others who took part, not the second half of a name.
_OTHERS = key_set("lãnh các đại đông một toàn hơn đồng ông bà đoàn cán nhiều những tập gần nguyên bằng giấy huân huy cờ trưởng nữ")
_OTHERS_BEGIN = frozenset((("ban", "giám"), ("sự", "tham"), ("sự", "có"), ("sự", "hiện")))
_BODIES_OF_OFFICES = key_set("đồng hội ban phòng bộ đoàn")
# Companies, papers and schools are called after people: "Công ty Sách Thái Hà" names no one.
_NAMED_FOR_PEOPLE = key_set("công cty sách xuất trường hội quỹ báo tập clb bạ nhạc")
_LINKS = frozenset(("kiêm", "đồng thời"))
_TRAILING = key_set("và của về các cho - – , & ; ở")
# Offices' words that go on as the word for a house or a mission: "Nhà Văn hóa", "Đại sứ quán".
_NO_OFFICES = frozenset((("nhà", "văn", "hóa"), ("đại", "sứ", "quán"), ("lãnh", "sự", "quán")))
_AMBASSADORS = frozenset((("đại", "sứ"), ("phó", "đại", "sứ"), ("tổng", "lãnh", "sự")))
# What people are by themselves, in no body: the name follows at once, be its surname known or not.
_PROFESSIONS = frozenset(
    tuple(fold(one).split())
    for one in (
        *("nhà thơ", "nhà văn", "nhà báo", "họa sĩ", "họa sỹ", "nhạc sĩ", "nhạc sỹ", "ca sĩ", "ca sỹ", "nghệ sĩ"),
        *("đạo diễn", "diễn viên", "dịch giả", "phóng viên"),
    )
)
_FIELDS = phrases("fields_of_state")
_COUNTRIES = phrases("countries")
# Words whose second syllable with "báo" would read as the verb "thông báo": "Truyền thông báo cáo".
_BEFORE_THONG = frozenset(("truyền", "viễn", "giao"))
_DASHES = "-–"
_NATIONS = frozenset(("nhật", "hàn", "trung", "ấn"))
_HERE = ("tại", "việt", "nam")  # an international body's or a firm's own office: "Giám đốc Ngân hàng Thế giới tại Việt Nam"
_LONGEST_BRACKET = 8  # words that go on after a dash up to the bracket's end
_UNDER_TITLES = frozenset(("trưởng", "phó", "viên", "chức", "vị", "giả", "diện", "người", "hàng"))


def office_length(item: Line, index: int) -> int:
    """How many words the office's own word at ``index`` has, with "Nguyên (là)" or "Quyền" before it; 0 where no office begins."""
    if item.keys[index] not in FIRSTS:  # most words: they need no more than this look
        return 0
    if item.keys[index] in _PREFIXES and index + 1 < len(item):
        prefix = 2 if item.keys[index : index + 2] == ("nguyên", "là") else 1
        length = _OFFICES.length_at(item.keys, index + prefix) if index + prefix < len(item) else 0
        return length + prefix if length else 0
    if item.keys[index : index + 3] in _NO_OFFICES:
        return 0
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
    if _names_a_professional(item, index, begin):
        return begin
    ambassador = item.keys[index:begin] in _AMBASSADORS
    begin = max(begin, begin - 1 + _KEEPS.length_at(item.keys, begin - 1))  # "Trưởng | ban tổ chức"
    end = max(begin, phrase_end(item, begin, rank=rank, ambassador=ambassador))
    bracketed = _to_the_bracket(item, index, end)
    end = bracketed if bracketed > end else _over_dashes(item, begin - 1, end)
    return end + len(_HERE) if begin < end and item.keys[end : end + len(_HERE)] == _HERE else _without_this(item, begin, end)


def _names_a_professional(item: Line, index: int, begin: int) -> bool:
    """Whether a name follows what people are by themselves at once: "nhà văn Trang Hạ", no "làng họa sĩ Cổ Đô"."""
    if item.keys[index : index + 2] not in _PROFESSIONS or begin + 1 >= len(item) or (index and item.keys[index - 1] == "làng"):
        return False
    foreign = _COUNTRIES.length_at(item.keys, begin) > 0 or item.keys[begin] in _NATIONS
    return name_length(item, begin, presented=True) > 0 and not (foreign and not is_vietnamese(item.keys[begin + 1]))


def _over_dashes(item: Line, begin: int, end: int) -> int:
    """Where the name of a unit ends that has dashes between its fields: "Trưởng phòng Báo chí – Xuất bản – Truyền thông"."""
    limit = begin + _LONGEST
    while end < limit and _is_field_of_a_unit(item, begin, end) and _is_field(item, end + 1):
        end += 3
        above = body_length(item, end) if end < len(item) and item.words[end][0].isupper() else 0
        if above or item.keys[end : end + 1] == ("và",):
            return max(end, phrase_end(item, end, rank=body_rank(item, end, above) if above else 1))
    return end


def _is_field_of_a_unit(item: Line, begin: int, end: int) -> bool:
    """Whether a dash follows two words that name the field of a unit: after the unit's word and at most two more, or another dash."""
    if end + 2 >= len(item) or item.words[end] not in _DASHES or not item.words[end - 2][0].isupper():
        return False
    before = end - 3
    if before >= begin and item.words[before] in _DASHES:
        return True
    units = range(max(begin, before - 2), before + 1)
    return any(body_length(item, unit) == 1 and not any(map(_is_mark, item.words[unit:end])) for unit in units)


def _is_mark(word: str) -> bool:
    return not word[0].isalpha()


def _is_field(item: Line, index: int) -> bool:
    """Whether two words name a field: "Xuất bản", "Pháp luật"; in small letters only where a larger body follows them."""
    if index + 1 >= len(item) or item.keys[index + 1] in _UNDER_TITLES or not item.words[index + 1].isalpha():
        return False
    if _ENDS.length_at(item.keys, index) or body_length(item, index) or office_length(item, index) or name_length(item, index):
        return False
    if honorific_length(item, index) or not item.words[index].isalpha():
        return False
    after = index + 2
    if after < len(item) and item.words[after][0].isupper():
        return body_length(item, after) > 0
    if not (item.words[index][0].isupper() and item.words[index + 1].islower()):
        return False
    return after >= len(item) or not item.words[after].isalpha() or item.keys[after] == "và" or _ENDS.length_at(item.keys, after) > 0


def _to_the_bracket(item: Line, index: int, end: int) -> int:
    """The end of an office that fills a bracket by itself, past a dash inside its body's name: "(Phó Tổng Biên tập báo A - B)"."""
    if not index or item.words[index - 1] != "(" or end >= len(item) or item.words[end] not in _DASHES:
        return end
    window = item.words[end + 1 : end + 1 + _LONGEST_BRACKET]
    closing = window.index(")") if ")" in window else 0
    inside = range(end + 1, end + 1 + closing)
    named = any(office_length(item, place) or name_length(item, place) for place in inside)
    return end + 1 + closing if closing and all(map(str.isalpha, window[:closing])) and not named else end


def _without_this(item: Line, begin: int, end: int) -> int:
    """The end of an office before a body that only the text before names: "Giám đốc … của Tập đoàn | này", and before a last verb."""
    if item.keys[end - 2 : end] == ("thực", "hiện") and end - 2 > begin:
        return end - 2
    if item.keys[end : end + 1] not in (("này",), ("đó",)):
        return end
    return next((place for place in range(end - 1, max(begin, end - 4), -1) if item.keys[place] == "của"), end)


def phrase_end(item: Line, begin: int, *, rank: int, ambassador: bool = False) -> int:
    """Where the name of an office or a body ends whose first words end at ``begin``; ``rank`` is of the body begun so far."""
    index, limit = begin, min(len(item), begin + _LONGEST)
    complete = -1  # where a ministry's or department's field ends
    while index < limit:
        kept = _KEEPS.length_at(item.keys, index) or (office_length(item, index) if of_a_body(item, index) else 0)
        body = 0 if item.keys[index - 1 : index + 1] == ("xã", "hội") else body_length(item, index)
        step = kept or _step(item, index, rank, ambassador)
        if not step or (not kept and (_someone_begins(item, index, begin) or (index == complete and _tells(item, index)))):
            break
        if body:
            rank = body_rank(item, index, body)
            field = _field_length(item, index, body)
            complete = index + body + field if field else -1
            body += field
        index += max(step, body)
    index = min(index, len(item))
    while index > begin and item.keys[index - 1] in _TRAILING:
        index -= 1
    return index


def _tells(item: Line, index: int) -> bool:
    """Whether "thông tin" is what someone does: "Sở Giáo dục và Đào tạo | thông tin: …"."""
    return item.words[index][0].islower() and item.keys[index : index + 2] == ("thông", "tin")


def _field_length(item: Line, index: int, body: int) -> int:
    """How many words name the field of the ministry or department whose ``body`` words begin here: "Thông tin - Truyền thông"."""
    if index + body >= len(item) or completed_by(item, index, body) != "field":
        return 0
    return _FIELDS.length_at(item.keys, index + body)


def _someone_begins(item: Line, index: int, begin: int) -> bool:
    """Whether a person or another office begins here."""
    length = name_length(item, index)
    if length:
        return (
            length > 2 or _after_a_place(item, index) or not any(key in _NAMED_FOR_PEOPLE for key in item.keys[max(0, begin - 2) : index])
        )
    if foreign_name_length(item, index):
        return True
    office = office_length(item, index)
    return office > 0 and not of_a_body(item, index) and (item.words[index][0].isupper() or item.keys[index - 1] in ("và", "kiêm"))


def _after_a_place(item: Line, index: int) -> bool:
    """Whether a place ends right before: "Hội Xuất bản Việt Nam | Lê An", whereas "Công ty Sách Thái Hà" is called like a person."""
    return any(index >= size and _PLACES.length_at(item.keys, index - size) == size for size in (2, 3))


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
    if _judges(item, index):
        return 0
    if ambassador and key == "tại":
        return 1
    if not word[0].isupper() and _ENDS.length_at(item.keys, index) and not (_of_a_task(item, index) or _of_a_word_before(item, index)):
        return 0
    return 1


_JUDGES = key_set("phố tỉnh huyện quận sở bộ ủy cntt")


def _judges(item: Line, index: int) -> bool:
    """Whether "đánh giá" is what someone does, and no committee's task: "… của Thành phố | đánh giá", "Ban Chỉ đạo đánh giá …"."""
    return item.keys[index : index + 2] == ("đánh", "giá") and item.keys[index - 1] in _JUDGES


def _of_a_word_before(item: Line, index: int) -> bool:
    """Whether the word goes with the one before it: "Truyền thông | báo cáo", "kỷ niệm 1000 năm Thăng Long"."""
    before = item.keys[index - 1] if index else ""
    if item.keys[index] == "thông":
        return before in _BEFORE_THONG
    after = item.words[index + 1 : index + 2]
    return item.keys[index] == "năm" and before.isdigit() and bool(after) and after[0][0].isupper()


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
        or item.words[index].isdigit()
        or item.keys[index : index + 2] in _OTHERS_BEGIN
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
        return 1 if _is_shortened(item, index) or (tight and item.words[after][0].islower()) else 0
    if word in ",-–" and (_higher_body(item, after, rank) or (word == "," and _coordinated(item, after, rank))):
        return 1
    if word in _DASHES and (_PLACES.length_at(item.keys, after) or _COUNTRIES.length_at(item.keys, after)):
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
    if body_length(item, index) or (item.words[index][0].islower() and item.keys[index] in _OTHERS):
        return False
    same_case = item.words[index][0].isupper() == item.words[index - 2][0].isupper() or item.words[index][0].isupper()
    window = item.keys[index : index + _LONGEST_LISTING]
    if "và" not in window or not same_case:
        return False
    end = index + window.index("và")
    if _others_begin(item, min(end + 1, len(item) - 1)) or any(
        _ENDS.length_at(item.keys, place) and not item.words[place][0].isupper() for place in range(index, end)
    ):
        return False
    return _are_fields(item, index, end)


def _are_fields(item: Line, index: int, end: int) -> bool:
    """Whether the words are one field more of a body, or several in capitals with commas between: "Giáo dục, Thanh niên, Thiếu niên"."""
    commas = [place for place in range(index, end) if not item.words[place][0].isalnum()]
    if not commas:
        return end - index <= _LONGEST_SECOND
    starts = [index, *(place + 1 for place in commas)]
    sizes = [after - start for start, after in zip(starts, [*commas, end], strict=True)]
    return all(item.words[place] == "," for place in commas) and all(
        0 < size <= _LONGEST_LISTED and item.words[start][0].isupper() and not _begins_another(item, start)
        for start, size in zip(starts, sizes, strict=True)
    )


def _begins_another(item: Line, index: int) -> bool:
    """Whether another body, office, person or place begins here."""
    return any(length(item, index) for length in (body_length, office_length, honorific_length, name_length)) or bool(
        _PLACES.length_at(item.keys, index) or _DISTRICTS.length_at(item.keys, index)
    )
