"""Reading the regions of phase III: who sees which, their proposals, what is missing."""

from consultation.selectors.region_lacking import Lack, lacking, lacking_in, texts_of
from consultation.selectors.region_list import RegionLine, region_lines
from consultation.selectors.region_overview import Overview, Step, overview_of
from consultation.selectors.region_proposals import (
    board_meetings_of,
    get_board_meeting,
    get_region,
    get_region_proposal,
    latest_proposals,
    leave_of,
    living_proposal,
    regions_visible_to,
    versions_of,
)

__all__ = [
    "Lack",
    "Overview",
    "RegionLine",
    "Step",
    "board_meetings_of",
    "get_board_meeting",
    "get_region",
    "get_region_proposal",
    "lacking",
    "lacking_in",
    "latest_proposals",
    "leave_of",
    "living_proposal",
    "overview_of",
    "region_lines",
    "regions_visible_to",
    "texts_of",
    "versions_of",
]
