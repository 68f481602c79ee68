-- reads: incoming_articles; returns: id, address, outlet and hash of the text of every article of a part
SELECT article_id, canonical_url, url, outlet, text_hash FROM incoming_articles;
