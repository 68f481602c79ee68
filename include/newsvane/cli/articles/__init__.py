"""Read, find, compare and export articles, and decide about those in quarantine."""
