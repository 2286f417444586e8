"""The smallest whole method: people write down a memory of a place, with its year. CONTRIBUTING.md copies it."""
