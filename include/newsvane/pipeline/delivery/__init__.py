"""Send the messages in the outbox: each once where the service allows it, and none lost.

`deliver` starts one sender per channel (`sender`). Three files outside the lake make it safe: the `journal` of a
channel survives a crash after a message is sent but before it is recorded; the `sent_log` survives the loss of the
lake; the `spool` holds messages that the lake cannot take.
"""
