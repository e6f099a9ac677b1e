"""Cards written out to Excel, and read back exactly as they were."""
