"""Maintain a lake: retention, backup, moving, integrity checks and its description."""
