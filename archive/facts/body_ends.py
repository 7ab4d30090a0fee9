"""Where the name of a body ends: after its field or its place where these complete it, else before words that tell what it does."""

from __future__ import annotations

from archive.facts.body_names import FIRSTS, body_length, body_rank, completed_by, is_short_form, region_of
from archive.facts.gazetteer import Phrases, entries, phrases
from archive.facts.names import honorific_length, is_titled, is_vietnamese, name_length
from archive.facts.offices import office_end, office_length, phrase_end
from archive.facts.text import Line, key_set, line

_JOINING = key_set(", - – & và")
_FIELDS = frozenset(tuple(key for key in line(row[0]).keys if key not in _JOINING) for row in entries("fields_of_state"))
_FIELD_BEGINS = frozenset(field[:length] for field in _FIELDS for length in range(1, len(field) + 1))
_FIELD_LETTERS = frozenset(
    "".join(line(row[0].replace("và", "").replace("&", "")).keys).replace("-", "").replace(",", "")
    for row in entries("fields_of_state")
    if row[0].replace("và", "").upper() == row[0].replace("và", "")
)
_LETTER_BEGINS = frozenset(letters[:length] for letters in _FIELD_LETTERS for length in range(1, len(letters) + 1))
_LONGEST_FIELD = 14  # words and marks: "Lao động - Thương binh và Xã hội"
_ROWS = entries("of_bodies")
_MORE = Phrases(row[0] for row in _ROWS)
_BEFORE_PLACES = Phrases(row[0] for row in _ROWS if row[1] == "place")
_REGIONS = phrases("regions")
_AFTER_ROWS = entries("after_bodies")
_AFTER = Phrases(row[0] for row in _AFTER_ROWS)
_UNNAMED = Phrases(row[0] for row in _AFTER_ROWS if row[1] == "unnamed")
_DOCUMENTS = phrases("document_kinds")
_ENDS = phrases("phrase_ends")
_KEEPS = phrases("phrase_keeps")
_DISTRICTS = phrases("districts")
_EVENTS = phrases("events_of_bodies")
_LEVELS = frozenset(line(row[0]).keys for row in entries("regions") if row[1] == "level")
_COUNTRIES = phrases("countries")
_REMARKS = key_set("số tầng ảnh địa nguồn theo đơn một thường cụm người tin bài hình tác nơi ngày năm từ đại dự")
"""What begins something else behind a hyphen: "Sở A - Số 1, phố B", "Báo C - Ảnh: D", "Hội E - Đơn vị tổ chức"."""
_TRAILING = key_set("và của về các cho - – , & ; ở do trong")


def body_end(item: Line, index: int, length: int, *, rank: int) -> int:
    """Where the body's name ends whose ``length`` first words begin at ``index``; ``rank`` is as ``phrase_end`` has it."""
    limit = phrase_end(item, index + length, rank=rank)
    end = _end(item, index, length, limit)
    joined = index + length < end == limit < len(item) and item.words[end] in "-–"
    if joined and _kind_of_last(item, index, end) in ("open", "task"):
        while (longer := _second_half(item, index, end, rank)) > end:
            end = longer
    while end > index + length and (item.keys[end - 1] in _TRAILING or _goes_on(item, end) or _is_a_count(item, end)):
        end -= 1
    return _with_quoted(item, index, index + length, end)


def last_body(item: Line, index: int, end: int) -> int:
    """Where the last of the bodies begins that a name is made of: "Quỹ" in "Văn phòng Quỹ Đền ơn đáp nghĩa"."""
    return next((place for place in range(end - 1, index + body_length(item, index) - 1, -1) if _of_another(item, place)), index)


def _kind_of_last(item: Line, index: int, end: int) -> str:
    last = last_body(item, index, end)
    return completed_by(item, last, body_length(item, last))


def _is_a_count(item: Line, end: int) -> bool:
    """Whether the last word counts what follows: "Công ty An Việt | 91 chuyến"."""
    after = item.words[end : end + 1]
    if not item.words[end - 1].isdigit() or len(item.words[end - 1]) < _SHORT or not after or not after[0].islower():
        return False
    return item.starts[end - 1] > item.ends[end - 2]


_LONGEST_QUOTE = 25


