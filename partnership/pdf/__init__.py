"""What is on the page of the partnership's PDFs? One file a noun."""
