"""Which documents there are: each is declared here, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from ..countries import case_part
from ..faces import CohortReading, Reading
from ..i18n import N_
from ..levels import EVERYWHERE, MUNICIPALITY_ONLY, Level
from ..outline import DOCUMENTS as TITLES
from ..records import KINDS
from ..store.whole import key_of_whole

__all__ = ["DOCUMENTS", "Document", "UnknownDocument", "document_of", "for_reader"]


class UnknownDocument(LookupError):
    """A document that is not there."""

    def __init__(self, key: str) -> None:
        super().__init__(f"There is no document “{key}”. There are: {', '.join(DOCUMENTS)}.")


@dataclass(frozen=True, kw_only=True)
class Document:
    """One document.

    `title` and `about` are English source sentences; `template` lies in ``templates``. `rests_on` names
    the kinds of records without any of which there is nothing to print, and `levels` says whose paper it
    is: a unit decides nothing in the council. One that is `whole` belongs to no municipality but to the
    cohort, and only to those who hold its gatherings. `tables` says whether its tables
    are worth a workbook of their own; `data` that it is no paper but the answers themselves. `warning`,
    a source sentence too, stands at the head of every page.
    """

    key: str
    title: str
    about: str
    rests_on: tuple[str, ...]
    reader: Literal["group", "facilitator"] = "group"
    levels: frozenset[Level] = EVERYWHERE
    whole: bool = False
    tables: bool = False
    data: bool = False
    warning: str = ""

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats it is made in."""
        if self.data:
            return ("json",)
        return ("html", "docx", "odt", "pdf", *(("xlsx",) if self.tables else ()))

    @property
    def template(self) -> str:
        """The name of its template."""
        return f"{self.key}.html.j2"

    def called(self, reading: Reading) -> str:
        """Return its title for a reader; the case for the council has its country's own name."""
        if self.key == "council_case":
            return case_part(reading.country, "case", reading.language)
        return reading.translate(self.title)

    def has_something(self, reading: Reading | CohortReading) -> bool:
        """Whether anything it rests on has been written down; of a cohort there is always something."""
        if self.whole or isinstance(reading, CohortReading):
            return self.whole
        return reading.level in self.levels and any(
            stored.revision for kind in self.rests_on for stored in reading.records.get(kind, ())
        )


DOCUMENTS: Mapping[str, Document] = MappingProxyType(
    {
        document.key: document
        for document in (
            Document(
                key="strategy",
                title=TITLES["strategy"],
                about=N_("What you want, why, where it is anchored, and how it is followed up."),
                rests_on=("need", "goal"),
            ),
            Document(
                key="anchoring_matrix",
                title=TITLES["anchoring_matrix"],
                about=N_("Goals and steering documents: proposed text, decision window and status."),
                rests_on=("goal", "anchor"),
                tables=True,
            ),
            Document(
                key="council_case",
                title=TITLES["council_case"],
                about=N_(
                    "Numbered proposals for decision, legal basis, consequences, and the path of the case."
                ),
                rests_on=("decision_case", "proposal", "anchor"),
                levels=MUNICIPALITY_ONLY,
            ),
            Document(
                key="action_plan",
                title=TITLES["action_plan"],
                about=N_("Activities year by year, who answers for them, and what they cost."),
                rests_on=("activity",),
                tables=True,
            ),
            Document(
                key="application",
                title=TITLES["application"],
                about=N_(
                    "Draft answers for an Erasmus accreditation or a short-term project, with their length."
                ),
                rests_on=("programme_choice", "goal"),
                warning=N_("Draft, not the official form"),
            ),
            Document(
                key="follow_up_report",
                title=TITLES["follow_up_report"],
                about=N_(
                    "Indicators with their last value, what the anchors have become, and what was decided."
                ),
                rests_on=("indicator", "follow_up"),
                tables=True,
            ),
            Document(
                key="gathering_log",
                title=N_("Log of the gatherings"),
                about=N_("When and where the gatherings were, who took part, and what the group has noted."),
                rests_on=("attendance", "meeting"),
                levels=MUNICIPALITY_ONLY,
            ),
            Document(
                key="course_overview",
                title=N_("Course overview"),
                about=N_(
                    "The municipalities side by side: how far each has come, what is decided next, and what "
                    "they have in common. Nobody is ranked."
                ),
                rests_on=(),
                reader="facilitator",
                levels=MUNICIPALITY_ONLY,
                whole=True,
                tables=True,
            ),
            Document(
                key="answers",
                title=N_("All answers"),
                about=N_("Everything the group has written down, as data for another program."),
                rests_on=tuple(KINDS),
                data=True,
            ),
        )
    }
)
"""Every document by its key, in the order in which they are offered."""


def document_of(key: str) -> Document:
    """Return the document `key`.

    Raises
    ------
    UnknownDocument
        With one sentence that names those there are.
    """
    try:
        return DOCUMENTS[key]
    except KeyError:
        raise UnknownDocument(key) from None


def for_reader(reading: Reading) -> list[Document]:
    """Return the documents the holder of the reading's grant may make.

    On the pages of a cohort as a whole those are the cohort's own.
    """
    view = reading.view
    holds, of_whole = view.grant.holds(view.cohort), view.organisation == key_of_whole(view.cohort)
    return [
        document
        for document in DOCUMENTS.values()
        if (document.reader == "group" or holds)
        and reading.level in document.levels
        and (document.whole or not of_whole)
    ]
