"""Tests of the domain packages: no server, no lake, no subprocess. `make check` runs them."""
