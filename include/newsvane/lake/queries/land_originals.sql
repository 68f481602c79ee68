-- What a feed has brought, or was read under that address, is known.
CREATE OR REPLACE TEMP TABLE landed_originals AS
FROM incoming_entries AS new
ANTI JOIN entries AS stored ON stored.entry_id = new.entry_id
ANTI JOIN articles ON articles.canonical_url = new.canonical_url
QUALIFY row_number() OVER (PARTITION BY entry_id ORDER BY original_of) = 1;

INSERT INTO entries BY NAME FROM landed_originals;
