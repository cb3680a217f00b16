"""What is on the pages of the PDFs?"""
