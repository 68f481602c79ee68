-- reads: forgotten_articles, forgotten_messages, outbox; writes: deliveries, outbox
-- What waits to be sent about a forgotten article goes; what a digest was to say of others is sent message by message.
UPDATE outbox SET state = 'pending', told_by = NULL, settled_at = NULL
WHERE state = 'folded'
    AND told_by IN (SELECT key FROM outbox SEMI JOIN forgotten_messages USING (key) WHERE state IN ('held', 'pending', 'dead'))
    AND key NOT IN (SELECT key FROM forgotten_messages);

DELETE FROM outbox WHERE state IN ('held', 'pending', 'dead') AND key IN (SELECT key FROM forgotten_messages);

-- What was sent keeps its key, so that nothing is sent a second time, and loses its words.
UPDATE outbox
SET
    subject = 'Removed by request', body = 'The text of this message was removed by request.', html = '', markdown = '',
    facts = NULL, article_id = CASE WHEN article_id IN (SELECT article_id FROM forgotten_articles) THEN '' ELSE article_id END
WHERE key IN (SELECT key FROM forgotten_messages);

UPDATE deliveries SET detail = '' WHERE detail <> '' AND key IN (SELECT key FROM forgotten_messages);
