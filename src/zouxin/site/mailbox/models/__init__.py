"""The nouns of this app."""

from zouxin.site.mailbox.models.incoming import Incoming, IncomingFile, MailFolder
from zouxin.site.mailbox.models.intake import Intake, IntakeProblem
from zouxin.site.mailbox.models.letter import Contact, Custody, Letter, LetterFile, Pause
from zouxin.site.mailbox.models.mailing import ReplyMail
from zouxin.site.mailbox.models.passing import Endpoint, Passing
from zouxin.site.mailbox.models.reply import MailReply, Template, Verdict
from zouxin.site.mailbox.models.wish import Shredding

__all__ = [
    "Contact", "Custody", "Endpoint", "Incoming", "IncomingFile", "Intake", "IntakeProblem", "Letter", "LetterFile", "MailFolder", "MailReply", "Passing",
    "Pause", "ReplyMail", "Shredding", "Template", "Verdict",
]  # fmt: skip
