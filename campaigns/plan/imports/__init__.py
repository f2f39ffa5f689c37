"""Bringing a plan in from a file of another tool.

`reading` understands files and stores nothing; `actions` bring what it understood into a plan.
"""
