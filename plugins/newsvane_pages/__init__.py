"""What ops see of Newsvane in the Airflow UI: pages of HTML, read-only, for those who are logged in to Airflow.

`app` guards and assembles, `pages` and `quality` answer, `asking` reads the lake, `rendering` writes HTML.
"""
