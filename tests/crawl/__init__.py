"""Request every route of the plugin with every method and role, and check who gets what."""
