"""Read and write the tables of the lake as records."""
