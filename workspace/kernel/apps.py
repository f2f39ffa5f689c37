from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "workspace.kernel"
    label = "kernel"

    def ready(self):
        from workspace.kernel import checks, converters  # noqa: F401  both register what they hold
