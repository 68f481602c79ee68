"""Tests of maintenance: retention, time travel, backups, exports, integrity checks and old lakes."""
