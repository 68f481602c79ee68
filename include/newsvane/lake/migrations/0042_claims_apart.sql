-- Whether a link is a mere claim has a column of its own: to read the evidence of all links took as long as their stories.
ALTER TABLE article_groups ADD COLUMN is_claim BOOLEAN;
COMMENT ON COLUMN article_groups.is_claim IS 'True: the article merely claims to be a translation of copy_of, which the texts do not show; null: it does not, or has no copy_of.';

UPDATE article_groups SET is_claim = true WHERE copy_of IS NOT NULL AND copy_claimed AND evidence[1] = 'declared original';

CREATE OR REPLACE VIEW grouped_articles AS
SELECT *, copy_of IS NULL OR coalesce(is_claim, false) AS original FROM article_groups;
COMMENT ON VIEW grouped_articles IS 'The rows of article_groups, with what they mean for counts.
original: True: neither a copy nor a translation, as far as is known. An article that alone claims to be a translation, which the texts do not show, is an original. The first line of evidence is about the article itself; the others are about what it is linked to.';
