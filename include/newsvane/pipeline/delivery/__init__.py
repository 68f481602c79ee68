"""Send messages exactly once where the service allows it: senders, journals, the spool and the log of sent messages."""
