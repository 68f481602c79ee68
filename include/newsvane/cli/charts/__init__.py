"""Charts: in the terminal, as one page of HTML, as a picture. What is written in them is hostile: all is escaped."""
