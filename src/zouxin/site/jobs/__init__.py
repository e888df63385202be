"""Background work: each file calls one verb of flow. A job may be run again after it was killed anywhere; it then does what is left."""
