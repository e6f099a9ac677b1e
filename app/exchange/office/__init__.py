"""Opening Word and Excel files safely, and giving their text as blocks."""
