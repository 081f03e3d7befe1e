"""The screens sites > folders > pages > blocks: choose and act. No tables of its own."""
