"""Personal links (links.py), when carriers are asked (asking.py), reports (reports.py),
remarks about the guide (feedback.py), websites (websites.py)."""

from vielklang.upkeep.models.asking import AutomaticSuspension, Reminder, ReminderStop, UpkeepRules
from vielklang.upkeep.models.feedback import GuideFeedback
from vielklang.upkeep.models.links import LinkSession, PersonalLink
from vielklang.upkeep.models.reports import OfferReport, ReportContact
from vielklang.upkeep.models.websites import LinkCheck

__all__ = [
    "AutomaticSuspension",
    "GuideFeedback",
    "LinkCheck",
    "LinkSession",
    "OfferReport",
    "PersonalLink",
    "Reminder",
    "ReminderStop",
    "ReportContact",
    "UpkeepRules",
]
