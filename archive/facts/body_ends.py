"""Where the name of a body ends: after its field or its place where these complete it, else before words that tell what it does."""

from __future__ import annotations

from archive.facts.body_names import body_length, body_rank, completed_by, is_short_form
from archive.facts.gazetteer import Phrases, entries, phrases
from archive.facts.names import name_length
from archive.facts.offices import office_end, office_length, phrase_end
from archive.facts.text import Line, key_set

_FIELDS = phrases("fields_of_state")
_ROWS = entries("of_bodies")
_MORE = Phrases(row[0] for row in _ROWS)
_BEFORE_PLACES = Phrases(row[0] for row in _ROWS if row[1] == "place")
_REGIONS = phrases("regions")
_AFTER_ROWS = entries("after_bodies")
_AFTER = Phrases(row[0] for row in _AFTER_ROWS)
_UNNAMED = Phrases(row[0] for row in _AFTER_ROWS if row[1] == "unnamed")
_DOCUMENTS = phrases("document_kinds")
_KEEPS = phrases("phrase_keeps")
_TRAILING = key_set("và của về các cho - – , & ; ở do trong")


def body_end(item: Line, index: int, length: int, *, rank: int) -> int:
    """Where the body's name ends whose ``length`` first words begin at ``index``; ``rank`` is as ``phrase_end`` has it."""
    end = _end(item, index, length, phrase_end(item, index + length, rank=rank))
    while end > index + length and (item.keys[end - 1] in _TRAILING or _goes_on(item, end)):
        end -= 1
    return end


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


_COLLECTIVES = key_set("cơ đơn doanh các những địa tổ nhân cá sở ngành lãnh đại toàn nhiều một hai ba")
"""In small letters, what begins others than the body: "cơ quan chức năng", "đơn vị liên quan", "doanh nghiệp"."""
_SHORT = 2
_INSIDE_NAMES = key_set("sau trước trong trên không có")


def is_cut_short(item: Line, index: int, begin: int, end: int) -> bool:
    """Whether a name of one word only goes on behind ``end`` in a way that is not read: "Trung tâm Tin học - Công báo"."""
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


def _goes_on(item: Line, end: int) -> bool:
    """Whether the name is cut inside "phòng, chống"."""
    return item.keys[end - 1] == "phòng" and item.keys[end : end + 2] == (",", "chống")


def _end(item: Line, index: int, length: int, limit: int) -> int:
    begin = index + length
    kind = completed_by(item, index, length)
    if begin >= limit:
        return begin
    if kind == "field":
        field = _FIELDS.length_at(item.keys, begin) or (1 if _is_acronym(item.words[begin]) else 0)
        named = field or _of_another(item, begin) or not item.words[begin][0].isupper()
        return _completed(item, begin + field, limit) if named else _open(item, begin, limit)
    return _completed(item, begin, limit) if kind in ("none", "whole") else _open(item, begin, limit, task=kind == "task")


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _of_another(item: Line, index: int) -> int:
    """How many words the name of another body begins with here, which this one belongs to: "Công đoàn Sở", "Văn phòng UBND"."""
    return body_length(item, index) if item.words[index][0].isupper() else 0


def _completed(item: Line, index: int, limit: int) -> int:
    """The end of a name that says already which body it is: only a place, a larger body or a proper name may follow."""
    while index < limit:
        other = _of_another(item, index)
        if other:
            return _end(item, index, other, limit)
        step = _place_length(item, index, limit) or _proper_length(item, index, limit)
        if not step and item.words[index] in ",-–" and index + 1 < limit and _of_another(item, index + 1):
            step = 1
        if not step and _is_hyphen(item, index, limit):
            step = 2
        if not step and item.keys[index] == "khóa" and index + 1 < limit and _is_roman(item.words[index + 1]):
            step = 2
        if not step:
            break
        index += step
    return index


def _is_hyphen(item: Line, index: int, limit: int) -> bool:
    """Whether a hyphen joins two acronyms here: "Ban Chỉ huy PCTT-TKCN"."""
    if item.words[index] not in "-–/" or index + 1 >= limit or not _is_acronym(item.words[index + 1]):
        return False
    return item.ends[index - 1] == item.starts[index] and item.ends[index] == item.starts[index + 1]


_LONGEST_SYLLABLE = 7


def _proper_length(item: Line, index: int, limit: int) -> int:
    """How many words a proper name has that begins here: "Hà", "Quốc gia"; a capital before more small letters begins a clause."""
    if not item.words[index][0].isupper() or _DOCUMENTS.length_at(item.keys, index):
        return 0
    after = index + 1
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
        if place > begin and _tells_more(item, begin, place, limit, task):
            break
        place += 1
    return place


def _town_length(item: Line, index: int, limit: int) -> int:
    """How many words begin the place of a name in small letters: "… thành phố Hà Nội", "… quận Cầu Giấy"."""
    named = _BEFORE_PLACES.length_at(item.keys, index) or item.keys[index : index + 2] == ("thành", "phố")
    return _place_length(item, index, limit) if named and item.words[index][0].islower() else 0


def _region_length(item: Line, index: int) -> int:
    """How many words name a region here; "Viện Việt Nam học" is not of one."""
    length = _REGIONS.length_at(item.keys, index) if item.words[index][0].isupper() else 0
    return 0 if item.keys[index + length : index + length + 1] == ("học",) else length


def _is_own_acronym(item: Line, index: int) -> bool:
    """Whether a company's or a project's own acronym stands here; "CNTT" and the like are words of many names."""
    return _is_acronym(item.words[index]) and not is_short_form(item.keys[index])


def _tells_more(item: Line, begin: int, place: int, limit: int, task: bool) -> bool:
    """Whether words begin here that belong to no name: an action, a number, a document; a ``task`` is told in a clause of its own."""
    word, before = item.words[place], item.words[place - 1]
    if item.keys[place] == "và":
        return place + 1 < limit and _adds_another(item, begin, place + 1)
    if word[0].isupper() or not word[0].isalpha() or _KEEPS.length_at(item.keys, place - 1) > 1:
        return False
    length = _AFTER.length_at(item.keys, place)
    if length and _UNNAMED.length_at(item.keys, place) == length and _is_named(item, place + length, limit):
        return False
    if item.keys[place] == "của":
        return not task
    # A single small letter word after a capital is the second syllable of a word more often than a word: "Thông tin".
    return length > 1 or (length == 1 and not task and (before[0].islower() or before.isdigit() or _is_acronym(before)))


def _adds_another(item: Line, begin: int, index: int) -> bool:
    """Whether what follows "và" is not of the name: a number, a document, other bodies, or a clause after a second "và"."""
    if item.words[index].isdigit() or item.words[index] in _COLLECTIVES or _DOCUMENTS.length_at(item.keys, index):
        return True
    return "và" in item.keys[begin : index - 1] and item.words[index][0].islower()


def _is_named(item: Line, index: int, limit: int) -> bool:
    """Whether a name in capitals that is no other body's ends the phrase."""
    return any(word[0].isupper() for word in item.words[index:limit]) and not any(_of_another(item, at) for at in range(index, limit))
