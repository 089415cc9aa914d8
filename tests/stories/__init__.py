"""Stories by date, through the API: what an office lives through, told in the order in which it happens."""
