-- An article that cannot be landed is skipped at the stage "land".
COMMENT ON COLUMN skipped.stage IS 'Step that left it out: poll, parse, fetch, read, validate or land.';
