"""Links by which others see a design or a run, the gallery, and what stands in pages elsewhere."""
