"""Reading: the text and the facts of a page, and a reason for every page that is no article."""
