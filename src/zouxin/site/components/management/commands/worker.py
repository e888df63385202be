"""worker: do the background work, beginning with what a killed worker left."""

import os
import socket
import uuid
from typing import Any

from django.core.management import BaseCommand, CommandParser
from django_tasks_db.management.commands.db_worker import Worker

from zouxin.site.jobs.mails import forget
from zouxin.site.jobs.taking_over import alive, orphans, take_over


class Command(BaseCommand):
    help = "做后台工作：检查、导入、通知；先接着做被中断的工作"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", action="store_true", help="做完已有的工作就结束")

    def handle(self, *args: Any, **options: Any) -> None:
        name = f"{socket.gethostname()[:20]}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        with alive(name):
            forget()
            if taken := take_over() + orphans():
                self.stdout.write(f"接着做 {taken} 项被中断的工作")
            worker = Worker(queue_names=["default"], interval=1.0, batch=options["batch"], backend_name="default", startup_delay=False,
                            max_tasks=None, worker_id=name, excluded_queue_names=[])  # fmt: skip
            worker.configure_signals()
            worker.run()
