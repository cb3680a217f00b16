"""Workers are killed and servers stopped while people submit; nothing may be lost or doubled."""
