"""Turn a matched rule into text: the facts of the message, its templates, and safe output. Pure."""
