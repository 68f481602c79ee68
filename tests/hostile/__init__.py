"""Feed servers that are hostile or broken, and a few good ones among them, all polled in one batch.

row: the definition of one server. network, redirects, answers, bodies, markup, not_a_feed, robots, good: the servers by
kind; table: all of them. servers: serves them on 127.0.0.1. isolation: keeps the poller from reaching anything else.
batch: the poller, a process of its own whose memory, sockets and threads are measured. outcome: the results, read from
the lake. `python -m tests.hostile` prints them as an operator would see them. remedy_table: the codes for
docs/operations/failing-feeds.md.
"""
