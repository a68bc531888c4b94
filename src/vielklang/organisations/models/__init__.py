"""Organisations (organisation.py), who to talk to there (contacts.py), the state's conditions for migrant
organisations (funding.py), entries that may be one (duplicates.py), changes that wait (changes.py)."""

from vielklang.organisations.models.changes import OrganisationChange
from vielklang.organisations.models.contacts import ContactPerson, OrganisationNote
from vielklang.organisations.models.duplicates import DuplicateDecision, DuplicateProposal, OrganisationMerge
from vielklang.organisations.models.funding import ConditionAnswer, FundingCondition
from vielklang.organisations.models.organisation import Organisation, OrganisationText

__all__ = [
    "ConditionAnswer",
    "ContactPerson",
    "DuplicateDecision",
    "DuplicateProposal",
    "FundingCondition",
    "Organisation",
    "OrganisationChange",
    "OrganisationMerge",
    "OrganisationNote",
    "OrganisationText",
]
