"""HSDS 3 (Open Referral): one mapping of offers to services, for the read API below `/hsds/` and for exports.

`mapping`, `schedules`, `terms`: what an offer, an organisation, a place and our closed lists are in HSDS.
`asking`: what a request wants; `reading`: which rows that is; `paging`: the form of a page; `document`: OpenAPI.
"""
