"""Checks of platforms: accounts, apps and mini-programs. Sites, columns and groups are judged in their own folders."""
