"""The site prober against servers that go wrong, from the first visit to the finding."""
