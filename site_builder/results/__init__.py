"""Official ITA results: what follows from the printed scores, and where they contradict themselves."""
