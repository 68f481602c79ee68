"""Evaluate alert rules, release scheduled messages, and dry-run rules on past articles."""
