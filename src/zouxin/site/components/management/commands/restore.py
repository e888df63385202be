"""restore: a backup into an empty deployment."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandParser, call_command

from zouxin.site.components.keeping import bring_back


class Command(BaseCommand):
    help = "把备份恢复到空的数据文件夹和空的数据库，并升级到这个版本"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        manifest = bring_back(options["place"])
        call_command("prepare")
        self.stdout.write(f"已恢复 {len(manifest['files']):,} 个文件，备份做于 {manifest['made_at']}（版本 {manifest['version']}）")
