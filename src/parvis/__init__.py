"""Parvis: the digital public square of a territory."""
