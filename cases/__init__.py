"""Cases remember what did happen: the record, written one transaction at a time."""