def _goes_on_tight(item: Line, end: int) -> bool:
    """Whether a mark with no space around stands behind, and more: "Bảo tàng Chiến thắng B | .52", "Công ty T | .A.B"."""
    return item.words[end] in ".;" and item.starts[end] == item.ends[end - 1] and item.starts[end + 1 : end + 2] == (item.ends[end],)


def _with_quoted(item: Line, index: int, begin: int, end: int) -> int:
    """The end with the quoted name of what the body is for: "Ban Chỉ đạo Cuộc vận động “…”"."""
    if end >= len(item) or item.words[end] not in '“"':
        return end
    task = completed_by(item, index, begin - index) == "task"
    if not ((task and end > begin) or names_an_event(item, begin, end)):
        return end
    closing = range(end + 2, min(len(item), end + _LONGEST_QUOTE))
    return next((place + 1 for place in closing if item.words[place] in '”"'), end)


def names_an_event(item: Line, begin: int, end: int) -> bool:
    """Whether the words are no more than the sort of event or plan that a body is for: "Cuộc thi", "Đề án"."""
    return begin < end and _EVENTS.length_at(item.keys, begin) == end - begin


def office_with_body_end(item: Line, index: int) -> int:
    """Where the office that begins at ``index`` ends with its body, before what the body's name is followed by: "Giám đốc Sở | gặp gỡ"."""
    begin, end = index + office_length(item, index), office_end(item, index)
    for place in range(begin, end):
        length = _of_another(item, place)
        if length:
            cut = body_end(item, place, length, rank=body_rank(item, place, length))
            if cut == place + length and item.keys[cut : cut + 1] == ("các",):
                return end  # "Liên hiệp các tổ chức hữu nghị"
            return cut if cut < end and _AFTER.length_at(item.keys, cut) > 1 else end
    return end


def lacks_its_place(item: Line, end: int) -> bool:
    """Whether the name ends with the sort of place without its name: "Đài Phát thanh quận, huyện", "UBND Huyện"."""
    lasts = (item.keys[max(0, end - length) : end] for length in (1, 2))
    return any(_BEFORE_PLACES.length_at(last, 0) == len(last) for last in lasts)


def names_a_place(item: Line, begin: int, end: int, *, whole: bool) -> bool:
    """Whether the words are of a place or a level alone: "TP. Hà Nội", "quận Hà Đông", "khu vực I"; no word too unless ``whole``."""
    place = begin
    while place < end:
        levelled = place > begin and _DISTRICTS.length_at(item.keys, place)
        step = int(item.keys[place] == "cấp") or _MORE.length_at(item.keys, place) or _REGIONS.length_at(item.keys, place) or levelled
        if not step and (item.words[place] == "." or item.keys[place] == "của" or _is_roman(item.words[place])):
            step = 1
        if not step:
            return False
        place += step
    return place == end and (place > begin or not whole)


_COLLECTIVES = key_set("cơ đơn doanh chính các những địa tổ nhân cá sở ngành lãnh đại toàn nhiều một hai ba")
"""In small letters, what begins others than the body: "cơ quan chức năng", "đơn vị liên quan", "doanh nghiệp"."""
_SHORT = 2
_INSIDE_NAMES = key_set("sau trước trong trên không có")


def is_cut_short(item: Line, index: int, begin: int, end: int) -> bool:
    """Whether a name of one word only goes on behind ``end`` in a way that is not read: "Trung tâm Tin học - Công báo"."""
    if end < len(item) and len(item.words[end - 1]) == 1 and not _is_roman(item.words[end - 1]) and _goes_on_tight(item, end):
        return True
    if end - begin > _SHORT or end >= len(item) or completed_by(item, index, begin - index) != "open":
        return False
    if item.keys[end] in _INSIDE_NAMES:
        return True
    after = item.words[end + 1 : end + 2]
    return (
        item.words[end] in "-–"
        and bool(after)
        and after[0][0].isupper()
        and not _of_another(item, end + 1)
        and not name_length(item, end + 1)
    )


def _second_half(item: Line, index: int, end: int, rank: int) -> int:
    """The end with what a hyphen adds to a name that no place completes: "Ban Chỉ đạo Dân số - Kế hoạch hóa gia đình"."""
    if end + 1 >= len(item) or item.words[end] not in "-–" or not _is_half(item, end + 1):
        return end
    place = region_of(item.keys[index:end]) or item.keys[end - 1 : end] in _LEVELS or item.keys[end - 2 : end] in _LEVELS
    if place:
        return end
    limit = phrase_end(item, end + 1, rank=rank)
    return _open(item, end + 1, limit if limit > end + 1 else phrase_end(item, end + 2, rank=rank))


