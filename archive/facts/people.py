"""People that an article names together with an office, rank or profession: the name without titles, each office apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from archive.article import Person, Proof
from archive.facts import names, offices
from archive.facts.body_ends import office_with_body_end
from archive.facts.body_names import expanded
from archive.facts.gazetteer import Phrases, entries
from archive.facts.names import honorific_length, is_titled, name_length
from archive.facts.offices import of_a_body, office_length
from archive.facts.text import Line, Reading, fold, key_set

VERSION = 8

_FIRSTS = names.FIRSTS | offices.FIRSTS
# What may stand between a name and the office after it: "A, B", "A - B", "A (B)", "A, hiện là B", "A giữ chức vụ B".
_LINKS = key_set(", - – ( là hiện đang nay giữ chức vụ danh làm được bầu bổ nhiệm đảm kiêm đồng thời và ; cương vị : tái cử vào với nguyên")
_SEPARATORS = key_set(", - – ( ; :")
# Between two offices of the one who is named after both; "và" and ";" part those of two people.
_BETWEEN_OFFICES = key_set(", - – ( : kiêm")
# Between an office and the name after it.
_BEFORE_NAME = key_set("- – : là")
_WORKS = Phrases(row[0] for row in entries("works"))
_LONGEST_LINK = 6
# Before an office these say that several people hold it: "các Phó Thủ tướng", "hai Thứ trưởng".
_SEVERAL = key_set("các những nhiều hai ba bốn 2 3 4 02 03 04")
# Between two names that share the office before them.
_SHARED_LINKS = key_set(", và cùng")
_LONGEST_LIST = 80  # words from a shared office to the last name it is given to
_FORMER = frozenset(("nguyên", "cựu"))
_MOST_OFFICES = 40  # of one person in one article; more is no article
# Parts played at an event are no offices.
_PARTS_PLAYED = frozenset(map(fold, ("trưởng đoàn", "phó trưởng đoàn", "thư ký", "cố vấn")))


@dataclass(frozen=True, slots=True)
class Piece:
    """A name or an office in a line: words ``start`` to ``end``. ``honorific``: where the titles before a name begin.

    ``shared``: an office that several people hold, each named after it: "các Phó Thủ tướng: A, B".
    """

    kind: Literal["name", "office"]
    start: int
    end: int
    honorific: int
    shared: bool = False


@dataclass(slots=True)
class NamedPerson:
    """A person at one place of the text: the name's words and the offices given with it."""

    item: Line
    piece: Piece
    offices: list[Piece] = field(default_factory=list)
    shared: Piece | None = None

    @property
    def name(self) -> str:
        """The name as it is written there."""
        return self.item.span(self.piece.start, self.piece.end)


def pieces(item: Line) -> list[Piece]:
    """The names and offices of a line from left to right; no two overlap."""
    found: list[Piece] = []
    end = 0
    for index, key in enumerate(item.keys):
        if index < end or not (key in _FIRSTS or (found and index == end)):
            continue
        piece = _piece_at(item, index, found)
        if piece is not None:
            found.append(piece)
            end = piece.end
    return found


def _piece_at(item: Line, index: int, found: list[Piece]) -> Piece | None:
    honorific = honorific_length(item, index)
    start, presented = index + honorific, honorific > 0
    while honorific and start < len(item) and (more := honorific_length(item, start)):
        start += more
    if start >= len(item):
        return None
    if office_length(item, start) and _names_an_office(item, start):
        return Piece("office", start, office_with_body_end(item, start), start, shared=_is_shared(item, index, start))
    after_office = bool(found) and found[-1].kind == "office" and found[-1].end == index
    if presented and item.words[start] == ":":
        start += 1
    length = name_length(item, start, presented=presented or after_office) if start < len(item) else 0
    return Piece("name", start, start + length, index) if length else None


def _is_shared(item: Line, index: int, start: int) -> bool:
    """Whether several people hold the office at ``start``, whose titles of address begin at ``index``: "các đồng chí Phó Chủ tịch"."""
    return any(key in _SEVERAL for key in item.keys[max(0, index - 1) : start])


def _names_an_office(item: Line, start: int) -> bool:
    """Whether an office is meant: no "Giám đốc các Sở", no "Ban Giám đốc", no "Chủ tịch" that a "Phó" stands before."""
    if start > 0 and item.keys[start - 1] in ("phó", "thứ"):
        return False
    after = start + office_length(item, start)
    many = item.keys[after : after + 1] == ("các",)
    position = start > 0 and item.keys[start - 1] == "chức" and item.keys[start] == "vụ"  # "giữ chức vụ Trưởng phòng"
    return not many and not position and not of_a_body(item, start)


