"""What the entries of the log are called on screen."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "bulletin.draft": _("起草通报"), "bulletin.drop": _("作废通报草稿"), "bulletin.publish": _("发布通报"), "bulletin.review": _("复核通报"),
    "case.accept": _("承认属实"), "case.confirm": _("认定属实"), "case.discard": _("认定不属实"), "case.dismiss": _("异议不成立"), "case.dispute": _("提出异议"),
    "case.except": _("准予例外"), "case.except_end": _("撤回例外"), "case.fail": _("复查未通过"), "case.open": _("立案"), "case.pass": _("复查通过"), "case.recur": _("复发"),
    "case.report": _("报告完成"), "case.start": _("开始整改"), "case.uphold": _("异议成立"),
    "census.correct": _("改正清单的列"), "census.drop": _("放弃清单"), "census.fail": _("清单没有读成"), "census.land": _("导入清单"), "census.preview": _("读出清单"),
    "census.start": _("开始导入清单"), "census.undo": _("撤销清单导入"), "census.upload": _("上传清单"),
    "contract.add": _("登记合同"), "contract.change": _("修改合同"), "contract.cover": _("合同加上平台"), "contract.uncover": _("合同去掉平台"),
    "due.foretell": _("算出快到期限的事"), "undecided.leave": _("列出等人判断的问题"), "index.rebuild": _("重建问题索引"), "index.refresh": _("更新问题索引"),
    "file.correct": _("改正文件的列"), "file.erase": _("删除文件"), "file.fail": _("文件没有做成"), "file.finish": _("检查完文件"), "file.preview": _("读出文件"),
    "file.start": _("开始检查文件"), "file.stop": _("停止检查文件"), "file.upload": _("上传文件"),
    "gate.key": _("新建闸口密钥"), "gate.key_off": _("停用闸口密钥"), "gate.overrule": _("推翻闸口的结论"),
    "incoming.come": _("收到来件"), "incoming.release": _("收为来信"), "incoming.reject": _("不收来件"), "incoming.restore": _("来件放回待定"), "incoming.erase": _("清除来件内容"),
    "incoming.see": _("查看发件人"), "mailfolder.fail": _("邮箱没有读成"),
    "intake.upload": _("上传来信表格"), "intake.preview": _("读出来信表格"), "intake.correct": _("改正来信表格的列"), "intake.start": _("开始导入来信表格"),
    "intake.take": _("导入来信表格"), "intake.drop": _("放弃来信表格"), "intake.fail": _("来信表格没有读成"),
    "judgement.give": _("作出判断"), "judgement.withdraw": _("撤回判断"),
    "letter.receive": _("收到来信"), "letter.route": _("转给承办单位"), "letter.dispute": _("提出不归本单位办"), "letter.acknowledge": _("告知收到"), "letter.merge": _("并案"),
    "letter.split": _("取消并案"), "letter.pause": _("暂停计时"), "letter.resume": _("恢复计时"), "letter.verdict": _("来信人评价"), "letter.relabel": _("提议改信件类型"),
    "letter.consent": _("来信人答复类型修改"), "letter.shred": _("销毁来信"), "letter.see": _("查看联系方式"),
    "letter.mail": _("打开或关掉邮件告知"), "replymail.queued": _("邮件排队待寄"), "replymail.sent": _("邮件寄出"), "replymail.failed": _("邮件没有寄成"), "replymail.bounced": _("邮件被退回"),
    "letter.pass": _("转给别的系统"), "letter.share": _("来信人对转交联系方式的意见"), "passing.send": _("开始送出"), "passing.tell": _("对方系统的回音"), "passing.settle": _("核实对方收到没有"),
    "endpoint.add": _("登记别的系统"), "endpoint.read": _("读对方的服务"), "endpoint.off": _("停用别的系统"),
    "letter.train": _("训练分办建议"), "mailreply.draft": _("起草答复"), "mailreply.change": _("修改答复草稿"), "mailreply.release": _("发出答复"), "mailreply.drop": _("作废答复草稿"),
    "template.add": _("新增答复模板"), "template.end": _("停用答复模板"),
    "notice.delivered": _("通知已送出"), "notice.failed": _("通知没有送出"), "notice.draft": _("拟通知"), "notice.send": _("发送通知"),
    "opening.answer": _("回答开设问题"), "opening.approve": _("同意开设"), "opening.ask": _("申请开设"), "opening.refuse": _("不同意开设"), "opening.withdraw": _("撤回开设申请"),
    "order.add": _("登记文件"), "order.change": _("修改文件"),
    "platform.change": _("修改平台"), "platform.close": _("关停平台"), "platform.merge": _("合并平台"), "platform.confirm": _("确认登记情况"), "platform.register": _("登记平台"), "platform.step": _("变更平台状态"),
    "proposal.answer": _("回答闸口问题"), "proposal.accept": _("采纳修改建议"), "proposal.make": _("提出修改建议"), "proposal.refuse": _("不采纳修改建议"), "proposal.withdraw": _("撤回修改建议"),
    "registry.fill": _("从数据补充名册"), "report.answer": _("答复群众反映"), "report.read": _("看过群众反映"), "report.send": _("群众反映"),
    "rule.approve": _("批准本地规则"), "rule.end": _("停用本地规则"), "rule.propose": _("提出本地规则"), "rule.refuse": _("不批准本地规则"),
    "run.ask": _("要求检查"), "run.fail": _("检查没有做完"), "run.finish": _("检查完成"), "run.stop": _("停止检查"),
    "token.make": _("新建接口密钥"), "token.revoke": _("作废接口密钥"),
    "unit.add": _("新增单位"), "unit.add_many": _("新增一批单位"), "unit.rename": _("单位改名"), "unit.take_back": _("撤回新增的单位"),
    "user.accept": _("接受邀请"), "user.appoint": _("任职"), "user.end": _("结束任职"), "user.invite": _("邀请同事"), "user.password": _("改密码"),
    "user.second_factor": _("设置第二道验证"), "user.second_factor_drop": _("停用第二道验证"), "user.withdraw": _("撤回邀请"),
}  # fmt: skip


def word(verb: str) -> object:
    """What an entry is called; the code itself where it has no name."""
    return WORDS.get(verb, verb)
