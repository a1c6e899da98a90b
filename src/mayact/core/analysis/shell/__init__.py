"""The shell front end: a text of bash to the simple commands it would start, and what the shell itself does.

Law: bash's meaning or opaque. The parser is a port; nothing here runs, opens or looks at anything.

    text ─lexical─► ─parser─► json ─decode─► tree ─evaluate─► SimpleCommand ─(program table)─► findings
"""
