"""Attacks on the product: other tenants, forged posts, hostile portals, hostile content, leaks."""
