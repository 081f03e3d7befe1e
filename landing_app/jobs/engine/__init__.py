"""The job engine: claims items, sends, reads back, settles; the rows of `models` are its only memory."""
