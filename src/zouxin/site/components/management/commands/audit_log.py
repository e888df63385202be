"""audit_log: prove that nobody changed the log of who did what when."""

import sys
from typing import Any

from django.core.management import BaseCommand, CommandParser

from zouxin.site.people import log
from zouxin.site.people.models import Event, EventHead


class Command(BaseCommand):
    help = "核对操作记录：有没有被改过、删过、插过"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = list(log.wrong())
        for sentence in wrong:
            self.stdout.write(sentence)
        head = EventHead.objects.first()
        self.stdout.write(
            f"操作记录 {Event.objects.count()} 条，{'没有改动' if not wrong else f'发现 {len(wrong)} 处改动'}；最后的封签 {head.digest if head else '（还没有记录）'}"
        )
        self.stdout.write("把最后的封签抄到别处保存，以后核对时比对，连整本记录被换掉也看得出来。")
        if wrong:
            sys.exit(1)
