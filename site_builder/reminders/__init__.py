"""What the agency must not forget: a calendar of its deadlines, and a sheet of tasks for each unit."""
