-- reads: landed_quarantine; writes: quarantine
DELETE FROM quarantine WHERE state = 'held' AND article_id IN (SELECT article_id FROM landed_quarantine);

INSERT INTO quarantine BY NAME FROM landed_quarantine;
