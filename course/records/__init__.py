"""What a group writes down, kind by kind.

A kind is declared once, as a pydantic model whose fields carry an `Ask`: label, help, limit,
vocabulary, and whether it is needed for “complete”. Forms, tables, checks, data frames, exports and
translation catalogues are all made from that declaration.
"""

from .activities import Activity, BudgetBasis
from .ask import Ask, Question, questions
from .base import Record, is_empty, validate
from .baseline import Assessment, Motive, Rationale
from .decision import Attachment, CaseStep, DecisionCase, Proposal
from .documents import Actor, NationalLink, SteeringDocument, WheelEvent
from .followup import Dissemination, FollowUp, Learning, Reporting
from .gatherings import Attendance, GatheringPlan
from .goals import Anchor, Goal, Indicator, Involvement
from .group import Meeting, Member, Profile
from .journeys import Journey
from .needs import Challenge, DevelopmentWork, FocusGroup, Need
from .portfolio import Network, Partnership, Project
from .programmes import Consortium, Partner, ProgrammeChoice
from .readiness import Readiness
from .refusal import Message, Refused, Sayable
from .roles import Inclusion, Practice, Resource, Risk, Role, Routine, Safety

KINDS: dict[str, type[Record]] = {
    record.kind: record
    for record in (
        Profile,
        Member,
        Meeting,
        GatheringPlan,
        Attendance,
        Motive,
        Rationale,
        Assessment,
        Project,
        Partnership,
        Network,
        Challenge,
        Need,
        DevelopmentWork,
        FocusGroup,
        SteeringDocument,
        WheelEvent,
        Actor,
        NationalLink,
        Goal,
        Indicator,
        Anchor,
        Involvement,
        ProgrammeChoice,
        Consortium,
        Partner,
        Activity,
        Journey,
        BudgetBasis,
        Readiness,
        Role,
        Routine,
        Practice,
        Inclusion,
        Safety,
        Risk,
        Resource,
        FollowUp,
        Reporting,
        Dissemination,
        Learning,
        DecisionCase,
        Proposal,
        Attachment,
        CaseStep,
    )
}
"""Every kind of record by its name, in the order of the year."""

__all__ = [
    "KINDS",
    "Activity",
    "Actor",
    "Anchor",
    "Ask",
    "Assessment",
    "Attachment",
    "Attendance",
    "BudgetBasis",
    "CaseStep",
    "Challenge",
    "Consortium",
    "DecisionCase",
    "DevelopmentWork",
    "Dissemination",
    "FocusGroup",
    "FollowUp",
    "GatheringPlan",
    "Goal",
    "Inclusion",
    "Indicator",
    "Involvement",
    "Journey",
    "Learning",
    "Meeting",
    "Member",
    "Message",
    "Motive",
    "NationalLink",
    "Need",
    "Network",
    "Partner",
    "Partnership",
    "Practice",
    "Profile",
    "ProgrammeChoice",
    "Project",
    "Proposal",
    "Question",
    "Rationale",
    "Readiness",
    "Record",
    "Refused",
    "Reporting",
    "Resource",
    "Risk",
    "Role",
    "Routine",
    "Safety",
    "Sayable",
    "SteeringDocument",
    "WheelEvent",
    "is_empty",
    "questions",
    "validate",
]