def people_in(item: Line) -> list[NamedPerson]:
    """The people of a line, with the offices that stand beside their names."""
    found = pieces(item)
    persons: list[NamedPerson] = []
    taken: set[int] = set()
    for place, piece in enumerate(found):
        if piece.kind == "name":
            person = NamedPerson(item, piece)
            before = _before(item, found, place, taken)
            after = _after(item, found, place, taken, headed=bool(before))
            person.offices += _certain(item, before) + _certain(item, after)
            if not before:
                _share(item, found, place, person, persons)
            persons.append(person)
    return [person for person in persons if not _in_a_title(item, person.piece) and not _in_a_campaign(item, person)]


def _before(item: Line, found: list[Piece], place: int, taken: set[int]) -> list[Piece]:
    """The office right before the name, and those joined to it by commas ("Ủy viên Bộ Chính trị, Bí thư Thành ủy X")."""
    index, limit = place - 1, found[place].honorific
    offices: list[Piece] = []
    while index >= 0 and found[index].kind == "office" and index not in taken and not found[index].shared:
        between = item.keys[found[index].end : limit]
        allowed = all(key in (_BETWEEN_OFFICES if offices else _BEFORE_NAME) for key in between)
        if len(between) > 2 or not allowed or (between and not offices and not _presents(item, found[index], place, found)):
            break
        taken.add(index)
        offices.insert(0, found[index])
        limit, index = found[index].start, index - 1
    return offices


def _presents(item: Line, office: Piece, place: int, found: list[Piece]) -> bool:
    """Whether an office before a dash or a colon is the name's after it, and not that of a name before."""
    if place < 2 or found[place - 2].kind != "name" or ";" in item.words[found[place - 2].end : office.start]:
        return True
    return office.start - found[place - 2].end > 2


def _share(item: Line, found: list[Piece], place: int, person: NamedPerson, before: list[NamedPerson]) -> None:
    """The office of several people, to the first name after it and to those joined to that name by commas and "và".

    A further name that is told of in another way than the one before it ("các Phó Chủ tịch A, B, đồng chí C, Giám đốc Sở")
    is no longer of the list.
    """
    previous = found[place - 1] if place else None
    if previous is None:
        return
    between = item.keys[previous.end : found[place].honorific]
    if previous.kind == "office" and previous.shared:
        joined = len(between) <= 2 and all(key in _BEFORE_NAME for key in between)
        person.shared = previous if joined else None
    elif before and before[-1].piece is previous and not person.offices:
        listed = 0 < len(between) <= 2 and all(key in _SHARED_LINKS for key in between)
        person.shared = before[-1].shared if listed else None
    if person.shared is not None and found[place].end - person.shared.start <= _LONGEST_LIST:
        person.offices.insert(0, person.shared)


def _after(item: Line, found: list[Piece], place: int, taken: set[int], *, headed: bool) -> list[Piece]:
    """The offices after the name; ``headed``: others stand before it."""
    index, end = place + 1, found[place].end
    offices: list[Piece] = []
    while index < len(found) and found[index].kind == "office" and index not in taken and not found[index].shared:
        between = item.keys[end : found[index].start]
        if not between or len(between) > _LONGEST_LINK or not all(key in _LINKS for key in between):
            break
        if ";" in between and (headed or _heads_a_name(item, found, index)):
            break
        if _belongs_to_next(item, found, index) or between[0] == "và" or (offices and _is_another_states(item, found[index])):
            break
        taken.add(index)
        offices.append(found[index])
        end, index = found[index].end, index + 1
    return offices


def _is_another_states(item: Line, office: Piece) -> bool:
    """Whether the office is a foreign ambassador's, who is another than who was told of before."""
    keys = item.keys[office.start : office.end]
    return keys[:2] == ("đại", "sứ") and keys[2:4] != ("việt", "nam")


def _certain(item: Line, offices: list[Piece]) -> list[Piece]:
    """The offices without those that a comma joins to a former one: "nguyên Bí thư, Chủ tịch" does not tell what he is today."""
    certain: list[Piece] = []
    former = False
    for office in offices:
        joined = former and item.words[office.start - 1] == ","
        former = item.keys[office.start] in _FORMER or joined
        if not joined or item.keys[office.start] in _FORMER:
            certain.append(office)
    return certain


def _belongs_to_next(item: Line, found: list[Piece], index: int) -> bool:
    """Whether a name follows the office at once: "A, Phó Giám đốc B" gives the office to B, "A, nhà nghiên cứu: B, C" to B and C."""
    following = found[index + 1] if index + 1 < len(found) else None
    if following is not None and following.kind == "name" and following.start == found[index].end:
        return True
    after = item.words[found[index].end : found[index].end + 4]
    return len(after) == 4 and after[0] == ":" and is_titled(after[1]) and is_titled(after[2]) and after[3] in ",;"


