"""What an extract allows, for the analyst who must decide whether to run it: a page, a workbook and the console."""
