#!/usr/bin/env python3
"""Hostile mail read into quarantine from a Maildir, twice: nothing lost, nothing doubled, nothing sent, no clock started, the mailbox untouched; and the tests of
mail, tables and answers by mail."""

import hashlib
import mailbox
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.lines import Line, finish
from bench.running import suite
from bench.site.hostile_mail import messages

SEED, TORN = 1, int(sys.argv[1]) if len(sys.argv) > 1 else 1000
TESTS = (
    "tests/unit/connectors/test_message.py",
    "tests/site/mailbox/test_incoming_mail.py",
    "tests/site/mailbox/test_incoming_tables.py",
    "tests/site/mailbox/test_reply_mails.py",
)


def lying(place: Path) -> dict[str, str]:
    """Every file of a folder by its digest."""
    return {str(path.relative_to(place)): hashlib.sha256(path.read_bytes()).hexdigest() for path in place.rglob("*") if path.is_file()}


with tempfile.TemporaryDirectory(prefix="zouxin-incoming-") as folder:
    place = Path(folder) / "Maildir"
    mailbox.Maildir(str(place), create=True)
    some = messages(SEED, TORN)
    for nth, one in enumerate(some):
        (place / "new" / f"{1_700_000_000 + nth}.{nth}").write_bytes(one.raw)
    os.environ |= {
        "ZOUXIN_DATA": f"{folder}/data", "ZOUXIN_DATABASE": "", "DJANGO_SETTINGS_MODULE": "zouxin.site.settings", "ZOUXIN_MAIL_IN": f"maildir://{place}", "ZOUXIN_OUTBOUND": "on",
        "ZOUXIN_MAIL_REPLIES": "on", "ZOUXIN_MAIL": "smtp://127.0.0.1:9", "ZOUXIN_MAIL_FROM": "box@example.gov.cn", "ZOUXIN_ADDRESS": "https://letters.example.gov.cn",
    }  # fmt: skip
    import django

    django.setup()
    from django.conf import settings
    from django.core import mail
    from django.core.management import call_command

    settings.EMAIL_BACKEND, mail.outbox = "django.core.mail.backends.locmem.EmailBackend", []
    call_command("prepare")
    from zouxin import flow
    from zouxin.site.jobs import mails
    from zouxin.site.mailbox.models import Incoming, Letter
    from zouxin.site.people import log

    before = lying(place)
    first = mails.collect(most=len(some))
    there = set(Incoming.objects.values_list("digest", flat=True))
    lost = [one.name for one in some if flow.read_message(one.raw).digest not in there]
    dumb = [one.pk for one in Incoming.objects.all() if not (one.title or one.text or one.quoted or one.wrong or one.notes)]
    second = mails.collect(most=len(some))
    doubled = second.new + Incoming.objects.count() - first.new
    mails.deliver()
    sent, letters, broken, wrong = len(mail.outbox), Letter.objects.count(), first.broken, list(log.wrong())
    changed = before != lying(place)
ran, bad, skipped = suite(*TESTS)
for name in lost[:20]:
    print("LOST", name)
finish("mailbox-incoming" if TORN >= 1000 else "mailbox-incoming-trial", [
    Line("hostile mails read", len(some), f"{first.new:,} kept, {first.known:,} the same as another, {broken:,} of which nothing could be read and which say so", f">= {TORN}"),
    Line("mails lost", len(lost), f"{len(some):,} mails", "= 0"),
    Line("mails kept without a word about them", len(dumb), f"{first.new:,} kept", "= 0"),
    Line("mails doubled when the mailbox is read twice", doubled, f"{first.new:,} kept", "= 0"),
    Line("mails sent while they were in quarantine, outbound on", sent, f"{first.new:,} kept", "= 0"),
    Line("letters made, clocks started", letters, f"{first.new:,} kept", "= 0"),
    Line("files changed in the mailbox, places where the log is broken", changed + len(wrong), f"{len(some):,} files", "= 0"),
    Line("tests that fail or are skipped", bad + skipped if ran else None, f"{ran} tests: parsing, IMAP with and without TLS, Maildir, tables, hotline exports, answers by mail", "= 0"),
], seed=SEED)  # fmt: skip
