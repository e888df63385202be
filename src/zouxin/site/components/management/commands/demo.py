"""demo: the sample county on every desk, with a login for each role."""

from typing import Any

from django.core.management import BaseCommand, call_command

from zouxin.site.jobs.showing import fill, words


class Command(BaseCommand):
    help = "把样板县装进站点的每一个栏目，并给每种角色一个登录名"

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("prepare")
        people = list(fill())
        said = words()
        self.stdout.write("登录名 / 密码 / 角色 / 单位（密码只显示这一遍，重新运行会换新的）")
        for name, role, unit in people:
            self.stdout.write(f"  {name:8} {said[name]}  {role}  {unit}")
