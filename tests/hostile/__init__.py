"""Feed servers that are hostile or broken, and a few good ones among them, all polled in one batch.

row: what one of them is. network, redirects, answers, bodies, markup, pages, robots, good: the table, in parts.
servers: they all, listening on 127.0.0.1. batch: the poller, a process of its own whose memory, sockets and threads are
measured; it asks the names of its own DNS and reaches nothing but loopback. outcome: what became of it.
`python -m tests.hostile` prints the table as ops would read it.
"""
