"""Reading pages: their text, their metadata, and the reason why a page holds no article."""
