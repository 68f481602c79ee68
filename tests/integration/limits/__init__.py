"""Limits on the CPU time and memory that huge or hostile input may cost."""
