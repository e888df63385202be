"""Every error Zouxin raises on purpose, in one tree.

ZouxinError                 exit 10  http 400
├── UsageError              exit 11  http 400   the question was put wrongly
├── SourceError             exit 12  http 422   a place of data that cannot be read
│   ├── SourceAlarm         exit 12  http 422   a place of data that brings far less than before or than it promises
│   └── NotSent             exit 12  http 422   what was to be sent did not leave this machine
├── ContentError            exit 13  http 500   a pack, source, calendar or word file is wrong: file, line, what is right
├── LakeError               exit 14  http 500   the lake is damaged, busy or too new
├── CheckError              exit 15  http 500   a check broke its own contract
└── RenderError             exit 16  http 500   a document whose parts contradict its totals is not rendered

Each carries one sentence for a person. The command line prints it without a traceback.
"""


class ZouxinError(Exception):
    """Something went wrong that a person can put right."""

    exit_code = 10
    http_status = 400

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UsageError(ZouxinError):
    """The question was put wrongly."""

    exit_code = 11


class SourceError(ZouxinError):
    """A place of data cannot be read, or breaks what its source promises."""

    exit_code = 12
    http_status = 422


class SourceAlarm(SourceError):
    """A place of data brings far less than before, or breaks what its source promises; the last good snapshot stays."""


class NotSent(SourceError):
    """Nothing left this machine: it may be sent again without being sent twice."""


class ContentError(ZouxinError):
    """A content file is wrong; the sentence names file, line and what would be right."""

    exit_code = 13
    http_status = 500

    def __init__(self, sentence: str, *, where: str = "") -> None:
        super().__init__(f"{where}: {sentence}" if where else sentence)


class LakeError(ZouxinError):
    """The lake is damaged, busy, or was written by a newer version."""

    exit_code = 14
    http_status = 500


class CheckError(ZouxinError):
    """A check broke its own contract; it is reported as not asked."""

    exit_code = 15
    http_status = 500


class RenderError(ZouxinError):
    """A document whose parts contradict its totals is not rendered."""

    exit_code = 16
    http_status = 500
