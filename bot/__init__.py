"""Cliffhanger: is there another season, when is it out, and who says so?"""

__version__ = "0.1.0"
