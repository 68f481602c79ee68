"""Turn what a rule matched into a message: collect the facts, fill the templates, make the output safe. Pure."""
