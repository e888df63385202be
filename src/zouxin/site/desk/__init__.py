"""For each role one page that answers what needs them today."""
