"""What every page shares: formats, tables, form rendering and the frame around the page. Knows no
other app.
"""