def _is_half(item: Line, index: int) -> bool:
    """Whether words behind a hyphen can be of the name before it: no other body, office, person, number, acronym, nor a remark."""
    word = item.words[index]
    if not word[0].isupper() or _is_acronym(word) or item.keys[index] in _REMARKS:
        return False
    if item.keys[index] == "châu":
        return True  # "Châu Á - Châu Đại Dương"
    document = _DOCUMENTS.length_at(item.keys, index)
    if document and item.keys[index + document : index + document + 1] not in (("hóa",), ("tài",)):
        return False  # "Dân số - Kế hoạch hóa gia đình", "Vụ Kế hoạch - Tài chính" go on
    if body_length(item, index) or office_length(item, index):
        return False
    return not (name_length(item, index) or honorific_length(item, index))


def _goes_on(item: Line, end: int) -> bool:
    """Whether the name is cut inside "phòng, chống"."""
    return item.keys[end - 1] == "phòng" and item.keys[end : end + 2] == (",", "chống")


def _end(item: Line, index: int, length: int, limit: int) -> int:
    begin = index + length
    kind = completed_by(item, index, length)
    if begin >= limit:
        return begin
    if kind == "field":
        field = field_length(item, begin) or _acronyms_length(item, begin)
        named = field or _of_another(item, begin) or not item.words[begin][0].isupper()
        if begin + field > limit:
            limit = phrase_end(item, begin + field, rank=0)
        return _completed(item, begin + field, limit) if named else _open(item, begin, limit)
    if kind == "task" and item.words[begin].isdigit():
        return _completed(item, begin + 1, limit)  # "Ban Chỉ đạo 127/TP | về Chương trình công tác"
    return _completed(item, begin, limit) if kind in ("none", "whole") else _open(item, begin, limit, task=kind == "task")


def field_length(item: Line, begin: int) -> int:
    """How many words name a field of state here, whatever joins its parts: "Văn hóa, Thể thao & Du lịch", "TT - TT"; 0 for none.

    A comma before what is a field by itself parts two: "Sở Văn hóa và Thể thao, Du lịch".
    """
    keys: tuple[str, ...] = ()
    letters: str | None = ""
    length = parted = 0
    for place in range(begin, min(len(item), begin + _LONGEST_FIELD)):
        key = item.keys[place]
        if key in _JOINING or (key == ";" and letters and _is_lost_ampersand(item, place)):
            parted = len(keys) if key == "," else 0
            continue
        keys += (key,)
        letters = letters + key.replace("&", "") if letters is not None and _is_acronym(item.words[place]) else None
        if keys not in _FIELD_BEGINS and letters not in _LETTER_BEGINS:
            break
        if (keys in _FIELDS or letters in _FIELD_LETTERS) and not (parted and keys[parted:] in _FIELDS):
            length = place + 1 - begin
    return length


def _is_lost_ampersand(item: Line, index: int) -> bool:
    """Whether a semicolon between two acronyms, with no space around, is what was left of "&": "Sở TT;TT"."""
    after = index + 1
    tight = after < len(item) and item.ends[index - 1] == item.starts[index] and item.ends[index] == item.starts[after]
    return tight and _is_acronym(item.words[after])


def _acronyms_length(item: Line, index: int) -> int:
    """How many words an acronym has that nobody listed, with what "&" adds: "NN & PTNT"; one that a hyphen goes on from is none."""
    end = index
    while end < len(item) and _is_acronym(item.words[end]):
        end += 1
        if item.words[end : end + 1] != ("&",):
            break
        end += 1
    while end > index and item.words[end - 1] == "&":
        end -= 1
    tight = end < len(item) and item.words[end] in "-–" and item.starts[end] == item.ends[end - 1]
    return 0 if tight and item.words[end + 1 : end + 2] and item.words[end + 1][0].isdigit() else end - index


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _of_another(item: Line, index: int) -> int:
    """How many words the name of another body begins with here, which this one belongs to: "Công đoàn Sở", "Văn phòng UBND"."""
    return body_length(item, index) if item.keys[index] in FIRSTS and item.words[index][0].isupper() else 0


