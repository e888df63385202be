"""The site under load: filled with invented rows, served as in production, asked by many at once."""
