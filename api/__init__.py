"""The API is the door: JSON, pages and the mas command; the only place that commits."""
