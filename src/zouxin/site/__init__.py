"""The site: registry, inspection desk, rectification, bulletins and the public portal. Django; one app a desk, all of one shape."""
