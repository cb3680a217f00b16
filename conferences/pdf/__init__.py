"""What is on the pages that a conference gives away? One file a kind of page."""
