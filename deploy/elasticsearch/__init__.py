"""Elasticsearch for Kho Tin: a node from Maven Central for development and tests, compose files and nginx for production."""
