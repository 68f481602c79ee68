"""Let agents read the lake through the Model Context Protocol: over stdio, or over HTTP on this machine.

An agent may be led astray by what it reads, because titles and texts come from the web. So it can only read coverage,
within limits on rows, bytes, time and memory (`limits`), and every tool says that what it quotes is data.

- `tools`: what agents may ask. `answers`: what an answer may contain.
- `server`: the tools as the protocol has them, and errors in plain words. `http_server`: who may connect.
"""
