"""Facts only a human can give."""

from zouxin.model.table import Column, Table

judgement = Table(
    name="judgement",
    doc="What a person decided about one subject, on what basis and until when.",
    key=("subject_table", "subject_source", "subject_id", "question"),
    columns=(
        Column(name="subject_table", blank=False, doc="Table of the subject.", says=("对象表",)),
        Column(name="subject_source", doc="Source of the subject; blank where the id is enough.", says=("对象来源",)),
        Column(name="subject_id", type="id", blank=False, doc="The subject's own id.", says=("对象编号",)),
        Column(name="question", blank=False, doc="What was asked: a check's code for a dispute of its finding.", says=("问题", "规则编号")),
        Column(name="verdict", blank=False, doc="What was decided.", allowed=("yes", "no", "overruled"), says=("结论",)),
        Column(name="basis", blank=False, doc="On what evidence.", says=("依据", "理由")),
        Column(name="by_role", doc="Role of who decided, never a name.", says=("判定角色",)),
        Column(name="on", type="date", doc="Day of the decision.", says=("判定日期",)),
        Column(name="until", type="date", doc="Last day it holds.", says=("有效期至",)),
    ),
)
