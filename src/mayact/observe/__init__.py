"""Adapters that look at the world for the analysis: files, repositories, the shell parser's process.

Law: they read; they never run what an agent can influence.
"""
