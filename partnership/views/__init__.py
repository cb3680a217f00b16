"""Which page is this? One file a noun."""
