"""The tables of allocation. Allocation tables are versions: only ever added."""

from allocation.models.assignment import (
    AssignmentLine,
    AssignmentShare,
    AssignmentVersion,
    LateChange,
    LateChangeAnswer,
    LineCheck,
    ObjectionAnswer,
)
from allocation.models.calculations import (
    AllocationTable,
    Calculation,
    CalculationDetail,
    CalculationRequest,
    TableCell,
)
from allocation.models.calendars import CalendarFeed
from allocation.models.cycles import Cycle, Deadline, DeadlineVersion, Phase
from allocation.models.decisions import BoardDecision, BoardVote, DecisionItem
from allocation.models.intake import IntakeRow, IntakeVersion
from allocation.models.jobs import Job
from allocation.models.memberships import Membership
from allocation.models.messages import Mailing, Message
from allocation.models.object_permissions import (
    AssociationUserObjectPermission,
    ClusterUserObjectPermission,
    CycleUserObjectPermission,
    InstitutionUserObjectPermission,
    RegionUserObjectPermission,
    SpecialismUserObjectPermission,
)
from allocation.models.organisations import Association, Cluster, Institution, Region, Specialism
from allocation.models.usage import UsageImport, UsageRow

__all__ = [
    "AllocationTable",
    "AssignmentLine",
    "AssignmentShare",
    "AssignmentVersion",
    "Association",
    "AssociationUserObjectPermission",
    "BoardDecision",
    "BoardVote",
    "Calculation",
    "CalculationDetail",
    "CalculationRequest",
    "CalendarFeed",
    "Cluster",
    "ClusterUserObjectPermission",
    "Cycle",
    "CycleUserObjectPermission",
    "Deadline",
    "DeadlineVersion",
    "DecisionItem",
    "Institution",
    "InstitutionUserObjectPermission",
    "IntakeRow",
    "IntakeVersion",
    "Job",
    "LateChange",
    "LateChangeAnswer",
    "LineCheck",
    "Mailing",
    "Membership",
    "Message",
    "ObjectionAnswer",
    "Phase",
    "Region",
    "RegionUserObjectPermission",
    "Specialism",
    "SpecialismUserObjectPermission",
    "TableCell",
    "UsageImport",
    "UsageRow",
]
