"""Tests of the command line on a small lake, which `newsvane run` fills from a few feeds of the news world."""
