-- reads: nothing; writes: unread_daily
DELETE FROM unread_daily WHERE list_contains($outlets::VARCHAR[], outlet);
