"""走心: supervision of government new media, with evidence."""

__version__ = "0.1.0"
