"""What comes to a limit soon, told in private to its owner."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zouxin.site.audit.models.run import Run
from zouxin.site.people.models import Unit


class Due(models.Model):
    """One prompt: what was clean at a run's moment and stays so up to `due_on` if nothing happens. Kept for every run, so that prompts can be counted."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="dues", verbose_name=_("检查"))
    check_code = models.CharField(_("检查"), max_length=10)
    subject = models.CharField(_("对象"), max_length=30)
    source = models.CharField(_("来源"), max_length=200)
    subject_id = models.CharField(_("对象编号"), max_length=200)
    subject_name = models.CharField(_("对象名称"), max_length=300, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("单位"))
    since = models.DateField(_("从哪天算起"))
    due_on = models.DateField(_("到哪天为止"))

    class Meta:
        verbose_name = _("快到期限的事")
        ordering = ("due_on", "id")
        indexes = [models.Index(fields=["run", "unit", "due_on"])]
        constraints = [models.UniqueConstraint(fields=["run", "check_code", "source", "subject_id"], name="one_prompt_a_subject")]

    def __str__(self) -> str:
        return f"{self.subject_name} {self.due_on}"
