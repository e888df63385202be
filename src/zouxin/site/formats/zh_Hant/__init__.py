"""How dates are written in Chinese."""
