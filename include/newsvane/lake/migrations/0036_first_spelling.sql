-- The usual name of a person who is not in the lexicon is no longer that of the last article, which anybody may write.
COMMENT ON COLUMN entities.name IS 'Usual name; of a person who is not in the lexicon, as the article that landed first writes it.';
