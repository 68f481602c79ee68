"""Tests of the fetcher over real sockets on this machine."""
