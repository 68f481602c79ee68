"""What huge or hostile input may cost: seconds of CPU, and memory."""
