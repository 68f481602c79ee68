"""Trends and trending terms, with their charts."""
