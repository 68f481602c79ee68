"""Send the messages in the outbox. None is lost, and each is sent only once if the service allows it.

`deliver` starts one sender per channel (`sender`). Three kinds of files outside the lake make it safe: the `journal` of
a channel survives a crash after a message is sent but before it is recorded; the `sent_log` survives the loss of the
lake; the `spool` holds messages while the lake cannot be written.
"""
