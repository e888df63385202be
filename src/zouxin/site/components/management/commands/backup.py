"""backup: the deployment in one file."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandParser

from zouxin.site.components.keeping import keep


class Command(BaseCommand):
    help = "把数据库和数据文件夹备份成一个文件；站点可以照常运行"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        manifest = keep(options["place"])
        self.stdout.write(
            f"已备份 {len(manifest['files']):,} 个文件（{options['place'].stat().st_size / 2**20:,.1f} MiB）：{options['place']}"
        )
