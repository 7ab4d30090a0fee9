"""The five pages the project was asked for: their text as it was scraped (``NNN.txt``) and what is right in it (``NNN.json``)."""
