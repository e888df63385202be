"""read_mail: read the office's mailbox into quarantine; for cron, as often as mail is to be looked at."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from zouxin.model.errors import ZouxinError
from zouxin.site.jobs.mails import MOST, collect, forget


class Command(BaseCommand):
    help = "把邮箱（ZOUXIN_MAIL_IN）里的新邮件读进“待收的来件”，清除过了保留期的不收来件；不发任何邮件，邮箱里的原件不动"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, default=MOST, help="一次最多读几封")

    def handle(self, *args: Any, **options: Any) -> None:
        erased = forget()
        try:
            found = collect(options["most"])
        except ZouxinError as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"新读进 {found.new} 封（其中读不了的 {found.broken} 封），以前来过的 {found.known} 封，清除过期的 {erased} 件")
