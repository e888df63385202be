"""The nouns of this app."""

from zouxin.site.audit.models.due import Due
from zouxin.site.audit.models.file_audit import FileAudit, FileProblem
from zouxin.site.audit.models.finding import Finding
from zouxin.site.audit.models.gate import GateDecision, GateKey
from zouxin.site.audit.models.judgement import Judgement, Undecided
from zouxin.site.audit.models.local_rule import LocalRule
from zouxin.site.audit.models.run import Run

__all__ = ["Due", "FileAudit", "FileProblem", "Finding", "GateDecision", "GateKey", "Judgement", "LocalRule", "Run", "Undecided"]
