"""Faults of the computer: killed processes, full disks, and whatever else a system may answer."""
