"""Feed servers that are hostile or broken, and a few good ones among them, all polled in one batch.

row: what one of them is. network, redirects, answers, bodies, markup, pages, robots, good: the table, in parts.
servers: they all, listening on 127.0.0.1. sealed: a machine that reaches nothing else. batch: the poller on it, a
process of its own whose memory, sockets and threads are measured. outcome: what became of the rows, by the lake.
`python -m tests.hostile` prints the table as ops would read it; page: the codes for docs/operations/failing-feeds.md.
"""
