"""A local news world: outlets under `.example` with feeds, articles, translations, copies and every kind of trouble."""
