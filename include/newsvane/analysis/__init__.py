"""Answer what analysts ask of the lake: search, articles, stories, trends, outlets. For commands and agents alike.

The functions return rows and say what is unknown (`UnknownName`); those who call them show the answers. Each takes
`open_lake`, with which it opens the lake, so that its caller can limit time and memory; by default without limits.
"""
