"""send_replies: tell citizens of answers by mail whose time has come; for cron, where no worker runs all day."""

from typing import Any

from django.core.management import BaseCommand

from zouxin.site.jobs.mails import deliver
from zouxin.site.mailbox.actions import mails


class Command(BaseCommand):
    help = "寄出到了时间的答复通知邮件（工作日 8:00—18:00 才寄；没有打开对外发送的不寄）"

    def handle(self, *args: Any, **options: Any) -> None:
        if said := mails.lacking():
            self.stdout.write(said)
            return
        self.stdout.write(f"寄出 {deliver()} 封")
