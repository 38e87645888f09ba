"""Asks web servers, politely; nothing else of the program speaks HTTP."""
