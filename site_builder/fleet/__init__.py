"""Many agencies at once: a register of workspaces, work on each of them apart, and what came of it."""
