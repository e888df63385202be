"""Addresses of this app."""

from django.urls import path

from zouxin.site.audit.views import blank, due, file_audit, finding, gate, judgement, local_rule, run
from zouxin.site.components.listing import listing

app_name = "audit"
urlpatterns = [
    *listing("runs/", run.RunList, "run_list"),
    path("runs/start/", run.RunAsk.as_view(), name="run_ask"),
    path("runs/<int:pk>/", run.RunView.as_view(), name="run_view"),
    path("runs/<int:pk>/compare/", run.RunCompare.as_view(), name="run_compare"),
    *listing("findings/", finding.FindingList, "finding_list"),
    path("findings/<str:mark>/", finding.FindingView.as_view(), name="finding_view"),
    path("findings/<str:mark>/texts/", finding.FindingTexts.as_view(), name="finding_texts"),
    *listing("due/", due.DueList, "due_list"),
    *listing("undecided/", judgement.UndecidedList, "undecided_list"),
    path("undecided/<str:mark>/", judgement.UndecidedJudge.as_view(), name="undecided_judge"),
    *listing("judgements/", judgement.JudgementList, "judgement_list"),
    path("judgements/<int:pk>/", judgement.JudgementView.as_view(), name="judgement_view"),
    *listing("files/", file_audit.FileAuditList, "file_audit_list"),
    path("files/upload/", file_audit.FileAuditUpload.as_view(), name="file_audit_upload"),
    path("files/<int:pk>/", file_audit.FileAuditView.as_view(), name="file_audit_view"),
    path("files/<int:pk>/report/", file_audit.FileAuditReport.as_view(), name="file_audit_report"),
    path("files/<int:pk>/all/", file_audit.FileAuditExport.as_view(), name="file_audit_export"),
    *listing("files/<int:pk>/problems/", file_audit.FileProblemList, "file_problem_list"),
    path("templates/", blank.BlankList.as_view(), name="blank_list"),
    path("templates/<str:name>.xlsx", blank.BlankFile.as_view(), name="blank_file"),
    path("gate/order/", gate.OrderGate.as_view(), name="order_gate"),
    path("gate/reply/", gate.ReplyGate.as_view(), name="reply_gate"),
    path("gate/post/", gate.PostGate.as_view(), name="post_gate"),
    *listing("gate/keys/", gate.GateKeyList, "gate_key_list"),
    path("gate/keys/make/", gate.GateKeyMake.as_view(), name="gate_key_make"),
    path("gate/keys/<int:pk>/", gate.GateKeyView.as_view(), name="gate_key_view"),
    *listing("gate/decisions/", gate.GateDecisionList, "gate_decision_list"),
    path("gate/decisions/<int:pk>/", gate.GateDecisionView.as_view(), name="gate_decision_view"),
    *listing("rules/", local_rule.LocalRuleList, "local_rule_list"),
    path("rules/propose/", local_rule.LocalRulePick.as_view(), name="local_rule_pick"),
    path("rules/propose/<str:code>/", local_rule.LocalRuleMake.as_view(), name="local_rule_make"),
    path("rules/<int:pk>/", local_rule.LocalRuleView.as_view(), name="local_rule_view"),
]
