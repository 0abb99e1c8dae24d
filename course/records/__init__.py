"""What a group writes down, kind by kind.

A kind is declared once, as a pydantic model whose fields carry an `Ask`: label, help, limit,
vocabulary, and whether it is needed for “complete”. Forms, tables, checks, data frames, exports and
translation catalogues are all made from that declaration.
"""

from .ask import Ask, Question, questions
from .base import Record, is_empty, validate
from .development import DevelopmentWork, Need
from .documents import SteeringDocument
from .goals import Anchor, Goal, Indicator
from .group import Meeting, Member, Profile
from .portfolio import Network, Partnership, Project
from .refusal import Message, Refused

KINDS: dict[str, type[Record]] = {
    record.kind: record
    for record in (
        Profile,
        Member,
        Meeting,
        SteeringDocument,
        Need,
        DevelopmentWork,
        Goal,
        Indicator,
        Anchor,
        Project,
        Partnership,
        Network,
    )
}
"""Every kind of record by its name, in the order of the year."""

__all__ = [
    "KINDS",
    "Anchor",
    "Ask",
    "DevelopmentWork",
    "Goal",
    "Indicator",
    "Meeting",
    "Member",
    "Message",
    "Need",
    "Network",
    "Partnership",
    "Profile",
    "Project",
    "Question",
    "Record",
    "Refused",
    "SteeringDocument",
    "is_empty",
    "questions",
    "validate",
]
