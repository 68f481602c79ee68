"""Open the lake: connections, locks, SQL by name, retries and snapshots."""
