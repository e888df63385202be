"""Rectification: each finding put to its owner, disputed or mended, looked at again by somebody else."""
