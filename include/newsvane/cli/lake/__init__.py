"""Query the lake with SQL, look at its snapshots, back it up and move it."""
