"""Tests that kill processes and inject faults: afterwards the lake must be as if nothing had happened."""
