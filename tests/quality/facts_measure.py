"""How near extracted facts come to the gold: the measure of the third-party set (eval/facts/RULES.md), written anew.

Strings are compared NFC, damage repaired, dashes made one, white space folded, case and outer punctuation ignored.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.facts.text import clean

Json = Mapping[str, Any]
Same = Callable[[str, str], bool]

_TITLES = re.compile(r"^(?:các đồng chí|đồng chí|đ/c|ông|bà|ngài|(?:gs|pgs)\.?\s?(?:ts)?\.?|ts\.?|ths\.?|bs\.?)\s+")


@dataclass(slots=True)
class Counts:
    """What was found right, found at all, and there to be found."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def add(self, right: int, found: int, gold: int) -> None:
        """One article more."""
        self.right, self.found, self.gold = self.right + right, self.found + found, self.gold + gold

    @property
    def precision(self) -> float:
        """Of what was found, the share that is right."""
        return self.right / self.found if self.found else float(not self.gold)

    @property
    def recall(self) -> float:
        """Of what is there, the share that was found."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


class Measure(dict[str, Counts]):
    """Counts by field."""

    def __missing__(self, field: str) -> Counts:
        self[field] = Counts()
        return self[field]

    def compare(self, gold: Json, told: Json) -> None:
        """Count one article's facts against its gold."""
        _compare_documents(self, gold, told)
        _compare_people(self, gold, told)
        _compare_meeting(self, gold, told)
        _compare_abbreviations(self, gold, told)
        signed, author = _plain(gold.get("sign_off")), _plain(told.get("sign_off"))
        self["sign-off"].add(bool(signed) and signed == author, bool(author), bool(signed))


def _plain(text: object) -> str:
    whole = clean(str(text or "")).replace("–", "-").replace("—", "-")
    return whole.strip(' \t.,;:"“”()').casefold()


def _bare_name(text: object) -> str:
    name, before = _plain(text), ""
    while name != before:
        name, before = _TITLES.sub("", name), name
    return name


def _overlap(one: str, other: str) -> float:
    """F1 of the words of two strings."""
    first, second = Counter(re.findall(r"\w+", _plain(one))), Counter(re.findall(r"\w+", _plain(other)))
    total = sum(first.values()) + sum(second.values())
    return 2 * sum((first & second).values()) / total if first and second else 0.0


def _pairs(gold: Iterable[str], told: Iterable[str], same: Same) -> int:
    """How many find a partner, each used once."""
    left, count = list(told), 0
    for wanted in gold:
        partner = next((candidate for candidate in left if same(wanted, candidate)), None)
        if partner is not None:
            left.remove(partner)
            count += 1
    return count


def _listed(record: Json, key: str) -> Sequence[Json]:
    return record.get(key) or ()


# Legal documents


def _number_key(document: Json) -> str:
    number = re.sub(r"^số", "", re.sub(r"\s+", "", _plain(document["number"]))).split(":")[0]
    return number if re.search(r"[^\W\d]", number) else f"{_plain(document.get('kind'))}|{number.lstrip('0')}"


def _compare_documents(measure: Measure, gold: Json, told: Json) -> None:
    wanted = {_number_key(item): item for item in _listed(gold, "legal_documents") if item.get("number")}
    found = {_number_key(item): item for item in _listed(told, "legal_documents") if item.get("number")}
    both = wanted.keys() & found.keys()
    measure["legal numbers"].add(len(both), len(found), len(wanted))
    right = sum(1 for key in both if wanted[key].get("issued") and wanted[key]["issued"] == found[key].get("issued"))
    measure["issue dates"].add(right, _dated(found.values()), _dated(wanted.values()))
    named = [item for item in _listed(gold, "legal_documents") if not item.get("number")]
    texts = [str(item["text"]) for item in _listed(told, "legal_documents") if not item.get("number")]
    forms = {str(item["text"]): item.get("forms") or [item["text"]] for item in named}
    right = _pairs(forms, texts, lambda text, other: max(_overlap(form, other) for form in forms[text]) >= 0.8)
    measure["legal by name"].add(right, len(texts), len(named))


def _dated(documents: Iterable[Json]) -> int:
    return sum(1 for item in documents if item.get("issued"))


# People


