"""An invented news world: outlets under `.example` with feeds, articles, translations, copies and many faults."""
