"""Notifications tell people: mail that carries a count, a date and a link, and never a name."""
