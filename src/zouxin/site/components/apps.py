"""Django's name for this app."""

from django.apps import AppConfig


class Components(AppConfig):
    name = "zouxin.site.components"
    label = "components"

    def ready(self) -> None:
        from zouxin.site.components import trusting

        trusting.connect()
