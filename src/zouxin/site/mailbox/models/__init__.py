"""The nouns of this app."""

from zouxin.site.mailbox.models.letter import Contact, Custody, Letter, LetterFile, Pause
from zouxin.site.mailbox.models.passing import Endpoint, Passing
from zouxin.site.mailbox.models.reply import MailReply, Template, Verdict
from zouxin.site.mailbox.models.wish import Shredding

__all__ = ["Contact", "Custody", "Endpoint", "Letter", "LetterFile", "MailReply", "Passing", "Pause", "Shredding", "Template", "Verdict"]
