from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "workspace.kernel"
    label = "kernel"

    def ready(self):
        from workspace.kernel import checks  # noqa: F401  registers the system checks
