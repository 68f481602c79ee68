-- What people say about articles: whether they are about a topic, whether a link or a language is right.
CREATE TABLE labels (
    label_id VARCHAR, article_id VARCHAR, question VARCHAR, subject VARCHAR, verdict BOOLEAN, note VARCHAR,
    labelled_by VARCHAR, labelled_at TIMESTAMPTZ, sampled BOOLEAN, machine_said VARCHAR
);
COMMENT ON TABLE labels IS 'What people said about articles, every answer ever given; rows are only added. One row a label_id.';
COMMENT ON COLUMN labels.label_id IS 'act_id of the action that stored it, and a number.';
COMMENT ON COLUMN labels.article_id IS 'The article that the answer is about, in articles while it is not removed.';
COMMENT ON COLUMN labels.question IS 'topic: is it about the topic? link: is it a copy or a translation of the other article? language: is it in this language? article: is it an article?';
COMMENT ON COLUMN labels.subject IS 'What the question names: id of the topic, article_id of the other article, ISO 639 code of the language; empty for article.';
COMMENT ON COLUMN labels.verdict IS 'The answer: true: yes, false: no; null: the person withdrew an earlier answer.';
COMMENT ON COLUMN labels.note IS 'Why, in the words of who answered. Empty: none was given.';
COMMENT ON COLUMN labels.labelled_by IS 'Who answered: the user of Airflow, or of the machine.';
COMMENT ON COLUMN labels.labelled_at IS 'When the answer was given, UTC.';
COMMENT ON COLUMN labels.sampled IS 'True: given on a random sample, so it measures precision; false: somebody came upon the article.';
COMMENT ON COLUMN labels.machine_said IS 'What the lake said then: central, mentioned or matched for a topic, copy_kind for a link, the code for a language, kind for an article; null: it did not say so.';

CREATE VIEW current_labels AS
SELECT
    label_id, article_id, question, subject, verdict, note, labelled_by, labelled_at, sampled, machine_said,
    count(*) FILTER (verdict) OVER same > 0 AND count(*) FILTER (NOT verdict) OVER same > 0 AS disputed
FROM (
    SELECT
        label_id, article_id, question, subject, verdict, note, labelled_by, labelled_at,
        bool_or(sampled) OVER same AS sampled,
        first_value(machine_said) OVER (same ORDER BY NOT sampled, labelled_at, label_id) AS machine_said,
        row_number() OVER (same_person ORDER BY labelled_at DESC, label_id DESC) AS age
    FROM labels
    WINDOW
        same AS (PARTITION BY article_id, question, subject),
        same_person AS (PARTITION BY article_id, question, subject, labelled_by)
)
WHERE age = 1 AND verdict IS NOT NULL
WINDOW same AS (PARTITION BY article_id, question, subject);
COMMENT ON VIEW current_labels IS 'The answers that count: the newest of each person to each question about each article, unless it was withdrawn.
sampled: True: at least one answer to this question was given on a random sample, so all of them measure precision.
machine_said: What the lake said when the question was first answered, on a sample if it ever was; null: it did not say so.
disputed: True: people disagree.';

CREATE VIEW label_verdicts AS
SELECT
    article_id, question, subject, CASE WHEN NOT any_value(disputed) THEN bool_or(verdict) END AS verdict,
    any_value(disputed) AS disputed, any_value(sampled) AS sampled, any_value(machine_said) AS machine_said,
    count(*) AS people, max(labelled_at) AS labelled_at
FROM current_labels
GROUP BY article_id, question, subject;
COMMENT ON VIEW label_verdicts IS 'A row an article and question with an answer that counts: what people say together.
verdict: Their answer; null: they disagree.
people: How many answered.
labelled_at: When the newest of these answers was given, UTC.';

COMMENT ON COLUMN acts.kind IS 'pause_feed, resume_feed, replay, land (an article that failed validation, as it was), discard, resend, add_rule or remove_rule (an alert rule made on the pages), test_channel (a test message), or label.';
COMMENT ON COLUMN acts.target IS 'The feed_id, article_id, message key, rule id, channel id or topic id to which the action was applied.';
