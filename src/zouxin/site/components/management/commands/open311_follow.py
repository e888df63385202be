"""open311_follow: ask other systems how far the letters are that were passed on to them."""

from typing import Any

from django.core.management import BaseCommand

from zouxin.site.jobs.passing import follow


class Command(BaseCommand):
    help = "问一遍转给别的系统的信办到哪里了；每小时运行一次"

    def handle(self, *args: Any, **options: Any) -> None:
        asked, failed = follow()
        self.stdout.write(f"问了 {asked} 封" + (f"，{failed} 封没有问到，下次再问" if failed else ""))
