"""Workflows watch the clock: thin Prefect flows that wake the functions of the other packages."""
