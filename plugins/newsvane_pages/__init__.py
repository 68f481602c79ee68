"""The Newsvane pages in the Airflow UI: HTML for people who are logged in to Airflow.

The pages only read. A button starts a run of an Airflow DAG, which does the work. Only saved searches are written by
the pages themselves, into Airflow's database.

- `asgi_app` assembles the app and guards it: log-in, headers, error pages (`not_there`, `mistyped_paths`).
- Pages, each with the modules that are parts of it:
  `coverage`; `topic`; `outlet`; `names`; `sources`; `feeds`; `provenance`; `data_docs`; `runbook`;
  `status` with `latest_checks` and `paused_dags`; `quarantine` with `expectation_words`;
  `story` with `story_timeline` and `story_echo`;
  `article` with `article_text`, `article_comparison` and `label_forms`; `labels`;
  `actions` with `requested_actions` and `action_outcomes`;
  `alerts` with `alert_message`, `alert_channels`, and `alert_rules` with `rule_activity`;
  `rule_pages` with `rule_form` and `back_test`;
  `search` with all modules `search_…` and `searched_address`;
  `saved_search_pages` with `saved_search_forms` and `saved_searches`.
- `archived_pages` answers with files (`notice_marks`), `alert_feeds` with feeds (`feed_responses`). `static_files`
  serves stylesheets and scripts. `old_addresses` redirects the former addresses of pages.
- Parts of several pages: `article_rows`, `story_counts`, `headlines`, `bar_charts`, `place_map` (with `map_projection`
  and `map_labels`), `filter_values`, `paged_filters`, `translation_filter`.
- `lake_queries` reads the lake, through `answer_cache`. `airflow_api` calls Airflow. `forms` protects forms.
  `html_rendering` renders templates.
"""
