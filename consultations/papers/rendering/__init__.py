"""A sheet becomes a page, a Word file, a PDF file, a CSV file or a workbook."""