def _completed(item: Line, index: int, limit: int) -> int:
    """The end of a name that says already which body it is: only a place, a larger body or a proper name may follow."""
    while index < limit:
        other = _of_another(item, index)
        if other:
            return _end(item, index, other, limit)
        step = _place_length(item, index, limit) or _central_length(item, index)
        if not step and not _begins_else(item, index):
            step = _proper_length(item, index, limit)
        if not step and item.words[index] in ",-–" and index + 1 < limit and _of_another(item, index + 1):
            step = 1
        if not step and _is_hyphen(item, index, limit):
            step = 2
        if not step and item.words[index] in "-–" and item.keys[index - 2 : index] == ("việt", "nam") and index + 1 < limit:
            country = _COUNTRIES.length_at(item.keys, index + 1)
            step = 1 + country if country else 0  # "Hội Hữu nghị Việt Nam - Ấn Độ"
        if not step and item.keys[index] == "khóa" and index + 1 < limit and _is_roman(item.words[index + 1]):
            step = 2
        if not step:
            break
        index += step
    return index


def _central_length(item: Line, index: int) -> int:
    """How many words "T.Ư" is, for "Trung ương"."""
    return 3 if item.keys[index] == "t" and item.keys[index + 1 : index + 3] in ((".", "ư"), (".", "w")) else 0


def _begins_else(item: Line, index: int) -> bool:
    """Whether a capital behind a complete name begins something else: a person, or a single word that names no town after "Thành phố"."""
    if name_length(item, index) and (region_of(("", *item.keys[max(0, index - 4) : index])) or item.keys[index - 1] in ("phố", "tp")):
        return True
    if item.keys[index - 1] not in ("phố", "tp") or item.words[index - 1].islower():
        return False
    town = _REGIONS.length_at(item.keys, index) or _DISTRICTS.length_at(item.keys, index)
    return not town and not (index + 1 < len(item) and is_titled(item.words[index + 1]))


def _is_hyphen(item: Line, index: int, limit: int) -> bool:
    """Whether a hyphen joins two acronyms here: "Ban Chỉ huy PCTT-TKCN"."""
    if item.words[index] not in "-–/" or index + 1 >= limit or not _is_acronym(item.words[index + 1]):
        return False
    return item.ends[index - 1] == item.starts[index] and item.ends[index] == item.starts[index + 1]


_LONGEST_SYLLABLE = 7


def _proper_length(item: Line, index: int, limit: int) -> int:
    """How many words a proper name has that begins here: "Hà", "Quốc gia"; a capital before more small letters begins a clause."""
    if not item.words[index][0].isupper() or _DOCUMENTS.length_at(item.keys, index) or _ENDS.length_at(item.keys, index) > 1:
        return 0
    after = index + 1
    if kept := _KEEPS.length_at(item.keys, index):
        return kept
    # "Kiếm" after "Hoàn" goes on with it; "Malaysia" is no single syllable.
    whole = item.words[index - 1].istitle() or len(item.words[index]) > _LONGEST_SYLLABLE
    if whole or after >= limit or not item.words[after][0].islower() or item.keys[after] == "và" or _place_length(item, after, limit):
        return 1
    alone = after + 1 >= limit or not item.words[after + 1][0].islower()
    return 2 if alone and not _AFTER.length_at(item.keys, after) else 0


def _is_roman(word: str) -> bool:
    return word.isupper() and set(word) <= set("IVX")


def _place_length(item: Line, index: int, limit: int) -> int:
    """How many words say what place or level the body is of: "thành phố", "quận" before its name, "Khối các cơ quan"."""
    length = _MORE.length_at(item.keys, index)
    if item.keys[index : index + length] == ("cơ", "quan") and not item.words[min(index + 2, len(item) - 1)][0].isupper():
        return 0  # "Sở Tư pháp cơ quan thường trực": not of its staff, as "Đảng ủy cơ quan Sở Tư pháp" is
    if length and not item.words[index][0].isupper() and _BEFORE_PLACES.length_at(item.keys, index) == length:
        after = index + length
        return length if after < limit and (item.words[after][0].isupper() or item.words[after].isdigit()) else 0
    return length


def _open(item: Line, begin: int, limit: int, *, task: bool = False) -> int:
    """The end of a name made of whatever words: with another body of its own, after a region, before what the body does."""
    place = begin
    while place < limit:
        other = _of_another(item, place)
        if other:
            return _end(item, place, other, limit)
        proper = _region_length(item, place) or _is_own_acronym(item, place) or (place > begin and _town_length(item, place, limit))
        if proper and place + proper <= limit:
            return _completed(item, place + proper, limit)
        if _tells_more(item, begin, place, limit, task) if place > begin else _acts(item, place, task):
            break
        place += 1
    return place


