"""Serve analysts: SQL sessions, search and the published file."""
