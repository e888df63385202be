"""The register, its inspections and what followed, as JSON: read only."""
