"""What drafts are compared with: the letters and replies of a source as the lake held them last."""

from django.conf import settings

from zouxin import flow


def beside(source: str) -> flow.Corpus:
    """The corpus of a source; while none is kept, one that says so. It never waits for one to be worked out."""
    return flow.kept_corpus(settings.DATA / "lake", source) or flow.Corpus(why=flow.NOT_READY)
