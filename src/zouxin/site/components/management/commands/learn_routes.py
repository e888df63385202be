"""learn_routes: learn from the office's own letters who the next ones are for."""

from typing import Any

from django.core.management import BaseCommand, CommandError

from zouxin.model.errors import ZouxinError
from zouxin.site.mailbox import routing


class Command(BaseCommand):
    help = "从本单位已经分办的来信里学习怎样分办"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            learnt = routing.train(by="后台")
        except ZouxinError as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"从 {learnt} 封信里学到了怎样分办；建议显示在每封待分办的信旁边")
