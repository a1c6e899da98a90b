"""The one path, straight-line, over ports: authorize, review, redeem, record, sweep.

Law: imports `ports` and `core` only; knows no file, socket, database or clock.
"""
