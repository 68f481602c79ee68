"""The command line on a small lake that `newsvane run` itself makes of some feeds of the news world."""
