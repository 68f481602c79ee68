-- reads: outlet_provenance; returns: how far our polls confirm what an outlet claims; nothing if it has no article
SELECT * FROM outlet_provenance WHERE outlet = $outlet;
