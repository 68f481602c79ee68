"""Care of the lake: its past, its backups, its integrity, its deaths."""
