"""Tests that kill, break and interrupt: the lake must end as if nothing had happened."""
