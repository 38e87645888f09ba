"""An edition's data as a workbook for people who fill in tables, and back without loss."""
