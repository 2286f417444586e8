"""Parvis: the digital public square of a territory."""

__version__ = "0.1.0"
