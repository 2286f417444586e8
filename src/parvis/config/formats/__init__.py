"""How dates with their hour are written in each language, where Django's own formats read badly."""
