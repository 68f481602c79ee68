"""The Newsvane pages in the Airflow UI: HTML for people who are logged in to Airflow.

The pages only read. A button starts a run of an Airflow DAG, which does the work. Only saved searches are written by
the pages themselves, into Airflow's database.

- `asgi_app` assembles the app and guards it: log-in, headers, error pages.
- One module per page or group of pages: `status` (with `latest_checks`), `coverage`, `search`, `story`, `article`,
  `feeds`, `sources`, `alerts`, `quarantine`, `labels`, `actions`, `provenance`, `data_docs` and `runbook`.
  `article_rows`, `article_text`, `article_comparison` and `label_forms` are parts of the article page.
  `search_address`, `search_completions`, `search_counts`, `search_downloads`, `search_ranking`, `search_rule`,
  `search_words` and `bar_charts` are parts of the search page; `saved_search_pages`, `saved_search_forms` and
  `saved_searches` keep searches. `rule_pages` makes a rule of one, with `rule_form` and `back_test`. `alert_rules`
  (with `rule_activity`), `alert_channels` and `alert_message` belong to `alerts`. `old_addresses` redirects the
  former addresses of pages, `static_files` serves stylesheets and scripts.
- `archived_pages` answers with files, `alert_feeds` with feeds (`feed_responses`).
- `lake_queries` reads the lake, `paged_filters` has what lists of several pages share, `airflow_api` calls Airflow,
  `forms` protects forms, `html_rendering` renders templates.
"""
