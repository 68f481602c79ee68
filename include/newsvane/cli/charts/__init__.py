"""Charts for the terminal, as an HTML page and as a picture. Their texts come from the web, so all are escaped."""