_TASKS = phrases("tasks_of_bodies")


def _acts(item: Line, index: int, task: bool) -> bool:
    """Whether what the body does stands right behind its first words: "Ban Tổ chức | kỳ vọng"; a ``task`` may be "vận động hiến máu"."""
    length = _AFTER.length_at(item.keys, index) if item.words[index][0].islower() else 0
    return length > 1 and _UNNAMED.length_at(item.keys, index) < length and not (task and _TASKS.length_at(item.keys, index))


def _town_length(item: Line, index: int, limit: int) -> int:
    """How many words begin the place of a name in small letters: "… thành phố Hà Nội", "… quận Cầu Giấy"."""
    named = _BEFORE_PLACES.length_at(item.keys, index) or item.keys[index : index + 2] == ("thành", "phố")
    return _place_length(item, index, limit) if named and item.words[index][0].islower() else 0


def _region_length(item: Line, index: int) -> int:
    """How many words name a region here; "Viện Việt Nam học" and "Người Việt Nam" are not of one."""
    length = _REGIONS.length_at(item.keys, index) if item.words[index][0].isupper() else 0
    people = index > 0 and item.keys[index - 1] == "người"
    return 0 if people or item.keys[index + length : index + length + 1] == ("học",) else length


def _is_own_acronym(item: Line, index: int) -> bool:
    """Whether a company's or a project's own acronym stands here; "CNTT" and the like are words of many names."""
    return _is_acronym(item.words[index]) and not is_short_form(item.keys[index])


def _tells_more(item: Line, begin: int, place: int, limit: int, task: bool) -> bool:
    """Whether words begin here that belong to no name: an action, a number, a document; a ``task`` is told in a clause of its own."""
    word, before = item.words[place], item.words[place - 1]
    if item.keys[place] == "và":
        return place + 1 < limit and (before.isdigit() or _adds_another(item, begin, place + 1))
    if word.isdigit() and len(word) >= _SHORT and not task:
        return place + 1 < len(item) and (name_length(item, place + 1) > 0 or _is_address(item, place + 1))
    if word[0].isupper() or not word[0].isalpha() or _KEEPS.length_at(item.keys, place - 1) > 1:
        return False
    if not task and place > begin and _is_proper(before) and not _place_length(item, place, limit):
        return True
    length = _AFTER.length_at(item.keys, place)
    if length and _UNNAMED.length_at(item.keys, place) == length and _is_named(item, place + length, limit):
        return False
    if item.keys[place] == "của":
        return not task
    # A single small letter word after a capital is the second syllable of a word more often than a word: "Thông tin".
    return length > 1 or (length == 1 and not task and (before[0].islower() or before.isdigit() or _is_acronym(before)))


def _is_proper(word: str) -> bool:
    """Whether a word ends a name made of words before small letters: a number, or a name in no Vietnamese syllable ("Vinasoft")."""
    return word.isdigit() or (word[0].isupper() and not word.isupper() and not is_vietnamese(word.lower()) and len(word) > 3)


def _is_address(item: Line, index: int) -> bool:
    """Whether two words as names are written stand behind a number, no region: "Trung tâm Dữ liệu | 185 Giảng Võ"."""
    words = item.words[index : index + 2]
    return len(words) == _SHORT and all(map(is_titled, words)) and not _REGIONS.length_at(item.keys, index)


def _adds_another(item: Line, begin: int, index: int) -> bool:
    """Whether what follows "và" is not of the name: a number, a document, other bodies, or a clause after a second "và"."""
    if item.words[index].isdigit() or item.words[index] in _COLLECTIVES or _DOCUMENTS.length_at(item.keys, index):
        return True
    if item.words[index] in ("vụ", "Sân") or item.keys[index : index + 2] == ("công", "ty"):
        return True
    return "và" in item.keys[begin : index - 1] and item.words[index][0].islower()


def _is_named(item: Line, index: int, limit: int) -> bool:
    """Whether a name in capitals that is no other body's ends the phrase."""
    return any(word[0].isupper() for word in item.words[index:limit]) and not any(_of_another(item, at) for at in range(index, limit))
