-- reads: echo(); returns: the copies and translations in a story, with the evidence
SELECT
    echo.outlet, echo.language, echo.copy_kind, echo.from_outlet, echo.copy_order, echo.copy_claimed, echo.copy_evidence,
    echo.title, echo.article_id, echo.copy_of
FROM echo($story_id) AS echo
ORDER BY echo.copied_at, echo.article_id;
