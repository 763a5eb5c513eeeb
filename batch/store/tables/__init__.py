"""The tables that the batch hall adds to the store's. Imported by ``batch.store`` alone."""
