"""Everything the plugin serves, asked for in every way by everybody: who gets what."""
