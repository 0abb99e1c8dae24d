"""What only shows when several municipalities are seen together; for facilitators, never for a group.

Source: glorylab.cz/en/blog/winning-erasmus-application and alfaedu.it (3 April 2026): needs that are
generic or copied. Two municipalities that send in the same sentence are both taken for copies.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..i18n import N_
from ..records import KINDS, Message, questions
from .finding import Records
from .wording import QUOTED, QUOTED_KINDS

__all__ = ["FEWEST_WORDS", "Place", "SharedText", "shared_texts"]

FEWEST_WORDS = 8
"""Shortest sentence, in words, that is not shared by chance.

Goals such as “all pupils learn another language” have fewer, and may well be the same.
"""

_SHARED = N_("{organisations} have written the same sentence: “{text}”")
_SHARED_OID = N_("{organisations} have given the same organisation's number (OID): {text}")

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True, order=True)
class Place:
    """Where a text stands: whose it is, and in which field of which record."""

    organisation: str
    kind: str
    record: str
    field: str


@dataclass(frozen=True)
class SharedText:
    """A text that two municipalities or more have written, as the first one wrote it."""

    code: str
    text: str
    places: tuple[Place, ...]

    @property
    def organisations(self) -> tuple[str, ...]:
        """Whose text it is, in the order of their keys."""
        return tuple(sorted({place.organisation for place in self.places}))

    def message(self, names: Mapping[str, str]) -> Message:
        """Return it as a sentence; `names` says what people call each organisation."""
        called = ", ".join(names.get(key, key) for key in self.organisations)
        sentence = _SHARED_OID if self.code == "shared_oid" else _SHARED
        return Message(sentence, {"organisations": called, "text": self.text})


def shared_texts(organisations: Mapping[str, Records]) -> list[SharedText]:
    """Return the sentences that stand in the records of at least two organisations.

    Sentences are compared without regard to capitals, spaces and punctuation; short ones, and what is
    quoted from plans and registers, are left out. An organisation's number is compared as well: it
    belongs to one only.
    """
    places: defaultdict[tuple[str, str], list[Place]] = defaultdict(list)
    written: dict[tuple[str, str], str] = {}
    for organisation, records in sorted(organisations.items()):
        for place, code, text in _sentences(organisation, records):
            key = code, " ".join(re.findall(r"\w+", text.casefold()))
            places[key].append(place)
            written.setdefault(key, text)
    return [
        SharedText(code, written[code, words], tuple(sorted(set(found))))
        for (code, words), found in places.items()
        if len({place.organisation for place in found}) > 1
    ]


def _sentences(organisation: str, records: Records) -> Iterator[tuple[Place, str, str]]:
    for kind, model in KINDS.items():
        if kind in QUOTED_KINDS:
            continue
        for stored in records.get(kind, ()):
            for question in questions(model, None):
                if question.type not in ("line", "text") or (kind, question.name) in QUOTED:
                    continue
                text = getattr(stored.record, question.name)
                place = Place(organisation, kind, stored.id, question.name)
                if (kind, question.name) == ("readiness", "oid"):
                    if text:
                        yield place, "shared_oid", text.upper()
                    continue
                for sentence in _SENTENCE.split(text):
                    if len(re.findall(r"\w+", sentence)) >= FEWEST_WORDS:
                        yield place, "shared_text", sentence.strip()
