"""Decide which messages to write and when to send them: evaluate rules, release scheduled messages, dry-run rules.

Messages are written to the outbox in the lake; `newsvane.pipeline.delivery` sends them.
"""
