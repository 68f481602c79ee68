"""The way of an article into the lake: poll, read, validate, group and land."""
