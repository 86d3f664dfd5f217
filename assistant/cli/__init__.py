"""The commands of the terminal.

Door: `commands.main`.
"""
