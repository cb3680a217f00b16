"""Which page is this? A module for each noun."""