def _compare_people(measure: Measure, gold: Json, told: Json) -> None:
    wanted, found = _roles(gold), _roles(told)
    both = wanted.keys() & found.keys()
    measure["people"].add(len(both), len(found), len(wanted))
    for field, same in (("roles, exact", _equal), ("roles, lenient", _alike)):
        right = sum(_pairs(wanted[name], found[name], same) for name in both)
        measure[field].add(right, sum(map(len, found.values())), sum(map(len, wanted.values())))


def _roles(record: Json) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for person in _listed(record, "people"):
        roles.setdefault(_bare_name(person["name"]), []).extend(person.get("roles") or ())
    return {name: list(dict.fromkeys(given)) for name, given in roles.items()}


def _equal(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _alike(one: str, other: str) -> bool:
    return _overlap(one, other) >= 0.6 or _plain(one) in _plain(other) or _plain(other) in _plain(one)


# Meetings


def _compare_meeting(measure: Measure, gold: Json, told: Json) -> None:
    is_one, said_so = bool(gold.get("is_meeting")), bool(told.get("is_meeting"))
    measure["meeting"].add(is_one and said_so, said_so, is_one)
    wanted, found = gold.get("meeting") or {}, told.get("meeting") or {}
    for field, key in (("held date", "held"), ("session", "session")):
        right = bool(wanted.get(key)) and _plain(wanted[key]) == _plain(found.get(key))
        measure[field].add(right, bool(found.get(key)), bool(wanted.get(key)))
    chairs, named = {_bare_name(name) for name in wanted.get("chairs") or ()}, {_bare_name(name) for name in found.get("chairs") or ()}
    measure["chairs"].add(len(chairs & named), len(named), len(chairs))
    announced, expected = found.get("next_meeting") or {}, wanted.get("next_meeting") or {}
    right = bool(expected.get("when")) and expected["when"] == announced.get("when")
    measure["next meeting"].add(right, bool(announced.get("when")), bool(expected.get("when")))
    for field, key in (("body, words", "body"), ("place, words", "place")):
        _compare_words(measure[field], wanted.get(key), found.get(key))


def _compare_words(counts: Counts, wanted: str | None, found: str | None) -> None:
    """Right when most words agree with the whole or with one of several co-organisers."""
    best = max((_overlap(part, found) for part in [wanted, *wanted.split(";")]), default=0.0) if wanted and found else 0.0
    counts.add(best >= 0.8, bool(found), bool(wanted))


def wrong_held_dates(gold: Json, told: Json) -> Counter[str]:
    """What a wrong held date was taken from: the posting date, one of the article's other dates, or an article on no meeting."""
    held, right = (told.get("meeting") or {}).get("held"), (gold.get("meeting") or {}).get("held")
    if not held or held == right:
        return Counter()
    traps = {iso for trap in gold.get("date_traps") or () for iso in _readings(str(trap), str(gold.get("posted") or ""))}
    return Counter(
        {"posting date": int(held == gold.get("posted")), "trap date": int(held in traps), "no meeting": int(not gold.get("is_meeting"))}
    )


def _readings(trap: str, posted: str) -> list[str]:
    """A trap as an ISO date, its year the posting year's where it has none."""
    day = re.fullmatch(r"(?:\D*)(\d{1,2})(?:\s?[/.-]\s?|\s+tháng\s+)(\d{1,2})(?:(?:\s?[/.-]\s?|,?\s+năm\s+)(\d{4}))?", trap)
    if day:
        return [f"{day[3] or posted[:4]}-{int(day[2]):02d}-{int(day[1]):02d}"]
    month = re.search(r"\b(\d{1,2})/(\d{4})$", trap)
    if month:
        return [f"{month[2]}-{int(month[1]):02d}"]
    year = re.fullmatch(r"(?:năm )?(\d{4})", trap, re.IGNORECASE)
    return [year[1]] if year else []


# Abbreviations


def _compare_abbreviations(measure: Measure, gold: Json, told: Json) -> None:
    wanted = {_plain(item["short"]): str(item["long"]) for item in _listed(gold, "abbreviations_defined")}
    found = {_plain(item["short"]): str(item["long"]) for item in _listed(told, "abbreviations_defined")}
    both = wanted.keys() & found.keys()
    measure["abbreviations"].add(len(both), len(found), len(wanted))
    right = sum(1 for short in both if _overlap(wanted[short], found[short]) >= 0.8)
    measure["abbreviation pairs"].add(right, len(found), len(wanted))
