"""The addresses of metrics, targets and numbers."""

workspace: list = []
campaign: list = []
