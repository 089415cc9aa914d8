"""`make bench`: our code beside prepared raw SQL that reads and writes the same rows."""
