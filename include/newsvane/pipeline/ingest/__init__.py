"""Bring articles into the lake: poll feeds, read pages, validate, group copies and stories, land.

The steps, in the order of a cycle: `poll` (plan_polls, poll, land_polls), `read` (plan_reads, read), `validate`
(validate), `land` (land_articles).
"""
