"""What a citizen sees: what is official, what was published, by which method; and a form for what did not work."""
