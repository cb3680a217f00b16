"""What was said? One file a noun."""
