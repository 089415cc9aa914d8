"""Pages for officers and supervisors, rendered on the server."""
