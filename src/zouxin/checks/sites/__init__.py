"""Checks of government websites: the six vetoes of the national indicators, each as far as the data can decide it."""
