"""Who works here: units, users, roles, reach, and the log of who did what when."""
