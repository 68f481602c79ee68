"""Tests of the fetcher, over real sockets of this machine."""