def _heads_a_name(item: Line, found: list[Piece], index: int) -> bool:
    """Whether the offices from ``index`` on lead to a name: "…; Phó Chủ tịch Quốc hội, Ủy viên Trung ương Đảng B"."""
    while index + 1 < len(found) and all(key in _SEPARATORS - {";"} for key in item.keys[found[index].end : found[index + 1].honorific]):
        index += 1
        if found[index].kind == "name":
            return True
    return False


_CAMPAIGN = key_set("gương đức cách tưởng lăng tàng")


def _in_a_campaign(item: Line, person: NamedPerson) -> bool:
    """ "Học tập và làm theo tấm gương đạo đức Chủ tịch Hồ Chí Minh" names a campaign, not who did what."""
    if item.keys[person.piece.start : person.piece.end] != ("hồ", "chí", "minh"):
        return False
    first = min([person.piece.start] + [office.start for office in person.offices])
    return any(key in _CAMPAIGN for key in item.keys[max(0, first - 4) : first])


def _in_a_title(item: Line, piece: Piece) -> bool:
    """Whether the name stands inside the title of a work: cuốn sách “Võ Nguyên Giáp …”."""
    opening = next((index for index in range(piece.start - 1, max(-1, piece.start - 12), -1) if item.words[index] in '“”"‘’'), None)
    if opening is None or item.words[opening] not in '“"‘':
        return False
    return any(_WORKS.length_at(item.keys, index) for index in range(max(0, opening - 4), opening))


# The people of an article


def people_by_line(reading: Reading) -> tuple[tuple[NamedPerson, ...], ...]:
    """The people of each line of the article."""
    return tuple(tuple(people_in(item)) for item in reading.lines)


def people(by_line: Iterable[Iterable[NamedPerson]]) -> tuple[Person, ...]:
    """Everyone the article names with an office: fullest name, each office once in its fullest form, a proof for each."""
    return merge(person for persons in by_line for person in persons)


def merge(persons: Iterable[NamedPerson]) -> tuple[Person, ...]:
    """Mentions of one name made one person. A name that only ever stands alone is left out."""
    gathered: dict[tuple[str, ...], list[NamedPerson]] = {}
    for person in persons:
        gathered.setdefault(person.item.keys[person.piece.start : person.piece.end], []).append(person)
    found = (_person(mentions) for mentions in _with_full_names(gathered) if any(mention.offices for mention in mentions))
    return tuple(person for person in found if person.roles)


def _with_full_names(gathered: dict[tuple[str, ...], list[NamedPerson]]) -> Iterable[list[NamedPerson]]:
    """The mentions by name; a name of two words that ends a longer one of the article ("Thế Thảo") joins it."""
    longer = {name[-2:]: name for name in reversed(gathered) if len(name) > 2}
    joined = {name: list(mentions) for name, mentions in gathered.items() if len(name) > 2 or name not in longer}
    for name, mentions in gathered.items():
        if name not in joined:
            joined[longer[name]] += mentions
    return joined.values()


def _person(mentions: list[NamedPerson]) -> Person:
    name = max((mention.name for mention in mentions), key=lambda text: len(text.split()))
    proofs: dict[str, Proof] = {}
    for mention in mentions:
        for office in mention.offices:
            role = mention.item.span(office.start, office.end)
            if role not in proofs and len(proofs) < _MOST_OFFICES and fold(role) not in _PARTS_PLAYED:
                proofs[role] = _proof(mention, office)
    roles = _fullest(proofs)
    return Person(name=name, roles=tuple(roles), proofs=tuple(proofs[role] for role in roles))


def _proof(mention: NamedPerson, office: Piece) -> Proof:
    """The words from name to office, or from office to name, in which the article gives the role."""
    first, last = min(office.start, mention.piece.honorific), max(office.end, mention.piece.end)
    rule = "office before name" if office.start < mention.piece.start else "office after name"
    return Proof(field="roles", text=mention.item.span(first, last), rule=rule)


def _fullest(roles: Iterable[str]) -> list[str]:
    """Each office once, in its fullest form, in the order of first mention."""
    kept: list[str] = []
    for role in roles:
        same = next((index for index, other in enumerate(kept) if _one_office(role, other)), None)
        if same is None:
            kept.append(role)
        elif len(expanded(role)) > len(expanded(kept[same])):
            kept[same] = role
    return kept


def _one_office(one: str, other: str) -> bool:
    """Whether two phrases name the same office: the same words begin them, and one's words are all among the other's."""
    first, second = expanded(one), expanded(other)
    if len(first) > len(second):
        first, second = second, first
    return first[:2] == second[: len(first[:2])] and set(first) <= set(second)
